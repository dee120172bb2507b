import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clips } from './speech.ts';

/** Beside the recordings: which phrase is in which, and how long it is in milliseconds. */
export const manifestName = 'manifest.json';

const manifest = z.strictObject({
  /** What spoke them, with its version. */
  engine: z.string(),
  clips: z.record(z.string(), z.record(z.string(), z.tuple([z.string().regex(/^[0-9a-f]{20}\.opus$/), z.number()]))),
});

export type Manifest = z.infer<typeof manifest>;

/** What stands in a folder of recordings; null when there are none. @throws when it is no list of recordings */
export function readManifest(folder: string): Manifest | null {
  const path = join(folder, manifestName);
  return existsSync(path) ? manifest.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}

export function clipsOf({ clips }: Manifest): Clips {
  const books = new Map(
    Object.entries(clips).map(([language, files]) => {
      const book = new Map(Object.entries(files).map(([key, [file]]) => [key, file]));
      const longest = Math.max(0, ...[...book.keys()].map((key) => key.length));
      return [
        language,
        { has: (key: string) => book.has(key), file: (key: string) => book.get(key) ?? null, longest },
      ] as const;
    }),
  );
  const nothing = { has: () => false, file: () => null, longest: 0 };
  return (language) => books.get(language) ?? nothing;
}
