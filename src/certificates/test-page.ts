import { japanDateTime } from '../japan-time.ts';
import type { Outcome } from '../outcome.ts';
import { done, failed } from '../outcome.ts';
import type { CertificateFont } from './font/certificate-font.ts';
import { A4, type Box, fitText, mm, type PageItem, type Sheet } from './page.ts';
import type { RenderFault } from './renderer.ts';

/** What staff look for. */
const LOOK_AT = [
  '枠が3本とも欠けていない（端から5mm、10mm、15mm）',
  '文字がかすれず、線が切れていない',
  '黒と灰色にむらやすじがない',
  '地紋の二つが同じ濃さに見える',
];

/** A page for staff to look at. It holds nobody's data and cannot be taken for a certificate. */
export interface TestPage {
  /** Name of its job at the printer. */
  readonly job: string;
  readonly shop: string;
  readonly terminal: string;
  /** When it was asked for, milliseconds since 1970. */
  readonly at: number;
}

/** Margins that are drawn, in millimetres from the edge: what a printer cannot reach is missing on the paper. */
const MARGINS = [5, 10, 15];
const LEFT = 22;
const WIDTH = 166;
const SAMPLE = '見本 東京都 あいうえお アイウエオ 0123456789 ABCabc';
const SIZES = [6, 7, 8, 10, 13, 19];
/** Widths of hairlines and rules on certificates, in points. */
const RULES = [0.3, 0.4, 0.6, 1.1, 1.8];
/** Part of the area that is black. */
const GREYS = [1, 0.75, 0.5, 0.25, 0.1, 0.07];
const PATCH = { width: 24, height: 22 } as const;
const SCREEN = { width: 76, height: 34 } as const;

/** Sets the page. `missing-glyph` names the first code point of the shop's name that the font lacks. */
export function layoutTestPage(page: TestPage, font: CertificateFont): Outcome<Sheet[], RenderFault> {
  const items: PageItem[] = MARGINS.flatMap(frame);
  const write = (text: string, box: Box, max: number, kind: 'heading' | 'paragraph' = 'paragraph'): void => {
    const { lines, size } = fitText(font, text, box, { max, min: 5 }) ?? { lines: [text], size: 5 };
    items.push({ kind, text: { box, lines, size, align: 'left', spacing: 0 } });
  };
  const said = [`${page.shop}　端末 ${page.terminal}`, japanDateTime(page.at), page.job];
  const missing = font.missingIn(said.join(''));
  if (missing !== null) return failed('missing-glyph', missing);

  write('A4印字テスト', box(LEFT, 22, WIDTH, 10), 19, 'heading');
  said.forEach((text, i) => {
    write(text, box(LEFT, 36 + i * 6, WIDTH, 6), 10);
  });
  write('この用紙は証明書ではありません。個人の情報はありません。', box(LEFT, 55, WIDTH, 6), 10);
  SIZES.forEach((size, i) => {
    write(`${size}pt　${SAMPLE}`, box(LEFT, 66 + i * 9, WIDTH, 9), size);
  });
  RULES.forEach((width, i) => {
    const y = mm(126 + i * 5);
    write(`${width}pt`, box(LEFT, 123.5 + i * 5, 18, 5), 7);
    items.push({ kind: 'line', from: { x: mm(LEFT + 20), y }, to: { x: mm(LEFT + WIDTH), y }, width });
  });
  GREYS.forEach((black, i) => {
    const x = LEFT + i * 28;
    items.push({ kind: 'tint', box: box(x, 154, PATCH.width, PATCH.height), black });
    write(`黒 ${Math.round(black * 100)}%`, box(x, 177, PATCH.width, 5), 7);
  });
  // The two screens of a copy-evident ground are equally dark; a copier loses the fine one and keeps the coarse one.
  [1, 4].forEach((dot, i) => {
    const x = LEFT + i * 90;
    items.push({ kind: 'screen', box: box(x, 188, SCREEN.width, SCREEN.height), dot });
    write(dot === 1 ? '地紋　細（600dpi、1点）' : '地紋　粗（600dpi、4点）', box(x, 223, SCREEN.width, 5), 7);
  });
  LOOK_AT.forEach((text, i) => {
    write(`□ ${text}`, box(LEFT, 234 + i * 7, WIDTH, 6), 10);
  });
  return done([{ items }]);
}

/** A rectangle along the edge of the paper. */
function frame(margin: number): PageItem[] {
  const [left, top, right, bottom] = [mm(margin), mm(margin), A4.width - mm(margin), A4.height - mm(margin)] as const;
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
  return corners.map((from, i) => ({ kind: 'line', from, to: corners[(i + 1) % 4] ?? from, width: 0.4 }));
}

const box = (x: number, y: number, width: number, height: number): Box => ({
  x: mm(x),
  y: mm(y),
  width: mm(width),
  height: mm(height),
});
