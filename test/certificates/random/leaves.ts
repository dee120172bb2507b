type Path = readonly (string | number)[];

/** A text, amount or yes-or-no somewhere in a content. */
export interface Leaf {
  readonly path: Path;
  readonly value: string | number | boolean;
}

export function leavesOf(value: unknown, path: Path = []): readonly Leaf[] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...path, key]));
}

/** A copy with one leaf changed. */
export function withLeaf(content: unknown, { path }: Leaf, value: Leaf['value']): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const inner = withLeaf((content as Readonly<Record<string, unknown>>)[key], { path: rest, value }, value);
  return Array.isArray(content) ? content.with(Number(key), inner) : { ...(content as object), [key]: inner };
}
