import type { Household, Resident } from '../../centre/register.ts';
import { MUNICIPALITY, NEIGHBOURS } from './municipality.ts';
import { syntheticMyNumber } from './my-number.ts';

/**
 * The people of 窓口市, all invented. Kanji variants are written as the base character and its selector from the IVD
 * collection Moji_Joho; a selector of another collection (Adobe-Japan1) may exist for the same character and mean another
 * glyph. Family and given name are parted by U+3000.
 */

/** 辶 with one dot, 自 over 穴 and 口. */
const 邉 = '邉\u{E010F}';
/** Two-dot 辻; E0102 is the one-dot form. */
const 辻 = '辻\u{E0103}';
/** 葛 whose lower part is 人, as in 葛飾区. */
const 葛 = '葛\u{E0103}';
const 﨑 = '﨑\u{E0102}';
const 齋 = '齋\u{E0103}';
const 榊 = '榊\u{E0103}';
/** U+20BB7, outside the Basic Multilingual Plane. */
const 𠮷 = '\u{20BB7}';
/** HENTAIGANA LETTER HA-1 and NO-1. */
const 変体は = '\u{1B09E}';
const 変体の = '\u{1B099}';

type Person = Omit<Resident, 'id' | 'household' | 'myNumber' | 'familyRegister'>;
type Shared = Omit<Person, 'name' | 'kana' | 'birthDate' | 'sex' | 'relationship'>;

interface HouseholdRow extends Household {
  readonly persons: readonly Person[];
}

/** What most rows share: a Japanese national who is in the register and about whom nothing is to be said. */
const ORDINARY = { alias: null, foreign: null, standing: 'resident', protectedPerson: false } as const;

/** Someone who came from elsewhere and gave notice a few days later. */
const cameFrom = (previousAddress: string, since: string, notifiedOn: string, honseki: string, hittousha: string) => ({
  ...ORDINARY,
  residentSince: since,
  addressSince: since,
  notifiedOn,
  previousAddress,
  honseki,
  hittousha,
});

/** Someone born into the household: resident since birth, no notice but the birth's own. */
const bornHere = (birthDate: string, honseki: string, hittousha: string): Shared => ({
  ...ORDINARY,
  residentSince: birthDate,
  addressSince: birthDate,
  notifiedOn: null,
  previousAddress: null,
  honseki,
  hittousha,
});

/** A foreign resident: no 戸籍, and no kana in the register unless one was declared. */
const foreigner = (
  previousAddress: string | null,
  since: string,
  notifiedOn: string,
  foreign: NonNullable<Resident['foreign']>,
  alias: string | null = null,
): Shared => ({
  ...ORDINARY,
  alias,
  residentSince: since,
  addressSince: since,
  notifiedOn,
  previousAddress,
  honseki: null,
  hittousha: null,
  foreign,
});

const person = (
  name: string,
  kana: string | null,
  birthDate: string,
  sex: Resident['sex'],
  relationship: string,
  shared: Shared,
): Person => ({ name, kana, birthDate, sex, relationship, ...shared });

const WATANABE = `渡${邉}　健太郎`;
const H01 = cameFrom('架空県帳場市出納三丁目8番1号', '2015-04-01', '2015-04-03', '架空県窓口市証明一丁目2番', WATANABE);

const H02 = cameFrom(
  '架空県控町大字写本55番地',
  '1998-10-20',
  '1998-10-26',
  '架空県控町大字写本55番地',
  `${辻}　安次郎`,
);

const KATSURAGI = `${葛}城　喜一`;
const HONSEKI_03 = '架空県窓口市朱肉町77番地';
const H03 = cameFrom('架空県帳場市伝票町4番地', '1969-05-05', '1969-05-12', HONSEKI_03, KATSURAGI);
const SON_03 = bornHere('1976-02-29', HONSEKI_03, `${葛}城　隆`);
const child03 = (birthDate: string) => bornHere(birthDate, HONSEKI_03, `${葛}城　隆`);

