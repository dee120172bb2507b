import { addDays, addMonths, reachesAge } from '../../calendar.ts';
import { pins } from '../../card/jpki-data.ts';
import type { CertificateState, RegisteredCertificate, Resident } from '../../centre/register.ts';
import { japanDate } from '../../japan-time.ts';
import type { CardFace, CardKeyPair, CardProfile } from '../card/profile.ts';
import { sampleKey, spkiOf } from './keys.ts';
import { MUNICIPALITY } from './municipality.ts';
import { authorityName, type CertificateAuthority, makeCertificate, type Purpose } from './pki.ts';
import { households } from './residents.ts';

export const AUTH_PIN = '1234';
export const SIGN_PIN = 'ABC123';

/** In what a card differs from the ordinary card of its holder. */
export interface CardVariation {
  /** Label of EF 0006; `JPKIAPICCTOKEN` is the old 住民基本台帳カード. */
  readonly tokenLabel?: string;
  /** Tries left for the authentication PIN; 0 = blocked. */
  readonly authTries?: number;
  readonly signTries?: number;
  /** Last day of both certificates, in days from today; negative = lapsed. The birthday rule is set aside. */
  readonly lapsesIn?: number;
  /** The holder declined the authentication certificate, or the card is a 顔認証マイナンバーカード. */
  readonly withoutAuth?: true;
  /** What the validity service says of the authentication certificate. */
  readonly state?: CertificateState;
  /** The card was handed over today, so it works from tomorrow. */
  readonly handedOverToday?: true;
}

interface CardRow extends CardVariation {
  readonly name: string;
  readonly resident: string;
  readonly description: string;
}

export const CARDS: readonly CardRow[] = [
  { name: 'adult', resident: 'r0101', description: 'Head of a family of four; the family name has a variant glyph' },
  { name: 'child', resident: 'r0104', description: 'Under 15: no signature certificate, refused by the centre' },
  { name: 'foreign', resident: 'r0601', description: 'Foreign resident, head of a household of two' },
  { name: 'locked', resident: 'r0201', description: 'Authentication PIN blocked', authTries: 0 },
  { name: 'expiring', resident: 'r0401', description: 'Certificate lapses in 45 days', lapsesIn: 45 },
  { name: 'expired', resident: 'r0402', description: 'Certificate lapsed ten days ago', lapsesIn: -10 },
  { name: 'last-try', resident: 'r0103', description: 'One try of the authentication PIN left', authTries: 1 },
  { name: 'new', resident: 'r0102', description: 'Card handed over today: works from tomorrow', handedOverToday: true },
  { name: 'large', resident: 'r0301', description: 'Household of nine: three sheets' },
  { name: 'suspended', resident: 'r0501', description: 'Reported lost: certificate on hold', state: 'suspended' },
  { name: 'revoked', resident: 'r0502', description: 'Certificate revoked', state: 'revoked' },
  { name: 'unconfirmed', resident: 'r0503', description: 'Validity service gives no answer', state: 'unknown' },
  { name: 'long-name', resident: 'r0701', description: 'Foreign resident with a name of 73 letters' },
  { name: 'alias', resident: 'r0801', description: 'Foreign resident with a 通称 in a Japanese family' },
  { name: 'protected', resident: 'r0901', description: 'Person under protection (支援措置)' },
  { name: 'moved-out', resident: 'r1001', description: 'Moved out of the municipality' },
  { name: 'family-of-leaver', resident: 'r1101', description: 'A daughter is about to move out' },
  { name: 'moving-out', resident: 'r1103', description: 'Is about to move out' },
  { name: 'notice', resident: 'r1301', description: 'A notice about the household is being worked on' },
  { name: 'old-card', resident: 'r1201', description: '住民基本台帳カード: not served', tokenLabel: 'JPKIAPICCTOKEN' },
  { name: 'without-certificate', resident: 'r1202', description: 'No authentication certificate', withoutAuth: true },
];

/** Authorities of both purposes. */
export type Authorities = Readonly<Record<Purpose, CertificateAuthority>>;

const variationOf = (resident: string): CardVariation => CARDS.find((row) => row.resident === resident) ?? {};

const SERIAL_PREFIX: Readonly<Record<Purpose, string>> = { auth: '5a', sign: '5b' };

