import { describe, expect, it } from 'vitest';
import type { SignedDocument } from '../../src/certificates/document.ts';
import { openCertificateFont } from '../../src/certificates/font/certificate-font.ts';
import { renderPdf } from '../../src/certificates/pdf.ts';
import type { Person } from '../../src/certificates/residents/content.ts';
import { bigHousehold, documentOf, foreigner, payloadOf, person, TRANSACTION, WATANABE } from './fixtures.ts';
import { pdftotext, withFiles } from './tools.ts';

const font = openCertificateFont();

async function pdfOf(document: SignedDocument): Promise<Uint8Array> {
  const outcome = await renderPdf(document, font);
  if (outcome.outcome !== 'done') throw new Error(`${outcome.outcome}: ${outcome.detail}`);
  return outcome.value;
}

describe('the paper', () => {
  it('takes three sheets of A4 for nine people, each with transaction and page mark', async () => {
    const pdf = await pdfOf(bigHousehold());
    const pages = pdftotext(pdf).split('\f').slice(0, -1);
    expect(pages).toHaveLength(6);
    pages.forEach((page, i) => {
      expect(page).toContain(`発行番号 ${TRANSACTION}`);
      expect(page).toContain(`${(i >> 1) + 1} / 3`);
      expect(page.includes('この面は表面の内容を暗号にしたものです。')).toBe(i % 2 === 1);
    });
    const fronts = pages.filter((_, i) => i % 2 === 0);
    fronts.forEach((page, i) => {
      expect(page).toContain(`発行番号 ${TRANSACTION}`);
      expect(page).toContain(`${i + 1} / 3`);
      expect(page).toContain('青葉市本町三丁目2番1号');
      expect(page.includes('証明する。')).toBe(i === 2);
      expect(page.includes('次の用紙に続く')).toBe(i < 2);
      expect(page.includes('以 下 余 白')).toBe(i === 2);
    });
    expect(withFiles({ 'a.pdf': pdf }, (run) => run('pdfinfo', '%a.pdf'))).toContain('595.276 x 841.89 pts (A4)');
  });

  it('is a valid PDF, tagged, in Japanese, with one embedded font', async () => {
    const pdf = await pdfOf(bigHousehold());
    withFiles({ 'a.pdf': pdf }, (run) => {
      expect(run('qpdf', '--check', '%a.pdf')).toContain('No syntax or stream encoding errors found');
      expect(run('pdfinfo', '%a.pdf')).toMatch(/Tagged: +yes/);
      const fonts = run('pdffonts', '%a.pdf').trim().split('\n').slice(2);
      expect(fonts).toHaveLength(1);
      expect(fonts[0]).toMatch(/IPAmjMincho +CID TrueType +Identity-H +yes yes yes/);
    });
    expect(Buffer.from(pdf).includes('/Lang(ja-JP)')).toBe(true);
  });

  it('can be read aloud: headings, paragraphs and table cells in order', async () => {
    const pdf = await pdfOf(documentOf([person()]));
    const structure = withFiles({ 'a.pdf': pdf }, (run) => run('pdfinfo', '-struct-text', '%a.pdf'));
    const cells = structure.replaceAll(/[ \n]+/g, ' ');
    expect(cells).toContain('H1 (block) "住民票の写し"');
    expect(cells).toContain(`TH "世帯主" TD "${WATANABE}"`);
    expect(cells).toContain(`TH "氏名" TD "ワタナベ　カツコ" "${WATANABE}" TH "生年月日" TD "平成元年1月8日"`);
  });

  it('says nothing of the resident outside its pages', async () => {
    const pdf = await pdfOf(documentOf([person()]));
    const info = withFiles({ 'a.pdf': pdf }, (run) => run('pdfinfo', '%a.pdf') + run('pdfinfo', '-meta', '%a.pdf'));
    expect(info).toContain(`住民票の写し ${TRANSACTION}`);
    for (const secret of ['渡邉', '葛', 'ワタナベ', '本町']) expect(info).not.toContain(secret);
  });

  it('is the same to the last byte for the same document', async () => {
    const [first, second] = [await pdfOf(bigHousehold()), await pdfOf(bigHousehold())];
    expect(Buffer.from(first).equals(second)).toBe(true);
    expect(Buffer.from(first).equals(await pdfOf(documentOf([person()])))).toBe(false);
  });
});

