/**
 * Builds the page with which a receiver checks a certificate: one HTML file with everything in it, also the public keys of the
 * sample town. `node scripts/build-verify-page.ts [folder]`; into build/verify unless told otherwise.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { kinds } from '../src/certificates/catalogue.ts';
import { sampleIssuers } from '../src/simulation/town/issuers.ts';
import { sampleTown } from '../src/simulation/town/town.ts';

const root = resolve(import.meta.dirname, '../src/verify-page');
const reader = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
const out = resolve(process.argv[2] ?? join(import.meta.dirname, '../build/verify'));
await build({
  root,
  configFile: false,
  logLevel: 'error',
  define: {
    READER: JSON.stringify(readFileSync(reader).toString('base64')),
    ISSUERS: JSON.stringify(sampleIssuers(await sampleTown(Date.now()))),
    KINDS: JSON.stringify(Object.fromEntries([...kinds].map(([name, { title }]) => [name, title]))),
  },
  build: { outDir: out, emptyOutDir: true, assetsInlineLimit: Number.MAX_SAFE_INTEGER, modulePreload: false },
});

/** Puts script and style into the page: a browser loads neither from a file beside it. */
const page = join(out, 'index.html');
const asset = (path: string): string => readFileSync(join(out, path), 'utf8');
const whole = readFileSync(page, 'utf8')
  .replace(/<link rel="stylesheet"[^>]* href="\/([^"]+)">/, (_, path) => `<style>${asset(path)}</style>`)
  .replace(/<script type="module"[^>]* src="\/([^"]+)"><\/script>/, '')
  .replace('</body>', () => `<script type="module">${script()}</script></body>`);

function script(): string {
  const [, path = ''] = /<script type="module"[^>]* src="\/([^"]+)">/.exec(readFileSync(page, 'utf8')) ?? [];
  return asset(path).replaceAll('</script', '<\\/script');
}
writeFileSync(page, whole);
rmSync(join(out, 'assets'), { recursive: true });
