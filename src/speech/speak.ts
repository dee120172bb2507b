import { plainText } from '../locales/ruby.ts';
import type { Screen } from '../ui/screens/screen.ts';
import { cut, spelled } from './cut.ts';
import type { Clips, Speech, Utterance } from './speech.ts';
import { type Line, type Piece, spoken } from './spoken.ts';

/** Nothing is recorded, and nothing is missed: for terminals that nobody listens to. */
export const silence: Clips = () => ({ has: () => true, file: () => null, longest: 0 });

/**
 * What a screen says now; null where it is not read aloud.
 * @param missing told of each text for which there is no recording; never of a name
 */
export function speechOf(screen: Screen, clips: Clips, missing: (text: string) => void): Speech | null {
  if (screen.voice === null) return null;
  const recorded = clips(screen.language);
  const filesOf = (piece: Piece): string[] => {
    const { keys, unsaid } =
      typeof piece === 'string' ? cut(piece, recorded) : { keys: spelled(piece.kana), unsaid: [] };
    for (const text of unsaid) missing(text);
    return keys.flatMap((key) => recorded.file(key) ?? []);
  };
  const utterance = (line: Line): Utterance => ({
    text: line.map((piece) => (typeof piece === 'string' ? plainText(piece) : piece.kana)).join(' '),
    clips: line.flatMap(filesOf),
  });
  const { keys, lines } = spoken(screen);
  return {
    said: lines.map(utterance),
    keys: Object.fromEntries(Object.entries(keys).map(([id, line]) => [id, utterance(line)])),
  };
}

/** What the display sends with each screen. A text without a recording is noted once. */
export function speaker(clips: Clips, note: (sentence: string) => void): (screen: Screen) => Speech | null {
  const noted = new Set<string>();
  return (screen) =>
    speechOf(screen, clips, (text) => {
      const sentence = `The voice has no recording (${screen.language}) of: ${text}. Run npm run build:speech.`;
      if (noted.has(sentence)) return;
      noted.add(sentence);
      note(sentence);
    });
}
