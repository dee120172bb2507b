import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from './kind.ts';

const folder = join(import.meta.dirname, 'kinds');

/** Every kind that has a folder, by name, in the order of the menu. */
export const kinds: ReadonlyMap<string, Kind> = new Map(
  (
    await Promise.all(
      readdirSync(folder).map(async (name): Promise<[string, Kind]> => {
        const { default: kind } = (await import(`./kinds/${name}/index.ts`)) as { readonly default: Kind };
        return [name, kind];
      }),
    )
  ).sort(([, a], [, b]) => a.order - b.order),
);

/** @throws when there is no such kind */
export function kindOf(name: string): Kind {
  const kind = kinds.get(name);
  if (kind === undefined)
    throw new RangeError(`There is no certificate ${name}. There are: ${[...kinds.keys()].join(', ')}.`);
  return kind;
}
