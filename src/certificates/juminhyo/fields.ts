import type { JuminhyoPerson } from '../document.ts';
import { gregorian, wareki } from '../wareki.ts';

/** Printed where the register holds nothing. */
export const BLANK = '【空欄】';
/** Printed where the resident did not ask for the item. */
export const OMITTED = '【省略】';

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
export const FIELDS_WIDTH = 173;

const field = (label: string, labelWidth: number, value: string, valueWidth: number): Field => ({
  label: label.split('\n'),
  value,
  labelWidth,
  valueWidth,
});

/**
 * The rows of one person, in the order of the standard specification for resident registers. Japanese nationals' dates
 * are in wareki, foreign residents' in the Gregorian calendar; both kinds take six rows, so that a household may mix them.
 */
export function fieldsOf(person: JuminhyoPerson): readonly (readonly Field[])[] {
  const { foreign } = person;
  const date = foreign === null ? wareki : gregorian;
  const dateOrBlank = (value: string | null) => (value === null ? BLANK : date(value));
  const first = [
    { ...field('氏名', 21, person.name, 82), reading: person.kana ?? BLANK },
    field('生年月日', 17, date(person.birthDate), 30),
    field('性別', 11, person.sex, 12),
  ];
  const dates = [
    field('続柄', 21, person.relationship ?? OMITTED, 23),
    field(foreign === null ? '住民となった\n年月日' : '外国人住民と\nなった年月日', 17, date(person.residentSince), 26),
    field('住所を定めた\n年月日', 17, dateOrBlank(person.addressSince), 26),
    field('届出日', 17, dateOrBlank(person.notifiedOn), 26),
  ];
  const previous = [field('前住所', 21, person.previousAddress ?? BLANK, 152)];
  const numbers = [field('個人番号', 21, person.myNumber ?? OMITTED, 65), field('住民票コード', 21, OMITTED, 66)];
  if (foreign === null) {
    return [
      first,
      dates,
      [field('本籍', 21, person.honseki ?? OMITTED, 152)],
      [field('筆頭者の氏名', 21, person.hittousha ?? OMITTED, 152)],
      previous,
      numbers,
    ];
  }
  return [
    first,
    dates,
    [field('通称', 21, person.alias ?? BLANK, 65), field('国籍・地域', 21, foreign.nationality, 66)],
    [
      field('法第30条45\nに規定する区分', 21, foreign.category, 31),
      field('在留資格', 17, foreign.status, 34),
      field('在留期間', 17, foreign.period, 18),
      field('満了の日', 11, gregorian(foreign.expires), 24),
    ],
    previous,
    [
      field('在留カード等\nの番号', 21, foreign.cardNumber, 31),
      field('個人番号', 17, person.myNumber ?? OMITTED, 34),
      field('住民票コード', 21, OMITTED, 49),
    ],
  ];
}
