import type { Dice } from '../../../src/simulation/dice.ts';

/** A PDF with one octet changed in the outlines of its embedded font. */
export function withDamagedOutline(pdf: Uint8Array, dice: Dice): Uint8Array {
  const file = Buffer.from(pdf);
  const program = file.indexOf('stream\n\0\x01\0\0', 0, 'latin1') + 7;
  const table = (tag: string): number => {
    let entry = program + 12;
    while (file.toString('latin1', entry, entry + 4) !== tag) entry += 16;
    return entry;
  };
  const start = (tag: string): number => program + file.readUInt32BE(table(tag) + 8);
  // Glyph 0 is never shown, so that its octets may be anything.
  const first = file.readUInt32BE(start('loca') + 4);
  const octet = start('glyf') + first + dice.below(file.readUInt32BE(table('glyf') + 12) - first);
  file[octet] = (file[octet] ?? 0) ^ (1 + dice.below(255));
  return file;
}
