import { describe, expect, it } from 'vitest';
import type { Resident } from '../../../src/centre/register.ts';
import { openCertificateFont } from '../../../src/certificates/font/certificate-font.ts';
import { head as HEAD } from '../../../src/certificates/residents/content.ts';
import { MUNICIPALITY } from '../../../src/simulation/town/municipality.ts';
import { myNumberCheckDigit } from '../../../src/simulation/town/my-number.ts';
import { households, residents } from '../../../src/simulation/town/residents.ts';

const textsOf = (resident: Resident): string[] =>
  [resident, resident.foreign ?? {}].flatMap((record) =>
    Object.values(record).filter((value): value is string => typeof value === 'string'),
  );
const everything = [
  ...households.map(({ address }) => address),
  ...residents.flatMap(textsOf),
  ...Object.values(MUNICIPALITY),
];
const inOffice = residents.filter(({ standing }) => standing === 'resident' || standing === 'moving-out');

describe('the people of the town', () => {
  it('are at least thirty in at least twelve households, one of nine and one of a single person', () => {
    expect(residents.length).toBeGreaterThanOrEqual(30);
    expect(households.length).toBeGreaterThanOrEqual(12);
    const sizes = households.map(({ id }) => residents.filter(({ household }) => household === id).length);
    expect(sizes).toContain(9);
    expect(sizes).toContain(1);
  });

  it('have ids of their own, live in a household, and every household has one head', () => {
    expect(new Set(residents.map(({ id }) => id)).size).toBe(residents.length);
    for (const { id } of households) {
      const heads = residents.filter(({ household, relationship }) => household === id && relationship === HEAD);
      expect(
        heads.map(({ standing }) => standing),
        id,
      ).toHaveLength(1);
      expect(residents.find(({ household }) => household === id)?.relationship, id).toBe(HEAD);
    }
    for (const { household } of residents) expect(households.map(({ id }) => id)).toContain(household);
  });

  it('have 個人番号 with a right check digit that nobody can take for real ones', () => {
    for (const { myNumber } of residents) {
      expect(myNumber).toMatch(/^9990000\d{5}$/);
      expect(myNumber).toBe(`${myNumber.slice(0, 11)}${myNumberCheckDigit(myNumber.slice(0, 11))}`);
    }
    expect(new Set(residents.map(({ myNumber }) => myNumber)).size).toBe(residents.length);
    // A published number of a test card, and the two cases where the remainder is 0 or 1.
    expect(myNumberCheckDigit('53768667718')).toBe(8);
    expect(myNumberCheckDigit('00000000000')).toBe(0);
    expect(myNumberCheckDigit('00000000006')).toBe(0);
  });

  it('have real dates in the order of a life', () => {
    for (const { id, birthDate, residentSince, addressSince, notifiedOn, foreign } of residents) {
      for (const date of [birthDate, residentSince, addressSince, notifiedOn, foreign?.expires])
        if (date != null) expect(new Date(date).toISOString().slice(0, 10), id).toBe(date);
      expect(birthDate <= residentSince, id).toBe(true);
      expect(addressSince === null || residentSince <= addressSince, id).toBe(true);
      expect(notifiedOn === null || addressSince === null || addressSince <= notifiedOn, id).toBe(true);
    }
  });

  it('have a 本籍 and kana when Japanese, the items of 法30条の45 when not', () => {
    for (const { id, foreign, honseki, hittousha, kana } of residents) {
      expect(honseki === null, id).toBe(foreign !== null);
      expect(hittousha === null, id).toBe(foreign !== null);
      expect(kana === null, id).toBe(foreign !== null);
      if (foreign !== null) expect(foreign.cardNumber, id).toMatch(/^([A-Z]{2}\d{8}[A-Z]{2}|[0-9A-Z]{2}\d{10})$/);
    }
  });

  it('include everybody a kiosk must have an answer for', () => {
    const some = (is: (resident: Resident) => boolean) => residents.some(is);
    expect(some(({ protectedPerson }) => protectedPerson)).toBe(true);
    expect(some(({ alias }) => alias !== null)).toBe(true);
    expect(some(({ name }) => name.length > 70)).toBe(true);
    for (const standing of ['moving-out', 'moved-out', 'deceased'])
      expect(
        some((resident) => resident.standing === standing),
        standing,
      ).toBe(true);
    expect(households.some(({ noticePending }) => noticePending)).toBe(true);
    expect(inOffice.length).toBeGreaterThan(30);
  });
});

describe('the characters of the town', () => {
  it('are all in IPAmj Mincho, variation sequences as Moji_Joho has them', () => {
    const font = openCertificateFont();
    expect(font.name).toBe('IPAmjMincho');
    expect(font.variants).toBe(true);
    for (const text of everything) expect(font.missingIn(text), text).toBeNull();
    // Adobe-Japan1 sequences, which are often quoted, are not in it.
    expect(font.missingIn('邉\u{E0102}')).toBe('U+9089 U+E0102');
  });

  it('include variants, hentaigana and a kanji outside the BMP', () => {
    const names = residents.map(({ name }) => name).join('');
    expect(new Set(names.match(/.[\u{E0100}-\u{E01EF}]/gu)).size).toBeGreaterThanOrEqual(6);
    expect(names).toMatch(/[\u{1B002}-\u{1B11E}]/u);
    expect(names).toContain('\u{20BB7}');
  });
});

describe('the municipality', () => {
  it('has a code with a right check digit in a prefecture that cannot be', () => {
    const digits = [...MUNICIPALITY.code].map(Number);
    const sum = [6, 5, 4, 3, 2].reduce((total, weight, at) => total + weight * (digits[at] ?? 0), 0);
    expect(digits[5]).toBe((11 - (sum % 11)) % 10);
    expect(Number(MUNICIPALITY.code.slice(0, 2))).toBeGreaterThan(47);
  });
});
