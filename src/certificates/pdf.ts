import PDFDocument from 'pdfkit';
import type { Outcome } from '../outcome.ts';
import { done } from '../outcome.ts';
import { kindOf } from './catalogue.ts';
import type { SignedDocument } from './document.ts';
import type { CertificateFont } from './font/certificate-font.ts';
import { layOutDocument } from './layout.ts';
import type { Box, Mask, PageItem, PlacedText, Sheet, TableCell } from './page.ts';
import { A4, LEADING, mm } from './page.ts';
import type { RenderFault } from './renderer.ts';
import { layoutTestPage, type TestPage } from './test-page.ts';

const INK = '#000000';
const HEADER_TINT = '#eeeeea';
const SEAL_RED = '#b3261e';
/** Height of an ideograph's box above the baseline, in em. */
const ABOVE_BASELINE = 0.88;

type Pdf = PDFKit.PDFDocument;

/**
 * Draws the document: tagged PDF/A-1b, A4, uncompressed (the printer is a cable away and zlib is most of the time).
 * Same document, same bytes: dates come from `issuedOn`. The metadata say kind and transaction, nothing of the resident.
 */
export async function renderPdf(
  document: SignedDocument,
  font: CertificateFont,
): Promise<Outcome<Uint8Array<ArrayBuffer>, RenderFault>> {
  const layout = layOutDocument(document, font);
  if (layout.outcome !== 'done') return layout;
  const { payload } = document;
  const title = `${kindOf(payload.kind).official} ${payload.transaction}`;
  return done(await drawPdf(layout.value, title, new Date(`${payload.issuedOn}T00:00:00Z`), font));
}

/** Draws the page that staff look at, in the same way. */
export async function renderTestPage(
  page: TestPage,
  font: CertificateFont,
): Promise<Outcome<Uint8Array<ArrayBuffer>, RenderFault>> {
  const layout = layoutTestPage(page, font);
  return layout.outcome === 'done'
    ? done(await drawPdf(layout.value, `A4印字テスト ${page.job}`, new Date(page.at), font))
    : layout;
}

/** @param at the document's date: its bytes depend on nothing else that changes */
async function drawPdf(
  sheets: readonly Sheet[],
  title: string,
  at: Date,
  font: CertificateFont,
): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = new PDFDocument({
    autoFirstPage: false,
    compress: false,
    displayTitle: true,
    lang: 'ja-JP',
    margin: 0,
    pdfVersion: '1.4',
    size: [A4.width, A4.height],
    subset: 'PDF/A-1b',
    tagged: true,
    // pdfkit would open Helvetica first; its types do not know that fonts may be objects, nor that null means none.
    font: null as unknown as string,
    info: { Title: title, Creator: 'madoguchi', Producer: 'madoguchi', CreationDate: at, ModDate: at },
  });
  const bytes = collect(pdf);
  pdf.registerFont('certificate', font.forDocument() as unknown as Uint8Array);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  for (const sheet of sheets) drawSheet(pdf, root, sheet);
  root.end();
  pdf.end();
  return bytes;
}

/** The document's bytes in a buffer of their own, which can be transferred to another thread. */
function collect(pdf: Pdf): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Uint8Array.from(Buffer.concat(chunks))));
    pdf.on('error', reject);
  });
}

function drawSheet(pdf: Pdf, root: PDFKit.PDFStructureElement, sheet: Sheet): void {
  pdf.addPage();
  pdf.font('certificate').fillColor(INK).strokeColor(INK);
  const section = pdf.struct('Sect');
  root.add(section);
  for (const item of sheet.items) drawItem(pdf, section, item);
  section.end();
}

function drawItem(pdf: Pdf, section: PDFKit.PDFStructureElement, item: PageItem): void {
  switch (item.kind) {
    case 'heading':
      section.add(pdf.struct('H1', {}, () => drawText(pdf, item.text)));
      return;
    case 'paragraph':
      section.add(pdf.struct('P', {}, () => drawText(pdf, item.text)));
      return;
    case 'table':
      decoration(pdf, () => drawRules(pdf, item.rows.flat()));
      section.add(tableStructure(pdf, item.rows));
      return;
    case 'line':
      decoration(pdf, () => {
        pdf.lineWidth(item.width).moveTo(item.from.x, item.from.y).lineTo(item.to.x, item.to.y).stroke();
      });
      return;
    case 'tint':
      decoration(pdf, () => {
        pdf.rect(item.box.x, item.box.y, item.box.width, item.box.height);
        pdf.fill([grey(item.black), grey(item.black), grey(item.black)]).fillColor(INK);
      });
      return;
    case 'screen':
      decoration(pdf, () => drawScreen(pdf, item.box, item.dot));
      return;
    case 'mask':
      decoration(pdf, () => drawMask(pdf, item.box, item.image));
      return;
    case 'seal':
      decoration(pdf, () => drawSeal(pdf, item.box, item.characters, item.caption));
  }
}

function decoration(pdf: Pdf, draw: () => void): void {
  pdf.markContent('Artifact', { type: 'Layout' });
  draw();
  pdf.endMarkedContent();
}