describe('what stands on it', () => {
  it('has dates in wareki for nationals and in the Gregorian calendar for foreign residents', async () => {
    const text = pdftotext(await pdfOf(documentOf([person(), foreigner()])));
    expect(text).toContain('平成元年1月8日');
    expect(text).toContain('令和元年5月1日');
    expect(text).toContain('1989年1月8日');
    expect(text).toContain('2027年11月30日');
    expect(text).toContain('令和8年7月1日');
  });

  it('marks what was not asked for and what the register does not hold', async () => {
    const bare = person({
      relationship: null,
      honseki: null,
      hittousha: null,
      previousAddress: null,
      addressSince: null,
    });
    const { content } = payloadOf([bare]);
    const text = pdftotext(await pdfOf(documentOf([bare], { content: { ...content, householdHead: null } })));
    // Head, relationship, 本籍, 筆頭者, 個人番号, 住民票コード; 住所を定めた年月日 and 前住所.
    expect(text.match(/【省略】/g)).toHaveLength(6);
    expect(text.match(/【空欄】/g)).toHaveLength(2);
  });

  it.each([
    [true, 'この写しは、世帯全員の住民票の原本と相違ないことを証明する。'],
    [false, 'この写しは、世帯の一部の住民票の原本と相違ないことを証明する。'],
  ])('certifies (whole household: %s)', async (wholeHousehold, sentence) => {
    const { content } = payloadOf([person()]);
    const text = pdftotext(await pdfOf(documentOf([person()], { content: { ...content, wholeHousehold } })));
    expect(text).toContain(sentence);
    expect(text).toContain('青葉市長 窓口　太郎'.replaceAll('　', ' '));
  });

  it('shows the My Number only where there is one', async () => {
    const [without, withNumber] = [documentOf([person()]), documentOf([person({ myNumber: '123456789018' })])];
    expect(pdftotext(await pdfOf(without))).not.toMatch(/\d{12}/);
    expect(pdftotext(await pdfOf(withNumber))).toContain('123456789018');
  });
});

describe('characters', () => {
  it('read back exactly: variants, planes 1 and 2, hentaigana, compatibility ideographs', async () => {
    const names = [
      '邉\u{E010F}',
      '邉\u{E0110}',
      '邉',
      '辻\u{E0102}',
      '葛\u{E0102}',
      '𠮷田',
      '\u{FA19}谷',
      '神谷',
      '\u{1B002}ん',
      '髙﨑',
    ];
    const text = pdftotext(await pdfOf(documentOf(names.map((name) => person({ name })))));
    for (const name of names) expect(text.split('\n').some((line) => line.startsWith(`${name} `))).toBe(true);
  });

  it('of one document do not reach another', async () => {
    const before = await pdfOf(documentOf([person({ name: '邉', hittousha: null })]));
    await pdfOf(documentOf([person({ name: '邉\u{E010F}\u{FA19}' })]));
    const after = await pdfOf(documentOf([person({ name: '邉', hittousha: null })]));
    expect(Buffer.from(before).equals(after)).toBe(true);
  });

  it.each([
    ['name', { name: '渡邉\u{E0102}' }, 'U+9089 U+E0102'],
    ['reading', { kana: 'ワ\u{30000}' }, 'U+30000'],
    ['honseki', { honseki: '東京\u{2F00}' }, 'U+2F00'],
    ['a control character', { name: '一\u{0007}' }, 'U+0007'],
  ])('that are missing refuse the paper and are named: %s', async (_, changes, named) => {
    expect(await renderPdf(documentOf([person(changes)]), font)).toEqual({
      outcome: 'failed',
      fault: 'missing-glyph',
      detail: named,
    });
  });
});

describe('long texts', () => {
  it('shrink, then wrap, and stay complete', async () => {
    const name = 'MARIA DE LA CONCEPCION FERNANDEZ GONZALEZ DE LOS SANTOS RODRIGUEZ Y VILLANUEVA';
    const address = `青葉市${'本町三丁目'.repeat(17)}`;
    const text = pdftotext(await pdfOf(documentOf([foreigner({ name, previousAddress: address })])));
    expect(text).toContain('DE LOS\nSANTOS RODRIGUEZ');
    const joined = text.replaceAll(/\s/g, '');
    expect(joined).toContain(name.replaceAll(' ', ''));
    expect(joined).toContain(address);
  });

  const withStatus = (status: string): Person['foreign'] => {
    const { foreign } = foreigner();
    return foreign?.residence == null ? null : { ...foreign, residence: { ...foreign.residence, status } };
  };

  it.each([
    ['氏名', person({ name: '長'.repeat(100) })],
    ['前住所', person({ previousAddress: '長'.repeat(200) })],
    ['続柄', person({ relationship: '長'.repeat(40) })],
    ['在留資格', foreigner({ foreign: withStatus('長'.repeat(60)) })],
  ])('that have no room refuse the paper and name the field, not the text: %s', async (field, who) => {
    expect(await renderPdf(documentOf([who]), font)).toEqual({
      outcome: 'failed',
      fault: 'does-not-fit',
      detail: field,
    });
  });
});
