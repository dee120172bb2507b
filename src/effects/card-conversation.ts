import { createHash } from 'node:crypto';
import type { CardFault, Verified } from '../card/card-client.ts';
import { JpkiClient } from '../card/jpki.ts';
import type { KeyName } from '../card/jpki-data.ts';
import type { Proof } from '../centre/port.ts';
import type { Refusal } from '../machines/actors.ts';
import type { Outcome } from '../outcome.ts';
import type { Parts } from './parts.ts';

export const refused = (code: Refusal) => ({ result: 'refused', code }) as const;

type Fault = Exclude<Outcome<unknown, CardFault>, { outcome: 'done' }>;

const faults: Readonly<Record<Exclude<CardFault, 'removed'>, Refusal>> = {
  mute: 'card-mute',
  reader: 'reader-fault',
  card: 'card-fault',
};

/** A fault of the card or its link as the statecharts know it. */
export function faultResult(answer: Fault): { readonly result: 'removed' } | ReturnType<typeof refused> {
  if (answer.outcome === 'unknown') return refused('card-fault');
  return answer.fault === 'removed' ? { result: 'removed' } : refused(faults[answer.fault]);
}

/** One conversation with the card of `insertion`; a link that fails as a whole becomes the answer `otherwise` makes of it. */
export async function converse<T>(
  parts: Parts,
  insertion: number,
  work: (card: JpkiClient) => Promise<T>,
  otherwise: (fault: Fault) => T,
): Promise<T> {
  const answer = await parts.reader.session(insertion, (channel) =>
    work(new JpkiClient((command) => channel.transmit(command))),
  );
  return answer.outcome === 'done' ? answer.value : otherwise(answer);
}

export type Proved = Verified | { readonly result: 'uncertain' } | ReturnType<typeof refused>;

/**
 * Application, counter, and the one VERIFY for one entry, with its rows. The counter is asked again because another terminal
 * may have used it; a PIN that is locked by now gets no VERIFY (I6).
 */
export async function prove(card: JpkiClient, parts: Parts, name: KeyName, insertion: number): Promise<Proved> {
  const { caseFile, log, pin } = parts;
  const session = caseFile.transaction;
  const selected = await card.selectApplication('jpki');
  if (selected.outcome !== 'done' || !selected.value) return { result: 'uncertain' };
  const state = await card.pinState(name);
  if (state.outcome !== 'done') return { result: 'uncertain' };
  if (state.value.state !== 'open') return { result: 'blocked' };
  const verified = await pin.spend('current', async (value) => {
    log.append('pin.verify.intent', { insertion, entry: pin.entry, pin: name }, session);
    const answer = await card.verify(value);
    const outcome = answer.outcome === 'done' ? answer.value.result : answer.outcome;
    const tries = answer.outcome === 'done' && answer.value.result === 'wrong' ? { tries: answer.value.tries } : {};
    log.append('pin.verify.result', { outcome, ...tries }, session);
    return answer;
  });
  if (verified === null || verified.outcome === 'unknown') return { result: 'uncertain' };
  return verified.outcome === 'failed' ? refused('card-fault') : verified.value;
}

/** The card's proof over a fresh nonce of the centre. The PIN of `name` is verified. */
export async function proofOf(
  card: JpkiClient,
  parts: Parts,
  name: KeyName,
  nonce: Uint8Array,
): Promise<Outcome<Proof, CardFault>> {
  const { caseFile } = parts;
  const certificate =
    name === 'auth' && caseFile.certificate !== null
      ? ({ outcome: 'done', value: caseFile.certificate } as const)
      : await card.readCertificate(name);
  if (certificate.outcome !== 'done') return certificate;
  const signature = await card.sign(name, caseFile.generation ?? 'current', nonce);
  if (signature.outcome !== 'done') return signature;
  return { outcome: 'done', value: { nonce, certificate: certificate.value, signature: signature.value } };
}

/** Whose paper a certificate makes it. */
export const holderOf = (certificate: Uint8Array): string => createHash('sha256').update(certificate).digest('hex');

/** An answer of the centre as a row tells it. */
export const toldOf = (answer: { readonly outcome: string; readonly code?: string }): string =>
  answer.code === undefined ? answer.outcome : `refused:${answer.code}`;

/** Why the centre said no. */
export const refusedBy = (answer: { readonly outcome: string }): ReturnType<typeof refused> =>
  refused('code' in answer ? (answer.code as Refusal) : 'centre-offline');
