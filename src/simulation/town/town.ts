import { createHash } from 'node:crypto';
import { addDays, startOfDay } from '../../calendar.ts';
import type { DocumentKeys } from '../../centre/port.ts';
import type { Desk, Office, RegisterCopy, Resident } from '../../centre/register.ts';
import { ocspValidity } from '../../centre/validity/ocsp.ts';
import { japanDate } from '../../japan-time.ts';
import type { CardProfile } from '../card/profile.ts';
import { ValidityResponder } from '../validity-service/responder.ts';
import { makeAuthorities } from './authorities.ts';
import { CARDS, makeCard, registeredCertificates, reservations, residentsOn, standings } from './cards.ts';
import { familiesOf } from './families.ts';
import { sampleKey, spkiOf } from './keys.ts';
import { MUNICIPALITY, NEIGHBOURS } from './municipality.ts';
import { households, residents as people, visitors } from './residents.ts';
import { seals } from './seals.ts';
import { taxesOf } from './taxes.ts';

/** 窓口市: everything a centre, a terminal and a simulated card reader need to work without anybody outside. */
export interface SampleTown extends Office {
  readonly residents: readonly Resident[];
  /** Named cards, each with the authentication PIN 1234 and the signature PIN ABC123. */
  readonly cards: ReadonlyMap<string, CardProfile>;
  /** Public document keys, for the terminal. */
  readonly documentKeys: DocumentKeys;
  /** The town's validity service, which `validity` asks; its `mode` makes it fail. */
  readonly responder: ValidityResponder;
  /** The card of any resident, with what the catalogue says of it. Rejects when there is no such resident. */
  cardOf(residentId: string): Promise<CardProfile>;
  /** Whose certificate this is; serial in lower-case hexadecimal. */
  holderOf(issuer: string, serial: string): Resident | null;
}

/** Longest text of this office, in characters: the longest address a signature certificate can hold. */
const TEXT_LIMIT = 200;

/** What 窓口市 takes; the tax certificates became dearer in spring. */
const FEES: Desk['fees'] = {
  juminhyo: [{ from: '2016-01-01', yen: 200 }],
  kisaijiko: [{ from: '2016-01-01', yen: 200 }],
  inkan: [{ from: '2016-01-01', yen: 200 }],
  shotoku: [
    { from: '2016-01-01', yen: 200 },
    { from: '2026-04-01', yen: 250 },
  ],
  kazei: [
    { from: '2016-01-01', yen: 200 },
    { from: '2026-04-01', yen: 250 },
  ],
  nozei: [
    { from: '2016-01-01', yen: 200 },
    { from: '2026-04-01', yen: 250 },
  ],
  'koseki-zenbu': [{ from: '2016-01-01', yen: 350 }],
  'koseki-kojin': [{ from: '2016-01-01', yen: 350 }],
  fuhyo: [{ from: '2016-01-01', yen: 200 }],
};

/** The offices of the sample town keep their registers where its centre reads them. */
const COPY: RegisterCopy = { asOf: (now) => now, limit: 30 };

const documentKey = (name: string): Desk['documentKey'] => {
  const key = sampleKey(name);
  return { keyId: createHash('sha256').update(spkiOf(key)).digest('hex').slice(0, 16), key };
};

/**
 * Builds the town. Pure: the same day in Japan gives the same bytes, except for what is signed with ECDSA.
 *
 * @param now milliseconds since 1970; certificates are valid, expiring and expired as seen from here
 */
export async function sampleTown(now: number): Promise<SampleTown> {
  const today = japanDate(now);
  const authorities = makeAuthorities(Number(today.slice(0, 4)));
  const [auth, sign] = [authorities.pinned('auth'), authorities.pinned('sign')];
  const residents = residentsOn(people, today);
  const certificates = registeredCertificates(residents, today);
  const responder = new ValidityResponder([...auth, ...sign], standings(residents));
  const own = documentKey('document');
  const elsewhere = NEIGHBOURS.filter(({ issues }) => issues).map(
    ({ code, name, mayor }): Desk => ({
      municipality: { code, name, mayor },
      documentKey: documentKey(`document-${code}`),
      fees: { 'koseki-zenbu': [{ from: '2016-01-01', yen: 400 }], 'koseki-kojin': [{ from: '2016-01-01', yen: 400 }] },
      officeHours: { days: 'business', open: '08:30', close: '17:15' },
      copy: COPY,
      withheld: [],
    }),
  );
  const addressOf = ({ household }: Resident): string => households.find(({ id }) => id === household)?.address ?? '';

  const resident = (residentId: string): Resident => {
    const found = [...residents, ...visitors].find(({ id }) => id === residentId);
    if (found === undefined) throw new Error(`no resident ${residentId} in the sample town`);
    return found;
  };
  const cards = CARDS.map((row) => makeCard(authorities, resident(row.resident), today, row, row));

  return {
    municipality: MUNICIPALITY,
    residents,
    register: {
      households,
      residents,
      certificates,
      seals,
      taxes: taxesOf(residents, addressOf, today),
      families: familiesOf([...residents, ...visitors], addressOf),
    },
    elsewhere,
    fees: FEES,
    officeHours: { days: 'business', open: '09:00', close: '17:00' },
    copy: COPY,
    withheld: [],
    cards: new Map(cards.map((card) => [card.name, card])),
    roots: { auth: auth.map(({ certificate }) => certificate), sign: sign.map(({ certificate }) => certificate) },
    responder,
    validity: ({ clock, random }) =>
      ocspValidity({ clock, random, post: async (request) => responder.answer(request, clock.now()) }),
    documentKey: own,
    documentKeys: new Map(
      [own, ...elsewhere.map((desk) => desk.documentKey)].map(({ key, keyId }) => [keyId, spkiOf(key)]),
    ),
    unlockKey: sampleKey('unlock'),
    reservations: reservations((days) => startOfDay(addDays(today, days))),
    registrations: {
      businessDays: {},
      filed: [
        { resident: 'r1702', municipality: '992020', filedOn: addDays(today, -1), decision: 'approved' },
        { resident: 'r1703', municipality: '992020', filedOn: addDays(today, -40), decision: 'rejected' },
        { resident: 'r1901', municipality: '992020', filedOn: addDays(today, -30), decision: 'approved' },
      ],
    },
    textLimit: TEXT_LIMIT,
    cardOf: async (id) =>
      makeCard(authorities, resident(id), today, { name: id, description: `Card of resident ${id}` }),
    holderOf: (issuer, serial) => {
      const found = certificates.find((row) => row.issuer === issuer && row.serial === serial);
      return found?.resident == null ? null : resident(found.resident);
    },
  };
}
