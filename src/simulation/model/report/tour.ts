import { xml } from '../draw.ts';
import { counted, type TourFailure, type TourResult, type Unreached } from '../result.ts';
import { sequenceChart } from './sequence.ts';
import { part, table } from './table.ts';

const failed = (failure: TourFailure): string =>
  `<h3>${xml(`${failure.invariant}: ${failure.detail}`)}</h3><p class="note">On ${counted(failure.times, 'path')}; the first:</p>
<ol class="way">${failure.path.map((act) => `<li><code>${xml(act)}</code></li>`).join('')}</ol>
<div class="wide fit">${sequenceChart(failure)}</div>`;

/** What is out of reach, by its reason; what nobody gave a reason for comes first. */
function unreachedTable(unreached: readonly Unreached[]): string {
  const rows = [...unreached].sort((one, other) => Number(one.reason !== null) - Number(other.reason !== null));
  return table(
    ['statechart', 'state or transition', 'why the whole terminal does not reach it'],
    rows.map(
      ({ id, machine, reason }) =>
        `<tr><td>${machine}</td><td><code>${xml(id)}</code></td><td${reason === null ? ' class="bad"' : ''}>${xml(reason ?? 'nobody said why')}</td></tr>`,
    ),
  );
}

/** The part of the report that tells of the whole terminal. */
export function tourSection(tour: TourResult): string {
  const { acts, coverage, devices, failures, paths, places, reachedAfterAll, seconds, unreached, untried } = tour;
  const judged = devices === 'simulated';
  const after = reachedAfterAll.map(
    ({ id, machine, reason }) =>
      `<li class="bad">${xml(`${machine} ${id}: reached, and the table says: ${reason}`)}</li>`,
  );
  return `<h2 id="tour">The whole terminal, with ${judged ? 'simulated devices' : 'real daemons'}</h2>
<p class="note">${counted(places, 'place')}, ${counted(paths, 'path')}, ${counted(acts, 'act')} in ${seconds.toFixed(0)} seconds. ${untried === 0 ? '' : `${counted(untried, 'act')} found and not tried, because the number of paths is limited. `}${judged ? 'In brackets: out of reach for a reason below.' : 'A few journeys in real time; what they do not reach is not judged.'}</p>
${table(
  ['statechart', 'states', 'transitions', 'timeouts'],
  coverage.map(
    ({ machine, states, timeouts, transitions }) =>
      `<tr><th scope="row">${machine}</th>${part(states, states.stated)}${part(transitions, transitions.stated)}${part(timeouts, timeouts.stated)}</tr>`,
  ),
)}
<h3>What went wrong</h3>
${failures.length === 0 ? '<p>Nothing.</p>' : failures.map(failed).join('\n')}
${after.length === 0 ? '' : `<ul>${after.join('')}</ul>`}
${judged ? `<details><summary>Not reached: ${unreached.length}</summary>${unreachedTable(unreached)}</details>` : ''}`;
}
