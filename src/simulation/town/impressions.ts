import type { Impression } from '../../certificates/marks.ts';
import drawn from './impressions.json' with { type: 'json' };

const wordsOf = (base64: string): readonly number[] => {
  const bytes = Buffer.from(base64, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readUInt32BE(4 * at));
};

/** Seal impressions of the sample town by their character; drawn by scripts/make-seals.ts. */
export const impressionOf = (character: keyof typeof drawn.words): Impression => ({
  millimetres: drawn.millimetres,
  dots: drawn.dots,
  words: wordsOf(drawn.words[character]),
});

export type Character = keyof typeof drawn.words;
