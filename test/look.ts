import { writeFileSync } from 'node:fs';
import { openCertificateFont } from '../src/certificates/font/certificate-font.ts';
import { renderPdf } from '../src/certificates/pdf.ts';
import { specimens } from '../src/certificates/specimens.ts';
import { bigHousehold, documentOf, foreigner, person } from './certificates/fixtures.ts';

const font = openCertificateFont();
const all = [...specimens, bigHousehold(), documentOf([person(), foreigner(), person(), person()])];
for (const [i, d] of all.entries()) {
  const r = await renderPdf(d, font);
  if (r.outcome === 'done') writeFileSync(`/tmp/qpng/${d.payload.kind}-${i}.pdf`, r.value);
  else console.log(r);
  console.log(d.payload.kind, i, d.payload.pages, d.codes[0]?.length);
}
