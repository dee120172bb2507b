import type { DocumentPayload } from '../document.ts';
import { blank, dayOf, type Expected, type Form, omitted } from '../form.ts';
import type { Person, ResidentsContent } from './content.ts';

/** @param title of the paper, @param sentence its certification, with the scope */
export const residentsForm =
  (title: string, sentence: (scope: string) => string) =>
  ({ content }: DocumentPayload<ResidentsContent>): Form => {
    const scope = content.wholeHousehold ? '世帯全員' : '世帯の一部';
    return {
      everywhere: [
        ['title', title],
        ['scope', `（${scope}）`],
      ],
      atEnd: [['certification', sentence(scope)]],
      head: [
        ['address', content.address],
        ['householdHead', content.householdHead ?? omitted],
      ],
      body: content.persons.flatMap((person, i) =>
        cellsOf(person).map(([field, text]): Expected => [`persons[${i}].${field}`, text]),
      ),
    };
  };

/** One person's data cells in the order of the form. */
function cellsOf(person: Person): Expected[] {
  const { foreign } = person;
  const day = (value: string | null | undefined): string =>
    value == null ? blank : dayOf(value, foreign === null ? 'era' : 'gregorian');
  const head: Expected[] = [
    ['kana', person.kana ?? blank],
    ['name', person.name],
    ['birthDate', day(person.birthDate)],
    ['sex', person.sex],
    ['relationship', person.relationship ?? omitted],
    ['residentSince', day(person.residentSince)],
    ['addressSince', day(person.addressSince)],
    ['notifiedOn', day(person.notifiedOn)],
  ];
  const previous: Expected = ['previousAddress', person.previousAddress ?? blank];
  const numbers: Expected[] = [
    ['myNumber', person.myNumber ?? omitted],
    ['residentCode', omitted],
  ];
  if (foreign === null) {
    const family: Expected[] = [
      ['honseki', person.honseki ?? omitted],
      ['hittousha', person.hittousha ?? omitted],
    ];
    return [...head, ...family, previous, ...numbers];
  }
  const { nationality, residence } = foreign;
  const stay: readonly string[] =
    residence === null
      ? [omitted, omitted, omitted, omitted, omitted]
      : [
          residence.category,
          residence.status ?? blank,
          residence.period ?? blank,
          day(residence.expires),
          residence.cardNumber,
        ];
  const [category = '', status = '', period = '', expires = '', cardNumber = ''] = stay;
  return [
    ...head,
    ['alias', person.alias ?? blank],
    ['nationality', nationality ?? omitted],
    ['category', category],
    ['status', status],
    ['period', period],
    ['expires', expires],
    previous,
    ['cardNumber', cardNumber],
    ...numbers,
  ];
}
