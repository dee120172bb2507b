import type { Random } from './random.ts';

const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');

/**
 * Answers to reset by which readers have shown My Number cards. Contact: OpenSC src/libopensc/card-jpki.c and pull request
 * 3744, jpki/myna issue 12. Contactless: built by the reader from the card's ATQB (PC/SC part 3, 3.1.3.2.3), the same
 * places. A card is never to be recognised by them.
 */
export const atrs = {
  'contact-1': bytes('3be000ff8131fe4514'),
  'contact-2': bytes('3bda13ff8131fb468012392f31c173c601c03b'),
  'contact-3': bytes('3bc5ff8131fb458073c6010000'),
  'contact-4': bytes('3bf59100ff918171fe400042000100d1d6'),
  'contact-5': bytes('3bf59100ff918171fe4000420001b3a115'),
  'contactless-1': bytes('3b888001000005e0b381a1007f'),
  'contactless-2': bytes('3b888001000041e0b381a1003b'),
  'contactless-3': bytes('3b888001004b51ff0081d100bc'),
  'contactless-4': bytes('3b888001004b51ffb381d1000f'),
} as const;

/** An answer to reset by name, or the one that a reader makes which shows the card's random PUPI in it. */
export type AtrChoice = keyof typeof atrs | 'pupi';

export const atrChoices: readonly AtrChoice[] = [...(Object.keys(atrs) as (keyof typeof atrs)[]), 'pupi'];

/** For `pupi` it is another at every activation. That the PUPI stands in the place of the application data is our assumption. */
export function atrOf(choice: AtrChoice, random: Random): Uint8Array {
  if (choice !== 'pupi') return atrs[choice];
  const atr = Uint8Array.from(atrs['contactless-1']);
  atr.set(random(4), 4);
  atr[12] = atr.subarray(1, 12).reduce((check, byte) => check ^ byte, 0);
  return atr;
}
