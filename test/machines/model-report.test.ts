import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { statecharts } from '../../src/machines/catalogue.ts';
import { type Decision, decisions, undecided } from '../../src/simulation/model/decided.ts';
import { drawStatechart, xml } from '../../src/simulation/model/draw.ts';
import { HeatCount, never } from '../../src/simulation/model/heat.ts';
import { mermaidOf } from '../../src/simulation/model/mermaid.ts';
import { invariants } from '../../src/simulation/model/never.ts';
import { type Plan, plans } from '../../src/simulation/model/plans.ts';
import { reportPage } from '../../src/simulation/model/report/html.ts';
import { junitOf } from '../../src/simulation/model/report/junit.ts';
import { isWhole, type ModelResult, type TourResult, totalsOf } from '../../src/simulation/model/result.ts';
import { atomicNodes, edgesOf, pathOf } from '../../src/simulation/model/structure.ts';
import { walk } from '../../src/simulation/model/walk.ts';
import { gapsOf } from '../../src/simulation/model/ways.ts';
import { launchChromium } from '../e2e/browser.ts';
import { madoguchi, root, temporaryFolder } from '../harness.ts';

const planOf = (name: string): Plan => {
  const found = plans.find((plan) => plan.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

/** Delivery that takes money for whatever the printer says, and never gives change: a violation and a hole. */
const brokenDelivery: Plan = {
  ...planOf('delivery'),
  machine: planOf('delivery').machine.provide({ guards: { finishedAs: () => true, overpaid: () => false } } as never),
};

async function resultOf(...chosen: readonly Plan[]): Promise<ModelResult> {
  const walks = [];
  for (const plan of chosen) walks.push({ ...(await walk(plan)), seconds: 0.25 });
  const all = decisions().filter(({ machine }) => chosen.some(({ name }) => name === machine));
  return { walks, decisions: all, events: undecided(all), tour: null };
}

describe('the report of a model test', () => {
  let bad: ModelResult;
  let good: ModelResult;
  beforeAll(async () => {
    bad = await resultOf(brokenDelivery, planOf('cardCheck'));
    good = await resultOf(planOf('delivery'), planOf('cardCheck'));
  });

  it('counts how often every state was seen and every transition taken', () => {
    const [delivery] = good.walks;
    const machine = statecharts.delivery;
    expect([...(delivery?.heat.transitions.keys() ?? [])].sort()).toEqual(
      edgesOf(machine)
        .map(({ id }) => id)
        .sort(),
    );
    for (const node of atomicNodes(machine)) expect(delivery?.heat.states.get(pathOf(node))).toBeGreaterThan(0);
    // Every replay begins in the first state, and each of its events is one moment more.
    expect(delivery?.heat.states.get('printing.moving')).toBeGreaterThanOrEqual(delivery?.replays ?? 0);
  });

  it('tells each violation once, by its shortest trail, with the states before and after each event', () => {
    const [delivery] = bad.walks;
    expect(delivery?.violations).toHaveLength(1);
    expect(delivery?.violations[0]).toMatchObject({
      machine: 'delivery',
      invariant: 'I4',
      detail: 'money taken by print.finished',
      trail: [
        { event: 'xstate.init', before: [], after: ['printing.moving'] },
        { event: 'print.finished', before: ['printing.moving'], after: ['taking'] },
      ],
    });
    expect(delivery?.violations[0]?.trail[1]?.detail).toMatch(/"result":"(failed|unknown)"/);
    expect(delivery?.violations[0]?.times).toBeGreaterThan(1);
  });

  it('gives the shortest way to each transition that was never taken', () => {
    const gaps = new Map(bad.walks[0]?.gaps.map(({ edge, way }) => [edge.id, way]));
    expect([...gaps.keys()].sort()).toEqual([...(bad.walks[0]?.transitions.missed ?? [])].sort());
    // Its state is reached: the way ends there, and the event would be next.
    expect(gaps.get('taking | xstate.done.actor.takeMoney | 0')).toEqual([expect.stringMatching(/^print\.finished /)]);
    // Its state is not: the way is that of the transition into it.
    expect(gaps.get('changing | xstate.done.actor.giveChange | 0')).toEqual([
      expect.stringMatching(/^print\.finished /),
      'done: takeMoney',
    ]);
    expect(good.walks.flatMap((one) => one.gaps)).toEqual([]);
  });

  it('says when there is no way at all', async () => {
    const [delivery] = good.walks;
    if (delivery === undefined) throw new Error('no walk');
    const edges = edgesOf(statecharts.delivery);
    const gaps = gapsOf(['taking | xstate.done.actor.takeMoney | 0'], edges, []);
    expect(gaps.map(({ way }) => way)).toEqual([null]);
    expect(await reportPage({ ...good, walks: [{ ...delivery, gaps }] }, '')).toContain('its state is never reached');
  });

  it('is one page that fetches nothing, with a chart, a table and a picture for everything', async () => {
    const page = await reportPage(bad, '2026-11-22 13:05 (Japan)');
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    expect(page).not.toMatch(/@import|url\((?!#)/);
    expect(page).toContain('1 violation; ');
    expect(page).toContain('delivery I4: money taken by print.finished');
    expect(page).toContain('− printing.moving');
    expect(page).toContain('+ taking');
    expect(page).toContain('<li><b>done: takeMoney [overpaid]</b></li>');
    expect(page).toContain('done: takeMoney [overpaid] NEVER');
    expect(page).toContain('nothing has come out yet that could be taken');
    const whole = await reportPage(good, '2026-11-22 13:05 (Japan)');
    expect(whole).toContain('No invariant is violated, and every state and transition was reached.');
    expect(whole.split('<style>')[0]).not.toContain('NEVER');
  });

  it('makes what was never reached unmistakable, in Chromium too', async () => {
    const cold = await drawStatechart('delivery', statecharts.delivery);
    const heated = await drawStatechart('delivery', statecharts.delivery, bad.walks[0]?.heat);
    expect(cold).not.toContain(never.stroke);
    expect(heated.match(/NEVER/g)).toHaveLength(bad.walks[0]?.transitions.missed.length ?? 0);
    await using chromium = await launchChromium();
    const page = await chromium.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.setContent(await reportPage(bad, 'now'));
    const red = await page.locator(`section rect[stroke="${never.stroke}"]`).count();
    expect(red).toBe(bad.walks[0]?.states.missed.length);
    expect(await page.locator('.verdict.bad').isVisible()).toBe(true);
    expect(await page.locator('td.fault').count()).toBe(0);
    expect(asked.filter((url) => !url.startsWith('about:') && !url.startsWith('data:'))).toEqual([]);
  });

  it('shows an event that nobody decided on', async () => {
    const fault: Decision = {
      machine: 'delivery',
      state: 'taking',
      event: 'resident.next',
      how: 'fault',
      text: 'nobody decided',
    };
    const all = [...good.decisions, fault];
    const result: ModelResult = { ...good, decisions: all, events: undecided(all) };
    expect(totalsOf(result)).toMatchObject({ violations: 1 });
    expect(await reportPage(result, '')).toContain('✗ nobody decided');
    expect(junitOf(result)).toContain('delivery taking × resident.next: nobody decided');
  });

  it('adds up to the line of JSON', () => {
    expect(isWhole(good)).toBe(true);
    expect(isWhole(bad)).toBe(false);
    const totals = totalsOf(bad);
    expect(Object.keys(totals)).toEqual(['states', 'transitions', 'timeouts', 'eventsByState', 'violations']);
    expect(totals.violations).toBe(1);
    expect(totals.transitions.total - totals.transitions.covered).toBe(bad.walks[0]?.gaps.length);
  });

  it('is JUnit XML with a case for each statechart and each violated invariant', async () => {
    await using chromium = await launchChromium();
    const page = await chromium.newPage();
    /** Values of XPath expressions in a text that must be XML. */
    const ask = (text: string, ...paths: string[]): Promise<string[]> =>
      page.evaluate(`(() => {
        const found = new DOMParser().parseFromString(${JSON.stringify(text)}, 'text/xml');
        return ${JSON.stringify(paths)}.map((path) => found.evaluate('string(' + path + ')', found).stringValue);
      })()`);
    expect(
      await ask(
        junitOf(bad),
        ...[
          'count(//testcase)',
          '/testsuites/@failures',
          '//testcase[2]/@name',
          'count(//testcase[@name="cardCheck"]/failure)',
        ],
        ...['//testcase[@name="delivery"]/@time', 'count(//*[local-name()="parsererror"])'],
      ),
    ).toEqual(['4', '2', 'delivery I4', '0', '0.250', '0']);
    const [failure] = await ask(junitOf(bad), '//testcase[@name="delivery"]/failure');
    expect(failure).toContain('transition never taken: taking | done: takeMoney [overpaid]');
    expect(await ask(junitOf(good), '/testsuites/@failures')).toEqual(['0']);
  });
});

describe('the statecharts in other forms', () => {
  it.each(plans.map(({ name }) => name))('%s as Mermaid names every state and transition', (name) => {
    const text = mermaidOf(name, statecharts[name]);
    const lines = text.split('\n').map((line) => line.trim());
    expect(lines[0]).toBe('stateDiagram-v2');
    const states = lines.filter((line) => line.startsWith('state "'));
    expect(new Set(states).size).toBe(states.length);
    for (const node of atomicNodes(statecharts[name])) expect(text).toContain(`as ${[name, ...node.path].join('_')}\n`);
    const arrows = lines.filter((line) => /^\w+ --> \w+ : /.test(line));
    expect(arrows).toHaveLength(edgesOf(statecharts[name]).reduce((sum, { to }) => sum + to.length, 0));
    expect(arrows.every((line) => line.split(':').length === 2)).toBe(true);
    expect(lines.filter((line) => line.endsWith('{')).length).toBe(lines.filter((line) => line === '}').length);
  });

  it('the drawings in docs/ are those of today, and the check sees when one is not', async () => {
    expect((await madoguchi('model', 'draw', '--check')).code).toBe(0);
    using folder = temporaryFolder();
    expect((await madoguchi('model', 'draw', '--out', folder.path)).code).toBe(0);
    const file = join(folder.path, 'panel.mmd');
    writeFileSync(file, readFileSync(file, 'utf8').replace('menu', 'card'));
    expect(await madoguchi('model', 'draw', '--out', folder.path, '--check')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('panel.mmd is not what the statechart draws now'),
    });
  });

  it('the invariants that are listed are those of the architecture, and enforced in files that are there', () => {
    const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
    const rows = [...text.matchAll(/^\| (I\d+) +\| (.+?) +\|/gm)].map(([, id, sentence]) => [id, sentence]);
    expect(rows).toEqual(Object.entries(invariants).map(([id, { never: sentence }]) => [id, sentence]));
    for (const { where } of Object.values(invariants))
      for (const path of where) expect(() => execFileSync('test', ['-e', join(root, 'src', path)])).not.toThrow();
  });
});

describe('the command line', () => {
  it('writes the report and ends with the line of JSON', async () => {
    using folder = temporaryFolder();
    const out = join(folder.path, 'report');
    const { code, stdout } = await madoguchi(
      'model',
      'test',
      '--only',
      'cardCheck,delivery',
      '--report',
      out,
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ violations: 0 });
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('<h3 id="chart-delivery">');
    expect(readFileSync(join(out, 'junit.xml'), 'utf8')).toContain('name="cardCheck"');
  });

  it('lists everything that has a name', async () => {
    const { stdout } = await madoguchi('model', 'list', '--json');
    const { fingerprint, statecharts: charts, invariants: listed } = JSON.parse(stdout);
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(charts.map(({ statechart }: { statechart: string }) => statechart)).toEqual(Object.keys(statecharts));
    const delivery = charts.find(({ statechart }: { statechart: string }) => statechart === 'delivery');
    expect(delivery.delays).toContainEqual({ delay: 'print', seconds: 300 });
    expect(delivery.guards).toContain('overpaid');
    expect(delivery.actors).toContain('printPages');
    expect(delivery.events).toContain('print.finished');
    expect(delivery.states).toContainEqual({
      state: 'taking',
      kind: '',
      invokes: ['takeMoney'],
      tags: ['uninterruptible'],
    });
    const [, , , i4] = listed;
    expect(i4).toMatchObject({
      invariant: 'I4',
      modelTest: ['delivery'],
      logRows: expect.arrayContaining(['money.moved']),
    });
    const table = (await madoguchi('model', 'list', '--only', 'payment')).stdout;
    for (const part of ['\npayment\n', ' delays\n', 'humanIdle', '60 s', ' guards\n', 'I13'])
      expect(table).toContain(part);
  });

  it.each([
    [['test', '--only', 'nothing'], 'There is no statechart nothing. Allowed: terminal, session'],
    [['test', '--only', 'cardCheck', '--report', 'package.json'], 'Nothing can be written to package.json'],
    [['draw', '--out', 'package.json/x'], 'Nothing can be written to package.json/x'],
    [['list', '--only', ''], 'There is no statechart .'],
  ])('refuses %j with a sentence', async (args, sentence) => {
    const { code, stderr } = await madoguchi('model', ...args);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/ {4}at /);
  });
});

describe('the report of a tour', () => {
  const reach = { total: 10, covered: 8, stated: 1 };
  const found: TourResult = {
    devices: 'simulated',
    coverage: [{ machine: 'payment', states: reach, transitions: reach, timeouts: reach, heat: new HeatCount() }],
    unreached: [
      { machine: 'payment', id: 'a <state>', reason: 'nobody goes there' },
      { machine: 'payment', id: 'a hole', reason: null },
    ],
    reachedAfterAll: [{ machine: 'panel', id: 'checking', reason: 'never' }],
    failures: [
      {
        ...{ machine: 'terminal', invariant: 'I8', detail: 'something & somebody', times: 2 },
        path: ['touch resident.start', 'wait'],
        trail: [{ event: 'resident.start', detail: '', before: ['a'], after: ['b'] }],
      },
    ],
    ...{ places: 3, paths: 5, acts: 9, untried: 4, seconds: 1 },
  };
  const result = (tour: TourResult): ModelResult => ({ walks: [], decisions: [], events: undecided([]), tour });

  it('tells what was reached, what was not and why, and each failure by its acts', async () => {
    const page = await reportPage(result(found), 'now');
    for (const text of ['8 / 10 (1)', 'a <state>', 'nobody goes there', 'nobody said why', 'something & somebody'])
      expect(page).toContain(xml(text));
    expect(page).toContain('<code>touch resident.start</code>');
  });

  it('is a suite of JUnit', () => {
    const junit = junitOf(result(found));
    expect(junit).toContain('<testsuite name="whole terminal" tests="2" failures="2"');
    expect(junit).toContain('reached after all: panel checking (never)');
    expect(junit).toContain('touch resident.start');
  });

  it('is whole only without failures, wrong entries and holes that nobody gave a reason for', () => {
    const whole = { ...found, failures: [], reachedAfterAll: [], unreached: found.unreached.slice(0, 1) };
    expect(isWhole(result(whole))).toBe(true);
    expect(isWhole(result({ ...whole, unreached: found.unreached }))).toBe(false);
    expect(isWhole(result({ ...whole, reachedAfterAll: found.reachedAfterAll }))).toBe(false);
    expect(isWhole(result({ ...whole, failures: found.failures }))).toBe(false);
    expect(totalsOf(result(found))).toMatchObject({ violations: 2, terminal: { states: reach, acts: 9, paths: 5 } });
  });
});
