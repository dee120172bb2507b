import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { minimalPages } from '../../src/shop/pages.ts';
import { run } from '../../src/shop/run.ts';
import { readPlanFile, scenario } from '../../src/shop/scenario.ts';
import { morning, runOptions } from '../../src/shop/simulate.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import { settle } from '../devices/virtual-clock.ts';
import { sampleConfig } from './sample-config.ts';

/** Visits in which a simulation once found something broken, as `madoguchi simulate` saves them. */
const corpus = join(import.meta.dirname, 'past-failures');
const town = await sampleTown(morning);

it.each(readdirSync(corpus))('%s is mended', async (file) => {
  const played = readPlanFile(join(corpus, file), scenario);
  const options = { town, config: sampleConfig, pages: minimalPages, settle, ...runOptions({}, played) };
  const { broken, visits } = await run(played.visits, options);
  expect(broken).toBeNull();
  expect(visits).toBe(played.visits.length);
});
