/** A process that takes data folders when it is told to: at one instant with others, until it is told to let go or is killed. */
import { randomBytes } from 'node:crypto';
import { type DataFolder, openDataFolder } from '../../src/data-folder.ts';

export type ToHolder = { readonly take: string; readonly at: number } | { readonly release: true };
export type FromHolder = { readonly said: 'ready' | 'taken' | 'released' } | { readonly refused: string };

const tell = (message: FromHolder): void => void process.send?.(message);
let held: DataFolder | null = null;

process.on('message', (message: ToHolder) => {
  if ('release' in message) {
    held?.close();
    return tell({ said: 'released' });
  }
  while (Date.now() < message.at);
  try {
    held = openDataFolder(message.take, (length) => randomBytes(length));
    tell({ said: 'taken' });
  } catch (error) {
    tell({ refused: (error as Error).message });
  }
});
process.on('disconnect', () => process.exit());
tell({ said: 'ready' });
