import { parentPort, workerData } from 'node:worker_threads';
import type { StatechartName } from '../machines/catalogue.ts';
import { plans } from '../simulation/model/plans.ts';
import { walk } from '../simulation/model/walk.ts';
import { timed } from './model-parts.ts';

// Walks the statecharts it is given, one after the other, and tells of each.
const names = workerData as readonly StatechartName[];
for (const plan of plans.filter(({ name }) => names.includes(name)))
  parentPort?.postMessage(await timed(() => walk(plan)));
