import { type Say, sayIn } from '../locales/index.ts';
import { type Block, type Button, buttonsOf, type Screen } from '../ui/screens/screen.ts';

/** A text of the screen, or a name in kana, which is said sign by sign. */
export type Piece = string | { readonly kana: string };

/** What is said in one breath. */
export type Line = readonly Piece[];

export interface Spoken {
  readonly lines: readonly Line[];
  /** What each key is called, by its id. */
  readonly keys: Readonly<Record<string, Line>>;
}

/** The tactile pad has nine numbers to choose with. */
const numbered = 9;

interface Reader {
  readonly screen: Screen;
  readonly say: Say;
}

/** A person: by the reading of the name where one person alone hears it, else by `otherwise`. */
const personIn = ({ screen }: Reader, kana: string, otherwise: string): Piece =>
  screen.voice === 'earphone' && kana !== '' ? { kana } : otherwise;

/** @param place among the choices of its kind, from 1 */
const nameOf = (reader: Reader, { label, personal }: Button, place: number): Piece =>
  personal === undefined ? label : personIn(reader, personal, reader.say('voice.person', { n: place }));

/** What can be seen on a key beside its label. */
const stateOf = ({ say }: Reader, { detail, pressed }: Button): string[] => {
  if (detail !== undefined) return [detail];
  return pressed === undefined ? [] : [say(pressed ? 'voice.on' : 'voice.off')];
};

/** Amounts that are shown with a sign are said with a word. */
const asWords = ({ say }: Reader, text: string): string =>
  text.replace(/[¥￥](\d+)/g, (_, yen: string) => say('yen', { n: yen }));

function choicesIn(reader: Reader): Map<Button, Line> {
  const lines = new Map<Button, Line>();
  let number = 0;
  for (const block of reader.screen.blocks) {
    if (block.kind !== 'choices') continue;
    for (const [index, choice] of block.choices.entries()) {
      number += 1;
      const named = [nameOf(reader, choice, index + 1), ...stateOf(reader, choice)];
      const key = number > numbered ? reader.say('voice.reach') : reader.say('voice.press', { n: number });
      // What cannot be had is said where there is a reason to say.
      if (choice.disabled !== true) lines.set(choice, [...named, key]);
      else if (choice.detail !== undefined) lines.set(choice, named);
    }
  }
  return lines;
}

function pinLines({ say }: Reader, block: Extract<Block, { kind: 'pin' }>): Line[] {
  const { filled, keys, label, places } = block;
  const hasLetters = keys.includes('A');
  return [
    [label],
    [say(hasLetters ? 'voice.letters' : 'voice.entry')],
    ...(filled === 0 ? [] : [[say('voice.entered', { n: filled, of: places })], [say('voice.erase')]]),
  ];
}

function blockLines(reader: Reader, block: Block, choices: ReadonlyMap<Button, Line>): Line[] {
  switch (block.kind) {
    case 'picture':
      return [];
    case 'text':
    case 'notice':
      return [[block.text]];
    case 'facts':
      return block.rows.map(([name, value]) => {
        const kana = block.personal?.[name];
        return [
          name,
          kana === undefined ? asWords(reader, value) : personIn(reader, kana, reader.say('voice.screenOnly')),
        ];
      });
    case 'choices':
      return [
        ...(block.label === null ? [] : [[block.label]]),
        ...block.choices.flatMap((choice) => {
          const line = choices.get(choice);
          return line === undefined ? [] : [line];
        }),
      ];
    case 'pin':
      return pinLines(reader, block);
    case 'money':
      return [block.price, block.paid, block.left].map((value, index) => [block.labels[index] ?? '', value]);
  }
}

/** The keys of the way, each with the one of the pad that presses it (ui/client/keyboard.ts). */
function wayLines({ screen, say }: Reader): Line[] {
  const entering = screen.blocks.some(({ kind }) => kind === 'pin');
  return (['go', 'back', 'stop'] as const).flatMap((role) =>
    screen.buttons
      .filter((button) => button.role === role && !button.disabled && !(role === 'go' && screen.warning !== null))
      .map(({ label }, index) => [
        label,
        say(index > 0 || (role === 'back' && entering) ? 'voice.reach' : `voice.${role}`),
      ]),
  );
}

function keysIn(reader: Reader): Record<string, Line> {
  const { screen } = reader;
  const { close, down, languages, up } = screen.words;
  const places = new Map(
    screen.blocks.flatMap((block) =>
      block.kind === 'choices' ? block.choices.map((choice, index) => [choice, index + 1] as const) : [],
    ),
  );
  return {
    ...Object.fromEntries(
      buttonsOf(screen).map((button) => [
        button.id,
        [nameOf(reader, button, places.get(button) ?? 1), ...stateOf(reader, button)],
      ]),
    ),
    languages: [languages],
    nothing: [close],
    up: [up],
    down: [down],
  };
}

/**
 * A screen as it is heard: the same texts from the top to the bottom, the tactile key beside everything that can be done, and
 * nothing that was entered. A name is said through the earphone only.
 */
export function spoken(screen: Screen): Spoken {
  const say = sayIn(screen.language);
  if (screen.id.startsWith('panel.')) return { lines: [[say('voice.panel')]], keys: {} };
  const reader: Reader = { screen, say };
  const choices = choicesIn(reader);
  const { alarm, blocks, greets, practice, said, simulated, title, warning } = screen;
  const lines: Line[] = [
    ...(warning === null ? [] : [[warning.text], [warning.button.label, say('voice.go')]]),
    ...(practice === null ? [] : [[practice]]),
    ...(alarm === 0 ? [] : [[say(`voice.alarm${alarm}`), title]]),
    [title],
    ...blocks.flatMap((block) => blockLines(reader, block, choices)),
    ...said.map(([name, value]) => [name, value]),
    ...wayLines(reader),
    ...(greets ? [[say('voice.others')], [say('voice.again')], ...(simulated === null ? [] : [[simulated]])] : []),
  ];
  return {
    lines: lines.filter((line) => line.some((piece) => typeof piece !== 'string' || /\S/.test(piece))),
    keys: keysIn(reader),
  };
}
