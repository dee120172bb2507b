import { createHash } from 'node:crypto';
import { fromPromise } from 'xstate';
import { type CardFault, JpkiClient } from '../card/jpki.ts';
import type { TokenKind } from '../card/jpki-data.ts';
import type { ReadCardResult, Refusal, VerifyPinResult } from '../machines/actors.ts';
import type { Outcome } from '../outcome.ts';
import type { Parts } from './parts.ts';

/** What a card that cannot be served is told, by what it says of itself. */
const refusalOf: Record<TokenKind | 'unknown-token' | 'other-card', Refusal> = {
  'my-number-card': 'no-auth-certificate',
  'resident-register-card': 'resident-register-card',
  android: 'smartphone',
  iphone: 'smartphone',
  'unknown-token': 'not-a-my-number-card',
  'other-card': 'not-a-my-number-card',
};

const refused = (code: Refusal) => ({ result: 'refused', code }) as const;

/** Turns a fault of the card or its link into what the statechart knows. */
function faultResult(answer: Exclude<Outcome<unknown, CardFault>, { outcome: 'done' }>): ReadCardResult {
  return answer.outcome === 'failed' && answer.fault === 'removed' ? { result: 'removed' } : refused('card-fault');
}

async function read(client: JpkiClient, parts: Parts): Promise<ReadCardResult> {
  const identified = await client.identify();
  if (identified.outcome !== 'done') return faultResult(identified);
  const { kind } = identified.value;
  if (kind !== 'my-number-card' || !identified.value.authAvailable) return refused(refusalOf[kind]);
  const certificate = await client.readAuthCertificate();
  if (certificate.outcome !== 'done') return faultResult(certificate);
  const pin = await client.authPinState();
  if (pin.outcome !== 'done') return faultResult(pin);
  if (pin.value.blocked) return refused('pin-locked');
  parts.caseFile.certificate = certificate.value;
  parts.caseFile.holder = createHash('sha256').update(certificate.value).digest('hex');
  return { result: 'ready', tries: pin.value.tries };
}

/**
 * The nonce first, so that a centre that is away is found before a PIN is spent; then, in one exclusive conversation:
 * application, counter, the one VERIFY, the signature. The counter is asked again because another terminal may have used it.
 */
async function verifyAndSign(client: JpkiClient, parts: Parts, insertion: number): Promise<VerifyPinResult> {
  const { caseFile, log, pin } = parts;
  const session = caseFile.transaction;
  const challenge = await parts.centre.challenge();
  if (challenge.outcome !== 'done') return refused('centre-offline');
  const selected = await client.select();
  if (selected.outcome !== 'done' || !selected.value) return { result: 'uncertain' };
  const state = await client.authPinState();
  if (state.outcome !== 'done') return { result: 'uncertain' };
  if (state.value.blocked) return { result: 'blocked' };
  const verified = await pin.spend(async (digits) => {
    log.append('pin.verify.intent', { insertion, entry: pin.entry }, session);
    const answer = await client.verifyAuthPin(digits);
    const outcome = answer.outcome === 'done' ? answer.value.result : answer.outcome;
    log.append(
      'pin.verify.result',
      answer.outcome === 'done' && answer.value.result === 'wrong'
        ? { outcome, tries: answer.value.tries }
        : { outcome },
      session,
    );
    return answer;
  });
  if (verified === null) return { result: 'uncertain' };
  if (verified.outcome === 'unknown') return { result: 'uncertain' };
  if (verified.outcome === 'failed') return refused('card-fault');
  if (verified.value.result !== 'verified') return verified.value;
  const hash = createHash('sha256').update(challenge.value.nonce).digest();
  const signature = await client.signWithAuthKey(hash);
  if (signature.outcome !== 'done')
    return signature.outcome === 'failed' && signature.fault === 'removed'
      ? { result: 'uncertain' }
      : refused('card-fault');
  if (caseFile.transaction !== session) return { result: 'uncertain' };
  caseFile.proof = { nonce: challenge.value.nonce, signature: signature.value };
  return { result: 'verified' };
}

export const cardEffects = (parts: Parts) => ({
  readCard: fromPromise<ReadCardResult, { insertion: number }>(async ({ input: { insertion } }) => {
    const { caseFile, log, reader } = parts;
    const session = caseFile.transaction;
    const answer = await reader.session(insertion, (channel) =>
      read(new JpkiClient((command) => channel.transmit(command)), parts),
    );
    const result = answer.outcome === 'done' ? answer.value : faultResult(answer);
    log.append(
      'card.read',
      {
        insertion,
        outcome: result.result === 'refused' ? `refused:${result.code}` : result.result,
        ...(result.result === 'ready' && caseFile.certificate !== null
          ? { tries: result.tries, card: log.keyed(caseFile.certificate) }
          : {}),
      },
      session,
    );
    return result;
  }),

  verifyPin: fromPromise<VerifyPinResult, { insertion: number }>(async ({ input: { insertion } }) => {
    const answer = await parts.reader.session(insertion, (channel) =>
      verifyAndSign(new JpkiClient((command) => channel.transmit(command)), parts, insertion),
    );
    parts.pin.wipe();
    if (answer.outcome === 'done') return answer.value;
    return answer.outcome === 'failed' && answer.fault === 'removed' ? { result: 'uncertain' } : refused('card-fault');
  }),
});
