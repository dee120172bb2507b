import { PNG } from 'pngjs';
import type { SignedDocument } from '../../src/certificates/document.ts';
import { openCertificateFont } from '../../src/certificates/font/certificate-font.ts';
import { renderPdf } from '../../src/certificates/pdf.ts';
import type { Issuers } from '../../src/verification/issuers.ts';
import { office } from '../certificates/fixtures.ts';
import { withFiles } from '../certificates/tools.ts';

/** 青葉市, which signs the documents of these tests. */
export const issuers: Issuers = {
  office: {
    code: '139999',
    name: '青葉市',
    spki: office.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  },
};

const font = openCertificateFont();

export async function pdfOf(document: SignedDocument): Promise<Uint8Array> {
  const outcome = await renderPdf(document, font);
  if (outcome.outcome !== 'done') throw new Error(`${outcome.outcome}: ${outcome.detail}`);
  return outcome.value;
}

/** A page as a scanner of 200 dpi sees it, in grey. @param page from 1 */
export const scanned = (pdf: Uint8Array, page: number): PNG =>
  withFiles({ 'a.pdf': pdf }, (run, read) => {
    run(
      'pdftoppm',
      '-r',
      '200',
      '-gray',
      '-png',
      '-singlefile',
      '-f',
      String(page),
      '-l',
      String(page),
      '%a.pdf',
      '%a',
    );
    return PNG.sync.read(Buffer.from(read('a.png')));
  });

const greys = ({ data, height, width }: PNG): Float32Array =>
  Float32Array.from({ length: width * height }, (_, at) => data[4 * at] ?? 0);

function withGreys({ height, width }: PNG, grey: (at: number) => number): PNG {
  const picture = new PNG({ width, height });
  for (let at = 0; at < width * height; at++) {
    const value = Math.max(0, Math.min(255, Math.round(grey(at))));
    picture.data.fill(value, 4 * at, 4 * at + 3);
    picture.data[4 * at + 3] = 255;
  }
  return picture;
}

/** Out of focus: the binomial mean of nine dots. */
export function blurred(picture: PNG): PNG {
  const { height, width } = picture;
  const before = greys(picture);
  const weights = [1, 2, 1, 2, 4, 2, 1, 2, 1];
  return withGreys(picture, (at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) return before[at] ?? 255;
    return weights.reduce(
      (sum, weight, i) => sum + (weight * (before[at + (i % 3) - 1 + (Math.floor(i / 3) - 1) * width] ?? 0)) / 16,
      0,
    );
  });
}

/** Grain of the sensor, the same in each run. */
export function noisy(picture: PNG, strength: number): PNG {
  const before = greys(picture);
  let seed = 1;
  return withGreys(picture, (at) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (before[at] ?? 0) + (seed / 0x7fffffff - 0.5) * strength;
  });
}

/** A photocopy: out of focus twice, hard contrast, black that spreads, and paper that is not white. */
export function photocopied(picture: PNG): PNG {
  const soft = greys(blurred(blurred(picture)));
  return noisy(
    withGreys(picture, (at) => ((soft[at] ?? 0) - 150) * 2.2 + 110 - (at % 97 === 0 ? 20 : 0)),
    40,
  );
}

export const fileOf = (picture: PNG): Uint8Array => Uint8Array.from(PNG.sync.write(picture));

/** A square of a picture: who reads codes with a telephone holds it there. Lengths in millimetres at 200 dpi. */
export function closeUp(picture: PNG, left: number, top: number, side: number): PNG {
  const dots = (millimetres: number): number => Math.round((millimetres * 200) / 25.4);
  const part = new PNG({ width: dots(side), height: dots(side) });
  PNG.bitblt(picture, part, dots(left), dots(top), part.width, part.height, 0, 0);
  return part;
}

/** The QR code in a picture by zbar, which nobody here wrote; empty when it finds none. */
export const zbar = (picture: PNG): string =>
  withFiles({ 'a.png': fileOf(picture) }, (run) => {
    try {
      return run('zbarimg', '-q', '--raw', '%a.png').trimEnd();
    } catch {
      return '';
    }
  });
