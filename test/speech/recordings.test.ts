import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../src/locales/ruby.ts';
import { languages } from '../../src/machines/events.ts';
import { millisecondsOf } from '../../src/speech/opus.ts';
import { phrasesIn } from '../../src/speech/phrases.ts';
import { clipsOf, type Manifest, readManifest } from '../../src/speech/store.ts';
import { root, temporaryFolder } from '../harness.ts';

const folder = join(root, 'build/speech');

/** The engine says between three and thirty signs of a second's text, and no sign takes longer than this. */
const fastest = 25;
const slowestMs = 1_500;

let manifest: Manifest;
beforeAll(() => {
  const read = readManifest(folder);
  if (read === null) throw new Error('The speech is not built. Run scripts/test, or npm run build:speech.');
  manifest = read;
});

describe.each(languages)('recordings in %s', (language) => {
  it('are there for every phrase but those that are only seen', () => {
    const files = manifest.clips[language] ?? {};
    const without = phrasesIn(language).filter(({ key }) => !(key in files));
    expect(without.map(({ text }) => text)).toEqual([]);
    for (const [file] of Object.values(files)) expect(existsSync(join(folder, file)), file).toBe(true);
  });

  it('last as long as such a text does', () => {
    for (const { key, text } of phrasesIn(language)) {
      const [, ms = 0] = manifest.clips[language]?.[key] ?? [];
      const plain = plainText(text);
      const heard = language.startsWith('ja') ? plain : plain.replace(/[(（][^)）]*[)）]/g, '');
      const signs = [...heard].length;
      expect(ms, key).toBeGreaterThan(60);
      expect(ms, key).toBeGreaterThan((signs / fastest) * 1_000);
      expect(ms, key).toBeLessThan(2_500 + signs * slowestMs);
    }
  });

  it('can be heard', () => {
    const files = [...new Set(Object.values(manifest.clips[language] ?? {}).map(([file]) => file))];
    // Each tenth, and each time the same.
    for (const file of files.filter((_, index) => index % 10 === 0)) {
      const path = join(folder, file);
      const raw = execFileSync('opusdec', ['--quiet', '--force-wav', path, '-'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const samples = new Int16Array(raw.buffer.slice(raw.byteOffset + 44, raw.byteOffset + (raw.length & ~1)));
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      expect(loudest, file).toBeGreaterThan(3_000);
      expect(millisecondsOf(readFileSync(path))).toBe(
        Object.values(manifest.clips[language] ?? {}).find(([one]) => one === file)?.[1],
      );
    }
  });
});

it('a folder without recordings has no voice, and a list that is none says so', async () => {
  using empty = temporaryFolder();
  expect(readManifest(empty.path)).toBeNull();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(empty.path, 'manifest.json'), '{"engine":"x","clips":{"ja":{"a":["../../etc/passwd",1]}}}');
  expect(() => readManifest(empty.path)).toThrow();
  const known = clipsOf({ engine: 'x', clips: { ja: { a: ['0123456789abcdef0123.opus', 1] } } });
  expect(known('ja').file('a')).toBe('0123456789abcdef0123.opus');
  expect(known('ja').file('b')).toBeNull();
  expect(known('en').has('a')).toBe(false);
});
