import { fromPromise } from 'xstate';
import type { PinState } from '../card/card-client.ts';
import { certificateValidity, readChipFacts } from '../card/chip-facts.ts';
import { readCommonRecord } from '../card/common-card.ts';
import type { Identified, JpkiClient } from '../card/jpki.ts';
import { lapseOf } from '../card/validity.ts';
import { japanDate } from '../japan-time.ts';
import type { InspectCardResult, ReadCardResult, Refusal, Tries, VerifyPinResult } from '../machines/actors.ts';
import type { Service } from '../machines/events.ts';
import { converse, faultResult, holderOf, proofOf, prove, refused } from './card-conversation.ts';
import type { Parts } from './parts.ts';
import { stillServing } from './transaction.ts';

/** What a card that is no My Number card is told, by what it says of itself. */
const refusalOf: Readonly<Record<Exclude<Identified['kind'], 'my-number-card'>, Refusal>> = {
  'resident-register-card': 'resident-register-card',
  android: 'smartphone',
  iphone: 'smartphone',
  'unknown-token': 'not-a-my-number-card',
  'other-card': 'not-a-my-number-card',
};

/** What each service needs of the PINs; why it cannot be, or null. 0 = locked, null = no such certificate. */
const needs: Readonly<Record<Service, (tries: Tries) => Refusal | null>> = {
  certificates: ({ auth }) => (auth === 0 ? 'pin-locked' : null),
  registration: ({ auth, sign }) => {
    if (sign === null) return 'no-sign-certificate';
    if (auth === 0) return 'pin-locked';
    return sign === 0 ? 'sign-pin-locked' : null;
  },
  'pin-change': ({ auth, sign }) => ((auth ?? 0) === 0 && (sign ?? 0) === 0 ? 'no-pin-left' : null),
  'pin-reset': ({ auth, sign }) => {
    if (auth !== 0 && sign !== 0) return 'nothing-locked';
    return (auth ?? 0) === 0 && (sign ?? 0) === 0 ? 'no-pin-left' : null;
  },
  'card-check': () => null,
};

const triesOf = (state: PinState | null): number | null =>
  state === null || state.state === 'unset' ? null : state.state === 'blocked' ? 0 : state.tries;

/** Everything that can be told without a PIN is told before one is asked for. */
async function read(card: JpkiClient, parts: Parts, service: Service, session: string | null): Promise<ReadCardResult> {
  const identified = await card.identify();
  if (identified.outcome !== 'done') return faultResult(identified);
  if (identified.value.kind !== 'my-number-card') return refused(refusalOf[identified.value.kind]);
  const { generation, has } = identified.value;
  const auth = await card.pinState('auth');
  if (auth.outcome !== 'done') return faultResult(auth);
  if (auth.value.state === 'unset') return refused('face-only-card');
  if (!has.auth) return refused('no-auth-certificate');
  const sign = has.sign ? await card.pinState('sign') : null;
  if (sign !== null && sign.outcome !== 'done') return faultResult(sign);
  const certificate = await card.readCertificate('auth');
  if (certificate.outcome !== 'done') return faultResult(certificate);
  const common = await readCommonRecord(card);
  if (common.outcome !== 'done') return faultResult(common);

  const today = japanDate(parts.clock.now());
  const validity = certificateValidity(certificate.value);
  const lastDay = common.value?.expires ?? null;
  const lapse = lapseOf({ card: lastDay, certificate: validity === null ? null : japanDate(validity.until) }, today);
  if (lapse?.past) return refused(lapse.what === 'card' ? 'card-expired' : 'certificate-expired');
  const tries = { auth: triesOf(auth.value), sign: sign === null ? null : triesOf(sign.value) };
  const missing = needs[service](tries);
  if (missing !== null) return refused(missing);
  // Who ended the visit while the card was read is not in the case file of anybody.
  if (!stillServing(parts, session)) return { result: 'removed' };
  parts.caseFile.generation = generation;
  parts.caseFile.certificate = certificate.value;
  parts.caseFile.holder = holderOf(certificate.value);
  return { result: 'ready', tries, lapse: lapse === null ? null : { what: lapse.what, on: lapse.on } };
}

