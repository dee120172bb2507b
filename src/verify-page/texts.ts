export type Language = 'ja' | 'en';

const ja = {
  title: '証明書の確認',
  intro:
    'コンビニなどの端末で発行された証明書が本物かどうかを、署名で確かめます。読み取ったものはこの機器の外に送られません。',
  pictures: '画像を選ぶ（表面と裏面）',
  camera: 'カメラで読み取る',
  stop: 'カメラを止める',
  again: '別の証明書を確かめる',
  otherLanguage: 'English',
  reading: '読み取っています…',
  noCode: '符号を読み取れませんでした。明るい所で、符号の全体が入るように撮ってください。',
  noCamera: 'カメラを使えません。画像を選んでください。',
  genuine: '本物の符号です',
  whole: '本物です。裏面の内容と表面を見比べてください。',
  forged: '本物と確かめられません',
  kind: '証明書',
  transaction: '発行番号',
  municipality: '発行した市区町村',
  issuedOn: '発行日',
  pages: '用紙',
  restored: '裏面から復元した内容',
  compare: '表面の記載と一字ずつ見比べてください。違うところがあれば、表面は書き換えられています。',
};

const en: typeof ja = {
  title: 'Check a certificate',
  intro:
    'Checks by its signature whether a certificate from a terminal in a shop is genuine. Nothing that is read leaves this device.',
  pictures: 'Choose pictures (front and reverse)',
  camera: 'Read with the camera',
  stop: 'Stop the camera',
  again: 'Check another certificate',
  otherLanguage: '日本語',
  reading: 'Reading…',
  noCode: 'No code was found. Take the picture in good light, with the whole code in it.',
  noCamera: 'The camera cannot be used. Please choose pictures.',
  genuine: 'The code is genuine',
  whole: 'Genuine. Now compare what the reverse holds with the front.',
  forged: 'Nothing vouches for this paper',
  kind: 'Certificate',
  transaction: 'Issue number',
  municipality: 'Issued by',
  issuedOn: 'Date of issue',
  pages: 'Sheets',
  restored: 'What the reverse holds',
  compare: 'Compare it with the front, character by character. Where they differ, the front was altered.',
};

export type Texts = typeof ja;
export const texts: Readonly<Record<Language, Texts>> = { ja, en };
