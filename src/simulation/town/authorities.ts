import { sampleKey } from './keys.ts';
import { type CertificateAuthority, type Issuer, makeAuthority, type Purpose } from './pki.ts';

/** Who issued a card's certificates. All of a purpose carry one name. */
export type AuthorityName = 'current' | 'third' | 'next' | 'unpinned' | 'impostor';

interface AuthorityRow {
  /** End of the names of its keys: `ca-auth`, `ca-auth-3`. */
  readonly suffix: string;
  readonly serials: Readonly<Record<Purpose, string>>;
  /** Whether the centre trusts it. */
  readonly pinned: boolean;
  /** Names the current authority as the issuer of what it signs. */
  readonly poses?: true;
}

/** `next` signs with ECDSA P-384, as the next generation of the card is said to (a forecast). */
export const AUTHORITIES: Readonly<Record<AuthorityName, AuthorityRow>> = {
  current: { suffix: '', serials: { auth: '01a0', sign: '01b0' }, pinned: true },
  third: { suffix: '-3', serials: { auth: '03a0', sign: '03b0' }, pinned: true },
  next: { suffix: '-next', serials: { auth: '04a0', sign: '04b0' }, pinned: true },
  unpinned: { suffix: '-4', serials: { auth: '05a0', sign: '05b0' }, pinned: false },
  impostor: { suffix: '-impostor', serials: { auth: '01a0', sign: '01b0' }, pinned: false, poses: true },
};

/** Names of the sample keys the authorities need. */
export const AUTHORITY_KEYS = Object.values(AUTHORITIES).flatMap(({ suffix }) => [
  `ca-auth${suffix}`,
  `ca-sign${suffix}`,
]);

export interface Authorities {
  /** Makes an authority's certificate the first time it is asked for. */
  of(name: AuthorityName, purpose: Purpose): CertificateAuthority & Issuer;
  readonly pinned: (purpose: Purpose) => readonly CertificateAuthority[];
}

/** @param year calendar year (Japan) in which the cards are used */
export function makeAuthorities(year: number): Authorities {
  const made = new Map<string, CertificateAuthority & Issuer>();
  const of = (name: AuthorityName, purpose: Purpose) => {
    const { suffix, serials, poses } = AUTHORITIES[name];
    const before = made.get(`${name} ${purpose}`);
    if (before !== undefined) return before;
    const authority = makeAuthority(purpose, year, sampleKey(`ca-${purpose}${suffix}`), serials[purpose]);
    const issuer = poses ? { ...authority, posesAs: sampleKey(`ca-${purpose}`) } : authority;
    made.set(`${name} ${purpose}`, issuer);
    return issuer;
  };
  const names = Object.keys(AUTHORITIES) as AuthorityName[];
  return {
    of,
    pinned: (purpose) => names.filter((name) => AUTHORITIES[name].pinned).map((name) => of(name, purpose)),
  };
}
