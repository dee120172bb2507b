import { describe, expect, it } from 'vitest';
import { slipBytes } from '../../src/devices/receipt-printer/slip-bytes.ts';
import { adviceOn } from '../../src/locales/advice.ts';
import { dayIn, sayIn } from '../../src/locales/index.ts';
import { refusalsJa } from '../../src/locales/refusals-ja.ts';
import type { Refusal } from '../../src/machines/actors.ts';
import type { Language } from '../../src/machines/events.ts';
import { EscPosDecoder } from '../../src/simulation/receipt-printer/escpos-decoder.ts';
import { PAPER_WIDTH, type Slip, widthOf } from '../../src/simulation/receipt-printer/slip.ts';
import { SlipBuilder } from '../../src/simulation/receipt-printer/slip-builder.ts';
import { adviceSlip, registrationSlip, type SlipHead } from '../../src/slips/slips.ts';

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
const languages = ['ja', 'en'] as const satisfies readonly Language[];
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
const dense = (text: string): string => text.replaceAll('–', '-').replaceAll('〜', '～').replace(/\s/g, '');

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

describe.each(languages)('slips in %s', (language) => {
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
