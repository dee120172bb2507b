/**
 * Draws a paper of the tests as an older revision drew it and as it is drawn now, and what differs in red:
 * `npm run papers -- adult juminhyo [--against HEAD~1] [--wish '{"items":["honseki"]}']`.
 * Looks at what `test/certificates/papers` says has changed; writes `build/papers/<card>-<kind>-<page>-{before,now,difference}.png`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PNG } from 'pngjs';

const root = join(import.meta.dirname, '..');
const out = join(root, 'build/papers');
const DOTS_PER_INCH = '100';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { against: { type: 'string', default: 'HEAD' }, wish: { type: 'string', default: '{}' } },
});
const [card, kind] = positionals;
if (card === undefined || kind === undefined) throw new Error('npm run papers -- <card> <kind> [--against <revision>]');

/** The sources of a revision beside those of now, where they find the same packages. */
function checkout(revision: string): string {
  const commit = execFileSync('git', ['rev-parse', '--short', `${revision}^{commit}`], { cwd: root, encoding: 'utf8' });
  const folder = join(out, 'revisions', commit.trim());
  if (existsSync(folder)) return folder;
  mkdirSync(folder, { recursive: true });
  const tree = execFileSync('git', ['archive', commit.trim(), 'src', 'test', 'package.json'], {
    cwd: root,
    maxBuffer: 2 ** 30,
  });
  execFileSync('tar', ['-x', '-C', folder], { input: tree });
  return folder;
}

/** The PDF that the sources in this folder make of the case. */
async function paperBy(folder: string): Promise<Uint8Array> {
  const [{ TestOffice }, { openCertificateFont }, { renderPdf }] = (await Promise.all(
    ['test/centre/office.ts', 'src/certificates/font/certificate-font.ts', 'src/certificates/pdf.ts'].map(
      (file) => import(join(folder, file)),
    ),
  )) as [
    typeof import('../test/centre/office.ts'),
    typeof import('../src/certificates/font/certificate-font.ts'),
    typeof import('../src/certificates/pdf.ts'),
  ];
  const office = new TestOffice();
  const { authentication } = await office.authenticated(card ?? '');
  const transaction = `${card}-${kind}-0`;
  const issued = await office.issue(authentication, JSON.parse(values.wish), { kind: kind ?? '', transaction });
  if (issued.outcome !== 'done') throw new Error(`no ${kind} of ${card}: ${JSON.stringify(issued)}`);
  const pdf = await renderPdf(issued.value, openCertificateFont());
  if (pdf.outcome !== 'done') throw new Error(JSON.stringify(pdf));
  return pdf.value;
}

/** Pictures of the pages, in their order. */
function picturesOf(pdf: Uint8Array, name: string): readonly PNG[] {
  const folder = join(out, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'paper.pdf'), pdf);
  execFileSync('pdftoppm', ['-r', DOTS_PER_INCH, '-png', join(folder, 'paper.pdf'), join(folder, 'page')]);
  const pages = readdirSync(folder).filter((file) => file.endsWith('.png'));
  const pictures = pages.sort().map((file) => PNG.sync.read(readFileSync(join(folder, file))));
  rmSync(folder, { recursive: true });
  return pictures;
}

/** The page of now in grey; whatever is another dot is red. */
function differenceOf(before: PNG, now: PNG): { readonly picture: PNG; readonly dots: number } {
  const picture = new PNG({ width: now.width, height: now.height });
  let dots = 0;
  for (let at = 0; at < now.data.length; at += 4) {
    const same = before.data.subarray(at, at + 3).equals(now.data.subarray(at, at + 3));
    const grey = 160 + Math.floor(((now.data[at] ?? 0) * 95) / 255);
    picture.data.set(same ? [grey, grey, grey, 255] : [220, 0, 0, 255], at);
    if (!same) dots += 1;
  }
  return { picture, dots };
}

mkdirSync(out, { recursive: true });
const [older, now] = [
  picturesOf(await paperBy(checkout(values.against)), 'before'),
  picturesOf(await paperBy(root), 'now'),
];
if (older.length !== now.length) console.log(`${older.length} pages before, ${now.length} now`);
for (const [i, page] of now.entries()) {
  const before = older[i];
  if (before === undefined) continue;
  const { picture, dots } = differenceOf(before, page);
  const name = join(out, `${card}-${kind}-${i + 1}`);
  for (const [what, drawn] of Object.entries({ before, now: page, difference: picture }))
    writeFileSync(`${name}-${what}.png`, PNG.sync.write(drawn));
  console.log(`${name}-difference.png: ${dots === 0 ? 'the same' : `${dots} dots differ`}`);
}
