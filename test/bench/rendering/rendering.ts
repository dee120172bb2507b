import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createRenderer } from '../../../src/certificates/create-renderer.ts';
import {
  type CertificateFont,
  FONT_FILES,
  openCertificateFont,
} from '../../../src/certificates/font/certificate-font.ts';
import { readVerifiedPages } from '../../../src/certificates/outlines.ts';
import { SourceFont } from '../../../src/certificates/paper/source-font.ts';
import { readPages } from '../../../src/certificates/paper-text.ts';
import { drawPdf } from '../../../src/certificates/pdf/draw-pdf.ts';
import { groundMask } from '../../../src/certificates/pdf/ground.ts';
import { prepareMask } from '../../../src/certificates/pdf/images.ts';
import { systemClock } from '../../../src/system-clock.ts';
import { bigHousehold } from '../../certificates/fixtures.ts';
import { certificate, denseItems } from '../../certificates/sheets.ts';
import { ms, rank, say } from '../say.ts';
import { chromium, type Engine, hbSubset, ours, pdfkitByPath, pdfkitShared, typst } from './engines.ts';
import { raster } from './raster.ts';

const WARM = 40;
const ROUNDS = 25;

/** A page of 800 characters, 300 different kanji, and a whole certificate, beside what others need for less. */
export async function rendering(): Promise<void> {
  const [file] = FONT_FILES;
  if (file === undefined) throw new Error('no font');
  const font = openCertificateFont([file]);
  const began = performance.now();
  prepareMask(groundMask(font));
  say('the ground, made once at start', ms(performance.now() - began));

  await using browser = await chromium();
  const inTypst = typst();
  const sizes = new Map<string, number>();
  const engines: readonly (readonly [string, Engine])[] = [
    ['ours', ours(font)],
    ['pdfkit given the path of the font', pdfkitByPath],
    ['pdfkit with a shared font', pdfkitShared()],
    ['Chromium, print to PDF', browser],
    ...(inTypst === null ? [] : [['typst, in process', inTypst] as const]),
  ];
  const times = new Map<string, number[]>(engines.map(([name]) => [name, []]));
  for (let round = 0; round < WARM + ROUNDS; round += 1) {
    const items = denseItems(font, round);
    for (const [name, engine] of engines) {
      // The slow ones are warm sooner.
      if (round < WARM - 5 && name !== 'ours') continue;
      const start = performance.now();
      sizes.set(name, await engine(items));
      if (round >= WARM) times.get(name)?.push(performance.now() - start);
    }
  }
  const mine = rank(times.get('ours') ?? [], 0.5);
  for (const [name] of engines) {
    const time = rank(times.get(name) ?? [], 0.5);
    say(`page of 800 characters, 300 kanji: ${name}`, `${ms(time)}, ${(time / mine).toFixed(1)}×`);
    say('  kB', ((sizes.get(name) ?? 0) / 1000).toFixed(0));
  }
  if (inTypst === null) say('typst', 'not to be had here (TYPST_FOLDER)');
  whole(font);
  const alone = execFileSync(process.execPath, [join(import.meta.dirname, 'alone.ts')], { encoding: 'utf8' });
  const { peakMegabytes } = JSON.parse(alone) as { peakMegabytes: number };
  say('peak memory of a process that draws 100 certificates', `${peakMegabytes.toFixed(0)} MB`);
  await blocked();
  raster(font);
}

/** Drawn and checked, another one every time, each warm in a loop of its own, as hb-subset is in its process. */
function whole(font: CertificateFont): void {
  const [file] = FONT_FILES;
  if (file === undefined) throw new Error('no font');
  const source = new SourceFont(file);
  const times = { drawn: [] as number[], read: [] as number[], verified: [] as number[], total: [] as number[] };
  const subsets: number[] = [];
  let bytes = 0;
  for (let round = 0; round < 2 * WARM + 4 * ROUNDS; round += 1) {
    const sheets = certificate(font, round);
    const start = performance.now();
    const pdf = drawPdf(sheets, { title: 'bench', at: 0 }, font);
    const drawn = performance.now();
    if ('fault' in readVerifiedPages(pdf, source)) throw new Error('door');
    const verified = performance.now();
    readPages(pdf);
    bytes = pdf.length;
    if (round < 2 * WARM) continue;
    times.drawn.push(drawn - start);
    times.verified.push(verified - drawn);
    times.read.push(performance.now() - verified);
    times.total.push(verified - start);
    if (round % ROUNDS === 0) subsets.push(hbSubset(denseItems(font, round)) ?? Number.NaN);
  }
  const [total, subset] = [rank(times.total, 0.5), rank(subsets, 0.5)];
  say('hb-subset of the same text, in its process', ms(subset));
  say('whole certificate: drawn', ms(rank(times.drawn, 0.5)));
  say('whole certificate: text read back alone', ms(rank(times.read, 0.5)));
  say('whole certificate: text and outlines checked', ms(rank(times.verified, 0.5)));
  say('whole certificate: drawn and checked, times hb-subset', `${ms(total)}, ${(total / subset).toFixed(1)}×`);
  say('whole certificate: kB a page', (bytes / 2_000).toFixed(0));
}

/** How long the main thread works for a page that its renderer's thread draws. */
async function blocked(): Promise<void> {
  const renderer = await createRenderer({ clock: systemClock });
  const document = bigHousehold();
  const draw = async (): Promise<void> => {
    const outcome = await renderer.render(document);
    if (outcome.outcome !== 'done') throw new Error('render');
  };
  for (let run = 0; run < 20; run += 1) await draw();
  const trips: number[] = [];
  const before = performance.eventLoopUtilization();
  for (let run = 0; run < 50; run += 1) {
    const start = performance.now();
    await draw();
    trips.push(performance.now() - start);
  }
  const { active } = performance.eventLoopUtilization(before);
  const pages = document.payload.pages;
  say('in the renderer thread, nine persons, there and back: a page', ms(rank(trips, 0.5) / pages));
  say('  of that the main thread works: a page', ms(active / 50 / pages));
  await renderer.close();
}
