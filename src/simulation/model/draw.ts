import elk, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { edgesOf, pathOf } from './structure.ts';

const font = 'font-family="BIZ UDPGothic, Noto Sans JP, sans-serif"';
const xml = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

/** Width of a label in px at 12 px type, near enough for a layout. */
const widthOf = (text: string): number => text.length * 6.6 + 12;

const eventLabel = (event: string): string =>
  event
    .replace(/^xstate\.done\.actor\./, 'done: ')
    .replace(/^xstate\.error\.actor\./, 'error: ')
    .replace(/^xstate\.after\.(\w+)\..*/, 'after $1');

function nodeOf(state: AnyStateNode): ElkNode {
  const children = Object.values(state.states).map(nodeOf);
  const invoked = state.invoke.map(({ id }) => `invoke ${id}`);
  const width = Math.max(90, widthOf(state.key), ...invoked.map(widthOf));
  return {
    id: `state ${pathOf(state)}`,
    labels: [{ text: [state.key, ...invoked].join('\n'), width, height: 18 + 14 * invoked.length }],
    ...(children.length > 0
      ? {
          children,
          layoutOptions: {
            'elk.padding': `[top=${36 + 14 * invoked.length},left=16,bottom=16,right=16]`,
            'elk.nodeSize.constraints': 'MINIMUM_SIZE NODE_LABELS',
          },
        }
      : { width, height: 30 + 14 * invoked.length }),
  };
}

interface Offset {
  readonly x: number;
  readonly y: number;
}

function drawNode(node: ElkNode, at: Offset, positions: Map<string, Offset>): string {
  const x = at.x + (node.x ?? 0);
  const y = at.y + (node.y ?? 0);
  positions.set(node.id, { x, y });
  const lines = (node.labels?.[0]?.text ?? '').split('\n');
  const compound = (node.children?.length ?? 0) > 0;
  const text = lines.map(
    (line, index) =>
      `<text x="${x + 8}" y="${y + 19 + 14 * index}" font-size="${index === 0 ? 13 : 11}" ${index === 0 ? 'font-weight="bold"' : 'fill="#0017c1"'} ${font}>${xml(line)}</text>`,
  );
  return [
    `<rect x="${x}" y="${y}" width="${node.width}" height="${node.height}" rx="8" fill="${compound ? '#f8f8fb' : '#ffffff'}" stroke="#1a1a1c"/>`,
    ...text,
    ...(node.children ?? []).map((child) => drawNode(child, { x, y }, positions)),
  ].join('\n');
}

function drawEdge(edge: ElkExtendedEdge & { container?: string }, positions: Map<string, Offset>): string {
  const at = positions.get(edge.container ?? '') ?? { x: 0, y: 0 };
  const lines = (edge.sections ?? []).map(({ startPoint, bendPoints = [], endPoint }) => {
    const points = [startPoint, ...bendPoints, endPoint].map(
      ({ x, y }) => `${(x + at.x).toFixed(1)},${(y + at.y).toFixed(1)}`,
    );
    return `<polyline points="${points.join(' ')}" fill="none" stroke="#626264" marker-end="url(#arrow)"/>`;
  });
  const labels = (edge.labels ?? []).map(
    ({ text = '', x = 0, y = 0 }) =>
      `<text x="${(x + at.x).toFixed(1)}" y="${(y + at.y + 11).toFixed(1)}" font-size="11" fill="#414143" ${font}>${xml(text)}</text>`,
  );
  return [...lines, ...labels].join('\n');
}

/** One statechart as SVG, laid out by ELK; the same chart gives the same picture. */
export async function drawStatechart(name: string, machine: AnyStateMachine): Promise<string> {
  const root = nodeOf(machine.root);
  root.labels = [{ text: name, width: widthOf(name), height: 18 }];
  const seen = new Map<string, ElkExtendedEdge>();
  for (const { from, event, to, guard } of edgesOf(machine)) {
    for (const target of to) {
      const id = `${from} -> ${target}`;
      const label = eventLabel(event) + (guard === null ? '' : ` [${guard}]`);
      const known = seen.get(id);
      const labels = [...(known?.labels ?? []), { text: label, width: widthOf(label), height: 14 }];
      seen.set(id, { id, sources: [`state ${from}`], targets: [`state ${target}`], labels });
    }
  }
  const graph: ElkNode = {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.spacing.nodeNode': '28',
      'elk.layered.spacing.nodeNodeBetweenLayers': '44',
      'elk.spacing.edgeLabel': '4',
      'elk.json.edgeCoords': 'CONTAINER',
    },
    children: [root],
    edges: [...seen.values()],
  };
  const laid = await new elk.default().layout(graph);
  const positions = new Map<string, Offset>([['root', { x: 0, y: 0 }]]);
  const nodes = (laid.children ?? []).map((child) => drawNode(child, { x: 0, y: 0 }, positions)).join('\n');
  const edges = (laid.edges ?? []).map((edge) => drawEdge(edge, positions)).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(laid.width ?? 0)} ${Math.ceil(laid.height ?? 0)}" width="${Math.ceil(laid.width ?? 0)}" height="${Math.ceil(laid.height ?? 0)}">
<title>${xml(name)}</title>
<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="#626264"/></marker></defs>
<rect width="100%" height="100%" fill="#ffffff"/>
${nodes}
${edges}
</svg>
`;
}
