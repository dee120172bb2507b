import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { AsnConvert } from '@peculiar/asn1-schema';
import { DirectoryString, SubjectAlternativeName } from '@peculiar/asn1-x509';
import { SubjectAlternativeNameExtension, X509Certificate } from '@peculiar/x509';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inStandardCharacters } from '../../../src/simulation/town/subject-names.ts';
import { sampleTown } from '../../../src/simulation/town/town.ts';

const town = await sampleTown(Date.parse('2026-11-20T12:00:00+09:00'));
const OID = '1.2.392.200149.8.5.5';

/** The six items of a card's signature certificate, as the library reads them: identifier and text, in their order. */
function items(card: string): readonly (readonly [string, string])[] {
  const der = town.cards.get(card)?.sign?.certificate ?? new Uint8Array();
  const extension = new X509Certificate(Buffer.from(der)).getExtension(SubjectAlternativeNameExtension);
  return [...AsnConvert.parse(extension?.value ?? new ArrayBuffer(), SubjectAlternativeName)].map(({ otherName }) => [
    otherName?.typeId.replace(`${OID}.`, '') ?? '',
    AsnConvert.parse(otherName?.value ?? new ArrayBuffer(), DirectoryString).utf8String ?? '',
  ]);
}

describe('the names in a signature certificate', () => {
  it('are six texts in the order of the cards', () => {
    expect(items('honseki-elsewhere')).toEqual([
      ['1', '森下　一真'],
      ['4', '319790817'],
      ['3', '1'],
      ['5', '架空県窓口市受付七丁目2番9号'],
      ['2', '00000'],
      ['6', '000000000000000'],
    ]);
  });

  it('replace what JIS does not have, and flag it', () => {
    expect(items('adult').slice(0, 1)).toEqual([['1', '渡邉　健太郎']]);
    expect(new Map(items('adult')).get('2')).toBe('010000');
    expect(new Map(items('revoked')).get('1')).toBe('吉田　沙織');
    expect(new Map(items('revoked')).get('2')).toBe('10000');
    expect(new Map(items('late-reservation')).get('1')).toBe('葛城　はの');
    expect(new Map(items('late-reservation')).get('2')).toBe('10011');
  });

  it('are readable by openssl', () => {
    const der = town.cards.get('foreign')?.sign?.certificate ?? new Uint8Array();
    const text = execFileSync('openssl', ['x509', '-inform', 'DER', '-noout', '-text'], {
      input: der,
      encoding: 'utf8',
    });
    expect(text).toContain('X509v3 Subject Alternative Name');
    for (const [number, value] of [
      [1, 'NGUYEN THI HONG NHUNG'],
      [4, '419940308'],
      [3, '2'],
    ])
      expect(text).toMatch(new RegExp(`othername: ${OID.replaceAll('.', '\\.')}\\.${number}::?\\s*${value}`));
  });

  it('are absent from an authentication certificate', () => {
    const der = town.cards.get('adult')?.auth?.certificate ?? new Uint8Array();
    expect(new X509Certificate(Buffer.from(der)).getExtension(SubjectAlternativeNameExtension)).toBeNull();
  });
});

describe('characters a certificate may hold', () => {
  it.each([
    ['一', '一', '0'],
    ['邉\u{E010F}', '邉', '1'],
    ['髙', '高', '1'],
    ['①', '〓', '1'],
    ['丂', '丂', '0'],
    ['\u{2000B}', '〓', '1'],
    ['Aア゛', 'Aア゛', '000'],
  ])('%s becomes %s, flags %s', (text, written, flags) => {
    expect(inStandardCharacters(text)).toEqual({ text: written, flags });
  });

  it('are written once: what was written is not replaced again, and every character has its flag', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const { text: written, flags } = inStandardCharacters(text);
        const again = inStandardCharacters(written);
        return [...written].length === flags.length && again.text === written && !again.flags.includes('1');
      }),
    );
  });
});
