import { expect, it } from 'vitest';
import { FONT_FILES, openCertificateFont } from '../../src/certificates/font/certificate-font.ts';
import { renderTestPage } from '../../src/certificates/pdf.ts';
import { pdftotext, withFiles } from './tools.ts';

const page = {
  job: 'TEST-ABCDE-FGHJK-MNPQR-STVWX',
  shop: '見本ストア　窓口市駅前店',
  terminal: 'MADO-01',
  at: Date.UTC(2026, 10, 22, 2, 3),
};

async function render(fonts = FONT_FILES, change: Partial<typeof page> = {}): Promise<Uint8Array> {
  const outcome = await renderTestPage({ ...page, ...change }, openCertificateFont(fonts));
  if (outcome.outcome !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

it.each([0, 1])('is one sound A4 page with all its words, whichever font is installed (%s)', async (skipped) => {
  const pdf = await render(FONT_FILES.slice(skipped));
  withFiles({ 'a.pdf': pdf }, (run) => {
    expect(run('qpdf', '--check', '%a.pdf')).toContain('No syntax or stream encoding errors');
    const info = run('pdfinfo', '%a.pdf');
    expect(info).toMatch(/Pages: +1\n/);
    expect(info).toMatch(/Page size: +595\.\d+ x 841\.\d+ pts \(A4\)/);
  });
  const text = pdftotext(pdf);
  for (const part of [page.job, page.terminal, '窓口市駅前店', '2026-11-22 11:03', '19pt', '黒 100%', '地紋'])
    expect(text).toContain(part);
});

it('is the same bytes for the same moment, and a long name of a shop is not cut', async () => {
  expect(Buffer.from(await render()).equals(await render())).toBe(true);
  const shop = '架空県窓口市中央区見本町一丁目駅前大通り北口店舗二十';
  expect(pdftotext(await render(FONT_FILES, { shop }))).toContain(shop);
});

it('refuses a name it has no glyph for (I13)', async () => {
  await expect(render(FONT_FILES, { shop: '\u{30000}' })).rejects.toThrow('missing-glyph');
});

it('shows two screens that are one sixteenth black each, dot for dot at 600 dpi', async () => {
  const pdf = await render();
  const inDots = (mm: number): number => Math.round((mm / 25.4) * 600);
  withFiles({ 'a.pdf': pdf }, (run, read) => {
    // Inside each screen, away from its edges.
    for (const left of [30, 120]) {
      const [x, y, w, h] = [left, 195, 50, 20].map(inDots) as [number, number, number, number];
      const area = ['-x', x, '-y', y, '-W', w, '-H', h].map(String);
      run('pdftoppm', '-r', '600', '-mono', '-singlefile', ...area, '%a.pdf', '%screen');
      const bytes = read('screen.pbm');
      const bits = bytes.subarray(bytes.length - Math.ceil(w / 8) * h);
      const black = bits.reduce((sum, octet) => sum + octet.toString(2).replaceAll('0', '').length, 0);
      expect(black / (w * h)).toBeCloseTo(1 / 16, 2);
    }
  });
});
