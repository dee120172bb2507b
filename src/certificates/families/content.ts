import type { RefusalCode } from '../../centre/port.ts';
import type { FamilyEntry, FamilyMember, FamilyRegister, Registers } from '../../centre/register.ts';
import type { Wish } from '../document.ts';
import type { Choice } from '../kind.ts';
import { type LedgerRow, paginate } from '../ledger.ts';
import { wareki } from '../wareki.ts';

/** What is certified of one 戸籍: all of it, or one person's part. */
export interface FamilyContent {
  readonly honseki: string;
  readonly hittousha: string;
  readonly events: readonly FamilyEntry[];
  readonly members: readonly (Pick<
    FamilyMember,
    'birthDate' | 'entries' | 'father' | 'mother' | 'relation' | 'removed' | 'spouse'
  > & {
    /** 名: the given name. */
    readonly name: string;
  })[];
}

/** Everybody who is in the register now, the holder first; for papers on which people are chosen. */
export function familyChoice({ family, holder }: Registers): Choice | RefusalCode {
  if (family === null) return 'no-family-register';
  const members = family.members
    .filter(({ removed }) => !removed)
    .map(({ id, name, kana }) => ({ id, name, kana, holder: id === holder.id }))
    .sort((a, b) => Number(b.holder) - Number(a.holder));
  return { members, items: [] };
}

const contentOf = (family: FamilyRegister, members: readonly FamilyMember[]): FamilyContent => ({
  honseki: family.honseki,
  hittousha: family.hittousha,
  events: family.events,
  members: members.map(({ birthDate, entries, father, mother, name, relation, removed, spouse }) => ({
    name: givenName(name),
    birthDate,
    spouse,
    father,
    mother,
    relation,
    removed,
    entries,
  })),
});

/** 全部事項: everybody, also those who left the register. */
export const wholeFamily = ({ family }: Registers): FamilyContent | RefusalCode =>
  family === null ? 'no-family-register' : contentOf(family, family.members);

/** 個人事項: one person, the holder when nobody is named. */
export function oneOfFamily({ family, holder }: Registers, { members }: Wish): FamilyContent | RefusalCode {
  if (family === null) return 'no-family-register';
  const wanted = members[0] ?? holder.id;
  const member = family.members.find(({ id, removed }) => id === wanted && !removed);
  return member === undefined ? 'option-not-allowed' : contentOf(family, [member]);
}

const itemsOf = ({ items }: FamilyEntry): string[] =>
  items.map(({ label, value }) => `【${label}】${typeof value === 'string' ? value : wareki(value.on)}`);

/** Family and given name are parted by U+3000; the register gives the given name (名). */
const givenName = (name: string): string => name.split('　').slice(1).join('　') || name;

/** The rows under 本籍 and 氏名, which stand on every page. */
export function familyRows({ events, members }: FamilyContent): readonly LedgerRow[] {
  return [
    ...events.map(
      (entry, i): LedgerRow => ({
        label: entry.title,
        items: itemsOf(entry),
        ...(i === 0 ? { begins: true } : {}),
      }),
    ),
    ...members.flatMap((member): LedgerRow[] => [
      {
        label: member.removed ? '除籍' : '記録されている者',
        begins: true,
        items: [
          `【名】${member.name}`,
          `【生年月日】${wareki(member.birthDate)}`,
          ...(member.spouse === null ? [] : [`【配偶者区分】${member.spouse}`]),
          `【父】${member.father}`,
          `【母】${member.mother}`,
          `【続柄】${member.relation}`,
        ],
      },
      ...member.entries.map((entry): LedgerRow => ({ label: entry.title, items: itemsOf(entry) })),
    ]),
  ];
}

/** Millimetres for the rows of one page. */
export const room = 180;

export const familyPages = (content: FamilyContent): number => paginate(familyRows(content), room).length;

const specimenMember: FamilyContent['members'][number] = {
  name: '太郎',
  birthDate: '1989-01-08',
  father: '見本　一郎',
  mother: '見本　花子',
  relation: '長男',
  spouse: '夫',
  removed: false,
  entries: [
    {
      title: '出生',
      items: [
        { label: '出生日', value: { on: '1989-01-08' } },
        { label: '届出人', value: '父' },
      ],
    },
    { title: '婚姻', items: [{ label: '配偶者氏名', value: '見本　二葉' }] },
  ],
};

export const familySpecimens: readonly FamilyContent[] = [1, 8].map((count) => ({
  honseki: '見本県見本市見本町0番',
  hittousha: '見本　太郎',
  events: [{ title: '戸籍編製', items: [{ label: '編製日', value: { on: '2016-01-01' } }] }],
  members: Array.from({ length: count }, (_, i) => ({ ...specimenMember, removed: i > 0, spouse: null })),
}));
