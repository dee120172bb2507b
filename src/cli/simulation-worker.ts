import { parentPort, workerData } from 'node:worker_threads';
import { openPress } from '../certificates/press.ts';
import type { Config } from '../config.ts';
import { readOwnRules } from '../shop/own-rules.ts';
import { minimalPages, realPages } from '../shop/pages.ts';
import type { FaultPlan } from '../shop/plan.ts';
import { type SimulationResult, simulate } from '../shop/simulate.ts';
import { systemClock } from '../system-clock.ts';
import { settle } from './turns.ts';

/** What one worker of a simulation is told. */
export interface SimulationOrder {
  readonly seed: number;
  readonly visits: number;
  readonly days: number;
  readonly plan: FaultPlan;
  readonly config: Config;
  readonly pages: 'minimal' | 'real';
  /** A module with an operator's own rules. */
  readonly rules: string | null;
  readonly traced: boolean;
  /** Folder of the logs while they are needed. */
  readonly place: string;
  readonly share: { readonly of: number; readonly index: number };
  /** After so many milliseconds no further kiosk is begun. */
  readonly limitMs: number | null;
}

export type SimulationReport = { readonly kind: 'progress' | 'result' } & SimulationResult;

/** One share of the kiosks. Tells how far it is before each of them. */
export async function simulateShare(
  order: SimulationOrder,
  tell: (soFar: SimulationResult) => void,
): Promise<SimulationResult> {
  const { limitMs, pages, rules, ...rest } = order;
  const made = pages === 'real' ? realPages(await openPress(systemClock)) : minimalPages;
  const began = performance.now();
  try {
    return await simulate({
      ...rest,
      pages: made,
      settle,
      ...(rules === null ? {} : { ownRules: await readOwnRules(rules) }),
      goOn: (soFar) => {
        tell(soFar);
        return limitMs === null || performance.now() - began < limitMs;
      },
    });
  } finally {
    await made.close();
  }
}

if (parentPort !== null) {
  const port = parentPort;
  const result = await simulateShare(workerData as SimulationOrder, (soFar) =>
    port.postMessage({ kind: 'progress', ...soFar }),
  );
  port.postMessage({ kind: 'result', ...result });
}
