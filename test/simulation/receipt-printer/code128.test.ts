import { expect, it } from 'vitest';
import { dice } from '../../../src/simulation/dice.ts';
import { code128 } from '../../../src/simulation/receipt-printer/code128.ts';
import { EscPosDecoder } from '../../../src/simulation/receipt-printer/escpos-decoder.ts';
import { SlipBuilder } from '../../../src/simulation/receipt-printer/slip-builder.ts';
import { scan } from './scan.ts';

/** A slip with one barcode, from bytes. */
function slipWith(data: string) {
  const octets = Buffer.from(data, 'latin1');
  const builder = new SlipBuilder();
  const bytes = [0x1d, 0x77, 2, 0x1d, 0x68, 96, 0x1d, 0x48, 2, 0x1d, 0x6b, 73, octets.length, ...octets, 0x1b, 0x64, 3];
  for (const token of new EscPosDecoder().feed(Uint8Array.from(bytes))) builder.apply(token);
  const slip = builder.tearOff();
  if (slip === null) throw new Error('nothing printed');
  return slip;
}

const { below } = dice(128);
const pairs = (count: number): readonly number[] => Array.from({ length: count }, () => below(100));
const digits = (values: readonly number[]): string => values.map((value) => String(value).padStart(2, '0')).join('');
const inC = (values: readonly number[]): string => `{C${String.fromCharCode(...values)}`;
const letters = (count: number): string => String.fromCharCode(...Array.from({ length: count }, () => 33 + below(90)));
const ownWords = (text: string): string => text.replaceAll('{', '|');

it.each(Array.from({ length: 12 }, () => pairs(4 + below(6))))('zbar reads a symbol of digits: %j', (...values) => {
  expect(scan(slipWith(inC(values)))).toBe(digits(values));
});

it.each(Array.from({ length: 12 }, () => ownWords(letters(4 + below(10)))))(
  'zbar reads a symbol of text: %s',
  (text) => {
    expect(scan(slipWith(`{B${text}`))).toBe(text);
  },
);

it('zbar reads a symbol that goes from one code set to another', () => {
  expect(scan(slipWith(`{BAB-${inC([12, 34])}{BZ`))).toBe('AB-1234Z');
});

it.each(['', '12', '{X12', '{C\x80', '{B\x7f\x80', '{'])('what is no symbol is none: %j', (data) => {
  expect(code128(data)).toBe(null);
});
