import type { RefusalCode } from '../../../centre/port.ts';
import type { Registers } from '../../../centre/register.ts';
import type { Wish } from '../../document.ts';
import { room } from '../../families/content.ts';
import { type LedgerRow, paginate } from '../../ledger.ts';
import { blank } from '../../marks.ts';
import { wareki } from '../../wareki.ts';

export interface FuhyoContent {
  /** null when not asked for. */
  readonly honseki: string | null;
  readonly hittousha: string | null;
  /** 編製日, ISO date. */
  readonly since: string;
  /** Everybody who is in the 戸籍 now. */
  readonly whole: boolean;
  readonly persons: readonly {
    readonly name: string;
    readonly birthDate: string;
    readonly sex: '男' | '女';
    /** 住所 and 住定日, the oldest first. */
    readonly addresses: readonly { readonly address: string; readonly since: string }[];
  }[];
}

export function fuhyoContent({ family }: Registers, { items, members }: Wish): FuhyoContent | RefusalCode {
  if (family === null) return 'no-family-register';
  const all = family.members.filter(({ removed }) => !removed);
  const chosen = members.length === 0 ? all : all.filter(({ id }) => members.includes(id));
  const asked = items.includes('honseki');
  return {
    honseki: asked ? family.honseki : null,
    hittousha: asked ? family.hittousha : null,
    since: family.addressesSince,
    whole: chosen.length === all.length,
    persons: chosen.map(({ name, birthDate, sex, addresses }) => ({ name, birthDate, sex, addresses })),
  };
}

export const fuhyoRows = ({ since, persons }: FuhyoContent): readonly LedgerRow[] => [
  { label: '附票編製', begins: true, items: [`【編製日】${wareki(since)}`] },
  ...persons.flatMap(({ name, birthDate, sex, addresses }): LedgerRow[] => [
    { label: '氏名', begins: true, items: [name, `【生年月日】${wareki(birthDate)}　【性別】${sex}`] },
    ...(addresses.length === 0 ? [{ label: '住所', items: [blank] }] : []),
    ...addresses.map(
      (each): LedgerRow => ({ label: '住所', items: [each.address, `【住定日】${wareki(each.since)}`] }),
    ),
  ]),
];

export const fuhyoPages = (content: FuhyoContent): number => paginate(fuhyoRows(content), room).length;
