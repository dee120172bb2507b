import { rowHash } from './chain.ts';
import type { StoredRow } from './log.ts';

export interface BadRow {
  /** The first row that is not as it was written; of a deletion, the first that is missing. */
  readonly seq: number;
  readonly fault: string;
}

const fits = ({ row, prev, hash }: StoredRow, seq: number): boolean => rowHash({ ...row, seq }, prev).equals(hash);

/** How far from its place a row is looked for; more than anybody moves by hand. */
const farthest = 10_000;

/** The number a row was written with: the only one with which its content makes its hash. Null when none near does. */
function writtenAs(stored: StoredRow): number | null {
  const { seq } = stored.row;
  for (let distance = 1; distance <= farthest; distance += 1) {
    if (fits(stored, seq + distance)) return seq + distance;
    if (seq > distance && fits(stored, seq - distance)) return seq - distance;
  }
  return null;
}

/** A row whose content does not make its hash. @param rest the rows after it */
function changed(stored: StoredRow, rest: Iterable<StoredRow>): BadRow {
  const { seq } = stored.row;
  const was = writtenAs(stored);
  if (was === null) return { seq, fault: 'edited: its content does not match its hash' };
  if (was < seq) return { seq: was, fault: `put in: what was written as row ${was} now stands as row ${seq}` };
  for (const later of rest)
    if (fits(later, seq))
      return {
        seq,
        fault: `in another order: what stands here was written as row ${was}, and row ${seq} stands as row ${later.row.seq}`,
      };
  return { seq, fault: `deleted, and the rows after it numbered anew: what stands here was written as row ${was}` };
}

/**
 * Says what was done to a log whose rows no longer follow one another.
 * @param expected the number that comes next
 * @param previous hash of the row before
 * @param rest the rows after this one; read only where they are needed
 * @returns null when the row does follow
 */
export function brokenAt(
  stored: StoredRow,
  expected: number,
  previous: Uint8Array,
  rest: Iterable<StoredRow>,
): BadRow | null {
  const { seq } = stored.row;
  if (seq < expected) return { seq, fault: 'its number is used twice' };
  if (seq > expected) {
    const gap = expected === 1 ? `the log begins with row ${seq}` : `row ${expected - 1} is followed by row ${seq}`;
    return { seq: expected, fault: `deleted: ${gap}` };
  }
  if (!fits(stored, seq)) return changed(stored, rest);
  if (Buffer.from(stored.prev).equals(previous)) return null;
  return seq === 1
    ? { seq, fault: 'not the beginning of a log: it was chained to a row before it' }
    : { seq: seq - 1, fault: `edited, and its hash made anew: row ${seq} was chained to another row ${seq - 1}` };
}
