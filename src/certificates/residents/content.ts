import type { RefusalCode } from '../../centre/port.ts';
import type { Registers, Resident } from '../../centre/register.ts';
import type { Wish } from '../document.ts';
import { honseki } from '../items.ts';
import type { Choice, Item } from '../kind.ts';

/** Rows of the residents' register (住民基本台帳): of a 住民票の写し and of a 住民票記載事項証明書. */
export interface ResidentsContent {
  readonly address: string;
  /** true: all members of the household (世帯全員); false: chosen members (世帯の一部). */
  readonly wholeHousehold: boolean;
  /** 世帯主の氏名, null when not asked for. */
  readonly householdHead: string | null;
  readonly persons: readonly Person[];
}

export interface Person {
  readonly name: string;
  /** 振り仮名 (katakana), null where none is registered (foreign residents). */
  readonly kana: string | null;
  /** 通称 of a foreign resident. */
  readonly alias: string | null;
  /** ISO date; printed in wareki for Japanese nationals, Gregorian for foreign residents. */
  readonly birthDate: string;
  readonly sex: '男' | '女';
  /** 続柄, null when not asked for. */
  readonly relationship: string | null;
  /** 住民となった年月日 (外国人住民となった年月日). */
  readonly residentSince: string;
  /** 住所を定めた年月日. */
  readonly addressSince: string | null;
  /** 届出日. */
  readonly notifiedOn: string | null;
  /** 前住所. */
  readonly previousAddress: string | null;
  /** 本籍, 筆頭者の氏名: null when not asked for or for foreign residents. */
  readonly honseki: string | null;
  readonly hittousha: string | null;
  /** 12 digits, null when not asked for. */
  readonly myNumber: string | null;
  /** null for Japanese nationals. */
  readonly foreign: Foreign | null;
}

export interface Foreign {
  /** 国籍・地域, null when not asked for. */
  readonly nationality: string | null;
  /** 在留 items, null when not asked for. */
  readonly residence: Residence | null;
}

/** 30条45規定区分, 在留資格, 在留期間, 満了の日 (ISO date) and card number; a special permanent resident (特別永住者) has only the first and the last. */
export interface Residence {
  readonly category: string;
  readonly status: string | null;
  readonly period: string | null;
  readonly expires: string | null;
  readonly cardNumber: string;
}

/** Items that both papers leave out unless asked (住基法 12条5項, 30条の51). `myNumber` takes a second yes. */
export const residentsItems: readonly Item[] = [
  {
    id: 'relationship',
    label: {
      ja: '続柄・世帯主',
      'ja-easy': '｜家族《かぞく》との｜関係《かんけい》（｜続柄《つづきがら》）と｜世帯主《せたいぬし》',
      en: 'Relationship, head of household',
      'zh-Hans': '亲属关系（続柄）、户主',
      'zh-Hant': '親屬關係（続柄）、戶長',
      ko: '세대주와의 관계(続柄), 세대주',
      vi: 'Quan hệ (続柄), chủ hộ',
      pt: 'Parentesco (続柄), chefe da família',
    },
  },
  honseki,
  {
    id: 'nationality',
    label: {
      ja: '国籍・地域',
      'ja-easy': '｜国籍《こくせき》・｜地域《ちいき》（どこの｜国《くに》か）',
      en: 'Nationality',
      'zh-Hans': '国籍、地区',
      'zh-Hant': '國籍、地區',
      ko: '국적・지역',
      vi: 'Quốc tịch',
      pt: 'Nacionalidade',
    },
  },
  {
    id: 'residence',
    label: {
      ja: '在留資格など',
      'ja-easy': '｜在留資格《ざいりゅうしかく》など',
      en: 'Status of residence',
      'zh-Hans': '在留资格等',
      'zh-Hant': '在留資格等',
      ko: '체류 자격(在留資格) 등',
      vi: 'Tư cách lưu trú (在留資格)',
      pt: 'Status de residência (在留資格)',
    },
  },
  {
    id: 'myNumber',
    label: {
      ja: 'マイナンバー（個人番号）',
      'ja-easy': 'マイナンバー（｜個人番号《こじんばんごう》）',
      en: 'My Number (個人番号)',
      'zh-Hans': '个人编号（My Number、個人番号）',
      'zh-Hant': '個人編號（My Number、個人番号）',
      ko: '마이넘버(個人番号)',
      vi: 'My Number (個人番号)',
      pt: 'My Number (個人番号)',
    },
  },
];

