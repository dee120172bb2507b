import { piecesOf } from '../../../src/certificates/font/certificate-font.ts';
import type { Dice } from '../../../src/simulation/dice.ts';
import { isDay, randomDay } from './contents.ts';
import type { Leaf } from './leaves.ts';
import type { Letters } from './letters.ts';

/** Another text, amount or answer in place of this one; null where it has none. */
export type Change = (leaf: Leaf, lot: { readonly dice: Dice; readonly letters: Letters }) => Leaf['value'] | null;

export const anotherLetter: Change = ({ value }, { dice, letters }) =>
  typeof value === 'string' && !isDay(value) ? inText(value, dice, () => letters.letter(dice)) : null;
export const anotherVariant: Change = ({ value }, { dice, letters }) =>
  typeof value === 'string' ? inText(value, dice, (piece) => letters.variantOf(piece, dice)) : null;
export const oneLess: Change = ({ value }, { dice }) =>
  typeof value === 'string' && !isDay(value) ? inText(value, dice, () => '') : null;
export const anotherDay: Change = ({ value }, { dice }) =>
  typeof value === 'string' && isDay(value) ? randomDay(dice) : null;
export const anotherAmount: Change = ({ value, path }, { dice }) =>
  typeof value === 'number' && !path.includes('impression') ? value + 1 + dice.below(9) : null;
export const anotherAnswer: Change = ({ value }) => (typeof value === 'boolean' ? !value : null);
/** A dot of an impression, in the middle of a row. */
export const anotherDot: Change = ({ value, path }, { dice }) =>
  typeof value === 'number' && path.includes('words') ? (value ^ (2 ** 31 / 2 ** dice.below(8))) >>> 0 : null;

function inText(text: string, dice: Dice, replace: (piece: string) => string | null): string | null {
  const pieces = piecesOf(text);
  const shown = pieces.flatMap((piece, i) => (/^\s/u.test(piece) ? [] : [i]));
  if (shown.length === 0) return null;
  const at = dice.pick(shown);
  const other = replace(pieces[at] ?? '');
  return other === null ? null : pieces.with(at, other).join('');
}
