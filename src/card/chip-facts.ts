import { X509Certificate } from 'node:crypto';
import { done, type Outcome } from '../outcome.ts';
import type { CardFault, PinState } from './card-client.ts';
import { readCommonRecord } from './common-card.ts';
import type { Identified, JpkiClient } from './jpki.ts';
import { type GenerationName, type KeyName, type PinName, pins } from './jpki-data.ts';

/** What the chip says without any PIN. Nothing in it says who the holder is. */
export interface ChipFacts {
  readonly generation: GenerationName;
  readonly has: Readonly<Record<KeyName, boolean>>;
  /** First five digits of the municipality's code, and ISO date of the card's last day; null when the chip does not say. */
  readonly municipality: string | null;
  readonly expires: string | null;
  /** First and last instant of the authentication certificate, in milliseconds; null when there is none. */
  readonly authValidity: { readonly from: number; readonly until: number } | null;
  /** Null for a PIN whose application the card does not have. */
  readonly pins: Readonly<Record<PinName, PinState | null>>;
}

type Answer<T> = Promise<Outcome<T, CardFault>>;

const pinNames = Object.keys(pins) as PinName[];

/** Validity of a certificate, or null when the bytes are none. */
export function certificateValidity(der: Uint8Array): { readonly from: number; readonly until: number } | null {
  try {
    const { validFromDate, validToDate } = new X509Certificate(der);
    return { from: validFromDate.getTime(), until: validToDate.getTime() };
  } catch {
    // Anybody can hold anything to the reader; what OpenSSL cannot read is no certificate.
    return null;
  }
}

/** Reads all a card tells freely. Another kind of card is told by its `kind`. Uses up no try. */
export async function readChipFacts(
  card: JpkiClient,
): Answer<ChipFacts | Exclude<Identified, { generation: unknown }>> {
  const identified = await card.identify();
  if (identified.outcome !== 'done') return identified;
  if (identified.value.kind !== 'my-number-card') return done(identified.value);
  const { generation, has } = identified.value;
  let authValidity: ChipFacts['authValidity'] = null;
  if (has.auth) {
    const certificate = await card.readCertificate('auth');
    if (certificate.outcome !== 'done') return certificate;
    authValidity = certificateValidity(certificate.value);
  }
  const states: Record<PinName, PinState | null> = { auth: null, sign: null, register: null, text: null };
  for (const name of pinNames) {
    const selected = await card.selectApplication(pins[name].application);
    if (selected.outcome !== 'done') return selected;
    if (!selected.value) continue;
    const state = await card.pinState(name);
    if (state.outcome !== 'done') return state;
    states[name] = state.value;
  }
  const record = await readCommonRecord(card);
  if (record.outcome !== 'done') return record;
  const { municipality = null, expires = null } = record.value ?? {};
  return done({ generation, has, municipality, expires, authValidity, pins: states });
}
