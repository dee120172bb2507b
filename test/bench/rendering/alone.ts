// A process that does nothing but draw certificates, then says its peak memory in JSON.
import { readFileSync } from 'node:fs';
import { openCertificateFont } from '../../../src/certificates/font/certificate-font.ts';
import { drawPdf } from '../../../src/certificates/pdf/draw-pdf.ts';
import { certificate } from '../../certificates/sheets.ts';

const font = openCertificateFont();
for (let seed = 0; seed < 100; seed += 1) drawPdf(certificate(font, seed), { title: 'bench', at: 0 }, font);
const [, peak] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
process.stdout.write(JSON.stringify({ peakMegabytes: Number(peak) / 1024 }));
