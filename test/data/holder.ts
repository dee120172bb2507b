/**
 * A process that takes data folders when it is told to, at one instant with others, until it is told to let go or is killed;
 * it may write some rows as the first thing it does.
 */
import { randomBytes } from 'node:crypto';
import { type DataFolder, openDataFolder } from '../../src/data-folder.ts';
import { Log } from '../../src/log/log.ts';
import { systemClock } from '../../src/system-clock.ts';

export type ToHolder =
  | { readonly take: string; readonly at: number }
  | { readonly take: string; readonly rows: number }
  | { readonly release: true };
export type FromHolder =
  | { readonly said: 'ready' | 'taken' | 'released' }
  | { readonly refused: string }
  | { readonly durable: number };

const tell = (message: FromHolder): void => void process.send?.(message);
const random = (length: number): Uint8Array => randomBytes(length);
let held: DataFolder | null = null;

process.on('message', (message: ToHolder) => {
  if ('release' in message) {
    held?.close();
    return tell({ said: 'released' });
  }
  if ('rows' in message) {
    const folder = openDataFolder(message.take, random);
    const log = new Log(folder.log, { clock: systemClock, secret: folder.secret });
    for (let count = 0; count < message.rows; count += 1)
      tell({ durable: log.append('terminal.started', { version: '0', statecharts: '0' }).seq });
    log.close();
    folder.close();
    return tell({ said: 'released' });
  }
  while (systemClock.now() < message.at);
  try {
    held = openDataFolder(message.take, random);
    tell({ said: 'taken' });
  } catch (error) {
    tell({ refused: (error as Error).message });
  }
});
process.on('disconnect', () => process.exit());
tell({ said: 'ready' });
