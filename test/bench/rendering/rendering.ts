import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SignedDocument } from '../../../src/certificates/document.ts';
import { createDoor } from '../../../src/certificates/door.ts';
import {
  type CertificateFont,
  FONT_FILES,
  type FontFile,
  installedFont,
  openCertificateFont,
} from '../../../src/certificates/font/certificate-font.ts';
import { layOutDocument } from '../../../src/certificates/layout.ts';
import { readVerifiedPages } from '../../../src/certificates/outlines.ts';
import type { PageItem } from '../../../src/certificates/page.ts';
import { SourceFont } from '../../../src/certificates/paper/source-font.ts';
import { groundMask } from '../../../src/certificates/pdf/ground.ts';
import { prepareMask } from '../../../src/certificates/pdf/images.ts';
import { renderPdf } from '../../../src/certificates/pdf.ts';
import { openPress } from '../../../src/certificates/press.ts';
import type { Door } from '../../../src/certificates/renderer.ts';
import { YOUNG_MEGABYTES } from '../../../src/certificates/worker-thread.ts';
import { systemClock } from '../../../src/system-clock.ts';
import { bigHousehold } from '../../certificates/fixtures.ts';
import { denseItems } from '../../certificates/sheets.ts';
import { temporaryFolder } from '../../harness.ts';
import { ms, rank, say } from '../say.ts';
import { chromium, type Engine, hbSubset, ours, pdfkitByPath, pdfkitShared, typst } from './engines.ts';
import { household } from './household.ts';
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
  await whole(font, file);
  say('peak memory of a process that draws 100 certificates', `${peakOfDrawing(font, 100).toFixed(0)} MB`);
  await blocked();
  raster(font);
}

/** Megabytes. */
function peakOfDrawing(font: CertificateFont, count: number): number {
  using folder = temporaryFolder();
  const file = join(folder.path, 'documents');
  const documents = Array.from({ length: count }, (_, seed) => JSON.stringify(household(font, seed)));
  writeFileSync(file, documents.join('\n'));
  // V8 divides what is young into three.
  const young = `--max-semi-space-size=${YOUNG_MEGABYTES / 3}`;
  const script = join(import.meta.dirname, 'alone.ts');
  const said = execFileSync(process.execPath, [young, script, file], { encoding: 'utf8' });
  return (JSON.parse(said) as { peakMegabytes: number }).peakMegabytes;
}

/** A signed 住民票, drawn and held against what was signed, another one every time; hb-subset makes the font of the same text. */
async function whole(font: CertificateFont, file: FontFile): Promise<void> {
  const source = new SourceFont(file);
  const door = createDoor(source);
  const times = { drawn: [] as number[], outlines: [] as number[], checked: [] as number[], total: [] as number[] };
  const subsets: number[] = [];
  let bytes = 0;
  for (let round = 0; round < 2 * WARM + 4 * ROUNDS; round += 1) {
    const document = household(font, round);
    const start = performance.now();
    const pdf = await renderPdf(document, font);
    if (pdf.outcome !== 'done') throw new Error(pdf.detail);
    const drawn = performance.now();
    if ((await door(pdf.value, document)) !== null) throw new Error('door');
    const checked = performance.now();
    readVerifiedPages(pdf.value, source);
    bytes = pdf.value.length;
    if (round < 2 * WARM) continue;
    times.drawn.push(drawn - start);
    times.checked.push(checked - drawn);
    times.outlines.push(performance.now() - checked);
    times.total.push(checked - start);
    if (round % ROUNDS === 0) subsets.push(hbSubset(itemsOf(document, font)) ?? Number.NaN);
  }
  const [total, subset] = [rank(times.total, 0.5), rank(subsets, 0.5)];
  say('hb-subset of the same text, in its process', ms(subset));
  say('whole certificate, front and reverse: drawn', ms(rank(times.drawn, 0.5)));
  say('whole certificate, front and reverse: checked at the door', ms(rank(times.checked, 0.5)));
  say('  of that text and outlines', ms(rank(times.outlines, 0.5)));
  say('whole certificate: drawn and checked, times hb-subset', `${ms(total)}, ${(total / subset).toFixed(1)}×`);
  say('whole certificate: kB a page', (bytes / 2_000).toFixed(0));
}

const itemsOf = (document: SignedDocument, font: CertificateFont): readonly PageItem[] => {
  const layout = layOutDocument(document, font);
  if (layout.outcome !== 'done') throw new Error(layout.detail);
  return layout.value.flatMap(({ items }) => items);
};

/** How long the main thread works for a certificate that is drawn, and for one that is read back, with a thread for it or without. */
async function blocked(): Promise<void> {
  const press = await openPress(systemClock);
  const document = bigHousehold();
  const draw = async (): Promise<Uint8Array> => {
    const outcome = await press.renderer.render(document);
    if (outcome.outcome !== 'done') throw new Error('render');
    return outcome.value;
  };
  const pdf = await draw();
  const check = (door: Door) => async (): Promise<void> => {
    if ((await door(pdf, document)) !== null) throw new Error('door');
  };
  const works: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["drawn in the renderer's thread", draw],
    ['read back on the main thread', check(createDoor(new SourceFont(installedFont())))],
    ["read back in the door's thread", check(press.door)],
  ];
  const { pages } = document.payload;
  for (const [name, work] of works) {
    for (let run = 0; run < 20; run += 1) await work();
    const [trips, worked]: [number[], number[]] = [[], []];
    for (let run = 0; run < 100; run += 1) {
      const [start, before] = [performance.now(), process.threadCpuUsage()];
      await work();
      const { system, user } = process.threadCpuUsage(before);
      worked.push((system + user) / 1_000);
      trips.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    say(`nine persons, ${pages} sheets, ${name}`, ms(rank(trips, 0.5)));
    say(
      '  of that the main thread works: median, 95 of 100',
      [0.5, 0.95].map((share) => ms(rank(worked, share))).join(', '),
    );
  }
  await press.close();
}
