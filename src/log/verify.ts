import { genesis, headCode, rowHash } from './chain.ts';
import type { StoredRow } from './log.ts';
import { rowTypes } from './rows.ts';
import { assertRules } from './rules.ts';
import { addRow, emptyState, type LogState } from './state.ts';

export type Verdict =
  | { readonly sound: true; readonly rows: number; readonly code: string; readonly state: LogState }
  | { readonly sound: false; readonly seq: number; readonly fault: string };

/** Something outside the log that remembers it: the row number and head code of a receipt. */
export interface Anchor {
  readonly seq: number;
  readonly code: string;
}

/** Checks every row: number, chain, hash, shape and the order of effects. Names the first bad row and what is wrong. */
export function verifyRows(rows: Iterable<StoredRow>, anchors: readonly Anchor[] = []): Verdict {
  let state = emptyState;
  let previous: Uint8Array = genesis;
  let seq = 0;
  const bad = (at: number, fault: string): Verdict => ({ sound: false, seq: at, fault });
  for (const { row, prev, hash } of rows) {
    if (row.seq !== seq + 1) return bad(seq + 1, row.seq > seq + 1 ? 'row deleted' : 'row number used twice');
    if (!Buffer.from(prev).equals(previous))
      return bad(row.seq, 'not chained to the row before (edited, reordered or forked)');
    if (!rowHash(row, previous).equals(hash)) return bad(row.seq, 'content does not match its hash (edited)');
    const shape = rowTypes[row.type]?.safeParse(row.data);
    if (!shape?.success) return bad(row.seq, `not a row of type ${row.type}`);
    try {
      assertRules(state, row);
    } catch (violation) {
      return bad(row.seq, violation instanceof Error ? violation.message : String(violation));
    }
    for (const anchor of anchors)
      if (anchor.seq === row.seq && anchor.code !== headCode(hash)) return bad(row.seq, `receipt says ${anchor.code}`);
    state = addRow(state, row);
    previous = hash;
    seq = row.seq;
  }
  const beyond = anchors.find((anchor) => anchor.seq > seq);
  if (beyond) return bad(seq + 1, `truncated: a receipt names row ${beyond.seq}`);
  return { sound: true, rows: seq, code: headCode(previous), state };
}
