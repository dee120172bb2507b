import { cutIntoBlocks } from '../../codes/reverse-block.ts';
import { codeItem, qrCode } from '../code-mark.ts';
import type { DocumentPayload } from '../document.ts';
import type { CertificateFont } from '../font/certificate-font.ts';
import { box, FormSheet, left } from '../form-sheet.ts';
import type { PageItem, Sheet } from '../page.ts';

/** Where the codes stand, in millimetres: as many rows as fit above the footer. */
const top = 38;
const pitch = 45;
const columns = 4;
const rows = 5;
const LARGEST = 20;

/**
 * The reverse of a page: what stands on the front, encrypted. null when it has no room, which is more than a front can hold.
 *
 * @param sealed what is to stand there @param page of the copy, and `copy`, from 0
 */
export function reverseOf(
  payload: DocumentPayload,
  sealed: Uint8Array,
  page: number,
  copy: number,
  font: CertificateFont,
): Sheet | null {
  const blocks = cutIntoBlocks(sealed, page + 1, payload.pages);
  if (blocks === null || blocks.length > columns * rows) return null;
  const sheet = new FormSheet(payload, font, page);
  sheet.title('裏面', 12);
  sheet.paragraph(
    'この面は表面の内容を暗号にしたものです。表面の符号といっしょに読み取ると、表面の内容が復元されます。',
    box(left, 24, 180, 7),
    'left',
    9,
  );
  const codes = blocks.map((text, i): PageItem => {
    const code = qrCode(text, LARGEST);
    return codeItem(code, left + (i % columns) * pitch, top + Math.floor(i / columns) * pitch);
  });
  sheet.footer(copy);
  return { items: [...sheet.items, ...codes] };
}
