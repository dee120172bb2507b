import { addDays, addMonths } from '../../calendar.ts';
import { type GenerationName, type PinName, pins, type tokenLabels } from '../../card/jpki-data.ts';
import { cardEnd, certificateEnd, type Issue, type Status } from '../../card/validity.ts';
import type { MoveIn } from '../../centre/move.ts';
import type { RegisteredCertificate, Reservation, Resident } from '../../centre/register.ts';
import type { CardFace, CardKeyPair, CardPin, CardProfile } from '../card/profile.ts';
import type { Standing } from '../validity-service/responder.ts';
import type { Authorities, AuthorityName } from './authorities.ts';
import { sampleKey, spkiOf } from './keys.ts';
import { MUNICIPALITY, NEIGHBOURS } from './municipality.ts';
import { authorityName, makeCertificate, type Purpose } from './pki.ts';
import { households, visitorHouseholds, visitors } from './residents.ts';
import { subjectNames } from './subject-names.ts';

export const AUTH_PIN = '1234';
export const SIGN_PIN = 'ABC123';

/** In what a card differs from the ordinary card of its holder. */
export interface CardVariation {
  /** Label of EF 0006; `JPKIAPICCTOKEN` is the old 住民基本台帳カード. */
  readonly tokenLabel?: keyof typeof tokenLabels;
  readonly generation?: GenerationName;
  /** Tries left; 0 = blocked, null = never set. */
  readonly tries?: Partial<Record<PinName, number | null>>;
  /** Last day of both certificates, in days from today; negative = lapsed. The birthday rule is set aside. */
  readonly lapsesIn?: number;
  /** Last day of the card and of what is on it, in days from today. */
  readonly cardLapsesIn?: number;
  /** The holder's 在留期間 ends so many days from today. */
  readonly staysFor?: number;
  /** The holder declined the authentication certificate. */
  readonly withoutAuth?: true;
  readonly authority?: AuthorityName;
  /** The kind of the certificate in the place of the authentication certificate. */
  readonly authPurpose?: 'sign';
  /** What the validity service says of a certificate that is not good. */
  readonly standing?: Partial<Record<Purpose, Standing>>;
  /** The card was handed over today, so it works from tomorrow. */
  readonly handedOverToday?: true;
  readonly move?: MoveIn;
  /** A PIN reset was prepared in the smartphone app; the reservation ends at the beginning of the day so many days from today. */
  readonly reserved?: { readonly pin: Purpose; readonly endsIn: number };
}

interface CardRow extends CardVariation {
  readonly name: string;
  readonly resident: string;
  readonly description: string;
}

const MOVE_OF_KIRYU = { plannedLeaving: '2025-04-01', movedOn: '2025-04-01', notifiedOn: '2025-04-05' };