function tableStructure(pdf: Pdf, rows: readonly (readonly TableCell[])[]): PDFKit.PDFStructureElement {
  const cell = ({ role, texts }: TableCell) =>
    pdf.struct(
      role === 'header' ? 'TH' : 'TD',
      {},
      texts.map((text) => () => drawText(pdf, text)),
    );
  return pdf.struct(
    'Table',
    {},
    rows.map((row) => pdf.struct('TR', {}, row.map(cell))),
  );
}

/** Tints of the labels, hairlines between the cells, and a stronger frame around the table. */
function drawRules(pdf: Pdf, cells: readonly TableCell[]): void {
  for (const { role, box } of cells) {
    if (role === 'header') pdf.rect(box.x, box.y, box.width, box.height).fill(HEADER_TINT);
  }
  pdf.fillColor(INK).lineWidth(0.4);
  for (const { box } of cells) pdf.rect(box.x, box.y, box.width, box.height);
  pdf.stroke();
  const left = Math.min(...cells.map(({ box }) => box.x));
  const top = Math.min(...cells.map(({ box }) => box.y));
  const right = Math.max(...cells.map(({ box }) => box.x + box.width));
  const bottom = Math.max(...cells.map(({ box }) => box.y + box.height));
  pdf
    .lineWidth(1.1)
    .rect(left, top, right - left, bottom - top)
    .stroke();
}

function drawText(pdf: Pdf, { box, lines, size, align, spacing }: PlacedText): void {
  const height = size * (1 + (lines.length - 1) * LEADING);
  const top = box.y + (box.height - height) / 2;
  pdf.fontSize(size);
  lines.forEach((line, i) => {
    const width = pdf.widthOfString(line) + spacing * ([...line].length - 1);
    const room = box.width - width;
    const x = box.x + (align === 'left' ? 0 : align === 'center' ? room / 2 : room);
    pdf.text(line, x, top + size * (ABOVE_BASELINE + i * LEADING), {
      baseline: 'alphabetic',
      characterSpacing: spacing,
      lineBreak: false,
    });
  });
}

const grey = (black: number): number => Math.round(255 * (1 - black));

/**
 * Dots of the size of printer dots, as a mask of one bit a dot: drawn at full size every bit meets one dot of a 600 dpi printer
 * (measured: a tiling pattern of dots takes renderers up to minutes, one mask half a second).
 */
function drawScreen(pdf: Pdf, { x, y, width, height }: Box, dot: number): void {
  const dots = (points: number): number => Math.round((points * 600) / 72);
  const [across, down, period] = [dots(width), dots(height), 4 * dot];
  const row = Math.ceil(across / 8);
  // A bit that is 0 is painted (ISO 32000-1, 8.9.6.2).
  const bits = Buffer.alloc(row * down, 0xff);
  for (let line = 0; line < down; line++) {
    if (line % period >= dot) continue;
    for (let at = 0; at < across; at++) {
      const octet = line * row + (at >> 3);
      if (at % period < dot) bits[octet] = (bits[octet] ?? 0) & ~(0x80 >> (at & 7));
    }
  }
  drawBits(pdf, { x, y, width, height }, { width: across, height: down, bits });
}

const drawMask = (pdf: Pdf, place: Box, { bits, ...size }: Mask): void =>
  drawBits(pdf, place, { ...size, bits: Buffer.from(bits.map((octet) => ~octet)) });

/** @param bits a bit that is 0 is painted */
function drawBits(pdf: Pdf, { x, y, width, height }: Box, { bits, ...size }: Mask): void {
  const mask = { Type: 'XObject', Subtype: 'Image', ImageMask: true, BitsPerComponent: 1 };
  const image = pdf.ref({ ...mask, Width: size.width, Height: size.height });
  image.end(Buffer.from(bits));
  const name = `Mask${Object.keys(pdf.page.xobjects).length}`;
  pdf.page.xobjects[name] = image;
  // pdfkit's pages run downwards, and so do the rows of the mask.
  pdf
    .save()
    .translate(x, y + height)
    .scale(width, -height)
    .addContent(`/${name} Do`);
  pdf.restore();
}

/** The square seal (公印): its characters in columns from the right, and a band that says it is a sample. */
function drawSeal(pdf: Pdf, box: Box, characters: readonly string[], caption: string): void {
  pdf.strokeColor(SEAL_RED).fillColor(SEAL_RED);
  pdf.lineWidth(1.8).rect(box.x, box.y, box.width, box.height).stroke();
  const gap = mm(1);
  const band = mm(4);
  const inner = { x: box.x + gap, y: box.y + gap, width: box.width - 2 * gap, height: box.height - 2 * gap - band };
  pdf.lineWidth(0.6).rect(inner.x, inner.y, inner.width, inner.height).stroke();
  const columns = Math.ceil(Math.sqrt(characters.length));
  const rows = Math.ceil(characters.length / columns);
  const cell = { width: inner.width / columns, height: inner.height / rows };
  const place = (text: string, at: Box, size: number) =>
    drawText(pdf, { box: at, lines: [text], size, align: 'center', spacing: 0 });
  characters.forEach((character, i) => {
    const x = inner.x + inner.width - cell.width * (Math.floor(i / rows) + 1);
    const y = inner.y + cell.height * (i % rows);
    place(character, { x, y, ...cell }, Math.min(cell.width, cell.height) * 0.86);
  });
  place(caption, { ...inner, y: inner.y + inner.height, height: band + gap * 0.6 }, 8);
  pdf.strokeColor(INK).fillColor(INK);
}