/** 続柄 of the person a household is named after. */
export const head = '世帯主';

/** People whose rows stand in the register now, in its order. */
const registered = ({ household }: Registers): readonly Resident[] =>
  household.residents.filter(({ standing }) => standing === 'resident' || standing === 'moving-out');

/** What means anything in this household: 本籍 is kept of Japanese nationals only, the 在留 items of foreign ones (住基法 30条の45). */
const concerns: Readonly<Record<string, (person: Resident) => boolean>> = {
  honseki: ({ honseki }) => honseki !== null,
  nationality: ({ foreign }) => foreign !== null,
  residence: ({ foreign }) => foreign !== null,
};

/** Everybody in the household may be chosen, the holder first. */
export function residentsOffer(registers: Registers): Choice | RefusalCode {
  const all = registered(registers);
  return {
    members: all
      .map(({ id, name, kana }) => ({
        id,
        name,
        ...(kana === null ? {} : { kana }),
        holder: id === registers.holder.id,
      }))
      .sort((a, b) => Number(b.holder) - Number(a.holder)),
    items: residentsItems.map(({ id }) => id).filter((id) => all.some(concerns[id] ?? (() => true))),
  };
}

/**
 * The rows as the register stands, or why there are none: `member-moving-out` when somebody with a 転出届 would be on it,
 * `register-busy` when the household has no head at the moment.
 */
export function residentsContent(registers: Registers, { members, items }: Wish): ResidentsContent | RefusalCode {
  const all = registered(registers);
  const chosen = members.length === 0 ? all : all.filter(({ id }) => members.includes(id));
  if (chosen.some(({ standing }) => standing === 'moving-out')) return 'member-moving-out';
  const householder = all.find(({ relationship }) => relationship === head);
  if (householder === undefined) return 'register-busy';
  return {
    address: registers.household.address,
    wholeHousehold: chosen.length === all.length,
    householdHead: items.includes('relationship') ? householder.name : null,
    persons: chosen.map((resident) => personOf(resident, items)),
  };
}

/** One row, with nothing on it that was not asked for (住基法 12条5項). */
function personOf(resident: Resident, items: readonly string[]): Person {
  const { name, kana, alias, birthDate, sex, residentSince, addressSince, notifiedOn, previousAddress } = resident;
  const asked = <T>(id: string, value: T): T | null => (items.includes(id) ? value : null);
  return {
    name,
    kana,
    alias,
    birthDate,
    sex,
    relationship: asked('relationship', resident.relationship),
    residentSince,
    addressSince,
    notifiedOn,
    previousAddress,
    honseki: asked('honseki', resident.honseki),
    hittousha: asked('honseki', resident.hittousha),
    myNumber: asked('myNumber', resident.myNumber),
    foreign: resident.foreign === null ? null : foreignOf(resident.foreign, items),
  };
}

function foreignOf({ nationality, ...residence }: NonNullable<Resident['foreign']>, items: readonly string[]): Foreign {
  return {
    nationality: items.includes('nationality') ? nationality : null,
    residence: items.includes('residence') ? residence : null,
  };
}

/** Persons on a sheet (世帯連記式, 標準仕様書). */
export const personsPerSheet = 4;

export const residentsPages = ({ persons }: ResidentsContent): number => Math.ceil(persons.length / personsPerSheet);
