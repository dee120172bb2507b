import type { AnyStateMachine } from 'xstate';
import { type Heat, never, plain, type Tone, timesText, toneOf } from './heat.ts';
import { type Arrow, type Box, type Line, layOut } from './layout.ts';

const font = 'font-family="BIZ UDPGothic, Noto Sans JP, sans-serif"';
export const xml = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
const px = (value: number): string => String(Math.round(value * 10) / 10);

/** How each part is drawn: as it is, or by how often it was seen. */
interface Look {
  readonly box: (box: Box) => Tone;
  readonly line: (line: Line) => Tone;
  readonly arrow: (arrow: Arrow) => Tone;
}

const withoutHeat: Look = {
  box: ({ compound }) => ({ ...plain, fill: compound ? '#f8f8fb' : '#ffffff', stroke: '#1a1a1c' }),
  line: () => plain,
  arrow: () => plain,
};

function heated({ states, transitions }: Heat): Look {
  const taken = (id: string): number => transitions.get(id) ?? 0;
  return {
    box: (box) => {
      if (!box.compound) return { ...toneOf(states.get(box.state) ?? 0), dash: null };
      const reached = [...states].some(([path]) => box.state === '' || path.startsWith(`${box.state}.`));
      return reached ? withoutHeat.box(box) : never;
    },
    line: ({ edge }) => (edge === null ? plain : toneOf(taken(edge))),
    arrow: ({ edges }) => toneOf(edges.reduce((sum, id) => sum + taken(id), 0)),
  };
}

const colours: Readonly<Record<Line['kind'], string | null>> = {
  name: '#1a1a1c',
  invoke: '#0017c1',
  transition: null,
};

function drawLine(line: Line, x: number, y: number, look: Look): string {
  const tone = look.line(line);
  const size = line.kind === 'name' ? 13 : 11;
  const bold = line.kind === 'name' || tone === never ? ' font-weight="bold"' : '';
  return `<text x="${px(x)}" y="${px(y)}" font-size="${size}"${bold} fill="${colours[line.kind] ?? tone.ink}" ${font}>${xml(line.text)}</text>`;
}

const strokeOf = ({ stroke, width, dash }: Tone): string =>
  `stroke="${stroke}" stroke-width="${width}"${dash === null ? '' : ` stroke-dasharray="${dash}"`}`;

function drawBox(box: Box, look: Look): string {
  const { x, y, width, height, lines } = box;
  const tone = look.box(box);
  return [
    `<rect data-state="${xml(box.state)}" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="8" fill="${tone.fill}" ${strokeOf(tone)}/>`,
    ...lines.map((line, index) => drawLine(line, x + 8, y + 19 + 14 * index, look)),
  ].join('\n');
}

function drawArrow(arrow: Arrow, look: Look): string {
  const tone = look.arrow(arrow);
  const points = (path: Arrow['paths'][number]): string => path.map(({ x, y }) => `${px(x)},${px(y)}`).join(' ');
  const head = `arrow-${tone.stroke.slice(1)}`;
  return [
    ...arrow.paths.map(
      (path) => `<polyline points="${points(path)}" fill="none" ${strokeOf(tone)} marker-end="url(#${head})"/>`,
    ),
    ...arrow.labels.map((label) => drawLine(label, label.x, label.y + 11, look)),
  ].join('\n');
}

const headOf = (stroke: string): string =>
  `<marker id="arrow-${stroke.slice(1)}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="${stroke}"/></marker>`;

/**
 * One statechart as SVG; the same chart gives the same picture.
 * @param heat colours it by how often its states were seen and its transitions taken, with the numbers beside them
 */
export async function drawStatechart(name: string, machine: AnyStateMachine, heat?: Heat): Promise<string> {
  const suffix =
    heat === undefined ? undefined : ({ id }: { id: string }) => ` ${timesText(heat.transitions.get(id) ?? 0)}`;
  const { width, height, boxes, arrows } = await layOut(name, machine, suffix);
  const look = heat === undefined ? withoutHeat : heated(heat);
  const strokes = [...new Set(arrows.map((arrow) => look.arrow(arrow).stroke))];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title>${xml(name)}</title>
<defs>${strokes.map(headOf).join('')}</defs>
<rect width="100%" height="100%" fill="#ffffff"/>
${boxes.map((box) => drawBox(box, look)).join('\n')}
${arrows.map((arrow) => drawArrow(arrow, look)).join('\n')}
</svg>
`;
}