export const CARDS: readonly CardRow[] = [
  { name: 'adult', resident: 'r0101', description: 'Head of a family of four; the family name has a variant glyph' },
  { name: 'child', resident: 'r0104', description: 'Under 15: no signature certificate, refused by the centre' },
  { name: 'foreign', resident: 'r0601', description: 'Foreign resident, head of a household of two' },
  { name: 'locked', resident: 'r0201', description: 'Authentication PIN blocked', tries: { auth: 0 } },
  { name: 'expiring', resident: 'r0401', description: 'Certificate lapses in 45 days', lapsesIn: 45 },
  { name: 'expired', resident: 'r0402', description: 'Certificate lapsed ten days ago', lapsesIn: -10 },
  { name: 'last-try', resident: 'r0103', description: 'One try of the authentication PIN left', tries: { auth: 1 } },
  { name: 'new', resident: 'r0102', description: 'Card handed over today: works from tomorrow', handedOverToday: true },
  { name: 'large', resident: 'r0301', description: 'Household of nine: three sheets' },
  {
    name: 'suspended',
    resident: 'r0501',
    description: 'Reported lost: certificates on hold',
    standing: { auth: 'certificateHold', sign: 'certificateHold' },
  },
  {
    name: 'revoked',
    resident: 'r0502',
    description: 'Certificates revoked at the request of the holder',
    standing: { auth: 'cessationOfOperation', sign: 'cessationOfOperation' },
  },
  {
    name: 'unconfirmed',
    resident: 'r0503',
    description: 'Validity service gives no answer',
    standing: { auth: 'unknown', sign: 'unknown' },
  },
  { name: 'long-name', resident: 'r0701', description: 'Foreign resident with a name of 73 letters' },
  { name: 'alias', resident: 'r0801', description: 'Foreign resident with a 通称 in a Japanese family' },
  { name: 'protected', resident: 'r0901', description: 'Person under protection (支援措置)' },
  { name: 'moved-out', resident: 'r1001', description: 'Moved out of the municipality' },
  { name: 'family-of-leaver', resident: 'r1101', description: 'A daughter is about to move out' },
  { name: 'moving-out', resident: 'r1103', description: 'Is about to move out' },
  { name: 'notice', resident: 'r1301', description: 'A notice about the household is being worked on' },
  { name: 'old-card', resident: 'r1201', description: '住民基本台帳カード: not served', tokenLabel: 'JPKIAPICCTOKEN' },
  { name: 'without-certificate', resident: 'r1202', description: 'No authentication certificate', withoutAuth: true },
  {
    name: 'sign-revoked',
    resident: 'r1401',
    description: 'Signature certificate revoked by the move into the municipality',
    standing: { sign: 'affiliationChanged' },
    move: { ...MOVE_OF_KIRYU, continuedOn: '2025-04-05' },
  },
  {
    name: 'moved-unfinished',
    resident: 'r1402',
    description: 'Moved in and never did 継続利用: the card has stopped working',
    standing: { sign: 'affiliationChanged' },
    move: { ...MOVE_OF_KIRYU, continuedOn: null },
  },
  { name: 'sign-locked', resident: 'r0302', description: 'Signature PIN blocked', tries: { sign: 0 } },
  { name: 'both-locked', resident: 'r0303', description: 'Both PINs blocked', tries: { auth: 0, sign: 0 } },
  {
    name: 'reserved',
    resident: 'r0307',
    description: 'Authentication PIN blocked, a reset reserved for today',
    tries: { auth: 0 },
    reserved: { pin: 'auth', endsIn: 1 },
  },
  {
    name: 'reserved-sign',
    resident: 'r0309',
    description: 'Signature PIN blocked, a reset reserved for today',
    tries: { sign: 0 },
    reserved: { pin: 'sign', endsIn: 1 },
  },
  {
    name: 'late-reservation',
    resident: 'r0308',
    description: 'Authentication PIN blocked, the reservation of its reset has ended',
    tries: { auth: 0 },
    reserved: { pin: 'auth', endsIn: 0 },
  },
  { name: 'expired-card', resident: 'r0403', description: 'Card lapsed ten days ago', cardLapsesIn: -10 },
  { name: 'end-of-stay', resident: 'r1501', description: 'Period of stay ends in 30 days', staysFor: 30 },
  {
    name: 'face-only',
    resident: 'r0802',
    description: '顔認証マイナンバーカード: no PIN was ever set',
    tries: { auth: null, sign: null },
  },
  {
    name: 'android',
    resident: 'r0803',
    description: 'Certificates in an Android phone',
    tokenLabel: 'JPKIAPGPSETOKEN',
  },
  { name: 'iphone', resident: 'r1102', description: 'Certificates in an iPhone', tokenLabel: 'JPKIAPIOSTOKEN' },
  {
    name: 'wrong-issuer',
    resident: 'r1302',
    description: 'Certificates by an impostor under the name and key identifier of the authority',
    authority: 'impostor',
  },
  {
    name: 'sign-as-auth',
    resident: 'r1601',
    description: 'A signature certificate in the place of the authentication certificate',
    authPurpose: 'sign',
  },
  {
    name: 'third-generation',
    resident: 'r1602',
    description: 'By the third authority of its name',
    authority: 'third',
  },
  {
    name: 'unknown-generation',
    resident: 'r1603',
    description: 'By an authority of the same name that the centre does not know yet',
    authority: 'unpinned',
  },
  { name: 'other-town', resident: 'r9001', description: 'Lives in the next town' },
  {
    name: 'next-generation',
    resident: 'r1604',
    description: 'Forecast: next generation of the card, ECDSA P-384',
    tokenLabel: 'JPKIAPICCTOKEN3',
    generation: 'next',
    authority: 'next',
  },
  { name: 'honseki-elsewhere', resident: 'r1701', description: 'Family register in the next town, not applied for' },
  { name: 'registered', resident: 'r1702', description: 'Family register in the next town, application submitted' },
  {
    name: 'registration-rejected',
    resident: 'r1703',
    description: 'Family register in the next town, application rejected',
  },
  { name: 'special', resident: 'r1801', description: 'Special permanent resident (特別永住者)' },
  { name: 'registered-elsewhere', resident: 'r1901', description: 'Family register in the next town, registered' },
];