/** Serial number of a resident's certificate: a prefix for the purpose, the four digits of the id, the first issue. */
export const serialOf = (purpose: Purpose, residentId: string): string =>
  `${SERIAL_PREFIX[purpose]}${residentId.slice(1)}01`;

/** The certificates as the centre knows them; `today` is an ISO date in Japan. */
export const registeredCertificates = (residents: readonly Resident[], today: string): RegisteredCertificate[] =>
  residents.map(({ id }) => {
    const { state = 'valid', handedOverToday } = variationOf(id);
    const linkedOn = handedOverToday ? today : '2024-04-01';
    return { issuer: authorityName('auth'), serial: serialOf('auth', id), state, resident: id, linkedOn };
  });

/**
 * First and last day of a resident's certificates as seen from `today`. They end on the fifth birthday after issue
 * (公的個人認証法施行規則), here always the third birthday to come, so that the same certificate stays on the card for a year;
 * a 中長期在留者's end with the 在留期間 if that is earlier.
 */
function validity(resident: Resident, today: string, { lapsesIn, handedOverToday }: CardVariation) {
  const birthdays = Array.from({ length: 4 }, (_, ahead) =>
    addMonths(resident.birthDate, 12 * (Number(today.slice(0, 4)) - Number(resident.birthDate.slice(0, 4)) + ahead)),
  );
  const third = birthdays.filter((birthday) => birthday > today)[2] ?? today;
  const staysUntil = resident.foreign?.category === '中長期在留者' ? resident.foreign.expires : third;
  const until = lapsesIn === undefined ? [third, staysUntil].sort()[0] : addDays(today, lapsesIn);
  const from = handedOverToday ? today : addDays(addMonths(until ?? third, -60), 45);
  return { from, until: until ?? third };
}

async function keyPair(
  authority: CertificateAuthority,
  resident: Resident,
  days: { readonly from: string; readonly until: string },
): Promise<CardKeyPair> {
  const { purpose } = authority;
  const key = sampleKey(`${resident.id}-${purpose}`);
  // 13 digits of a number, five of the municipality, three of the issue: the form of the real ones, and no name.
  const commonName = `990000000${resident.id.slice(1)}${MUNICIPALITY.code.slice(0, 5)}001A`;
  const subject = `C=JP, ${purpose === 'sign' ? 'L=Kakuu-ken, L=Madoguchi-shi, ' : ''}CN=${commonName}`;
  const certificate = await makeCertificate(authority, {
    subject,
    serial: serialOf(purpose, resident.id),
    key,
    ...days,
  });
  return { certificate, key };
}

/**
 * The card of one resident. Residents under 15 at `now` have no signature certificate.
 *
 * @param now milliseconds; decides the days of validity
 */
export async function makeCard(
  authorities: Authorities,
  resident: Resident,
  now: number,
  { name, description }: Pick<CardProfile, 'name' | 'description'>,
  variation: CardVariation = variationOf(resident.id),
): Promise<CardProfile> {
  const days = validity(resident, japanDate(now), variation);
  const adult = now >= reachesAge(resident.birthDate, 15);
  return {
    name,
    description,
    tokenLabel: variation.tokenLabel ?? 'JPKIAPICCTOKEN2',
    auth: variation.withoutAuth ? null : await keyPair(authorities.auth, resident, days),
    sign: adult ? await keyPair(authorities.sign, resident, days) : null,
    authCa: authorities.auth.certificate,
    signCa: authorities.sign.certificate,
    pins: {
      auth: { value: AUTH_PIN, tries: variation.authTries ?? pins.auth.maxTries },
      sign: { value: SIGN_PIN, tries: variation.signTries ?? pins.sign.maxTries },
      register: { value: AUTH_PIN, tries: pins.register.maxTries },
      text: { value: AUTH_PIN, tries: pins.text.maxTries },
    },
    generation: 'current',
    serial: `990000000${resident.id.slice(1)}01`,
    municipality: MUNICIPALITY.code.slice(0, 5),
    expires: days.until,
    face: faceOf(resident),
    unlockKey: spkiOf(sampleKey('unlock')),
  };
}

const SEXES = { 男: '1', 女: '2' } as const;

function faceOf(resident: Resident): CardFace {
  const { id, name, birthDate, sex, myNumber } = resident;
  const address = households.find((household) => household.id === resident.household)?.address ?? '';
  return { name, address, birthDate, sex: SEXES[sex], myNumber, securityCode: id.slice(1) };
}
