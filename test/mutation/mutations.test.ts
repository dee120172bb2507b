import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { targets, visitsAimedAt } from './aimed.ts';
import { checkName, type Mutation, root, seeded } from './mutation.ts';
import { mutations } from './mutations.ts';
import { complaints, playAll, type Result } from './play.ts';
import { reportFaults, reportOf } from './report.ts';

/** Nothing that anybody could notice. */
const harmless: Mutation = {
  name: 'harmless',
  what: 'Nothing.',
  file: 'src/outcome.ts',
  from: 'export const done =',
  to: '/* nothing */ export const done =',
  by: 'simulation',
};

const report = (): string => readFileSync(join(root, 'docs/mutations.md'), 'utf8');

describe('every mutation', () => {
  it('has a name, a sentence and a place of its own', () => {
    expect(mutations.length).toBeGreaterThanOrEqual(85);
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
    for (const mutation of mutations) {
      expect(mutation.name).toMatch(/^[a-z]+(-[a-z]+)+$/);
      expect(mutation.what).toMatch(/^[A-Z].*[.)]$/);
      expect(seeded(mutation)).not.toBe(readFileSync(join(root, mutation.file), 'utf8'));
    }
  });

  it('is in the report, killed, and nothing else is', () => {
    expect(reportFaults(report(), mutations)).toEqual([]);
  });
});

describe('aimed visits', () => {
  it.each(targets)('at %s are some hundred', (target) => {
    const { length } = visitsAimedAt(target);
    expect(length).toBeGreaterThan(100);
    expect(length).toBeLessThan(1_000);
  });
});

describe('a place', () => {
  it('that is no longer there is told by a sentence', () => {
    expect(() => seeded({ ...harmless, from: 'nowhere in this file' })).toThrow(/is no longer in src\/outcome\.ts/);
  });

  it('that is there more often is told by a sentence', () => {
    expect(() => seeded({ ...harmless, from: 'export' })).toThrow(/is \d+ times in src\/outcome\.ts/);
  });

  it('that stays as it is is no mutation', () => {
    expect(() => seeded({ ...harmless, to: harmless.from })).toThrow('changes nothing');
  });
});

describe('the report', () => {
  const [first] = mutations as [Mutation, ...Mutation[]];
  const killed = { verdict: 'killed', by: 'I4', sentence: 'a | b', after: 1, unit: 'visits' } as const;
  const survived = { verdict: 'survived', after: 9, unit: 'visits' } as const;

  it('is read back as it was written', () => {
    const text = reportOf([first], [{ mutation: first, check: first.by, verdict: killed }]);
    expect(text).toContain('I4: a \\| b | 1 visit |');
    expect(reportFaults(text, [first])).toEqual([]);
  });

  it('keeps what it said of faults that are not played again, and forgets the one that lives now', () => {
    const both = [first, harmless];
    const of = (mutation: Mutation | null, verdict: Result['verdict']): Result => ({
      mutation,
      check: first.by,
      verdict,
    });
    const before = reportOf(both, [of(first, killed), of(harmless, killed), of(null, survived)]);
    expect(before).toContain(`the same seeds: ${checkName(first.by)} (9 visits).`);
    const again = reportOf(both, [of(harmless, { ...killed, by: 'I9' })], before);
    expect(again).toBe(before.replace(/(harmless .*)I4:/, '$1I9:'));
    expect(reportFaults(reportOf(both, [of(harmless, survived)], before), both)).toEqual([
      'docs/mutations.md does not say of what harmless died; run npm run mutations.',
    ]);
  });

  it('is wrong when a mutation is missing, changed or gone', () => {
    const text = reportOf([first], [{ mutation: first, check: first.by, verdict: killed }]);
    expect(reportFaults(text, [first, harmless])[0]).toMatch(/does not say of what harmless died/);
    expect(reportFaults(text, [{ ...first, what: 'Something else.' }])).toHaveLength(1);
    expect(reportFaults(text, [])[0]).toMatch(/is no mutation any more/);
  });
});

describe('the run', () => {
  it('complains of a control that is not clean and of a mutation that is none', () => {
    const by = 'simulation' as const;
    const results: Result[] = [
      { mutation: null, check: by, verdict: { verdict: 'killed', by: 'I4', sentence: 'x', after: 1, unit: 'visits' } },
      { mutation: harmless, check: by, verdict: { verdict: 'broken', why: 'SyntaxError' } },
    ];
    expect(complaints(results)).toEqual([
      'the program as it is (simulation) is not clean: I4: x',
      'harmless: it fell over: SyntaxError',
    ]);
  });

  it('finds six faults of different kinds, passes the program as it is, and reports the one that survives', async () => {
    const quick = [
      'sold-without-knowing',
      'any-pickup-number',
      'panel-left-open',
      'paper-without-price',
      'coins-not-inhibited',
      'verify-twice-for-one-entry',
    ];
    const chosen = mutations.filter(({ name }) => quick.includes(name));
    expect(chosen).toHaveLength(quick.length);
    const results = await playAll([...chosen, harmless], 25);
    for (const { mutation, verdict } of results)
      expect(verdict.verdict, mutation?.name).toBe(mutation === null || mutation === harmless ? 'survived' : 'killed');
    expect(complaints(results)).toEqual(['harmless survived 25 visits: simulation does not see that Nothing.']);
  });

  it('does not take a mistake in a mutation for a kill', async () => {
    const [, broken] = await playAll([{ ...harmless, to: 'noSuchThing();\nexport const done =' }], 1);
    expect(broken?.verdict.verdict).toBe('broken');
  });

  it('ends with 1 and a sentence for a name that it does not know', async () => {
    const child = spawn(process.execPath, [join(root, 'test/mutation/run.ts'), 'no-such-mutation']);
    let stderr = '';
    child.stderr.on('data', (bytes) => (stderr += bytes));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, stderr.trim()]).toEqual([1, 'There is no mutation no-such-mutation.']);
  });
});
