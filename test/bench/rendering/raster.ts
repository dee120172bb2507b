import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificateFont } from '../../../src/certificates/font/certificate-font.ts';
import { A4, type Mask } from '../../../src/certificates/page.ts';
import { groundMask } from '../../../src/certificates/pdf/ground.ts';
import { Images, prepareMask } from '../../../src/certificates/pdf/images.ts';
import { number, PdfObjects, to } from '../../../src/certificates/pdf/objects.ts';
import { temporaryFolder } from '../../harness.ts';
import { ms, rank, say } from '../say.ts';

const RENDERERS: readonly (readonly [name: string, command: string, (pdf: string, out: string) => string[]])[] = [
  ['pdftoppm, grey', 'pdftoppm', (pdf, out) => ['-r', '600', '-gray', '-singlefile', pdf, out]],
  ['pdftoppm, 1 bit', 'pdftoppm', (pdf, out) => ['-r', '600', '-mono', '-singlefile', pdf, out]],
  ['Ghostscript, grey', 'gs', (pdf, out) => ['-q', '-dNOPAUSE', '-dBATCH', '-r600', '-sDEVICE=pgmraw', '-o', out, pdf]],
  [
    'Ghostscript, 1 bit',
    'gs',
    (pdf, out) => ['-q', '-dNOPAUSE', '-dBATCH', '-r600', '-sDEVICE=pbmraw', '-o', out, pdf],
  ],
  ['MuPDF, grey', 'mutool', (pdf, out) => ['draw', '-q', '-r', '600', '-c', 'gray', '-o', `${out}.pgm`, pdf]],
];

/** One A4 page of these operators and resources. */
function onePage(write: (pdf: PdfObjects) => { operators: string; resources: string }): Uint8Array {
  const pdf = new PdfObjects();
  const pages = pdf.reserve();
  const { operators, resources } = write(pdf);
  const content = pdf.writeStream('', operators);
  const size = `[0 0 ${number(A4.width)} ${number(A4.height)}]`;
  const page = pdf.write(
    `<</Type/Page/Parent ${to(pages)}/MediaBox${size}/Resources<<${resources}>>/Contents ${to(content)}>>`,
  );
  pdf.write(`<</Type/Pages/Count 1/Kids[${to(page)}]>>`, pages);
  return pdf.finish(pdf.write(`<</Type/Catalog/Pages ${to(pages)}>>`), pdf.write('<<>>'));
}

const place = (mask: Mask): string =>
  `q ${mask.width * 0.12} 0 0 ${mask.height * 0.12} 0 ${number(A4.height - mask.height * 0.12)} cm/I Do Q`;

/** The fine screen as a pattern of cells of 64 dots, which a renderer repeats. */
function tiling(pdf: PdfObjects): { operators: string; resources: string } {
  const bits = new Uint8Array(8 * 64).map((_, i) => (Math.floor(i / 8) % 4 === 0 ? 0x88 : 0));
  const cell = new Images(pdf).add({ width: 64, height: 64, bits });
  const pattern = pdf.writeStream(
    `/Type/Pattern/PatternType 1/PaintType 2/TilingType 1/BBox[0 0 7.68 7.68]/XStep 7.68/YStep 7.68/Resources<</XObject<</I ${to(cell)}>>>>`,
    '7.68 0 0 7.68 0 0 cm/I Do',
  );
  return {
    operators: `/CS cs 0/P scn 0 0 ${A4.width} ${A4.height} re f`,
    resources: `/ColorSpace<</CS[/Pattern/DeviceGray]>>/Pattern<</P ${to(pattern)}>>`,
  };
}

/** What a ground costs the printer, by what renders PDFs here. */
export function raster(font: CertificateFont): void {
  using folder = temporaryFolder();
  const mask = groundMask(font);
  const prepared = prepareMask(mask);
  const image = (data: Uint8Array, entries: string) => (pdf: PdfObjects) => {
    const size = `/Width ${mask.width}/Height ${mask.height}/BitsPerComponent 1/Decode[1 0]`;
    return {
      operators: place(mask),
      resources: `/XObject<</I ${to(pdf.writeStream(`/Type/XObject/Subtype/Image${size}${entries}`, data))}>>`,
    };
  };
  const variants: Record<string, Uint8Array> = {
    'blank page': onePage(() => ({ operators: '', resources: '' })),
    'ground, one mask, deflated (ours)': onePage(image(prepared.deflated, '/ImageMask true/Filter/FlateDecode')),
    'ground, one mask, not compressed': onePage(image(mask.bits, '/ImageMask true')),
    'ground, one picture of 1 bit, deflated': onePage(
      image(prepared.deflated, '/ColorSpace/DeviceGray/Filter/FlateDecode'),
    ),
    'fine screen alone, a pattern of cells': onePage(tiling),
  };
  for (const [name, command, argumentsFor] of RENDERERS) {
    if (!existsSync(`/usr/bin/${command}`)) {
      say(`page rastered at 600 dpi by ${name}`, 'not installed');
      continue;
    }
    for (const [variant, pdf] of Object.entries(variants)) {
      const path = join(folder.path, 'page.pdf');
      writeFileSync(path, pdf);
      const times = Array.from({ length: 5 }, () => {
        const began = performance.now();
        try {
          execFileSync(command, argumentsFor(path, join(folder.path, 'out')), { timeout: 20_000, stdio: 'pipe' });
        } catch {
          return Number.POSITIVE_INFINITY;
        }
        return performance.now() - began;
      }).slice(1);
      say(`page rastered at 600 dpi by ${name}: ${variant}`, ms(rank(times, 0.5)));
      if (name === RENDERERS[0]?.[0]) say(`  kB of it`, (pdf.length / 1000).toFixed(0));
    }
  }
}