/**
 * The nonce first, so that a centre that is away is found before a PIN is spent; then, in one exclusive conversation:
 * application, counter, the one VERIFY, the signature.
 */
async function verifyAndSign(card: JpkiClient, parts: Parts, insertion: number): Promise<VerifyPinResult> {
  const { caseFile } = parts;
  const session = caseFile.transaction;
  const challenge = await parts.centre.challenge();
  if (challenge.outcome !== 'done') return refused('centre-offline');
  const proved = await prove(card, parts, 'auth', insertion);
  if (proved.result !== 'verified') return proved;
  const proof = await proofOf(card, parts, 'auth', challenge.value.nonce);
  if (proof.outcome !== 'done') {
    const fault = faultResult(proof);
    return fault.result === 'removed' ? { result: 'uncertain' } : fault;
  }
  if (caseFile.transaction !== session) return { result: 'uncertain' };
  caseFile.proof = { nonce: proof.value.nonce, signature: proof.value.signature };
  return { result: 'verified' };
}

async function inspect(card: JpkiClient, parts: Parts): Promise<InspectCardResult> {
  const facts = await readChipFacts(card);
  if (facts.outcome !== 'done') return faultResult(facts);
  if ('kind' in facts.value) return refused(refusalOf[facts.value.kind]);
  const { authValidity, expires, has, pins } = facts.value;
  const authUntil = authValidity === null ? null : japanDate(authValidity.until);
  return {
    result: 'read',
    cardUntil: expires,
    authUntil,
    has,
    tries: {
      auth: has.auth ? triesOf(pins.auth) : null,
      sign: has.sign ? triesOf(pins.sign) : null,
      register: triesOf(pins.register),
      text: triesOf(pins.text),
    },
    lapse: lapseOf({ card: expires, certificate: authUntil }, japanDate(parts.clock.now())),
  };
}

const outcomeOf = (result: { readonly result: string; readonly code?: string }): string =>
  result.code === undefined ? result.result : `refused:${result.code}`;

export const cardEffects = (parts: Parts) => ({
  readCard: fromPromise<ReadCardResult, { insertion: number; service: Service }>(
    async ({ input: { insertion, service } }) => {
      const { caseFile, log } = parts;
      const session = caseFile.transaction;
      const result = await converse(parts, insertion, (card) => read(card, parts, service, session), faultResult);
      if (!stillServing(parts, session)) return result;
      const { certificate } = caseFile;
      log.append(
        'card.read',
        {
          insertion,
          outcome: outcomeOf(result),
          ...(result.result === 'ready' && result.tries.auth !== null ? { tries: result.tries.auth } : {}),
          ...(result.result === 'ready' && certificate !== null ? { card: log.keyed(certificate) } : {}),
        },
        session,
      );
      return result;
    },
  ),

  verifyPin: fromPromise<VerifyPinResult, { insertion: number }>(async ({ input: { insertion } }) => {
    const result = await converse<VerifyPinResult>(
      parts,
      insertion,
      (card) => verifyAndSign(card, parts, insertion),
      (fault) => {
        const answer = faultResult(fault);
        return answer.result === 'removed' ? { result: 'uncertain' } : answer;
      },
    );
    parts.pin.wipe();
    return result;
  }),

  inspectCard: fromPromise<InspectCardResult, { insertion: number }>(async ({ input: { insertion } }) => {
    const session = parts.caseFile.transaction;
    const result = await converse(parts, insertion, (card) => inspect(card, parts), faultResult);
    if (stillServing(parts, session))
      parts.log.append('card.inspected', { insertion, outcome: outcomeOf(result) }, session);
    return result;
  }),
});
