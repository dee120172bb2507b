import { entriesOf } from './money.ts';
import type { Row } from './rows.ts';

/** What a visit left behind, in yen, until somebody has it. */
export interface Claim {
  readonly owed: number;
  readonly suspense: number;
  /** The part of `suspense` of which nobody knows whether the payment terminal charged it. */
  readonly inDoubt: number;
}

/** By transaction; coins that belong to nobody's visit are under `nobody`. */
export type Claims = ReadonlyMap<string, Claim>;

export const nobody = '-';
const nothing: Claim = { owed: 0, suspense: 0, inDoubt: 0 };

/** Suspense that a row puts in doubt, or that staff have found never to have been charged. */
function doubtIn(row: Row, suspense: number): number {
  if (row.type === 'cashless.pay.result' || row.type === 'cashless.reverse.result')
    return row.data.outcome === 'unknown' ? suspense : 0;
  return row.type === 'money.moved' && row.data.reason === 'staff-not-charged' ? suspense : 0;
}

/** The claims after a row that moved money of a visit into or out of what is owed. */
export function addToClaims(claims: Claims, row: Row): Claims {
  const moved = { owed: 0, suspense: 0 };
  for (const [account, yen] of entriesOf(row)) if (account === 'owed' || account === 'suspense') moved[account] += yen;
  if (moved.owed === 0 && moved.suspense === 0) return claims;
  const key = row.session ?? nobody;
  const before = claims.get(key) ?? nothing;
  const owed = before.owed + moved.owed;
  const suspense = before.suspense + moved.suspense;
  const inDoubt = Math.max(0, Math.min(suspense, before.inDoubt + doubtIn(row, moved.suspense)));
  const next = new Map(claims);
  if (owed + suspense === 0) next.delete(key);
  else next.set(key, { owed, suspense, inDoubt });
  return next;
}

interface Held {
  readonly claims: Claims;
}

/** What is owed, or lies in suspense until somebody has looked. */
export const claimsOf = ({ claims }: Held): readonly { readonly transaction: string; readonly yen: number }[] =>
  [...claims].map(([transaction, { owed, suspense }]) => ({ transaction, yen: owed + suspense }));

/** The part of them that staff may still find to be sold: nobody knew whether the paper came out. */
export const suspenseOf = ({ claims }: Held): ReturnType<typeof claimsOf> =>
  [...claims].flatMap(([transaction, { suspense }]) => (suspense === 0 ? [] : [{ transaction, yen: suspense }]));
