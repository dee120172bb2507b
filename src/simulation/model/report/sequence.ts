import { xml } from '../draw.ts';
import { labelOf } from '../structure.ts';
import type { Moment } from '../trail.ts';
import type { Violation } from '../walk.ts';

const font = 'font-family="BIZ UDPGothic, Noto Sans JP, sans-serif"';
const red = '#ce0000';

/** Who an event comes from, by the first word of its name. */
const senders: Readonly<Record<string, string>> = {
  resident: 'resident',
  staff: 'staff',
  panel: 'staff',
  duty: 'staff',
  card: 'card reader',
  coin: 'coin unit',
  print: 'A4 printer',
  cashless: 'payment terminal',
  counter: 'register',
  health: 'device health',
  hours: 'opening hours',
  patience: 'patience',
  invariant: 'invariant',
};

function senderOf(event: string): string {
  const actor = /^xstate\.(?:done|error)\.actor\.(.+)$/.exec(event)?.[1];
  if (actor !== undefined) return actor;
  if (event.startsWith('xstate.after.')) return 'timer';
  if (event === 'xstate.init') return 'start';
  const [first = ''] = event.split('.');
  return senders[first] ?? first;
}

/** What an event changed: every active state at first, then those that were left and those that were entered. */
function changeOf({ before, after }: Moment): string[] {
  if (after.length === 0) return ['it could not happen'];
  if (before.length === 0) return [...after];
  const left = before.filter((path) => !after.includes(path)).map((path) => `− ${path}`);
  const entered = after.filter((path) => !before.includes(path)).map((path) => `+ ${path}`);
  return left.length + entered.length === 0 ? ['no change of state'] : [...left, ...entered];
}

const column = 150;
const boxWidth = 330;
const lineHeight = 15;
/** Cut to what fits in so many px. */
const fitted = (text: string, px: number): string => {
  const longest = Math.floor(px / 6.4);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
};

/** A violation as a sequence chart: who sent what in which order, and what it did to the active states. SVG. */
export function sequenceChart({ detail, invariant, machine, trail }: Violation): string {
  const lanes = [...new Set(trail.map(({ event }) => senderOf(event)))];
  const chart = lanes.length * column + 120;
  const xOf = (lane: string): number => lanes.indexOf(lane) * column + column / 2;
  const width = chart + boxWidth + 30;
  let y = 64;
  const rows = trail.map((moment, index) => {
    const lines = changeOf(moment);
    const height = Math.max(40, lines.length * lineHeight + 16);
    const top = y;
    y += height + 22;
    const last = index === trail.length - 1;
    const colour = last ? red : '#1a1a1c';
    const middle = top + height / 2;
    const from = xOf(senderOf(moment.event));
    const room = chart - from - 20;
    const label = fitted(`${index}. ${labelOf(moment.event)}`, room);
    return [
      `<line x1="${from}" y1="${middle}" x2="${chart - 2}" y2="${middle}" stroke="${colour}" stroke-width="${last ? 2.5 : 1.2}" marker-end="url(#head${last ? '-bad' : ''})"/>`,
      `<circle cx="${from}" cy="${middle}" r="3.5" fill="${colour}"/>`,
      `<text x="${from + 12}" y="${middle - 6}" font-size="12" font-weight="bold" fill="${colour}" ${font}>${xml(label)}</text>`,
      `<text x="${from + 12}" y="${middle + 14}" font-size="11" fill="#626264" ${font}>${xml(fitted(moment.detail, room))}</text>`,
      `<rect x="${chart + 10}" y="${top}" width="${boxWidth}" height="${height}" rx="6" fill="${last ? '#ffe4e4' : '#f4f8ff'}" stroke="${last ? red : '#9db7f9'}" stroke-width="${last ? 2.5 : 1}"/>`,
      ...lines.map(
        (line, row) =>
          `<text x="${chart + 20}" y="${top + 20 + row * lineHeight}" font-size="12" fill="#1a1a1c" ${font}>${xml(line)}</text>`,
      ),
    ].join('\n');
  });
  const height = y + 16;
  const lifeline = (x: number, name: string): string =>
    `<line x1="${x}" y1="44" x2="${x}" y2="${y}" stroke="#b4b4b7" stroke-dasharray="3 3"/><text x="${x}" y="34" font-size="12" font-weight="bold" text-anchor="middle" fill="#0017c1" ${font}>${xml(name)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${xml(`${machine} ${invariant}: ${detail}`)}</title>
<defs>${[
    ['head', '#1a1a1c'],
    ['head-bad', red],
  ]
    .map(
      ([id, fill]) =>
        `<marker id="${id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="${fill}"/></marker>`,
    )
    .join('')}</defs>
${lanes.map((lane) => lifeline(xOf(lane), lane)).join('\n')}
${lifeline(chart, machine)}
${rows.join('\n')}
<text x="20" y="${y + 2}" font-size="13" font-weight="bold" fill="${red}" ${font}>${xml(`${invariant}: ${detail}`)}</text>
</svg>`;
}
