import type { DocumentPayload } from '../document.ts';
import { dayOf, type Expected, type Form } from '../form.ts';
import type { FamilyContent } from './content.ts';

export const familyForm =
  (title: string, certification: string) =>
  ({ content, pages }: DocumentPayload<FamilyContent>): Form => ({
    everywhere: [['title', title]],
    numbered: (page) => `（${pages}の${page}）`,
    atEnd: [['certification', certification]],
    labels: [
      ...content.events.map(({ title: label }, i): Expected => [`events[${i}].title`, label]),
      ...content.members.flatMap(({ entries, removed }, i): Expected[] => [
        [`members[${i}].removed`, removed ? '除籍' : '記録されている者'],
        ...entries.map(({ title: label }, j): Expected => [`members[${i}].entries[${j}].title`, label]),
      ]),
    ],
    head: [
      ['honseki', content.honseki],
      ['hittousha', content.hittousha],
    ],
    body: [
      ...content.events.map((entry, i): Expected => [`events[${i}]`, said(entry.items)]),
      ...content.members.flatMap((member, i): Expected[] => [
        [`members[${i}]`, personOf(member)],
        ...member.entries.map((entry, j): Expected => [`members[${i}].entries[${j}]`, said(entry.items)]),
      ]),
    ],
  });

const said = (items: FamilyContent['events'][number]['items']): string =>
  items.map(({ label, value }) => `【${label}】${typeof value === 'string' ? value : dayOf(value.on)}`).join('');

const personOf = ({ name, birthDate, spouse, father, mother, relation }: FamilyContent['members'][number]): string => {
  return [
    `【名】${name}`,
    `【生年月日】${dayOf(birthDate)}`,
    spouse === null ? '' : `【配偶者区分】${spouse}`,
    `【父】${father}`,
    `【母】${mother}`,
    `【続柄】${relation}`,
  ].join('');
};
