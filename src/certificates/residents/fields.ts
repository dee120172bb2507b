import { blank, omitted } from '../marks.ts';
import { gregorian, wareki } from '../wareki.ts';
import type { Person, Residence } from './content.ts';

/** One labelled value in a person's block. */
export interface Field {
  /** Lines of the label. */
  readonly label: readonly string[];
  readonly value: string;
  /** Widths in millimetres; a row's widths add up to the block's width. */
  readonly labelWidth: number;
  readonly valueWidth: number;
  /** A reading printed small above the value. */
  readonly reading?: string;
}

/** Width of a person's block without its number column, in millimetres. */
export const fieldsWidth = 173;

const field = (label: string, labelWidth: number, value: string, valueWidth: number): Field => ({
  label: label.split('\n'),
  value,
  labelWidth,
  valueWidth,
});

/** A special permanent resident carries another certificate (入管特例法 7条). */
const cardLabel = (residence: Residence | null): string =>
  residence?.category === '特別永住者' ? '特別永住者\n証明書の番号' : '在留カード等\nの番号';

/**
 * The rows of one person, in the order of the standard specification for resident registers. Japanese nationals' dates
 * are in wareki, foreign residents' in the Gregorian calendar; both kinds take six rows, so that a household may mix them.
 */
export function fieldsOf(person: Person): readonly (readonly Field[])[] {
  const { foreign } = person;
  const date = foreign === null ? wareki : gregorian;
  const dateOrBlank = (value: string | null) => (value === null ? blank : date(value));
  const first = [
    { ...field('氏名', 21, person.name, 82), reading: person.kana ?? blank },
    field('生年月日', 17, date(person.birthDate), 30),
    field('性別', 11, person.sex, 12),
  ];
  const dates = [
    field('続柄', 21, person.relationship ?? omitted, 23),
    field(foreign === null ? '住民となった\n年月日' : '外国人住民と\nなった年月日', 17, date(person.residentSince), 26),
    field('住所を定めた\n年月日', 17, dateOrBlank(person.addressSince), 26),
    field('届出日', 17, dateOrBlank(person.notifiedOn), 26),
  ];
  const previous = [field('前住所', 21, person.previousAddress ?? blank, 152)];
  const numbers = [field('個人番号', 21, person.myNumber ?? omitted, 65), field('住民票コード', 21, omitted, 66)];
  if (foreign === null) {
    return [
      first,
      dates,
      [field('本籍', 21, person.honseki ?? omitted, 152)],
      [field('筆頭者の氏名', 21, person.hittousha ?? omitted, 152)],
      previous,
      numbers,
    ];
  }
  const { residence } = foreign;
  const item = (value: string | null | undefined): string => (residence === null ? omitted : (value ?? blank));
  return [
    first,
    dates,
    [field('通称', 21, person.alias ?? blank, 65), field('国籍・地域', 21, foreign.nationality ?? omitted, 66)],
    [
      field('法第30条45\nに規定する区分', 21, item(residence?.category), 31),
      field('在留資格', 17, item(residence?.status), 34),
      field('在留期間', 17, item(residence?.period), 18),
      field('満了の日', 11, item(residence?.expires == null ? null : gregorian(residence.expires)), 24),
    ],
    previous,
    [
      field(cardLabel(residence), 21, item(residence?.cardNumber), 31),
      field('個人番号', 17, person.myNumber ?? omitted, 34),
      field('住民票コード', 21, omitted, 49),
    ],
  ];
}
