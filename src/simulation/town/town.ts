import { createHash } from 'node:crypto';
import type { DocumentKeys } from '../../centre/port.ts';
import type { Office, Resident } from '../../centre/register.ts';
import { japanDate } from '../../japan-time.ts';
import type { CardProfile } from '../card/profile.ts';
import { CARDS, makeCard, registeredCertificates } from './cards.ts';
import { sampleKey, spkiOf } from './keys.ts';
import { MUNICIPALITY } from './municipality.ts';
import { makeAuthority } from './pki.ts';
import { households, residents } from './residents.ts';

/** 窓口市: everything a centre, a terminal and a simulated card reader need to work without anybody outside. */
export interface SampleTown extends Office {
  readonly residents: readonly Resident[];
  /** Named cards, each with the authentication PIN 1234 and the signature PIN ABC123. */
  readonly cards: ReadonlyMap<string, CardProfile>;
  /** Public document keys, for the terminal. */
  readonly documentKeys: DocumentKeys;
  /** The card of any resident, with what the catalogue says of it. @throws when there is no such resident */
  cardOf(residentId: string): Promise<CardProfile>;
  /** Whose authentication certificate this is; serial in lower-case hexadecimal. */
  holderOf(issuer: string, serial: string): Resident | null;
}

/**
 * Builds the town. Pure: the same day in Japan gives the same bytes.
 *
 * @param now milliseconds since 1970; certificates are valid, expiring and expired as seen from here
 */
export async function sampleTown(now: number): Promise<SampleTown> {
  const today = japanDate(now);
  const year = Number(today.slice(0, 4));
  const authorities = { auth: await makeAuthority('auth', year), sign: await makeAuthority('sign', year) };
  const certificates = registeredCertificates(residents, today);
  const key = sampleKey('document');
  const spki = spkiOf(key);
  const keyId = createHash('sha256').update(spki).digest('hex').slice(0, 16);

  const resident = (residentId: string): Resident => {
    const found = residents.find(({ id }) => id === residentId);
    if (found === undefined) throw new Error(`no resident ${residentId} in the sample town`);
    return found;
  };
  const cards = await Promise.all(CARDS.map((row) => makeCard(authorities, resident(row.resident), now, row, row)));

  return {
    municipality: MUNICIPALITY,
    residents,
    register: { households, residents, certificates },
    cards: new Map(cards.map((card) => [card.name, card])),
    authRoots: [authorities.auth.certificate],
    documentKey: { keyId, key },
    documentKeys: new Map([[keyId, spki]]),
    cardOf: async (id) => makeCard(authorities, resident(id), now, { name: id, description: `Card of resident ${id}` }),
    holderOf: (issuer, serial) => {
      const found = certificates.find((row) => row.issuer === issuer && row.serial === serial);
      return found?.resident == null ? null : resident(found.resident);
    },
  };
}