const H04 = cameFrom(
  '架空県印影市割印一丁目1番1号',
  '2011-03-15',
  '2011-03-20',
  '架空県印影市割印10番地',
  `髙${﨑}　誠`,
);

const YOSHIDA = `${𠮷}田　修平`;
const H05 = cameFrom('架空県帳場市受付二丁目3番', '2019-09-01', '2019-09-09', '架空県窓口市封筒二丁目6番', YOSHIDA);

const H06 = foreigner('ベトナム社会主義共和国', '2021-04-10', '2021-04-16', {
  nationality: 'ベトナム',
  category: '中長期在留者',
  status: '技術・人文知識・国際業務',
  period: '5年',
  expires: '2031-04-10',
  cardNumber: 'AB12345678CD',
});

const H07 = foreigner('英国', '2023-08-21', '2023-08-30', {
  nationality: '英国',
  category: '中長期在留者',
  status: '教授',
  period: '5年',
  expires: '2031-08-21',
  cardNumber: 'EF98765432GH',
});

const H08 = foreigner(
  '架空県印影市捨印五丁目2番',
  '2005-06-01',
  '2005-06-06',
  {
    nationality: '韓国',
    category: '中長期在留者',
    status: '日本人の配偶者等',
    period: '5年',
    expires: '2031-06-01',
    cardNumber: 'KL24681357MN',
  },
  '金田　英雄',
);
const NAKAI = '仲井　典子';
const H08_JAPANESE = cameFrom('架空県控町謄本9番地', '2005-06-01', '2005-06-06', '架空県控町謄本9番地', NAKAI);

const H09 = {
  ...cameFrom('記載省略市省略1番地', '2022-12-01', '2022-12-02', '架空県窓口市封緘町8番地', '白石　真由美'),
  protectedPerson: true,
};

const H10 = {
  ...cameFrom('架空県帳場市伝票町90番地', '2017-01-10', '2017-01-16', '架空県帳場市伝票町90番地', `${榊}　直人`),
  standing: 'moved-out' as const,
};

const H11 = cameFrom('架空県印影市角印7番', '1996-07-07', '1996-07-15', '架空県窓口市付箋町31番地', '小窓　晃');
const DAUGHTER_11 = bornHere('2003-11-11', '架空県窓口市付箋町31番地', '小窓　晃');

const H12 = cameFrom('架空県控町大字抄本2番地', '1972-03-03', '1972-03-08', '架空県控町大字抄本2番地', `${齋}藤　義雄`);

const SON_12 = bornHere('1974-09-30', '架空県控町大字抄本2番地', `${齋}藤　義雄`);

const H13 = cameFrom('架空県帳場市窓辺四丁目4番', '2024-02-01', '2024-02-05', '架空県帳場市窓辺4番', '綴　俊介');

const H14 = cameFrom('架空県印影市角印9番2号', '2025-04-01', '2025-04-05', '架空県窓口市証明三丁目4番', '桐生　悠人');

const H15 = foreigner('インド', '2025-04-03', '2025-04-10', {
  nationality: 'インド',
  category: '中長期在留者',
  status: '留学',
  period: '2年',
  expires: '2027-04-03',
  cardNumber: 'UV13579246WX',
});

const H16 = cameFrom('架空県控町謄本31番地', '2000-06-01', '2000-06-08', '架空県窓口市日付印町88番地', '早瀬　浩一');
const child16 = (birthDate: string) => bornHere(birthDate, '架空県窓口市日付印町88番地', '早瀬　浩一');

const H17 = cameFrom('架空県帳場市受付七丁目7番', '2012-03-30', '2012-04-06', '架空県帳場市受付70番地', '森下　一真');

