import { createHash, generateKeyPairSync } from 'node:crypto';
import type { DocumentPayload, SignedDocument } from '../../src/certificates/document.ts';
import { type Person, type ResidentsContent, residentsPages } from '../../src/certificates/residents/content.ts';
import { signDocument } from '../../src/certificates/signature.ts';

export const TRANSACTION = '01JZ8Q4W7N3K5M9P2R6T8V0XYB';

/** 渡邉 with a variant of its second character (Moji_Joho). */
export const WATANABE = '渡邉\u{E010F}　葛\u{E0102}子';

export const person = (changes: Partial<Person> = {}): Person => ({
  name: WATANABE,
  kana: 'ワタナベ　カツコ',
  alias: null,
  birthDate: '1989-01-08',
  sex: '女',
  relationship: '世帯主',
  residentSince: '2019-05-01',
  addressSince: '2020-02-29',
  notifiedOn: '2020-03-03',
  previousAddress: '北海道札幌市中央区北一条西二丁目1番地',
  honseki: '東京都千代田区千代田1番',
  hittousha: WATANABE,
  myNumber: null,
  foreign: null,
  ...changes,
});

export const foreigner = (changes: Partial<Person> = {}): Person =>
  person({
    name: 'NGUYEN VAN ANH',
    kana: null,
    alias: '山田　安',
    birthDate: '1989-01-08',
    sex: '男',
    relationship: '同居人',
    honseki: null,
    hittousha: null,
    foreign: {
      nationality: 'ベトナム',
      residence: {
        category: '中長期在留者',
        status: '技術・人文知識・国際業務',
        period: '3年',
        expires: '2027-11-30',
        cardNumber: 'AB12345678CD',
      },
    },
    ...changes,
  });

type Changes = Partial<DocumentPayload<ResidentsContent>>;

export function payloadOf(persons: readonly Person[], changes: Changes = {}): DocumentPayload<ResidentsContent> {
  const content: ResidentsContent = {
    address: '青葉市本町三丁目2番1号　青葉ハイツ203号室',
    wholeHousehold: true,
    householdHead: WATANABE,
    persons,
  };
  return {
    schema: 1,
    kind: 'juminhyo',
    transaction: TRANSACTION,
    holder: createHash('sha256').update('holder').digest('hex'),
    municipality: { code: '139999', name: '青葉市', mayor: '窓口　太郎' },
    readAt: '2026-07-01T03:00:00.000Z',
    issuedOn: '2026-07-01',
    pages: residentsPages(content),
    copies: 1,
    content,
    ...changes,
  };
}

/** Municipality that signs the documents of these tests. */
export const office = { keyId: 'office', ...generateKeyPairSync('ed25519') };

/** Octets that are other ones each time, and the same in each run. */
export const counting = (from = 0) => {
  let next = from;
  return (octets: number): Uint8Array => new Uint8Array(octets).fill(next++);
};

export const signed = <Content>(payload: DocumentPayload<Content>, random = counting()) => ({
  ...signDocument(payload, { keyId: office.keyId, key: office.privateKey }, random),
  payload,
});

export const documentOf = (
  persons: readonly Person[],
  changes: Changes = {},
): SignedDocument & { readonly payload: DocumentPayload<ResidentsContent> } => signed(payloadOf(persons, changes));

/** Nine people, one of them foreign: three sheets. */
export const bigHousehold = (): SignedDocument =>
  documentOf([
    person(),
    person({
      name: '辻\u{E0102}　一郎',
      kana: 'ツジ　イチロウ',
      sex: '男',
      relationship: '夫',
      birthDate: '1926-12-25',
    }),
    foreigner(),
    ...Array.from({ length: 6 }, (_, i) =>
      person({
        name: `髙橋　${'二三四五六七'[i]}郎`,
        kana: 'タカハシ　ロウ',
        relationship: '子',
        birthDate: `201${i}-05-0${i + 1}`,
      }),
    ),
  ]);
