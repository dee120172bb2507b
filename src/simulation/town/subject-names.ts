import { AsnUtf8StringConverter } from '@peculiar/asn1-schema';
import { GeneralName, OtherName, SubjectAlternativeName } from '@peculiar/asn1-x509';
import iconv from 'iconv-lite';
import type { Resident } from '../../centre/register.ts';

/**
 * What a signature certificate (署名用電子証明書) says of its holder: six texts in the subject alternative name, in the order
 * the cards have them (公的個人認証サービス プロファイル仕様書; read from a test card). Characters are those of JIS X 0208 (level 1
 * and 2) and JIS X 0212; another one is replaced, and its place in the flags is 1.
 */
const ITEMS = '1.2.392.200149.8.5.5';

/** The standard's form of a character it does not have; 〓 (geta) stands for what has none. */
const SUBSTITUTES: Readonly<Record<string, string>> = {
  '\u{20BB7}': '吉',
  髙: '高',
  﨑: '崎',
  '\u{1B09E}': 'は',
  '\u{1B099}': 'の',
};
const GETA = '〓';

/** First digit of a date of birth: the era it falls in. */
const ERAS: readonly { readonly from: string; readonly digit: string }[] = [
  { from: '2019-05-01', digit: '5' },
  { from: '1989-01-08', digit: '4' },
  { from: '1926-12-25', digit: '3' },
  { from: '1912-07-30', digit: '2' },
  { from: '1868-01-25', digit: '1' },
  { from: '', digit: '0' },
];

const SEXES = { 男: '1', 女: '2' } as const;

/** ASCII, rows 1–8 and 16–84 of JIS X 0208 without the vendors' rows, or JIS X 0212, as EUC-JP tells them apart. */
function isInStandard(character: string): boolean {
  const euc = iconv.encode(character, 'eucjp');
  if (iconv.decode(euc, 'eucjp') !== character) return false;
  const row = (euc[0] ?? 0) - 0xa0;
  return (
    euc.length === 1 || (euc.length === 3 && euc[0] === 0x8f) || (row >= 1 && row <= 8) || (row >= 16 && row <= 84)
  );
}

/** A text as the certificate may hold it, and one flag a character. A kanji variant is its base character, flagged. */
export function inStandardCharacters(text: string): { readonly text: string; readonly flags: string } {
  const characters = text.match(/.[\u{E0100}-\u{E01EF}]?/gsu) ?? [];
  const written = characters.map((character) => {
    const [base = ''] = character;
    return isInStandard(base) ? base : (SUBSTITUTES[base] ?? GETA);
  });
  return {
    text: written.join(''),
    flags: written.map((character, at) => (character === characters[at] ? '0' : '1')).join(''),
  };
}

/** `EYYYYMMDD`, e.g. `319800217`. */
function birth(date: string): string {
  const era = ERAS.find(({ from }) => from <= date);
  return `${era?.digit ?? '0'}${date.replaceAll('-', '')}`;
}

const item = (number: number, text: string): GeneralName =>
  new GeneralName({
    otherName: new OtherName({ typeId: `${ITEMS}.${number}`, value: AsnUtf8StringConverter.toASN(text).toBER() }),
  });

export function subjectNames({ name, birthDate, sex }: Resident, address: string): SubjectAlternativeName {
  const [person, place] = [inStandardCharacters(name), inStandardCharacters(address)];
  return new SubjectAlternativeName([
    item(1, person.text),
    item(4, birth(birthDate)),
    item(3, SEXES[sex]),
    item(5, place.text),
    item(2, person.flags),
    item(6, place.flags),
  ]);
}