const HOUSEHOLDS: readonly HouseholdRow[] = [
  {
    id: 'h01',
    address: '架空県窓口市証明一丁目2番3号',
    noticePending: false,
    persons: [
      person(WATANABE, 'ワタナベ　ケンタロウ', '1984-05-14', '男', '世帯主', H01),
      person(`渡${邉}　美咲`, 'ワタナベ　ミサキ', '1986-08-30', '女', '妻', H01),
      person(`渡${邉}　大和`, 'ワタナベ　ヤマト', '2009-12-24', '男', '子', H01),
      person(
        `渡${邉}　ひなた`,
        'ワタナベ　ヒナタ',
        '2019-06-02',
        '女',
        '子',
        bornHere('2019-06-02', '架空県窓口市証明一丁目2番', WATANABE),
      ),
    ],
  },
  {
    id: 'h02',
    address: '架空県窓口市整理券町12番地 窓口ハイツ203号',
    noticePending: false,
    persons: [person(`${辻}　静`, 'ツジ　シズカ', '1951-01-08', '女', '世帯主', H02)],
  },
  {
    id: 'h03',
    address: '架空県窓口市朱肉町77番地',
    noticePending: false,
    persons: [
      person(`${葛}城　隆`, 'カツラギ　タカシ', '1976-02-29', '男', '世帯主', SON_03),
      person(`${葛}城　裕子`, 'カツラギ　ユウコ', '1978-04-01', '女', '妻', {
        ...H03,
        residentSince: '2004-10-10',
        addressSince: '2004-10-10',
        notifiedOn: '2004-10-18',
        hittousha: `${葛}城　隆`,
      }),
      person(`${葛}城　蓮`, 'カツラギ　レン', '2005-07-07', '男', '子', child03('2005-07-07')),
      person(`${葛}城　結衣`, 'カツラギ　ユイ', '2008-03-31', '女', '子', child03('2008-03-31')),
      person(`${葛}城　颯太`, 'カツラギ　ソウタ', '2013-10-01', '男', '子', child03('2013-10-01')),
      person(`${葛}城　芽依`, 'カツラギ　メイ', '2018-01-15', '女', '子', child03('2018-01-15')),
      person(KATSURAGI, 'カツラギ　キイチ', '1944-11-03', '男', '父', H03),
      person(`${葛}城　${変体は}${変体の}`, 'カツラギ　ハノ', '1947-09-23', '女', '母', H03),
      person(
        `${葛}城　久美子`,
        'カツラギ　クミコ',
        '1980-12-12',
        '女',
        '妹',
        bornHere('1980-12-12', HONSEKI_03, KATSURAGI),
      ),
    ],
  },
  {
    id: 'h04',
    address: '架空県窓口市日付印町5番18号',
    noticePending: false,
    persons: [
      person(`髙${﨑}　誠`, 'タカサキ　マコト', '1962-09-09', '男', '世帯主', H04),
      person(`髙${﨑}　百合子`, 'タカサキ　ユリコ', '1965-02-02', '女', '妻', H04),
      person(`${辻}　ミツ`, 'ツジ　ミツ', '1938-06-30', '女', '妻の母', { ...H04, hittousha: `${辻}　安次郎` }),
    ],
  },
  {
    id: 'h05',
    address: '架空県窓口市封筒二丁目6番40号',
    noticePending: false,
    persons: [
      person(YOSHIDA, 'ヨシダ　シュウヘイ', '1990-01-31', '男', '世帯主', H05),
      person(`${𠮷}田　沙織`, 'ヨシダ　サオリ', '1991-03-21', '女', '妻', H05),
      person(`${𠮷}田　新`, 'ヨシダ　アラタ', '1966-10-10', '男', '父', H05),
    ],
  },
  {
    id: 'h06',
    address: '架空県窓口市受付五丁目1番7号 コーポ番号札101',
    noticePending: false,
    persons: [
      person('NGUYEN THI HONG NHUNG', null, '1994-03-08', '女', '世帯主', H06),
      person('TRAN VAN MINH', null, '1992-12-30', '男', '夫', {
        ...H06,
        foreign: {
          nationality: 'ベトナム',
          category: '中長期在留者',
          status: '家族滞在',
          period: '5年',
          expires: '2031-04-10',
          cardNumber: 'AB87654321CD',
        },
      }),
    ],
  },
  {
    id: 'h07',
    address: '架空県窓口市掲示板町200番地',
    noticePending: false,
    persons: [
      person(
        'MONTGOMERY-FEATHERSTONEHAUGH MAXIMILIAN BARTHOLOMEW ALEXANDER CHRISTOPHER',
        null,
        '1971-07-04',
        '男',
        '世帯主',
        H07,
      ),
    ],
  },
  {
    id: 'h08',
    address: '架空県窓口市収入印紙町3番9号',
    noticePending: false,
    persons: [
      person('金　英雄', null, '1959-04-29', '男', '世帯主', H08),
      person(NAKAI, 'ナカイ　ノリコ', '1961-11-23', '女', '妻', H08_JAPANESE),
      person('仲井　明', 'ナカイ　アキラ', '1993-05-05', '男', '子', H08_JAPANESE),
    ],
  },
  {
    id: 'h09',
    address: '架空県窓口市封緘町8番地',
    noticePending: false,
    persons: [
      person('白石　真由美', 'シライシ　マユミ', '1988-10-17', '女', '世帯主', H09),
      person('白石　湊', 'シライシ　ミナト', '2016-04-04', '男', '子', H09),
    ],
  },
  {
    id: 'h10',
    address: '架空県窓口市伝言町66番地',
    noticePending: false,
    persons: [person(`${榊}　直人`, 'サカキ　ナオト', '1985-01-20', '男', '世帯主', H10)],
  },
  {
    id: 'h11',
    address: '架空県窓口市付箋町31番地',
    noticePending: false,
    persons: [
      person('小窓　晃', 'コマド　アキラ', '1968-08-08', '男', '世帯主', H11),
      person('小窓　恵', 'コマド　メグミ', '1970-06-16', '女', '妻', H11),
      person('小窓　遥', 'コマド　ハルカ', '2003-11-11', '女', '子', { ...DAUGHTER_11, standing: 'moving-out' }),
    ],
  },
  {
    id: 'h12',
    address: '架空県窓口市保管庫町1番2号',
    noticePending: false,
    persons: [
      person(`${齋}藤　和子`, 'サイトウ　カズコ', '1949-12-01', '女', '世帯主', H12),
      person(`${齋}藤　弘`, 'サイトウ　ヒロシ', '1974-09-30', '男', '子', SON_12),
      person(`${齋}藤　義雄`, 'サイトウ　ヨシオ', '1946-02-11', '男', '夫', { ...H12, standing: 'deceased' }),
    ],
  },
  {
    id: 'h13',
    address: '架空県窓口市用箋町15番',
    noticePending: true,
    persons: [
      person('綴　俊介', 'ツヅリ　シュンスケ', '1995-07-19', '男', '世帯主', H13),
      person('栞　彩', 'シオリ　アヤ', '1996-05-27', '女', '未届の妻', { ...H13, hittousha: '栞　正' }),
    ],
  },
  {
    id: 'h14',
    address: '架空県窓口市証明三丁目4番15号',
    noticePending: false,
    persons: [
      person('桐生　悠人', 'キリュウ　ユウト', '1987-03-14', '男', '世帯主', H14),
      person('桐生　千尋', 'キリュウ　チヒロ', '1989-10-02', '女', '妻', H14),
    ],
  },
  {
    id: 'h15',
    address: '架空県窓口市掲示板町14番地 学生会館305号',
    noticePending: false,
    persons: [person('SHARMA ANJALI', null, '2002-01-26', '女', '世帯主', H15)],
  },
  {
    id: 'h16',
    address: '架空県窓口市日付印町88番地',
    noticePending: false,
    persons: [
      person('早瀬　浩一', 'ハヤセ　コウイチ', '1972-02-20', '男', '世帯主', H16),
      person('早瀬　由美', 'ハヤセ　ユミ', '1974-12-09', '女', '妻', H16),
      person('早瀬　拓海', 'ハヤセ　タクミ', '2001-07-20', '男', '子', child16('2001-07-20')),
      person('早瀬　葵', 'ハヤセ　アオイ', '2003-05-06', '女', '子', child16('2003-05-06')),
    ],
  },
  {
    id: 'h17',
    address: '架空県窓口市受付七丁目2番9号',
    noticePending: false,
    persons: [
      person('森下　一真', 'モリシタ　カズマ', '1979-08-17', '男', '世帯主', H17),
      person('森下　奈緒', 'モリシタ　ナオ', '1981-04-23', '女', '妻', H17),
      person('森下　さくら', 'モリシタ　サクラ', '2006-03-27', '女', '子', H17),
    ],
  },
];

