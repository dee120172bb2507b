import { correction, generate, mode } from 'lean-qr';
import type { CertificateFont } from './font/certificate-font.ts';
import { box, left } from './form-sheet.ts';
import { type Box, fitText, type Mask, mm, type PageItem } from './page.ts';

/** Printer dots of a module at 600 dpi: 0.42 mm, read again from a scan of 200 dpi with blur and noise. */
const DOTS = 10;
/** Modules that stay white around a code (ISO/IEC 18004). */
const QUIET = 4;
/** Any mask is as good: the text is as random as its signature. A fixed one makes the drawing ten times quicker. */
const MASK = 3;

export interface Code {
  readonly image: Mask;
  /** Millimetres of a side, quiet zone included. */
  readonly side: number;
}

/** A QR code of level M, in the smallest version that holds the text, in characters of the alphanumeric mode. @throws when none up to `maxVersion` does */
export function qrCode(text: string, maxVersion: number): Code {
  const code = generate(mode.alphaNumeric(text), {
    minCorrectionLevel: correction.M,
    maxCorrectionLevel: correction.M,
    maxVersion,
    mask: MASK,
  });
  const { size } = code;
  const row = Math.ceil(size / 8);
  const bits = new Uint8Array(row * size);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1)
      if (code.get(x, y)) bits[y * row + (x >> 3)] = (bits[y * row + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
  return { image: { width: size, height: size, bits }, side: ((size + 2 * QUIET) * DOTS * 25.4) / 600 };
}

/** The code without its quiet zone, whose upper left corner is given in millimetres. */
export function codeItem({ image, side }: Code, x: number, y: number): PageItem {
  const quiet = (side * QUIET) / (image.width + 2 * QUIET);
  return { kind: 'mask', box: box(x + quiet, y + quiet, side - 2 * quiet, side - 2 * quiet), image };
}

/** Lower left, above the footer: the room that every sheet leaves free. */
const bottom = 281.5;
/** 81 modules with the quiet zone, 34 mm: what fits under a certification. */
const LARGEST = 14;

/** What the receiver is told beside the code. */
export const codeCaption = [
  'この証明書が本物か確かめられます。',
  '左の符号を「証明書の確認」のページで読み取ってください。裏面も読み取ると、記載の内容を照らし合わせられます。',
] as const;

/** The signed code of a page, and the words beside it. */
export function codeItems(text: string, font: CertificateFont): readonly PageItem[] {
  const code = qrCode(text, LARGEST);
  return [
    codeItem(code, left, bottom - code.side),
    ...codeCaption.map((line, i): PageItem => captionItem(line, box(left + 36, bottom - 9 + i * 4.2, 143, 4.2), font)),
  ];
}

function captionItem(text: string, place: Box, font: CertificateFont): PageItem {
  const fitted = fitText(font, text, place, { max: 7.5, min: 5 }) ?? { lines: [text], size: 5 };
  return { kind: 'paragraph', text: { box: place, ...fitted, align: 'left', spacing: 0 } };
}

export const codeBox = { x: mm(left), y: mm(bottom - 34.4), width: mm(34.4), height: mm(34.4) } satisfies Box;
