import { fromPromise } from 'xstate';
import type { JpkiClient } from '../card/jpki.ts';
import { type KeyName, pins } from '../card/jpki-data.ts';
import { weakness } from '../card/weak-pins.ts';
import type {
  FindReservationResult,
  JudgePinResult,
  SetPinRequest,
  SetPinResult,
  WeakPin,
} from '../machines/actors.ts';
import { converse, faultResult, proofOf, prove, refused, refusedBy, toldOf } from './card-conversation.ts';
import type { Parts } from './parts.ts';

/** Whether what was entered as the new PIN is the old one. */
const unchanged = ({ pin }: Parts): boolean =>
  pin.look('current', (current) => pin.look('fresh', (fresh) => Buffer.from(current).equals(fresh)));

const weak = (reason: WeakPin, tries: number | null = null) => ({ result: 'weak', reason, tries }) as const;

/** A fault after the VERIFY and before the PIN is touched: nothing was set. */
const beforeSetting = (fault: Parameters<typeof faultResult>[0]): SetPinResult => {
  const answer = faultResult(fault);
  return answer.result === 'removed' ? refused('pin-uncertain') : answer;
};

/**
 * Verifies the PIN that is proved, asks the centre whose birthday the new one must not be, and lets `set` give it to the
 * card: all in one conversation, so that no verified PIN outlives it and none is sent twice.
 */
async function setAnew(card: JpkiClient, parts: Parts, request: SetPinRequest): Promise<SetPinResult> {
  const { caseFile, centre, log, pin } = parts;
  const session = caseFile.transaction;
  if (request.task === 'change' && unchanged(parts)) return weak('unchanged');
  const challenge = await centre.challenge();
  if (challenge.outcome !== 'done') return refused('centre-offline');
  const proved = await prove(card, parts, request.prove, request.insertion);
  if (proved.result === 'blocked') return { result: 'wrong', tries: 0 };
  if (proved.result === 'uncertain') return refused('pin-uncertain');
  if (proved.result !== 'verified') return proved;
  const proof = await proofOf(card, parts, request.prove, challenge.value.nonce);
  if (proof.outcome !== 'done') return beforeSetting(proof);
  const born = await centre.birthDate({ ...proof.value, purpose: request.prove });
  log.append('centre.asked', { what: 'birth-date', outcome: toldOf(born) }, session);
  if (born.outcome !== 'done') return refusedBy(born);
  const reason = pin.look('fresh', (value) => weakness(request.set, value, born.value.birthDate));
  if (reason !== null) return weak(reason, pins[request.prove].maxTries);
  return request.task === 'change' ? change(card, parts, request.set) : reset(card, parts, request);
}

async function change(card: JpkiClient, parts: Parts, name: KeyName): Promise<SetPinResult> {
  const { log, pin } = parts;
  const session = parts.caseFile.transaction;
  // Its file again, because the key's is the current one; the verified state is kept (JICSAP).
  const state = await card.pinState(name);
  if (state.outcome !== 'done') return beforeSetting(state);
  log.append('pin.set.intent', { task: 'change', pin: name }, session);
  const answer = await pin.spend('fresh', (value) => card.changePin(value));
  const outcome = answer?.outcome ?? 'failed';
  log.append('pin.set.result', { outcome }, session);
  if (outcome === 'done') return { result: 'done' };
  return refused(outcome === 'unknown' ? 'pin-uncertain' : 'card-fault');
}

/** The reservation is used up before the card is asked, and given back when the card certainly did nothing. */
async function reset(card: JpkiClient, parts: Parts, { prove: other, set }: SetPinRequest): Promise<SetPinResult> {
  const { caseFile, centre, log, pin, unlock } = parts;
  const { certificate, transaction } = caseFile;
  if (unlock === null || certificate === null || transaction === null) return refused('not-offered');
  const nonce = await centre.challenge();
  if (nonce.outcome !== 'done') return refused('centre-offline');
  const proof = await proofOf(card, parts, other, nonce.value.nonce);
  if (proof.outcome !== 'done') return beforeSetting(proof);
  const transmit = card.transmit;
  const challenge = await unlock.challenge(transmit);
  if (challenge.outcome !== 'done') return beforeSetting(challenge);
  log.append('centre.reset.intent', { pin: set }, transaction);
  const authorised = await centre.authorizeReset({
    transaction,
    certificate,
    proof: proof.value,
    challenge: challenge.value,
  });
  log.append('centre.reset.result', { outcome: toldOf(authorised) }, transaction);
  if (authorised.outcome !== 'done') {
    // The reservation may be used up all the same when the answer was lost; the card has not been asked.
    if (!('code' in authorised)) await centre.concludeReset(transaction, 'failed');
    return refusedBy(authorised);
  }
  log.append('pin.set.intent', { task: 'reset', pin: set }, transaction);
  const { authorization } = authorised.value;
  const answer = await pin.spend('fresh', (value) => unlock.reset(transmit, { pin: set, value, authorization }));
  const happened =
    answer?.outcome === 'unknown'
      ? 'unknown'
      : answer?.outcome === 'done' && answer.value === 'done'
        ? 'done'
        : 'failed';
  log.append('pin.set.result', { outcome: happened }, transaction);
  await centre.concludeReset(transaction, happened);
  if (happened === 'done') return { result: 'done' };
  return refused(happened === 'unknown' ? 'pin-uncertain' : 'card-fault');
}

export const pinEffects = (parts: Parts) => ({
  findReservation: fromPromise<FindReservationResult, void>(async () => {
    const { caseFile, centre, log, unlock } = parts;
    const { certificate, transaction } = caseFile;
    if (certificate === null) throw new Error('a reservation is asked for without a card');
    if (unlock === null) return refused('not-offered');
    const answer = await centre.reservation({ certificate });
    log.append('centre.asked', { what: 'reservation', outcome: toldOf(answer) }, transaction);
    if (answer.outcome !== 'done') return refusedBy(answer);
    return { result: 'reserved', pin: answer.value.pin, until: answer.value.expiresAt };
  }),

  /** What can be said of a new PIN without the card and the centre. */
  judgePin: fromPromise<JudgePinResult, { task: 'change' | 'reset'; set: KeyName }>(async ({ input }) => {
    const reason =
      parts.pin.look('fresh', (value) => weakness(input.set, value, null)) ??
      (input.task === 'change' && unchanged(parts) ? 'unchanged' : null);
    if (reason === null) return { result: 'good' };
    parts.pin.drop('fresh');
    return weak(reason);
  }),

  comparePin: fromPromise<{ result: 'same' | 'different' }, void>(async () => ({
    result: parts.pin.repeats('fresh') ? 'same' : 'different',
  })),

  setPin: fromPromise<SetPinResult, SetPinRequest>(async ({ input }) => {
    const result = await converse(parts, input.insertion, (card) => setAnew(card, parts, input), beforeSetting);
    // The old PIN is spent or no longer wanted; the new one stays for the next try unless it was refused or set.
    parts.pin.drop('current');
    if (result.result !== 'wrong') parts.pin.drop('fresh');
    return result;
  }),
});
