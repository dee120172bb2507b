import type { DocumentPayload, JuminhyoPerson, SignedDocument } from './document.ts';

const NATIONAL: JuminhyoPerson = {
  name: '見本　太郎',
  kana: 'ミホン　タロウ',
  alias: null,
  birthDate: '1989-01-08',
  sex: '男',
  relationship: '世帯主',
  residentSince: '2019-05-01',
  addressSince: '2019-05-01',
  notifiedOn: '2019-05-02',
  previousAddress: '見本県見本市見本町0丁目0番0号',
  honseki: '見本県見本市見本町0番',
  hittousha: '見本　太郎',
  myNumber: null,
  foreign: null,
};

const FOREIGN: JuminhyoPerson = {
  ...NATIONAL,
  kana: null,
  alias: '見本　花子',
  sex: '女',
  relationship: null,
  addressSince: null,
  honseki: null,
  hittousha: null,
  foreign: {
    nationality: '見本国',
    category: '中長期在留者',
    status: '留学',
    period: '1年',
    expires: '2027-04-30',
    cardNumber: 'AA00000000AA',
  },
};

const payload = (persons: readonly JuminhyoPerson[], wholeHousehold: boolean, pages: number): DocumentPayload => ({
  schema: 1,
  kind: 'juminhyo',
  transaction: 'SPECIMEN',
  holder: '',
  municipality: { code: '000000', name: '見本市', mayor: '見本　次郎' },
  issuedOn: '2026-01-01',
  pages,
  content: { address: '見本市見本町0番0号', wholeHousehold, householdHead: null, persons },
});

/**
 * Documents of nobody. Drawn when the renderer starts: they prove that the font holds every fixed word of every layout
 * branch, and they warm the code up, so that the first resident waits no longer than the tenth.
 */
export const SPECIMENS: readonly SignedDocument[] = [
  payload([NATIONAL, FOREIGN], true, 1),
  payload([FOREIGN, NATIONAL, NATIONAL, NATIONAL, NATIONAL], false, 2),
].map((document) => ({ payload: document, keyId: '', signature: '' }));
