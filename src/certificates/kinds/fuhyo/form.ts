import type { DocumentPayload } from '../../document.ts';
import { blank, dayOf, type Expected, type Form, omitted } from '../../form.ts';
import type { FuhyoContent } from './content.ts';

export const fuhyoForm = ({ content, pages }: DocumentPayload<FuhyoContent>): Form => ({
  everywhere: [['title', '戸籍の附票の写し']],
  numbered: (page) => `（${pages}の${page}）`,
  atEnd: [
    [
      'certification',
      content.whole
        ? 'この写しは、戸籍の附票の全部の原本と相違ないことを証明する。'
        : 'この写しは、戸籍の附票の一部の原本と相違ないことを証明する。',
    ],
  ],
  head: [
    ['honseki', content.honseki ?? omitted],
    ['hittousha', content.hittousha ?? omitted],
  ],
  body: [
    ['since', `【編製日】${dayOf(content.since)}`],
    ...content.persons.flatMap(({ name, birthDate, sex, addresses }, i): Expected[] => [
      [`persons[${i}]`, `${name}【生年月日】${dayOf(birthDate)}【性別】${sex}`],
      ...(addresses.length === 0 ? [[`persons[${i}].addresses`, blank] as const] : []),
      ...addresses.map(
        ({ address, since }, j): Expected => [`persons[${i}].addresses[${j}]`, `${address}【住定日】${dayOf(since)}`],
      ),
    ]),
  ],
});
