import type { Person, ResidentsContent } from './content.ts';

const national: Person = {
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

const foreigner: Person = {
  ...national,
  kana: null,
  alias: '見本　花子',
  sex: '女',
  relationship: null,
  addressSince: null,
  honseki: null,
  hittousha: null,
  foreign: {
    nationality: '見本国',
    residence: {
      category: '中長期在留者',
      status: '留学',
      period: '1年',
      expires: '2027-04-30',
      cardNumber: 'AA00000000AA',
    },
  },
};

const special: Person = {
  ...foreigner,
  foreign: {
    nationality: null,
    residence: { category: '特別永住者', status: null, period: null, expires: null, cardNumber: 'AA00000000AA' },
  },
};

const content = (persons: readonly Person[], wholeHousehold: boolean): ResidentsContent => ({
  address: '見本市見本町0番0号',
  wholeHousehold,
  householdHead: null,
  persons,
});

export const residentsSpecimens: readonly ResidentsContent[] = [
  content([national, foreigner], true),
  content(
    [foreigner, special, { ...foreigner, foreign: { nationality: null, residence: null } }, national, national],
    false,
  ),
];
