import { beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../src/locales/ruby.ts';
import { languages, type Mode } from '../../src/machines/events.ts';
import { cut } from '../../src/speech/cut.ts';
import { phrasesIn } from '../../src/speech/phrases.ts';
import { type Line, spoken } from '../../src/speech/spoken.ts';
import type { Screen } from '../../src/ui/screens/screen.ts';
import { type Gathered, gatherScreens } from '../screens/gathered.ts';
import { sampleConfig } from '../shop/sample-config.ts';

const voice: readonly Mode[] = ['voice'];

/** The same screen through an earphone. */
const privately = (screen: Screen): Screen => ({ ...screen, voice: 'earphone' });

const textOf = (line: Line): string =>
  line.map((piece) => (typeof piece === 'string' ? plainText(piece) : piece.kana)).join(' ');

let gathered: readonly Gathered[];
beforeAll(async () => {
  gathered = await gatherScreens(sampleConfig, 400);
}, 200_000);

const books = new Map(
  languages.map((language) => {
    const keys = new Set(phrasesIn(language).map(({ key }) => key));
    return [language, { has: (key: string) => keys.has(key), longest: Math.max(...[...keys].map((k) => k.length)) }];
  }),
);

describe.each(languages)('in %s', (language) => {
  const book = books.get(language) as { has(key: string): boolean; longest: number };

  it('every screen is said, down to its last word', () => {
    const unsaid = gathered.flatMap(({ id, in: shown }) => {
      const { keys, lines } = spoken(privately(shown(language, voice)));
      return [...lines, ...Object.values(keys)].flatMap((line) =>
        line.flatMap((piece) =>
          typeof piece === 'string' ? cut(piece, book).unsaid.map((rest) => `${id}: ${rest} of ${piece}`) : [],
        ),
      );
    });
    expect([...new Set(unsaid)]).toEqual([]);
  });

  it('everything that can be touched has its key beside it', () => {
    for (const { id, in: shown } of gathered) {
      const screen = shown(language, voice);
      if (screen.id.startsWith('panel.')) continue;
      const { lines } = spoken(screen);
      const texts = lines.map(textOf);
      for (const button of screen.buttons) {
        if (button.disabled || (button.role === 'go' && screen.warning !== null)) continue;
        const named = texts.filter((line) => line.startsWith(plainText(button.label)));
        expect(named.length, `${id}: ${button.label}`).toBeGreaterThan(0);
      }
    }
  });
});