const variationOf = (resident: string): CardVariation => CARDS.find((row) => row.resident === resident) ?? {};

const PURPOSES = ['auth', 'sign'] as const satisfies readonly Purpose[];
const SERIAL_PREFIX: Readonly<Record<Purpose, string>> = { auth: '5a', sign: '5b' };

/** Serial number of a resident's certificate: a prefix for the purpose, the four digits of the id, the number of the issue. */
export const serialOf = (purpose: Purpose, residentId: string, issue = '01'): string =>
  `${SERIAL_PREFIX[purpose]}${residentId.slice(1)}${issue}`;

const nameAndSerial = (purpose: Purpose, id: string) => ({
  issuer: authorityName(purpose),
  serial: serialOf(purpose, id),
});

/** The residents as seen from `today`: whose stay ends soon depends on the day. */
export const residentsOn = (residents: readonly Resident[], today: string): readonly Resident[] =>
  residents.map((resident) => {
    const { staysFor } = variationOf(resident.id);
    if (staysFor === undefined || resident.foreign === null) return resident;
    return { ...resident, foreign: { ...resident.foreign, expires: addDays(today, staysFor) } };
  });

/** The certificates as the centre knows them; `today` is an ISO date in Japan. */
export const registeredCertificates = (residents: readonly Resident[], today: string): RegisteredCertificate[] =>
  [...residents, ...visitors].flatMap(({ id }) => {
    const { handedOverToday, move = null } = variationOf(id);
    const linkedOn = handedOverToday ? today : (move?.continuedOn ?? '2024-04-01');
    const resident = residents.some((row) => row.id === id) ? id : null;
    return PURPOSES.map((purpose) => ({ ...nameAndSerial(purpose, id), resident, linkedOn, move }));
  });

/** What the validity service holds against certificates; what is not here is good. */
export const standings = (residents: readonly Resident[]): readonly (readonly [string, string, Standing])[] =>
  [...residents, ...visitors].flatMap(({ id }) =>
    PURPOSES.map((purpose) => {
      const { issuer, serial } = nameAndSerial(purpose, id);
      return [issuer, serial, variationOf(id).standing?.[purpose] ?? 'good'] as const;
    }),
  );

/** @param startOf the first instant of the day so many days from today */
export const reservations = (startOf: (days: number) => number): readonly Reservation[] =>
  CARDS.flatMap(({ resident, reserved }) =>
    reserved === undefined
      ? []
      : [{ ...nameAndSerial('auth', resident), pin: reserved.pin, expiresAt: startOf(reserved.endsIn) }],
  );

/** 永住者 and the like: nothing but the birthday ends their cards. */
const PERMANENT = ['永住者', '高度専門職第2号', '特別永住者'];

const statusOf = ({ foreign }: Resident): Status =>
  foreign === null || foreign.expires === null || PERMANENT.includes(foreign.status ?? foreign.category)
    ? { kind: 'unlimited' }
    : { kind: 'stay', until: foreign.expires };

interface Days {
  readonly from: string;
  readonly card: string;
  /** Null: no certificate of this purpose. */
  readonly until: Readonly<Record<Purpose, string | null>>;
}

/** Such a day of issue that the fifth birthday after it is `end`, or would be if `end` were a birthday. */
const issuedFor = (end: string): string => addDays(addMonths(end, -60), 45);

/**
 * First and last days of a card and its certificates as seen from `today`. A card without variation was issued so that its
 * certificates end on the third birthday to come, so that the same certificate stays on the card for a year.
 */
