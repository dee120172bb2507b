import type { CertificateFont } from '../../src/certificates/font/certificate-font.ts';
import type { Mask, PageItem, PlacedText, Sheet, TableCell } from '../../src/certificates/page.ts';
import { mm } from '../../src/certificates/page.ts';

/** Variants with and without a glyph of their own, planes 1 and 2, hentaigana, compatibility ideographs. */
export const RARE = [
  '邉\u{E010F}',
  '邉',
  '辻\u{E0102}',
  '葛\u{E0102}',
  '𠮷',
  '\u{FA19}',
  '神',
  '\u{1B002}',
  '髙',
  '﨑',
];

const text = (line: string, x: number, y: number, width: number, size = 9): PlacedText => ({
  box: { x: mm(x), y: mm(y), width: mm(width), height: mm(6) },
  lines: [line],
  size,
  align: 'left',
  spacing: 0,
});

/** `count` different kanji of the font, beginning somewhere else for each `seed`. */
export function kanji(font: CertificateFont, count: number, seed = 0): string[] {
  const found: string[] = [];
  for (let code = 0x4e00 + ((seed * 97) % 4000); found.length < count; code += 13) {
    const character = String.fromCodePoint(code);
    if (font.missingIn(character) === null) found.push(character);
  }
  return found;
}

/** A page like a 住民票: a table of 20 rows with 800 characters, 300 of them different kanji, where the font has variants rare ones too. */
export function denseItems(font: CertificateFont, seed = 0): PageItem[] {
  const different = kanji(font, 300, seed);
  const rare = font.variants ? RARE : ['邉'];
  const at = (i: number): string =>
    i % 40 === 7 ? (rare[((i / 40) % rare.length) | 0] ?? '') : (different[i % 300] ?? '');
  const rows = Array.from({ length: 20 }, (_, row) =>
    [0, 1].flatMap((half): TableCell[] => {
      const line = Array.from({ length: 20 }, (_, i) => at(row * 40 + half * 20 + i)).join('');
      const [left, y] = [15 + half * 90, 40 + row * 8];
      const box = (x: number, width: number) => ({ x: mm(x), y: mm(y), width: mm(width), height: mm(8) });
      return [
        { role: 'header', box: box(left, 16), texts: [text(line.slice(0, 2), left + 1, y + 1, 14)] },
        { role: 'data', box: box(left + 16, 74), texts: [text(line, left + 17, y + 1, 72)] },
      ];
    }),
  );
  return [
    { kind: 'heading', text: text('住民票の写し', 80, 15, 60, 16) },
    { kind: 'table', rows },
    { kind: 'paragraph', text: text(`発行番号 ${String(seed).padStart(8, '0')}`, 15, 282, 80) },
    {
      kind: 'seal',
      box: { x: mm(160), y: mm(210), width: mm(23), height: mm(23) },
      characters: [...'青葉市長之印'],
      caption: '見本',
    },
  ];
}

/** A picture that looks like a code, the same for the same seed. */
export function codeLike(width: number, height: number, seed = 1): Mask {
  let state = seed;
  const bits = new Uint8Array(Math.ceil(width / 8) * height).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
  return { width, height, bits };
}

export const QR_BOX = { x: mm(110), y: mm(215), width: mm(36), height: mm(36) };

/** A whole certificate: text on its ground with a code, and the reverse side with a larger one. */
export const certificate = (font: CertificateFont, seed = 0): Sheet[] => [
  {
    items: [
      { kind: 'ground' },
      ...denseItems(font, seed),
      { kind: 'mask', box: QR_BOX, image: codeLike(77, 77, seed + 1) },
    ],
  },
  {
    items: [
      { kind: 'ground' },
      { kind: 'paragraph', text: text('裏面', 15, 10, 30) },
      {
        kind: 'mask',
        box: { x: mm(20), y: mm(20), width: mm(170), height: mm(238) },
        image: codeLike(1_000, 1_400, seed + 2),
      },
    ],
  },
];
