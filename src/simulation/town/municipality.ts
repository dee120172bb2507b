/**
 * 窓口市 exists nowhere. Prefecture numbers end at 47, so no municipality can have a code beginning with 99; the sixth
 * digit is the check digit of 全国地方公共団体コード: 11 minus the weighted sum (6 5 4 3 2) modulo 11, last digit.
 */
export const MUNICIPALITY = { code: '992011', name: '架空県窓口市', mayor: '見本　一郎' } as const;

/** Towns around it, as invented; their family registers hold people who live here. 控町 does not issue at terminals. */
export const NEIGHBOURS = [
  { code: '992020', name: '架空県帳場市', mayor: '見本　二葉', issues: true },
  { code: '992038', name: '架空県印影市', mayor: '見本　三郎', issues: true },
  { code: '993018', name: '架空県控町', mayor: '見本　四季', issues: false },
] as const;

/** The name in Latin letters, as JPKI distinguished names carry it. */
export const MUNICIPALITY_ROMAJI = { city: 'Madoguchi-shi', prefecture: 'Kakuu-ken' } as const;