function daysOf(resident: Resident, today: string, variation: CardVariation): Days {
  const { lapsesIn, cardLapsesIn, handedOverToday, generation = 'current' } = variation;
  const ahead = Number(today.slice(0, 4)) - Number(resident.birthDate.slice(0, 4));
  const birthdays = [0, 1, 2, 3].map((year) => addMonths(resident.birthDate, 12 * (ahead + year)));
  const third = birthdays.filter((birthday) => birthday > today)[2] ?? today;
  const forced = lapsesIn ?? cardLapsesIn;
  const end = forced === undefined ? third : addDays(today, forced);
  const from = handedOverToday ? today : issuedFor(end);
  const issue: Issue = { birthDate: resident.birthDate, issuedOn: from, status: statusOf(resident) };
  const until = (purpose: Purpose) => {
    const byRule = certificateEnd(purpose, issue, generation);
    return byRule === null || forced === undefined ? byRule : end;
  };
  return {
    from,
    card: cardLapsesIn === undefined ? cardEnd(issue) : end,
    until: { auth: until('auth'), sign: until('sign') },
  };
}

const addressOf = (resident: Resident): string =>
  [...households, ...visitorHouseholds].find(({ id }) => id === resident.household)?.address ?? '';

const municipalityOf = (resident: Resident): string =>
  [MUNICIPALITY, ...NEIGHBOURS].find(({ name }) => addressOf(resident).startsWith(name))?.code.slice(0, 5) ?? '';

const SEXES = { 男: '1', 女: '2' } as const;

function faceOf(resident: Resident): CardFace {
  const { id, name, birthDate, sex, myNumber } = resident;
  return { name, address: addressOf(resident), birthDate, sex: SEXES[sex], myNumber, securityCode: id.slice(1) };
}

const PIN_VALUES: Readonly<Record<PinName, string>> = {
  auth: AUTH_PIN,
  sign: SIGN_PIN,
  register: AUTH_PIN,
  text: AUTH_PIN,
};

/** A value that is made when it is first asked for. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * The card of one resident. Who was under 15 at issue has no signature certificate. Certificates are made when they are first
 * read, because a town has many cards and a visit needs one.
 *
 * @param today ISO date in Japan; decides the days of validity
 */
export function makeCard(
  authorities: Authorities,
  resident: Resident,
  today: string,
  { name, description }: Pick<CardProfile, 'name' | 'description'>,
  variation: CardVariation = variationOf(resident.id),
): CardProfile {
  const { authority = 'current', authPurpose = 'auth', tries = {} } = variation;
  const days = daysOf(resident, today, variation);
  const pair = (place: Purpose, purpose: Purpose, until: string): CardKeyPair => {
    const key = sampleKey(`${resident.id}-${place}`);
    // 13 digits of a number, five of the municipality, three of the issue: the form of the real ones, and no name.
    const commonName = `990000000${resident.id.slice(1)}${municipalityOf(resident)}001A`;
    const signs = purpose === 'sign';
    const certificate = makeCertificate(authorities.of(authority, purpose), {
      subject: `C=JP, ${signs ? 'L=Kakuu-ken, L=Madoguchi-shi, ' : ''}CN=${commonName}`,
      serial: serialOf(purpose, resident.id, place === purpose ? '01' : '02'),
      from: days.from,
      until,
      key,
      ...(signs && { subjectNames: subjectNames(resident, addressOf(resident)) }),
    });
    return { certificate, key };
  };
  const { auth: authUntil, sign: signUntil } = days.until;
  const auth = lazily(() =>
    variation.withoutAuth || authUntil === null ? null : pair('auth', authPurpose, authUntil),
  );
  const sign = lazily(() => (signUntil === null ? null : pair('sign', 'sign', signUntil)));
  const pin = (of: PinName): CardPin => ({
    value: PIN_VALUES[of],
    tries: tries[of] === undefined ? pins[of].maxTries : tries[of],
  });
  return {
    name,
    description,
    tokenLabel: variation.tokenLabel ?? 'JPKIAPICCTOKEN2',
    generation: variation.generation ?? 'current',
    get auth() {
      return auth();
    },
    get sign() {
      return sign();
    },
    get authCa() {
      return authorities.of(authority, 'auth').certificate;
    },
    get signCa() {
      return authorities.of(authority, 'sign').certificate;
    },
    pins: { auth: pin('auth'), sign: pin('sign'), register: pin('register'), text: pin('text') },
    serial: `990000000${resident.id.slice(1)}01`,
    municipality: municipalityOf(resident),
    expires: days.card,
    face: faceOf(resident),
    unlockKey: spkiOf(sampleKey('unlock')),
  };
}
