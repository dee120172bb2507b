import type { CertificateFont } from '../../../src/certificates/font/certificate-font.ts';
import type { Dice } from '../../../src/simulation/dice.ts';

const LAST = 0x3ffff;
const BLOCK = 0x100;
const SELECTORS = Array.from({ length: 32 }, (_, i) => 0xe0100 + i);
/** White space is place and not content; what has no shape of its own is not printed. */
const SHAPELESS = /^[\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Variation_Selector}]$/u;
/** How many of a hundred kanji are given a variation selector. */
const VARIANTS = 25;

/** Text of whatever the font has: every block of it comes as often, and sequences of the Moji_Joho collection. */
export interface Letters {
  letter(dice: Dice): string;
  /** Another letter, which is the same character in another variant where there is one. */
  variantOf(letter: string, dice: Dice): string | null;
  text(dice: Dice, least: number, most: number): string;
}

export function lettersOf(font: CertificateFont): Letters {
  const blocks = new Map<number, number[]>();
  for (let code = 0x21; code <= LAST; code++) {
    if (font.file.glyphOf(code, 0) === 0 || SHAPELESS.test(String.fromCodePoint(code))) continue;
    const block = Math.floor(code / BLOCK);
    blocks.set(block, [...(blocks.get(block) ?? []), code]);
  }
  const found = [...blocks.values()];
  const spellings = (code: number): string[] => [
    String.fromCodePoint(code),
    ...SELECTORS.filter((selector) => font.variants && font.file.glyphOf(code, selector) !== 0).map((selector) =>
      String.fromCodePoint(code, selector),
    ),
  ];
  const letter = (dice: Dice): string => {
    const code = dice.pick(dice.pick(found));
    return dice.chance(VARIANTS) ? dice.pick(spellings(code)) : String.fromCodePoint(code);
  };
  return {
    letter,
    variantOf: (of, dice) => {
      const others = spellings(of.codePointAt(0) ?? 0).filter((spelling) => spelling !== of);
      return others.length === 0 ? null : dice.pick(others);
    },
    text: (dice, least, most) =>
      Array.from({ length: least + dice.below(most - least + 1) }, () => letter(dice)).join(''),
  };
}
