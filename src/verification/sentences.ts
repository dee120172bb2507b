import type { Finding } from './findings.ts';

type Said = { readonly [F in Finding['found']]: (finding: Extract<Finding, { readonly found: F }>) => string };

const cellJa = (cell: number | null): string => (cell === null ? '文言' : `${cell}番目の欄`);
const cellEn = (cell: number | null): string => (cell === null ? 'wording' : `cell ${cell}`);

const ja: Said = {
  signature: ({ page, municipality }) => `${page}枚目の符号は${municipality}の署名です。`,
  'all-pages': ({ pages }) => `全${pages}枚がそろっています。`,
  'text-as-signed': () => '表面の文字は、署名されたとおりです。',
  'reverse-as-signed': () => '裏面から、署名されたとおりの内容を復元しました。',
  'pages-not-shown': ({ pages }) => `${pages.join('、')}枚目が読み取られていません。`,
  'content-not-compared': () =>
    '記載の内容はまだ確かめていません。裏面も読み取るか、発行した市区町村に問い合わせてください。',
  'reverse-incomplete': ({ page, missing }) => `${page}枚目の裏面の符号が${missing}個読み取れていません。`,
  'no-code': ({ page }) => (page === null ? '証明書の符号がありません。' : `PDFの${page}ページに符号がありません。`),
  'altered-code': () => '符号が書き換えられているか、壊れています。',
  'unknown-key': ({ keyId }) => `署名の鍵（${keyId}）を知りません。本物とは確かめられません。`,
  'wrong-signature': ({ page, municipality }) => `${page}枚目の符号は${municipality}の署名ではありません。`,
  'other-municipality': ({ page, municipality }) =>
    `${page}枚目の符号は、${municipality}の鍵で別の市区町村を名乗っています。`,
  'other-certificate': ({ page }) => `${page}枚目は別の証明書の用紙です。`,
  'two-codes': ({ page }) => `${page}枚目の符号が二つあり、内容が違います。`,
  'page-order': ({ place }) => `PDFの${place}ページの順序が違います。`,
  'pages-missing': ({ count }) => `PDFのページが${count}ページ足りません。`,
  identity: ({ place }) => `PDFの${place}ページの発行番号かページ番号が符号と違います。`,
  'altered-text': ({ place, cell }) => `PDFの${place}ページの${cellJa(cell)}が、署名された内容と違います。`,
  'altered-picture': () => '印影が、署名されたものと違います。',
  'altered-reverse': ({ page }) =>
    page === null ? '裏面の内容が、署名されたものと違います。' : `${page}枚目の裏面は、この表面の裏面ではありません。`,
  'reverse-without-front': ({ page }) => `${page}枚目の裏面だけがあり、開く鍵のある表面がありません。`,
  unreadable: ({ detail }) => `読めません（${detail}）。`,
};

const en: Said = {
  signature: ({ page, municipality }) => `The code of sheet ${page} is signed by ${municipality}.`,
  'all-pages': ({ pages }) => `All sheets are there (${pages}).`,
  'text-as-signed': () => 'The text of the front is what was signed.',
  'reverse-as-signed': () => 'The reverse was opened and holds what was signed.',
  'pages-not-shown': ({ pages }) => `Not shown yet: sheet ${pages.join(', ')}.`,
  'content-not-compared': () =>
    'What is written on the paper has not been compared. Show the reverse too, or ask the municipality that issued it.',
  'reverse-incomplete': ({ page, missing }) => `${missing} codes on the reverse of sheet ${page} were not read.`,
  'no-code': ({ page }) =>
    page === null ? 'There is no code of a certificate.' : `Page ${page} of the PDF has no code.`,
  'altered-code': () => 'A code was altered or is damaged.',
  'unknown-key': ({ keyId }) => `The signing key (${keyId}) is not known: nothing vouches for this paper.`,
  'wrong-signature': ({ page, municipality }) => `The code of sheet ${page} is not signed by ${municipality}.`,
  'other-municipality': ({ page, municipality }) =>
    `The code of sheet ${page} has the key of ${municipality} and names another municipality.`,
  'other-certificate': ({ page }) => `Sheet ${page} belongs to another certificate.`,
  'two-codes': ({ page }) => `There are two codes of sheet ${page}, and they differ.`,
  'page-order': ({ place }) => `Page ${place} of the PDF is not the one that belongs there.`,
  'pages-missing': ({ count }) => `${count} pages of the PDF are missing.`,
  identity: ({ place }) => `Page ${place} of the PDF names another issue or page than its code.`,
  'altered-text': ({ place, cell }) => `On page ${place} of the PDF, ${cellEn(cell)} is not what was signed.`,
  'altered-picture': () => 'The impression of the seal is not the one that was signed.',
  'altered-reverse': ({ page }) =>
    page === null
      ? 'The reverse does not hold what was signed.'
      : `The reverse of sheet ${page} is not the reverse of this front.`,
  'reverse-without-front': ({ page }) => `There is the reverse of sheet ${page}, but no front with the key to it.`,
  unreadable: ({ detail }) => `It cannot be read (${detail}).`,
};

const said = { ja, en };

export const sentence = (finding: Finding, language: keyof typeof said): string =>
  (said[language][finding.found] as (finding: Finding) => string)(finding);
