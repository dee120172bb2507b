import { type Edge, labelOf } from './structure.ts';

/** A configuration and the shortest way to it. */
export interface Reached {
  readonly paths: readonly string[];
  /** Events from the start, with what they carry. */
  readonly way: readonly string[];
}

/** A transition that no replay took, and how near one came to it. */
export interface Gap {
  readonly edge: Edge;
  /** The shortest way to its state, and then its event; null when its state is never reached. */
  readonly way: readonly string[] | null;
}

const inside = (paths: readonly string[], state: string): boolean =>
  state === '' || paths.some((path) => path === state || path.startsWith(`${state}.`));

const shorter = <T extends readonly unknown[] | null>(one: T, other: T): T => {
  if (one === null || other === null) return one ?? other;
  return other.length < one.length ? other : one;
};

/** The shortest way to a state, also to one that is left before anyone can see it. @param passed states that were tried already */
function wayTo(
  state: string,
  reached: readonly Reached[],
  edges: readonly Edge[],
  passed: ReadonlySet<string> = new Set(),
): readonly string[] | null {
  if (passed.has(state)) return null;
  const seen = reached.filter(({ paths }) => inside(paths, state)).map(({ way }) => way);
  if (seen.length > 0) return seen.reduce(shorter);
  return edges
    .filter(({ enters }) => enters.includes(state))
    .map(({ from, event }) => {
      const way = wayTo(from, reached, edges, new Set([...passed, state]));
      return way === null ? null : event === 'always' ? way : [...way, labelOf(event)];
    })
    .reduce(shorter, null);
}

/** The transitions in `missed`, each with the shortest way to it. */
export const gapsOf = (missed: readonly string[], edges: readonly Edge[], reached: readonly Reached[]): Gap[] =>
  edges.filter(({ id }) => missed.includes(id)).map((edge) => ({ edge, way: wayTo(edge.from, reached, edges) }));
