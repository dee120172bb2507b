import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, checkpointSchema } from '../log/checkpoint.ts';
import { openTables, readRows, type StoredRow } from '../log/log.ts';
import { messageOf } from '../outcome.ts';

export interface Place {
  readonly data: string;
}

/**
 * Rows of the log in a data folder, or in a folder that `visit --out` wrote.
 * @throws a sentence when there is no log, or nothing in it
 */
export function* rowsOf({ data }: Place): Generator<StoredRow> {
  const path = join(data, 'log.sqlite');
  if (!existsSync(data)) throw new Error(`There is no folder ${data}.`);
  let db: ReturnType<typeof openTables>;
  try {
    db = openTables(path, true);
  } catch (error) {
    throw new Error(
      (error as { code?: string }).code === 'SQLITE_CANTOPEN'
        ? `There is no log in ${data} (looked for ${path}).`
        : messageOf(error),
    );
  }
  let rows = 0;
  try {
    for (const row of readRows(db)) {
      rows += 1;
      yield row;
    }
  } finally {
    db.close();
  }
  if (rows === 0) throw new Error(`The log in ${data} is empty: nothing was ever written, or all of it is gone.`);
}

/** The terminal's secret; null in a copy that was taken without it. @throws a sentence when it is there and cannot be used */
export function secretOf({ data }: Place): Uint8Array | null {
  const path = join(data, 'log.secret');
  if (!existsSync(path)) return null;
  let secret: Uint8Array;
  try {
    secret = readFileSync(path);
  } catch (error) {
    throw new Error(`${path} cannot be read: ${messageOf(error)}.`);
  }
  if (secret.length !== 32) throw new Error(`${path} is damaged, it has ${secret.length} bytes instead of 32.`);
  return secret;
}

/** A line of JSON, or undefined. */
const jsonOf = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/**
 * The checkpoints in a file that `audit export` wrote as JSON lines, or in one that has some of its lines; rows in it are passed over.
 * @throws a sentence when there are none, or one is damaged
 */
export function checkpointsIn(path: string): Checkpoint[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`The checkpoints cannot be read: ${messageOf(error)}.`);
  }
  const found = text.split('\n').flatMap((line, index) => {
    const value = jsonOf(line);
    if (typeof value !== 'object' || value === null || !('checkpoint' in value)) return [];
    const { success, data } = checkpointSchema.safeParse(value.checkpoint);
    if (!success) throw new Error(`Line ${index + 1} of ${path} is not a checkpoint of madoguchi.`);
    return [data];
  });
  if (found.length === 0)
    throw new Error(`There is no checkpoint in ${path}; madoguchi audit export --format checkpoints writes some.`);
  return found;
}
