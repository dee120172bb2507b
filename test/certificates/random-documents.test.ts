import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/certificates/catalogue.ts';
import { trial } from './random/trial.ts';
import { wrongs } from './random/wrongs.ts';

/** As many as take some seconds; `npm run random-documents` takes 10,000. */
const DOCUMENTS = 150;

describe('random documents', () => {
  it('of every kind pass the door, and never with anything wrong', async () => {
    const report = await trial(Array(DOCUMENTS).keys(), 20_261_122, () => {});
    expect(report.mistakes).toEqual([]);
    const counted = (counts: Iterable<number>): number => [...counts].reduce((sum, each) => sum + each, 0);
    expect(counted(report.passed.values())).toBe(DOCUMENTS);
    expect(counted([...report.stopped.values()].flatMap((faults) => [...faults.values()]))).toBe(DOCUMENTS);
    // The lot is the same in every run, and leaves out no kind.
    expect([...report.passed.keys()].sort()).toEqual([...kinds.keys()].sort());
    expect(report.stopped.size).toBeGreaterThan(Object.keys(wrongs).length / 2);
  }, 180_000);
});
