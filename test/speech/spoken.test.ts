import { describe, expect, it } from 'vitest';
import { sayIn } from '../../src/locales/index.ts';
import { silence, speaker } from '../../src/speech/speak.ts';
import { spoken } from '../../src/speech/spoken.ts';
import { type Button, emptyScreen, type Screen } from '../../src/ui/screens/screen.ts';

const say = sayIn('en');

const key = (role: Button['role'], label: string, extra: Partial<Button> = {}): Button => ({
  id: label,
  label,
  role,
  event: { type: 'resident.next' },
  ...extra,
});

const screen = (change: Partial<Screen>): Screen => ({
  ...emptyScreen,
  id: 'session.choosingOptions',
  title: 'Title',
  look: ['voice'],
  voice: 'loudspeaker',
  ...change,
});

const linesOf = (change: Partial<Screen>): string[] =>
  spoken(screen(change)).lines.map((line) =>
    line.map((piece) => (typeof piece === 'string' ? piece : piece.kana)).join(' '),
  );

const people = {
  kind: 'choices' as const,
  label: 'People',
  choices: [
    key('choice', '渡辺　健', { personal: 'ワタナベ　ケン', id: 'p1', detail: 'Shown' }),
    key('choice', '渡辺　岬', { personal: '', id: 'p2', detail: 'Not shown' }),
  ],
};

describe('what a screen says', () => {
  it('names the tactile key beside everything that can be done', () => {
    const pad = {
      kind: 'pin' as const,
      of: 'resident' as const,
      pad: 'auth' as const,
      digits: 'in order' as const,
      label: 'PIN',
      places: 4,
      entered: '',
      columns: 3,
      back: '',
    };
    expect(
      linesOf({
        blocks: [
          {
            kind: 'choices',
            label: null,
            choices: [key('choice', 'A'), key('choice', 'B', { disabled: true, detail: 'none' })],
          },
        ],
        buttons: [key('stop', 'Stop'), key('back', 'Back'), key('go', 'Next')],
      }),
    ).toEqual([
      'Title',
      'A press 1.',
      'B none',
      'Next press the round key.',
      'Back press the arrow key.',
      'Stop press the cross key.',
    ]);
    // The arrow key erases where something is entered, and a key that cannot be pressed is not named.
    expect(
      linesOf({
        blocks: [{ ...pad, filled: 2, keys: ['1', '2'] }],
        buttons: [key('back', 'Back'), key('go', 'Enter', { disabled: true })],
      }),
    ).toEqual([
      'Title',
      'PIN',
      say('voice.entry'),
      '2 of 4 entered.',
      say('voice.erase'),
      `Back ${say('voice.reach')}`,
    ]);
  });

  it('says names through the earphone only, and there by their reading', () => {
    expect(linesOf({ blocks: [people] })).toEqual([
      'Title',
      'People',
      'Person 1 Shown press 1.',
      'Person 2 Not shown press 2.',
    ]);
    expect(linesOf({ blocks: [people], voice: 'earphone' }).slice(2)).toEqual([
      'ワタナベ　ケン Shown press 1.',
      'Person 2 Not shown press 2.',
    ]);
    const facts = {
      kind: 'facts' as const,
      rows: [['Person', '渡辺　健']] as const,
      personal: { Person: 'ワタナベ　ケン' },
    };
    expect(linesOf({ blocks: [facts] })).toEqual(['Title', `Person ${say('voice.screenOnly')}`]);
    expect(linesOf({ blocks: [facts], voice: 'earphone' })).toEqual(['Title', 'Person ワタナベ　ケン']);
    expect(JSON.stringify(spoken(screen({ blocks: [people, facts] })))).not.toMatch(/渡辺|ワタナベ/);
  });

  it('begins with the warning and the key that answers it, and says what is forgotten', () => {
    const warning = { text: 'Soon over', button: key('go', 'More time') };
    expect(linesOf({ warning, buttons: [key('go', 'Next'), key('stop', 'Stop')] })).toEqual([
      'Soon over',
      'More time press the round key.',
      'Title',
      'Stop press the cross key.',
    ]);
    expect(linesOf({ alarm: 1 })).toEqual([`${say('voice.alarm1')} Title`, 'Title']);
    expect(linesOf({ alarm: 2 })[0]).toBe(`${say('voice.alarm2')} Title`);
  });

  it('says of the staff panel only how to leave it', () => {
    expect(linesOf({ id: 'panel.entering', blocks: [people] })).toEqual([say('voice.panel')]);
  });
});

describe('the recordings of a screen', () => {
  it('are none while the voice is off', () => {
    expect(speaker(silence, () => {})(screen({ voice: null }))).toBeNull();
  });

  it('that are missing are told once, and the rest is said', () => {
    const told: string[] = [];
    const speak = speaker(
      () => ({ has: (text) => text === 'Title', file: (text) => `${text}.opus`, longest: 10 }),
      (sentence) => told.push(sentence),
    );
    const shown = screen({ blocks: [{ kind: 'text', text: 'Unheard' }, people], voice: 'earphone' });
    expect(speak(shown)?.said[0]).toEqual({ text: 'Title', clips: ['Title.opus'] });
    speak(shown);
    expect(told.filter((sentence) => sentence.includes('of: Unheard.'))).toHaveLength(1);
    expect(told.join()).not.toMatch(/ワタナベ|渡辺/);
  });
});
