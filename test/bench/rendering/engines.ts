import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import type { CertificateFont } from '../../../src/certificates/font/certificate-font.ts';
import type { PageItem, PlacedText } from '../../../src/certificates/page.ts';
import { drawPdf } from '../../../src/certificates/pdf/draw-pdf.ts';
import { launchChromium } from '../../e2e/browser.ts';
import { temporaryFolder } from '../../harness.ts';

export const IPAMJ = '/usr/share/fonts/truetype/ipamj/ipamjm.ttf';

/** Draws the page and says how many octets the PDF has. */
export type Engine = (items: readonly PageItem[]) => Promise<number> | number;

export const ours =
  (font: CertificateFont): Engine =>
  (items) =>
    drawPdf([{ items }], { title: 'bench', at: 0 }, font).length;

/** Every text of the page where it stands: what the other engines draw, without rules, tags and metadata. */
function textsOf(items: readonly PageItem[]): PlacedText[] {
  return items.flatMap((item) => {
    if (item.kind === 'heading' || item.kind === 'paragraph') return [item.text];
    return item.kind === 'table' ? item.rows.flatMap((row) => row.flatMap(({ texts }) => texts)) : [];
  });
}

async function pdfkit(items: readonly PageItem[], font: unknown): Promise<number> {
  const pdf = new PDFDocument({ size: 'A4', compress: false, font: null as unknown as string });
  pdf.registerFont('mincho', font as string);
  pdf.font('mincho');
  for (const { box, lines, size } of textsOf(items)) {
    pdf.fontSize(size).text(lines.join(''), box.x, box.y, { lineBreak: false });
  }
  pdf.end();
  let length = 0;
  for await (const chunk of pdf) length += (chunk as Buffer).length;
  return length;
}

export const pdfkitByPath: Engine = (items) => pdfkit(items, IPAMJ);

/** The font opened once, by the library that pdfkit opens fonts with. */
export function pdfkitShared(): Engine {
  const require = createRequire(createRequire(import.meta.url).resolve('pdfkit'));
  const font = (require('fontkit') as { openSync(path: string): unknown }).openSync(IPAMJ);
  return (items) => pdfkit(items, font);
}

export async function chromium(): Promise<Engine & AsyncDisposable> {
  const browser = await launchChromium();
  const page = await browser.newPage();
  const engine = async (items: readonly PageItem[]): Promise<number> => {
    const spans = textsOf(items).map(
      ({ box, lines, size }) =>
        `<p style="position:absolute;margin:0;left:${box.x}pt;top:${box.y}pt;font-size:${size}pt">${lines.join('')}`,
    );
    await page.setContent(
      `<body lang=ja style="margin:0;font-family:IPAmjMincho;white-space:nowrap">${spans.join('')}`,
    );
    return (await page.pdf({ format: 'A4' })).length;
  };
  return Object.assign(engine, { [Symbol.asyncDispose]: () => browser[Symbol.asyncDispose]() });
}

/**
 * typst in this process, from a folder into which `@myriaddreamin/typst-ts-node-compiler` was installed, named by
 * `TYPST_FOLDER`: it is no package of the project. null without.
 */
export function typst(): Engine | null {
  const folder = process.env.TYPST_FOLDER;
  if (folder === undefined) return null;
  const require = createRequire(join(folder, 'package.json'));
  const { NodeCompiler } = require('@myriaddreamin/typst-ts-node-compiler') as {
    NodeCompiler: { create(options: object): { pdf(options: object): Uint8Array | null } };
  };
  const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: ['/usr/share/fonts/truetype/ipamj'] }] });
  return (items) => {
    const texts = textsOf(items).map(
      ({ box, lines, size }) =>
        `#place(dx: ${box.x}pt, dy: ${box.y}pt, text(size: ${size}pt, ${JSON.stringify(lines.join(''))}))`,
    );
    const source = `#set page("a4", margin: 0pt)\n#set text(font: "IPAmjMincho", lang: "ja")\n${texts.join('\n')}`;
    const pdf = compiler.pdf({ mainFileContent: source });
    if (pdf === null) throw new Error('typst');
    return pdf.length;
  };
}

/** Milliseconds that hb-subset takes for the characters of the page, in its process; null where it is not installed. */
export function hbSubset(items: readonly PageItem[]): number | null {
  if (!existsSync('/usr/bin/hb-subset')) return null;
  using folder = temporaryFolder();
  const [text, output] = [join(folder.path, 'text'), join(folder.path, 'out.ttf')];
  writeFileSync(
    text,
    textsOf(items)
      .flatMap(({ lines }) => lines)
      .join(''),
  );
  const time = (iterations: number): number => {
    const began = performance.now();
    execFileSync('hb-subset', [IPAMJ, `--text-file=${text}`, '-o', output, `--num-iterations=${iterations}`]);
    return performance.now() - began;
  };
  time(1);
  return (time(51) - time(1)) / 50;
}
