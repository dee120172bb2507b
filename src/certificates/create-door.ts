import type { Clock } from '../clock.ts';
import type { DoorAnswer, DoorQuestion } from './door-worker.ts';
import { paperDigest } from './paper-digest.ts';
import type { Door } from './renderer.ts';
import { WorkerThread } from './worker-thread.ts';

export interface DoorOptions {
  readonly clock: Clock;
  /** Milliseconds one paper may take (a normal one takes about 5). */
  readonly timeoutMs?: number;
}

/** The printer's door, in a thread of its own. */
export interface DoorThread {
  /** null when the paper may be printed. What the thread did not say, or said of other octets, is `door-failed`. */
  readonly check: Door;
  close(): Promise<void>;
}

/** Starts the door's thread, which is not the renderer's, with its font open. Rejects when there is no font. */
export async function createDoorThread({ clock, timeoutMs = 10_000 }: DoorOptions): Promise<DoorThread> {
  const file = new URL('./door-worker.ts', import.meta.url);
  const options = { name: "door's thread", file, input: null, clock, timeoutMs };
  const thread = new WorkerThread<null, DoorQuestion, DoorAnswer>(options);
  await thread.start();
  return {
    check: async (pdf, document) => {
      const answer = await thread.ask({ pdf, document });
      if (answer.outcome !== 'done') return { fault: 'door-failed', detail: answer.detail ?? 'no answer' };
      const { fault, read } = answer.value;
      if (fault !== null) return fault;
      return read === paperDigest(pdf) ? null : { fault: 'door-failed', detail: 'the answer is about other octets' };
    },
    close: () => thread.close(),
  };
}
