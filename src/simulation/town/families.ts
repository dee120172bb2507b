import { addDays, addMonths } from '../../calendar.ts';
import type { FamilyEntry, FamilyMember, FamilyRegister, Resident } from '../../centre/register.ts';

/**
 * The family registers (戸籍) of the people of 窓口市, invented from their rows: who has the same 本籍 and 筆頭者 is in the same one.
 */

const entry = (
  title: string,
  ...items: readonly (readonly [string, string | { readonly on: string }])[]
): FamilyEntry => ({
  title,
  items: items.map(([label, value]) => ({ label, value })),
});

const day = (on: string) => ({ on });
const surnameOf = (name: string): string => name.split('　')[0] ?? name;

/** Given names of parents who stand in no register of the town. */
const fathers = ['正雄', '清', '茂', '武', '弘', '勝'];
const mothers = ['和子', '幸子', '節子', '洋子', '文子', '久子'];
const chosen = (names: readonly string[], id: string): string =>
  names[[...id].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % names.length] ?? '';

const later = (isoDate: string, years: number): string => addMonths(isoDate, 12 * years);
const order = ['長', '二', '三', '四', '五', '六'];

const birth = (person: Resident, at: string, by: string): FamilyEntry =>
  entry(
    '出生',
    ['出生日', day(person.birthDate)],
    ['出生地', at],
    ['届出日', day(addDays(person.birthDate, 5))],
    ['届出人', by],
  );

/** Everybody of one register who lives in the town, the 筆頭者 and the spouse before the children. */
function registerOf(
  residents: readonly Resident[],
  municipality: string,
  addressOf: (of: Resident) => string,
): FamilyRegister {
  const first = residents[0];
  if (first?.honseki == null || first.hittousha === null) throw new Error('a family register without a 本籍');
  const { honseki, hittousha } = first;
  const town = honseki.replace(/(市|町).*$/u, '$1');
  const isChild = ({ relationship, name }: Resident): boolean => relationship === '子' && name !== hittousha;
  const parents = residents.filter((person) => !isChild(person));
  const children = residents.filter(isChild);
  const married = parents.length > 1;
  const since = later(parents[0]?.birthDate ?? first.birthDate, 27);
  const father = parents.find(({ sex }) => sex === '男')?.name ?? hittousha;
  const mother =
    parents.find(({ sex }) => sex === '女')?.name ?? `${surnameOf(hittousha)}　${chosen(mothers, first.id)}`;

  const addresses = (person: Resident): FamilyMember['addresses'] => [
    ...(person.previousAddress === null ? [] : [{ address: person.previousAddress, since: person.birthDate }]),
    { address: addressOf(person), since: person.addressSince ?? person.residentSince },
  ];
  const member = (person: Resident, changes: Partial<FamilyMember>): FamilyMember => ({
    id: person.id,
    name: person.name,
    kana: person.kana ?? '',
    birthDate: person.birthDate,
    sex: person.sex,
    father: `${surnameOf(person.name)}　${chosen(fathers, person.id)}`,
    mother: `${surnameOf(person.name)}　${chosen(mothers, person.id)}`,
    relation: person.sex === '男' ? '長男' : '長女',
    spouse: null,
    removed: person.standing === 'deceased',
    entries: [birth(person, town, '父')],
    addresses: addresses(person),
    ...changes,
  });
  const grown = (person: Resident): FamilyMember => {
    const other = parents.find(({ id }) => id !== person.id);
    const wedding =
      other === undefined
        ? []
        : [
            entry(
              '婚姻',
              ['婚姻日', day(since)],
              [person.sex === '男' ? '妻氏名' : '夫氏名', other.name],
              [
                '従前戸籍',
                `${town}謄本${chosen(['1', '2', '3', '5', '8'], person.id)}番地　${surnameOf(person.name)}　${chosen(fathers, person.id)}`,
              ],
            ),
          ];
    const death =
      person.standing === 'deceased'
        ? [
            entry(
              '死亡',
              ['死亡日', day('2025-02-11')],
              ['死亡時分', '午前4時30分'],
              ['死亡地', town],
              ['届出人', '親族'],
            ),
          ]
        : [];
    return member(person, {
      spouse: married && other !== undefined ? (person.sex === '男' ? '夫' : '妻') : null,
      entries: [birth(person, town, '父'), ...wedding, ...death],
    });
  };
  const young = (person: Resident): FamilyMember => {
    const before = children.filter(({ sex, birthDate }) => sex === person.sex && birthDate < person.birthDate).length;
    return member(person, {
      father,
      mother,
      relation: `${order[before] ?? '七'}${person.sex === '男' ? '男' : '女'}`,
    });
  };
  // A 筆頭者 who lives elsewhere or has died stands first all the same.
  const absent: FamilyMember[] = residents.some(({ name }) => name === hittousha)
    ? []
    : [
        {
          id: `f${first.id.slice(1)}`,
          name: hittousha,
          kana: '',
          birthDate: later(first.birthDate, -3),
          sex: '男',
          father: `${surnameOf(hittousha)}　${chosen(fathers, hittousha)}`,
          mother: `${surnameOf(hittousha)}　${chosen(mothers, hittousha)}`,
          relation: '長男',
          spouse: null,
          removed: true,
          entries: [
            entry(
              '死亡',
              ['死亡日', day('2019-05-01')],
              ['死亡時分', '推定午後11時'],
              ['死亡地', town],
              ['届出人', '親族'],
            ),
          ],
          addresses: [],
        },
      ];
  return {
    id: `k${first.id.slice(1)}`,
    municipality,
    honseki,
    hittousha,
    noticePending: false,
    events: [
      since < '2008-03-01'
        ? entry(
            '戸籍改製',
            ['改製日', day('2008-03-01')],
            ['改製事由', '平成6年法務省令第51号附則第2条第1項による改製'],
          )
        : entry('戸籍編製', ['編製日', day(since)]),
    ],
    members: [...absent, ...parents.map(grown), ...children.map(young)],
    addressesSince: since < '2008-03-01' ? '2008-03-01' : since,
  };
}

/** The registers of everybody who has a 本籍 in a known municipality. */
export const familiesOf = (
  residents: readonly Resident[],
  addressOf: (resident: Resident) => string,
): readonly FamilyRegister[] =>
  [
    ...Map.groupBy(
      residents,
      ({ honseki, hittousha, familyRegister }) => `${familyRegister?.code}/${honseki}/${hittousha}`,
    ),
  ]
    .map(([, family]) => family)
    .flatMap((family) => {
      const code = family[0]?.familyRegister?.code;
      return code === undefined ? [] : [registerOf(family, code, addressOf)];
    });
