import { genesis, headCode, keyedHash, secretMark } from './chain.ts';
import { type Checkpoint, wrongSignature } from './checkpoint.ts';
import type { StoredRow } from './log.ts';
import { MerkleTree } from './merkle.ts';
import { type Row, rowTypes } from './rows.ts';
import { assertRules } from './rules.ts';
import { addRow, emptyState, type LogState } from './state.ts';
import { type BadRow, brokenAt } from './tampering.ts';

export type Verdict =
  | { readonly sound: true; readonly rows: number; readonly code: string; readonly state: LogState }
  | ({ readonly sound: false } & BadRow);

/** Something outside the log that remembers it: the row number and head code of a receipt. */
export interface Anchor {
  readonly seq: number;
  readonly code: string;
}

/** What else than the rows says how the log must be. */
export interface Outside {
  readonly anchors?: readonly Anchor[];
  readonly checkpoints?: readonly Checkpoint[];
  /** The terminal's secret, 32 bytes. */
  readonly secret?: Uint8Array | null;
}

/** A row whose chain is whole but that no terminal would have written. */
function wrongContent(state: LogState, row: Row): string | null {
  const shape = Object.hasOwn(rowTypes, row.type) ? rowTypes[row.type].safeParse(row.data) : null;
  if (!shape?.success) return `not a row of type ${row.type}`;
  try {
    assertRules(state, row);
    return null;
  } catch (violation) {
    return violation instanceof Error ? violation.message : String(violation);
  }
}

/** Checks that every start was made with one secret. @param known the one beside the log, if it is there */
function secretWatch(known: Uint8Array | null): (row: Row) => string | null {
  let mark = known === null ? null : keyedHash(known, secretMark);
  const than = known === null ? 'the rows before it' : 'the one beside the log';
  return (row) => {
    if (row.type !== 'terminal.started' || row.data.secret === undefined) return null;
    mark ??= row.data.secret;
    return row.data.secret === mark ? null : `written with another secret than ${than}`;
  };
}

/** Compares the rows with tree heads of before. `end`: after the last row. */
function checkpointWatch(checkpoints: readonly Checkpoint[]) {
  const bySize = new Map(checkpoints.map((checkpoint) => [checkpoint.size, checkpoint]));
  const tree = new MerkleTree();
  let agreed = 0;
  return {
    row: ({ hash }: StoredRow): BadRow | null => {
      if (bySize.size === 0) return null;
      tree.append(hash);
      const { size } = tree;
      const checkpoint = bySize.get(size);
      if (checkpoint === undefined) return null;
      if (Buffer.from(tree.root).toString('hex') === checkpoint.root) {
        agreed = size;
        return null;
      }
      const which = agreed + 1 === size ? `row ${size} is not the one` : `rows ${agreed + 1} to ${size} are not those`;
      return { seq: agreed + 1, fault: `rewritten or forked: ${which} of the checkpoint` };
    },
    end: (): BadRow | null => {
      const beyond = checkpoints.find(({ size }) => size > tree.size);
      if (beyond === undefined) return null;
      return { seq: tree.size + 1, fault: `truncated: the checkpoint counts ${beyond.size} rows` };
    },
  };
}

/** One row after another from a file that may hold anything. Null in place of a row that is none. */
function* readable(rows: Iterable<StoredRow>): Generator<StoredRow | null> {
  try {
    yield* rows;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    yield null;
  }
}

/** Checks every row: number, chain, hash, shape and the order of effects. Names the first bad row and what is wrong. */
export function verifyRows(rows: Iterable<StoredRow>, outside: Outside = {}): Verdict {
  const { anchors = [], checkpoints = [], secret = null } = outside;
  let state = emptyState;
  let previous: Uint8Array = genesis;
  let seq = 0;
  const bad = (at: number, fault: string): Verdict => ({ sound: false, seq: at, fault });
  for (const checkpoint of checkpoints) {
    const wrong = wrongSignature(checkpoint, secret);
    if (wrong !== null) return bad(checkpoint.size, wrong);
  }
  const foreign = secretWatch(secret);
  const watch = checkpointWatch(checkpoints);
  const rest = readable(rows);
  for (const stored of rest) {
    if (stored === null) return bad(seq + 1, 'edited: its content is not JSON');
    const { row, hash } = stored;
    const broken = brokenAt(stored, seq + 1, previous, present(rest));
    if (broken !== null) return { sound: false, ...broken };
    const wrong = wrongContent(state, row) ?? foreign(row);
    if (wrong !== null) return bad(row.seq, wrong);
    const code = headCode(hash);
    for (const anchor of anchors)
      if (anchor.seq === row.seq && anchor.code !== code)
        return bad(row.seq, `rewritten or forked: a receipt says ${anchor.code}, this row gives ${code}`);
    const other = watch.row(stored);
    if (other !== null) return { sound: false, ...other };
    state = addRow(state, row);
    previous = hash;
    seq = row.seq;
  }
  const beyond = anchors.find((anchor) => anchor.seq > seq);
  if (beyond) return bad(seq + 1, `truncated: a receipt names row ${beyond.seq}`);
  const fewer = watch.end();
  if (fewer !== null) return { sound: false, ...fewer };
  return { sound: true, rows: seq, code: headCode(previous), state };
}

function* present(rows: Iterable<StoredRow | null>): Generator<StoredRow> {
  for (const row of rows) if (row !== null) yield row;
}
