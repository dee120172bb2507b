// A process that does nothing but draw the signed documents of a file, one a line in JSON, then says its peak memory in JSON.
import { readFileSync } from 'node:fs';
import type { SignedDocument } from '../../../src/certificates/document.ts';
import { openCertificateFont } from '../../../src/certificates/font/certificate-font.ts';
import { renderPdf } from '../../../src/certificates/pdf.ts';

const font = openCertificateFont();
for (const line of readFileSync(process.argv[2] ?? '', 'utf8').split('\n'))
  await renderPdf(JSON.parse(line) as SignedDocument, font);
const [, peak] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
process.stdout.write(JSON.stringify({ peakMegabytes: Number(peak) / 1024 }));
