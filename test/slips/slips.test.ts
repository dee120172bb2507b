import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { kindOf, kinds } from '../../src/certificates/catalogue.ts';
import { canDraw, drawLines, drawnLine } from '../../src/devices/receipt-printer/drawn-lines.ts';
import { slipBytes, unprintableIn } from '../../src/devices/receipt-printer/slip-bytes.ts';
import { textOn } from '../../src/guide/index.ts';
import { isPurpose, purposes, sections, topicsOf } from '../../src/guide/topics.ts';
import { adviceOn } from '../../src/locales/advice.ts';
import { dayIn, htmlLang, sayIn } from '../../src/locales/index.ts';
import { refusalsJa } from '../../src/locales/refusals-ja.ts';
import { plainText } from '../../src/locales/ruby.ts';
import type { Refusal } from '../../src/machines/actors.ts';
import { type Language, languages } from '../../src/machines/events.ts';
import { EscPosDecoder } from '../../src/simulation/receipt-printer/escpos-decoder.ts';
import { PAPER_WIDTH, type Slip, widthOf } from '../../src/simulation/receipt-printer/slip.ts';
import { SlipBuilder } from '../../src/simulation/receipt-printer/slip-builder.ts';
import {
  adviceSlip,
  claimSlip,
  counterSlip,
  guideSlip,
  isDrawn,
  receiptSlip,
  registrationSlip,
  type SlipHead,
} from '../../src/slips/slips.ts';

const head: SlipHead = {
  shop: {
    name: '見本コンビニ 窓口町店',
    phone: '000-1234-5678',
    terminal: 'K0001',
    hours: { open: '06:30', close: '23:00' },
  },
  at: Date.parse('2026-11-20T12:34:00+09:00'),
  transaction: 'AAAAA-BBBBB-CCCCC-DDDDD',
  head: { seq: 36, code: 'WKMY97TC' },
};
const refusals = Object.keys(refusalsJa) as readonly Refusal[];
/** Languages whose letters the printer has, and those that are drawn. */
const printedIn = ['ja', 'ja-easy', 'en'] as const satisfies readonly Language[];
const drawnIn = languages.filter((language) => !printedIn.some((one) => one === language));
const topics = sections.flatMap((section) => topicsOf[section]);
const filed = { receipt: '1A2B-3C4D-5E6F', opensOn: '2026-11-30' };

/** The slip as a printer cuts it. */
function printed(markup: string): Slip {
  const builder = new SlipBuilder();
  for (const token of new EscPosDecoder().feed(slipBytes(markup))) {
    const slip = builder.apply(token);
    if (slip !== null) return slip;
  }
  throw new Error('nothing was cut');
}

/** Text as far as where it breaks does not matter, in the characters that the printer has. */
const dense = (text: string): string => plainText(text).replaceAll('–', '-').replaceAll('〜', '～').replace(/\s/g, '');

/** 210 mm: what still can be held and read. */
const longest = 8 * 210;

function expectOnPaper({ elements, text, unknown }: Slip): void {
  expect(unknown).toEqual([]);
  expect(text).not.toMatch(/^\s*[、。，）」]/m);
  let height = 0;
  for (const element of elements) {
    height += element.height;
    if (element.kind !== 'line') continue;
    for (const run of element.runs) expect(run.x + widthOf(run), run.text).toBeLessThanOrEqual(PAPER_WIDTH);
  }
  expect(height).toBeLessThan(longest);
}

describe.each(printedIn)('slips in %s', (language) => {
  const foot = ['2026-11-20 12:34', 'K0001', head.transaction, '36-WKMY97TC', head.shop.phone];

  it.each(refusals)('lose nothing of what is said on %s', (code) => {
    const slip = printed(adviceSlip(head, code, language));
    const text = dense(slip.text);
    const { what, why, remedy, contacts } = adviceOn(code, language, head.shop);
    for (const part of [head.shop.name, what, why, remedy, ...contacts.flat(), ...foot])
      expect(text).toContain(dense(part));
    if (language !== 'ja') expect(text).toContain(dense(adviceOn(code, 'ja', head.shop).what));
    expectOnPaper(slip);
  });

  it('lose nothing of a filed application', () => {
    const slip = printed(registrationSlip(head, filed, language));
    const text = dense(slip.text);
    const opensOn = dayIn(language, filed.opensOn);
    for (const part of [filed.receipt, opensOn, sayIn(language)('registration.after'), ...foot])
      expect(text).toContain(dense(part));
    expectOnPaper(slip);
  });

  it.each(topics)('lose nothing of the guide on %s', (topic) => {
    const slip = printed(guideSlip(head, topic, language));
    const { title, text } = textOn(topic, language);
    const kinds = isPurpose(topic) ? purposes[topic].map((kind) => kindOf(kind).title[language]) : [];
    for (const part of [head.shop.name, title, ...text, ...kinds, head.shop.phone])
      expect(dense(slip.text)).toContain(dense(part));
    expect(slip.text).not.toContain(head.transaction);
    expectOnPaper(slip);
  });
});

/** What of a picture is black: anything, its first or last row, its last column. */
function inkOf(png: Uint8Array): { any: boolean; edge: boolean } {
  const { data, height, width } = PNG.sync.read(Buffer.from(png));
  const dots = Array.from({ length: width * height }, (_, at) => at).filter((at) => data[4 * at] === 0);
  const atEdge = (at: number) => at < width || at >= width * (height - 1) || at % width === width - 1;
  return { any: dots.length > 0, edge: dots.some(atEdge) };
}

