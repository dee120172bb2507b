import type { StatechartName } from '../../../machines/catalogue.ts';
import type { Decision } from '../decided.ts';
import { xml } from '../draw.ts';

/** The decisions of one pair; more than one only where something is wrong. */
const cell = (pair: readonly Decision[], reasons: readonly string[]): string => {
  const [first] = pair;
  if (first === undefined) return '<td></td>';
  const title = xml(`${first.state} × ${first.event}: ${pair.map(({ text }) => text).join('; ')}`);
  if (first.how === 'handled') return `<td class="handled" title="${title}">●</td>`;
  if (first.how === 'ignored') return `<td class="ignored" title="${title}">${reasons.indexOf(first.text) + 1}</td>`;
  return `<td class="fault" title="${title}">✗ ${xml(pair.map(({ text }) => text).join(', '))}</td>`;
};

/** What every event means in every state of one statechart, as an HTML table with the reasons below it. */
export function eventTable(machine: StatechartName, all: readonly Decision[]): string {
  const own = all.filter((decision) => decision.machine === machine);
  const events = [...new Set(own.map(({ event }) => event))];
  const states = [...new Set(own.map(({ state }) => state))];
  const reasons = [...new Set(own.filter(({ how }) => how === 'ignored').map(({ text }) => text))];
  const rows = states.map((state) => {
    const cells = events.map((event) =>
      cell(
        own.filter((decision) => decision.state === state && decision.event === event),
        reasons,
      ),
    );
    return `<tr><th scope="row">${xml(state)}</th>${cells.join('')}</tr>`;
  });
  const heads = events.map((event) => `<th scope="col"><span>${xml(event)}</span></th>`);
  return `<div class="wide"><table class="events"><thead><tr><td></td>${heads.join('')}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>
<ol class="reasons">${reasons.map((reason) => `<li>${xml(reason)}</li>`).join('')}</ol>`;
}
