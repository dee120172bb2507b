import { fromPromise } from 'xstate';
import type { ChangeJournal, PayoutBefore, PayoutOutcome } from '../devices/coin-unit/port.ts';
import type { RowData } from '../log/rows.ts';
import type { PaidBack } from '../machines/actors.ts';
import { reversePaid } from './cashless-effects.ts';
import { moveHeld } from './money-effects.ts';
import type { Parts } from './parts.ts';

/** The row that tells what became of a payout, with its money: what came out is the resident's, what is unsure is looked into. */
export function payoutRow({ coins, yen }: PayoutBefore, outcome: PayoutOutcome): RowData<'payout.result'> {
  if (outcome.outcome === 'failed') return { outcome: `failed:${outcome.fault}`, paid: 0, entries: [] };
  if (outcome.outcome === 'unknown') {
    const unsure = coins * yen;
    return {
      outcome: 'unknown',
      paid: 0,
      entries: [
        ['owed', -unsure],
        ['suspense', unsure],
      ],
    };
  }
  const { paid, reason } = outcome.value;
  return {
    outcome: reason === null ? 'done' : `short:${reason}`,
    paid,
    entries: [
      ['owed', -paid * yen],
      ['returned', paid * yen],
    ],
  };
}

/** What is still the resident's of this visit, in yen: owed, and what may or may not have come out. */
const leftOf = ({ caseFile, log }: Parts): number => {
  const visit = log.state.open.get(caseFile.transaction ?? '');
  return visit === undefined ? 0 : visit.money.owed + visit.money.suspense;
};

/** Pays what the running visit is owed out of the hoppers, as far as they go. Returns what came out, in yen. */
async function payOwed(parts: Parts): Promise<number> {
  const { caseFile, log, payout } = parts;
  const session = caseFile.transaction;
  const money = (session === null ? undefined : log.state.open.get(session))?.money;
  // Hoppers give back no more than was put in: what was paid otherwise goes back on its own way.
  const owed = money === undefined ? 0 : Math.min(money.owed, -money.inserted - money.returned);
  if (payout === null || owed === 0) return 0;
  const journal: ChangeJournal = {
    intent: (before) => {
      log.append('payout.intent', before, session);
    },
    result: (before, outcome) => {
      log.append('payout.result', payoutRow(before, outcome), session);
    },
  };
  const given = await payout.pay(owed, journal);
  for (const { address, fault } of given.faults) parts.note(`hopper ${address}: ${fault}`);
  if (given.unsure > 0) log.append('staff.needed', { reason: 'payout-unsure' }, session);
  return given.paid;
}

export const payoutEffects = (parts: Parts) => ({
  /** The paper is out and paid for: coins beyond the fee go back at once. */
  giveChange: fromPromise<{ readonly paid: number }, void>(async () => {
    const { caseFile, log } = parts;
    const held = log.state.open.get(caseFile.transaction ?? '')?.money.held ?? 0;
    moveHeld(parts, 'change', 'owed', held);
    return { paid: await payOwed(parts) };
  }),

  payBack: fromPromise<PaidBack, void>(async () => {
    const reversed = await reversePaid(parts, parts.caseFile.transaction ?? '');
    const paid = await payOwed(parts);
    return { paid, reversed, due: leftOf(parts) };
  }),
});