/** What a slip says in letters; each line that cannot be printed must be a picture of its height. */
function textOfDrawn(name: string, markup: string): string {
  const slip = printed(markup);
  expectOnPaper(slip);
  const drawn = markup.split('\n').filter((line) => unprintableIn(line) !== null);
  const heights = drawn.map((line) => (line.startsWith('^') ? 54 : 30));
  const pictures = slip.elements.filter((element) => element.kind === 'image');
  const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);
  expect(sum(pictures.map(({ height }) => height)), name).toBe(sum(heights));
  expect(slip.text).not.toContain('?');
  return dense(slip.text);
}

describe.each(drawnIn)('slips in %s, which the printer has no letters for', (language) => {
  const guidePages = topics.map((topic) => [topic, guideSlip(head, topic, language)] as const);
  const sold = [...kinds.values()].map(({ title }) => title);
  const everySlip: readonly (readonly [name: string, markup: string])[] = [
    ...refusals.map((code) => [code, adviceSlip(head, code, language)] as const),
    ['registration', registrationSlip(head, filed, language)],
    ['claim', claimSlip(head, 300, language)],
    ['counter', counterSlip(head, { slip: '12345678', number: '4711', yen: 300, until: head.at }, language)],
    ...sold.map((item) => {
      const paid = { municipality: '架空県窓口市', pages: 1, fee: 300, paid: [['coins', 500]] as const, change: 200 };
      return [item.en, receiptSlip(head, { item, ...paid }, language)] as const;
    }),
  ];

  it('hold every word in their markup', () => {
    const said = (code: Refusal) => adviceOn(code, language, head.shop);
    for (const code of refusals) {
      const markup = dense(
        adviceSlip(head, code, language)
          .replaceAll(/\\(.)/g, '$1')
          .replaceAll(/"?( \|)?\n"?/g, ''),
      );
      const { what, why, remedy, contacts } = said(code);
      for (const part of [what, why, remedy, ...contacts.flat()]) expect(markup).toContain(dense(part));
    }
  });

  it('draw each line that cannot be printed, and print the rest as letters', () => {
    const foot = ['K0001', head.transaction, '36-WKMY97TC', head.shop.phone];
    for (const [name, markup] of everySlip.filter((_, index) => index % 16 === 0 || index >= refusals.length)) {
      const text = textOfDrawn(name, markup);
      for (const part of foot) expect(text, name).toContain(part);
    }
    for (const [name, markup] of guidePages.filter((_, index) => index % 9 === 0))
      expect(textOfDrawn(name, markup), name).toContain(head.shop.phone);
  }, 60_000);

  it('draw nothing beyond the paper, and nothing into the next line', () => {
    const all = new Set(everySlip.flatMap(([, markup]) => markup.split('\n')).filter((line) => unprintableIn(line)));
    const longestFirst = [...all].sort((one, other) => other.length - one.length);
    const lines = new Set([...longestFirst.slice(0, 25), ...longestFirst.filter((line) => line.startsWith('^'))]);
    const pictures = drawLines(
      [...lines].map((line) => [drawnLine(line)]),
      htmlLang(language),
    );
    expect(pictures.length).toBe(lines.size);
    for (const [index, line] of [...lines].entries())
      expect(inkOf(pictures[index] ?? new Uint8Array()), line).toEqual({ any: true, edge: false });
  }, 60_000);

  it('have a glyph for every letter that is drawn', () => {
    const letters = [
      ...new Set(
        [...everySlip, ...guidePages].flatMap(([, markup]) =>
          [...markup].filter((letter) => unprintableIn(letter) !== null),
        ),
      ),
    ];
    expect(letters.length).toBeGreaterThan(5);
    const glyph = (letter: string) => [{ text: letter, bold: false, heading: false, align: 'left' as const }];
    const [missing, ...found] = drawLines([glyph('\u{10FFFD}'), ...letters.map(glyph)], htmlLang(language));
    const blank = letters.filter((_, index) => Buffer.from(found[index] ?? []).equals(Buffer.from(missing ?? [])));
    expect(blank).toEqual([]);
  });
});

it('the font for what is drawn is installed, and it is known which languages need it', () => {
  expect(languages.filter(isDrawn)).toEqual(drawnIn);
  expect(canDraw()).toBe(true);
});

describe('characters that ReceiptLine gives a meaning', () => {
  const name = 'A|B {C} _D_ "E" `F` ^G';
  const named = { ...head, shop: { ...head.shop, name } };

  it.each([
    ['an advice slip', adviceSlip(named, 'nothing-locked', 'en')],
    ['a registration slip', registrationSlip(named, filed, 'ja')],
  ])('stand for themselves on %s', (_, markup) => {
    const { elements, text } = printed(markup);
    expect(text.split('\n').map((line) => line.trim())).toContain(name);
    const [first] = elements;
    const plain = { bold: false, underline: false, inverse: false, across: 1, down: 1 };
    expect(first?.kind === 'line' ? first.runs.map(({ style }) => style) : []).toEqual([
      expect.objectContaining(plain),
    ]);
  });

  it('stay in the texts: a quotation mark is printed, and nothing after it is bold for it', () => {
    const { elements } = printed(adviceSlip(head, 'nothing-locked', 'en'));
    const runs = elements.flatMap((element) => (element.kind === 'line' ? element.runs : []));
    const quoted = runs.filter(({ text }) => text.includes('"'));
    expect(quoted.map(({ text }) => text).join(' ')).toContain('"Change a PIN"');
    for (const { style, text } of quoted) expect(style.bold, text).toBe(false);
  });
});
