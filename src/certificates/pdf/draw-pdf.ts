import type { CertificateFont } from '../font/certificate-font.ts';
import { A4, type Sheet } from '../page.ts';
import { Content } from './content.ts';
import { EmbeddedFont } from './embedded-font.ts';
import { groundOf } from './ground.ts';
import { srgbProfile } from './icc.ts';
import { Images } from './images.ts';
import { type DocumentInfo, MAKER, pdfDate, xmp } from './metadata.ts';
import { number, PdfObjects, type Ref, textString, to } from './objects.ts';
import { drawSheet } from './sheet.ts';
import { type Section, writeStructure } from './structure.ts';

const SRGB = srgbProfile();

/**
 * Sheets as a tagged PDF/A-1b file (ISO 19005-1) in Japanese. Streams are not compressed, but for the ground: the printer is
 * a cable away, and zlib would be most of the time. Same sheets, same octets.
 *
 * @throws MissingGlyphError, as the layout must have asked the font before
 */
export function drawPdf(sheets: readonly Sheet[], info: DocumentInfo, font: CertificateFont): Uint8Array<ArrayBuffer> {
  const pdf = new PdfObjects();
  const text = new EmbeddedFont(font);
  const images = new Images(pdf);
  const pages = pdf.reserve();
  const fontRef = pdf.reserve();
  const sections = sheets.map((sheet, index): Section => {
    const page = pdf.reserve();
    const content = new Content(text, images);
    const element = drawSheet(sheet, content, () => groundOf(font));
    const { operators, resources } = content.finish(fontRef);
    const size = `[0 0 ${number(A4.width)} ${number(A4.height)}]`;
    const stream = to(pdf.writeStream('', operators));
    pdf.write(
      `<</Type/Page/Parent ${to(pages)}/MediaBox${size}/Resources${resources}/Contents ${stream}/StructParents ${index}>>`,
      page,
    );
    return { page, element };
  });
  pdf.write(`<</Type/Pages/Count ${sheets.length}/Kids[${sections.map(({ page }) => to(page)).join(' ')}]>>`, pages);
  text.write(pdf, fontRef);
  const root = writeCatalog(pdf, pages, writeStructure(pdf, sections), info);
  return pdf.finish(root, writeInfo(pdf, info));
}

function writeCatalog(pdf: PdfObjects, pages: Ref, structure: Ref, info: DocumentInfo): Ref {
  const profile = pdf.writeStream('/N 3', SRGB);
  const intent = `<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)/DestOutputProfile ${to(profile)}>>`;
  const metadata = pdf.writeStream('/Type/Metadata/Subtype/XML', xmp(info));
  return pdf.write(
    `<</Type/Catalog/Pages ${to(pages)}/Lang(ja-JP)/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>` +
      `/StructTreeRoot ${to(structure)}/Metadata ${to(metadata)}/OutputIntents[${intent}]>>`,
  );
}

function writeInfo(pdf: PdfObjects, { title, at }: DocumentInfo): Ref {
  const maker = textString(MAKER);
  const date = `(${pdfDate(at)})`;
  return pdf.write(
    `<</Title ${textString(title)}/Creator ${maker}/Producer ${maker}/CreationDate ${date}/ModDate ${date}>>`,
  );
}
