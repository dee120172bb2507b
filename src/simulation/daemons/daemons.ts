import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { type IppevePrinter, startIppevePrinter } from './ippeveprinter.ts';
import { PrivatePcscd } from './pcscd.ts';

/** The daemons of one machine, and a folder for everything that belongs to them. */
export interface Daemons extends AsyncDisposable {
  readonly pcscd: PrivatePcscd;
  readonly printer: IppevePrinter;
  readonly folder: string;
}

/** Starts them all. What was started is stopped again when one cannot be. */
export async function startDaemons(clock: Clock): Promise<Daemons> {
  await using started = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-daemons-'));
  started.defer(() => rmSync(folder, { recursive: true, force: true }));
  const pcscd = started.use(new PrivatePcscd(clock));
  await pcscd.start();
  const printer = started.use(await startIppevePrinter(clock, join(folder, 'printer')));
  const owned = started.move();
  return { pcscd, printer, folder, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