/** People added after the others: ids of the others stay what they were. */
const H18: Shared = foreigner(null, '1974-03-03', '1974-03-05', {
  nationality: '韓国',
  category: '特別永住者',
  status: null,
  period: null,
  expires: null,
  cardNumber: '5A1234567890',
});
const H19 = cameFrom('架空県帳場市出納九丁目2番', '2018-06-01', '2018-06-05', '架空県帳場市出納90番地', '水沢　光');

const ADDED: readonly HouseholdRow[] = [
  {
    id: 'h18',
    address: '架空県窓口市印鑑町2番2号',
    noticePending: false,
    persons: [person('朴　美英', null, '1954-03-03', '女', '世帯主', { ...H18, alias: '新井　美英' })],
  },
  {
    id: 'h19',
    address: '架空県窓口市証明九丁目1番',
    noticePending: false,
    persons: [person('水沢　光', 'ミズサワ　ヒカル', '1991-06-01', '女', '世帯主', H19)],
  },
];

/** Somebody who lives in the next town and tries this terminal. Not in the register of 窓口市. */
const VISITORS: readonly HouseholdRow[] = [
  {
    id: 'h90',
    address: '架空県帳場市出納一丁目1番1号',
    noticePending: false,
    persons: [
      person(
        '北浜　晴香',
        'キタハマ　ハルカ',
        '1992-11-11',
        '女',
        '世帯主',
        bornHere('1992-11-11', '架空県帳場市出納一丁目1番', '北浜　勇'),
      ),
    ],
  },
];

const householdsOf = (rows: readonly HouseholdRow[]): readonly Household[] =>
  rows.map(({ id, address, noticePending }) => ({ id, address, noticePending }));

/** Who keeps the family register of a 本籍, which begins with the name of the municipality. */
const familyRegisterOf = (honseki: string | null): Resident['familyRegister'] => {
  const found = [MUNICIPALITY, ...NEIGHBOURS].find(({ name }) => honseki?.startsWith(name));
  return found === undefined ? null : { code: found.code, name: found.name };
};

const peopleOf = (rows: readonly HouseholdRow[]): readonly Resident[] =>
  rows.flatMap(({ id: household, persons }) =>
    persons.map((row, at) => {
      const id = `r${household.slice(1)}${String(at + 1).padStart(2, '0')}`;
      return { id, household, ...row, myNumber: syntheticMyNumber(id), familyRegister: familyRegisterOf(row.honseki) };
    }),
  );

export const households = householdsOf([...HOUSEHOLDS, ...ADDED]);
/** Residents, household by household; ids are `r` + two digits of the household + two of the row. */
export const residents = peopleOf([...HOUSEHOLDS, ...ADDED]);
export const visitorHouseholds = householdsOf(VISITORS);
export const visitors = peopleOf(VISITORS);
