import { statecharts } from '../../../machines/catalogue.ts';
import { statechartsFingerprint } from '../../../machines/fingerprint.ts';
import { drawStatechart, xml } from '../draw.ts';
import { never, warm } from '../heat.ts';
import { counted, isWhole, type ModelResult, type TimedWalk, totalsOf, tourTotals } from '../result.ts';
import { edgeLabel } from '../structure.ts';
import type { Coverage } from '../walk.ts';
import type { Gap } from '../ways.ts';
import { eventTable } from './event-table.ts';
import { sequenceChart } from './sequence.ts';
import { style } from './style.ts';
import { part, table } from './table.ts';
import { tourSection } from './tour.ts';

type Part = Pick<Coverage, 'total' | 'covered'>;

const number = (value: number): string => `<td class="number">${value.toLocaleString('en')}</td>`;

function tiles(result: ModelResult): string {
  const { states, transitions, timeouts, eventsByState, violations } = totalsOf(result);
  const tile = (name: string, value: string, bad: boolean): string =>
    `<div class="tile${bad ? ' bad' : ''}"><b>${value}</b>${name}</div>`;
  const covered = (name: string, { covered: count, total }: Part): string =>
    tile(name, `${count} / ${total}`, count < total);
  const terminal = result.tour === null ? null : tourTotals(result.tour);
  const replays = result.walks.reduce((all, walk) => all + walk.replays, 0);
  return `<div class="tiles">${[
    tile('violations', String(violations), violations > 0),
    covered('states reached', states),
    covered('transitions taken', transitions),
    covered('timeouts fired', timeouts),
    covered('events × states decided', eventsByState),
    tile('paths replayed on real actors', replays.toLocaleString('en'), false),
    ...(terminal === null
      ? []
      : [
          tile('paths of the whole terminal', terminal.paths.toLocaleString('en'), false),
          tile(
            'transitions the whole terminal took',
            `${terminal.transitions.covered} / ${terminal.transitions.total}`,
            terminal.transitions.covered + terminal.transitions.stated < terminal.transitions.total,
          ),
        ]),
  ].join('')}</div>`;
}

function verdict(result: ModelResult): string {
  const { violations, states, transitions } = totalsOf(result);
  if (isWhole(result))
    return '<p class="verdict good">No invariant is violated, and every state and transition was reached.</p>';
  const holes = states.total - states.covered + transitions.total - transitions.covered;
  return `<p class="verdict bad">${counted(violations, 'violation')}; never reached: ${holes} of all states and transitions.</p>`;
}

const overview = (walks: readonly TimedWalk[]): string =>
  table(
    ['statechart', 'configurations', 'paths replayed', 'states', 'transitions', 'timeouts', 'violations', 'seconds'],
    walks.map(
      ({ machine, configurations, replays, states, transitions, timeouts, violations, seconds }) =>
        `<tr><th scope="row"><a href="#chart-${machine}">${machine}</a></th>${number(configurations)}${number(replays)}${part(states)}${part(transitions)}${part(timeouts)}<td class="number${violations.length > 0 ? ' bad' : ''}">${violations.length}</td><td class="number">${seconds.toFixed(1)}</td></tr>`,
    ),
  );

const violated = (walks: readonly TimedWalk[]): string => {
  const all = walks.flatMap(({ violations }) => violations);
  if (all.length === 0) return '<p>None.</p>';
  return all
    .map(
      (violation) =>
        `<h3>${xml(`${violation.machine} ${violation.invariant}: ${violation.detail}`)}</h3><p class="note">In ${counted(violation.times, 'replay')}; the shortest:</p><div class="wide fit">${sequenceChart(violation)}</div>`,
    )
    .join('\n');
};

const wayOf = ({ edge, way }: Gap): string => {
  const event = `<li><b>${xml(edgeLabel(edge))}</b></li>`;
  if (way === null) return '<td class="bad">its state is never reached</td>';
  return `<td><ol class="way">${way.map((step) => `<li><code>${xml(step)}</code></li>`).join('')}${event}</ol></td>`;
};

const uncovered = (walks: readonly TimedWalk[]): string => {
  const rows = walks.flatMap(({ machine, gaps, states }) => [
    ...states.missed.map(
      (state) =>
        `<tr><td>${machine}</td><td>${xml(state)}</td><td colspan="2">a state</td><td class="bad">never reached</td></tr>`,
    ),
    ...gaps.map(
      (gap) =>
        `<tr><td>${machine}</td><td>${xml(gap.edge.from || '(root)')}</td><td>${xml(edgeLabel(gap.edge))}</td><td>${xml(gap.edge.to.join(', ') || '(stays)')}</td>${wayOf(gap)}</tr>`,
    ),
  ]);
  return rows.length === 0 ? '<p>None.</p>' : table(['statechart', 'from', 'event', 'to', 'shortest way to it'], rows);
};

const legend = `<p class="legend">${warm
  .map(
    ({ fill, stroke }, power) =>
      `<span><i style="background:${fill};border:2px solid ${stroke}"></i>×${(10 ** power).toLocaleString('en')}${power === warm.length - 1 ? ' and more' : ''}</span>`,
  )
  .join('')}<span><i style="background:${never.fill};border:3px dashed ${never.stroke}"></i><b>NEVER</b></span></p>`;

/** The report as one file: everything is in it, and nothing is fetched. @param at when the test ended, as it is to be shown */
export async function reportPage(result: ModelResult, at: string): Promise<string> {
  const { walks, decisions, events } = result;
  const charts: string[] = [];
  for (const { machine, heat } of walks) {
    const svg = await drawStatechart(machine, statecharts[machine], heat);
    charts.push(
      `<section><h3 id="chart-${machine}">${machine}</h3><input type="checkbox" class="fit" id="fit-${machine}"> <label for="fit-${machine}">fit to the page</label><div class="wide">${svg}</div></section>`,
    );
  }
  const tables = walks.map(({ machine }) => {
    const bad = events.faults.some((fault) => fault.machine === machine);
    return `<details${bad ? ' open' : ''}><summary>${machine}</summary>${eventTable(machine, decisions)}</details>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>madoguchi model test</title><style>${style}</style></head><body><main>
<h1>madoguchi 窓口: model test</h1>
${verdict(result)}
${tiles(result)}
<p class="note">${xml(at)} · statecharts ${statechartsFingerprint}</p>
<nav><a href="#violations">Violations</a><a href="#uncovered">Never reached</a>${result.tour === null ? '' : '<a href="#tour">Whole terminal</a>'}<a href="#charts">Statecharts</a><a href="#events">Events × states</a></nav>
${overview(walks)}
<h2 id="violations">Violations</h2>
${violated(walks)}
<h2 id="uncovered">Never reached</h2>
${uncovered(walks)}
${result.tour === null ? '' : tourSection(result.tour)}
<h2 id="charts">Statecharts, by how often they were walked</h2>
${legend}
${charts.join('\n')}
<h2 id="events">Every event in every state</h2>
<p class="note">● handled; a number is the reason for which it is ignored, below the table. Rest on a cell to read it.</p>
${tables.join('\n')}
</main></body></html>
`;
}
