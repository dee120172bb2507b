import type { SignedDocument } from '../../../src/certificates/document.ts';
import type { CertificateFont } from '../../../src/certificates/font/certificate-font.ts';
import { documentOf, person } from '../../certificates/fixtures.ts';
import { kanji } from '../../certificates/sheets.ts';

/** A 住民票 of four persons that needs 300 different kanji beside those of the form, other ones for each `seed`. */
export function household(font: CertificateFont, seed: number): SignedDocument {
  const all = kanji(font, 300, seed).join('');
  const persons = [0, 1, 2, 3].map((member) => {
    const part = (from: number, length: number): string => all.slice(member * 75 + from, member * 75 + from + length);
    return person({ name: part(0, 10), hittousha: part(10, 10), honseki: part(20, 27), previousAddress: part(47, 28) });
  });
  return documentOf(persons);
}
