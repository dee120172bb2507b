import elk, { type ElkEdgeSection, type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { type Edge, edgeLabel, edgesOf, pathOf } from './structure.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line of text in a state's box or beside an arrow; `edges` are the transitions it stands for. */
export interface Line {
  readonly text: string;
  readonly kind: 'name' | 'invoke' | 'transition';
  readonly edge: string | null;
}

export interface Box extends Point {
  readonly state: string;
  readonly width: number;
  readonly height: number;
  readonly compound: boolean;
  readonly lines: readonly Line[];
}

/** All transitions from one state to another, drawn as one arrow. */
export interface Arrow {
  readonly edges: readonly string[];
  readonly paths: readonly (readonly Point[])[];
  readonly labels: readonly (Line & Point)[];
}

/** A statechart laid out in px; boxes outermost first. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** Width of a label in px, near enough for a layout: names are larger and bold. */
const widthOf = (text: string, kind: Line['kind'] = 'transition'): number =>
  text.length * (kind === 'name' ? 8.2 : 6.6) + 14;
const lineHeight = 14;

/** What stands in a state's box: its name, what it invokes, and its transitions that lead nowhere else. */
const linesOf = (state: AnyStateNode, name: string, edges: readonly Edge[], suffix: Suffix): Line[] => [
  { text: name, kind: 'name', edge: null },
  ...state.invoke.map(({ id }): Line => ({ text: `invoke ${id}`, kind: 'invoke', edge: null })),
  ...edges
    .filter(({ from, to }) => from === pathOf(state) && to.length === 0)
    .map((edge): Line => ({ text: `${edgeLabel(edge)} /${suffix(edge)}`, kind: 'transition', edge: edge.id })),
];

/** What is added to the label of a transition, e.g. how often it was taken. */
export type Suffix = (edge: Edge) => string;

function nodeOf(state: AnyStateNode, lines: ReadonlyMap<string, readonly Line[]>): ElkNode {
  const children = Object.values(state.states).map((child) => nodeOf(child, lines));
  const own = lines.get(pathOf(state)) ?? [];
  const more = lineHeight * (own.length - 1);
  const width = Math.max(90, ...own.map(({ text, kind }) => widthOf(text, kind)));
  return {
    id: `state ${pathOf(state)}`,
    labels: [{ text: own.map(({ text }) => text).join('\n'), width, height: 18 + more }],
    ...(children.length > 0
      ? {
          children,
          layoutOptions: {
            'elk.padding': `[top=${36 + more},left=16,bottom=16,right=16]`,
            'elk.nodeSize.constraints': 'MINIMUM_SIZE NODE_LABELS',
          },
        }
      : { width, height: 30 + more }),
  };
}

interface Bundle {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly edges: readonly Edge[];
}

/** The transitions by where they come from and lead to. */
function bundlesOf(edges: readonly Edge[]): Bundle[] {
  const bundles = new Map<string, Bundle>();
  for (const edge of edges)
    for (const target of edge.to) {
      const id = `${edge.from} -> ${target}`;
      bundles.set(id, { id, from: edge.from, to: target, edges: [...(bundles.get(id)?.edges ?? []), edge] });
    }
  return [...bundles.values()];
}

const layoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.spacing.nodeNode': '28',
  'elk.layered.spacing.nodeNodeBetweenLayers': '44',
  'elk.spacing.edgeLabel': '4',
  'elk.json.edgeCoords': 'CONTAINER',
};

/** Lays a statechart out by ELK; the same chart gives the same layout. */
export async function layOut(name: string, machine: AnyStateMachine, suffix: Suffix = () => ''): Promise<Layout> {
  const edges = edgesOf(machine);
  const lines = new Map<string, readonly Line[]>();
  const collect = (state: AnyStateNode): void => {
    lines.set(pathOf(state), linesOf(state, state === machine.root ? name : state.key, edges, suffix));
    for (const child of Object.values(state.states)) collect(child);
  };
  collect(machine.root);
  const bundles = bundlesOf(edges);
  const labels = new Map(
    bundles.map(({ id, edges: own }) => [
      id,
      own.map((edge): Line => ({ text: edgeLabel(edge) + suffix(edge), kind: 'transition', edge: edge.id })),
    ]),
  );
  const graph: ElkNode = {
    id: 'root',
    layoutOptions,
    children: [nodeOf(machine.root, lines)],
    edges: bundles.map(({ id, from, to }) => ({
      id,
      sources: [`state ${from}`],
      targets: [`state ${to}`],
      labels: (labels.get(id) ?? []).map(({ text }) => ({ text, width: widthOf(text), height: lineHeight })),
    })),
  };
  const laid = await new elk.default().layout(graph);

  const origins = new Map<string, Point>([['root', { x: 0, y: 0 }]]);
  const boxes: Box[] = [];
  const place = (node: ElkNode, at: Point): void => {
    const [x, y] = [at.x + (node.x ?? 0), at.y + (node.y ?? 0)];
    const state = node.id.slice('state '.length);
    origins.set(node.id, { x, y });
    const compound = (node.children?.length ?? 0) > 0;
    const { width = 0, height = 0 } = node;
    boxes.push({ state, x, y, width, height, compound, lines: lines.get(state) ?? [] });
    for (const child of node.children ?? []) place(child, { x, y });
  };
  for (const child of laid.children ?? []) place(child, { x: 0, y: 0 });

  const arrowOf = (edge: ElkExtendedEdge & { container?: string }): Arrow => {
    const at = origins.get(edge.container ?? '') ?? { x: 0, y: 0 };
    const moved = ({ x = 0, y = 0 }: Partial<Point>): Point => ({ x: x + at.x, y: y + at.y });
    const points = ({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection) =>
      [startPoint, ...bendPoints, endPoint].map(moved);
    const own = labels.get(edge.id) ?? [];
    return {
      edges: own.flatMap(({ edge: id }) => (id === null ? [] : [id])),
      paths: (edge.sections ?? []).map(points),
      labels: own.map((line, index) => ({ ...line, ...moved(edge.labels?.[index] ?? {}) })),
    };
  };
  return {
    width: Math.ceil(laid.width ?? 0),
    height: Math.ceil(laid.height ?? 0),
    boxes,
    arrows: (laid.edges ?? []).map((edge) => arrowOf(edge)),
  };
}
