import { fromPromise } from 'xstate';
import { sleep } from '../clock.ts';
import type { AcceptorEvents, AcceptorListener } from '../devices/coin-unit/port.ts';
import type { AcceptCoinsResult, DoneOrFailed, SettleResult } from '../machines/actors.ts';
import type { Device, Means } from '../machines/events.ts';
import { messageOf } from '../outcome.ts';
import type { Parts, Terminal } from './parts.ts';

/** After inhibiting, coins that were already rolling are credited within this time (two polls and the roll). */
export const settleMs = 700;

/**
 * Whose coins these are: the running visit's, or after a crash those of the one visit that is still open in the log. Coins
 * that belong to nobody go to suspense.
 */
function payer({ caseFile, log }: Parts): string | null {
  if (caseFile.transaction !== null) return caseFile.transaction;
  const [only, ...others] = log.state.open.keys();
  return only !== undefined && others.length === 0 ? only : null;
}

/** Writes how a device is and tells the statechart, which must know it even when the log does not take the row. */
export function noteHealth(
  { log, note }: Parts,
  terminal: Terminal,
  device: Device,
  state: 'working' | 'failed',
  reasons: readonly string[],
): void {
  if (!log.open) return;
  try {
    log.append('device.health', { device, state, reasons: reasons.map((reason) => reason.slice(0, 200)) });
  } catch (error) {
    note(`the health of a device could not be written: ${messageOf(error)}`);
  }
  terminal.send({ type: 'health.changed', device, state });
}

/** Books what the acceptor tells, before the driver goes on, and only then tells the statechart. */
export function acceptorListener(parts: Parts, terminal: Terminal): AcceptorListener {
  let refused = 0;
  /** The acceptor offers unwritten events with every poll; staff are called at the first and then every ten seconds. */
  const unwritten = (error: unknown): void => {
    refused += 1;
    if (!parts.log.open || refused % 50 !== 1) return;
    parts.note(`coins could not be booked: ${messageOf(error)}`);
    terminal.send({ type: 'invariant.violated' });
  };
  const callStaff = (reason: string, session: string | null): void => {
    try {
      parts.log.append('staff.needed', { reason }, session);
    } catch (error) {
      unwritten(error);
    }
  };
  return {
    events: ({ position, credits, lost, unexplained, errors }: AcceptorEvents) => {
      const session = payer(parts);
      const total = credits.reduce((sum, yen) => sum + yen, 0);
      const account = session === null ? 'suspense' : 'held';
      const entries: ['inserted' | 'held' | 'suspense', number][] =
        total === 0
          ? []
          : [
              ['inserted', -total],
              [account, total],
            ];
      try {
        parts.log.append(
          'coins.events',
          { position, credits: [...credits], lost, unexplained, errors: [...errors], entries },
          session,
        );
      } catch (error) {
        unwritten(error);
        throw error;
      }
      refused = 0;
      // Coins that nobody can be given back, or whose value nobody knows, are a matter for staff.
      if (session === null && total > 0) callStaff('coins-of-nobody', null);
      if (lost > 0 || unexplained > 0) callStaff('coins-unexplained', session);
      if (total > 0) terminal.send({ type: 'coin.credited', yen: total });
      const trouble = lost > 0 || unexplained > 0;
      if (trouble) terminal.send({ type: 'coin.trouble' });
      // Inhibited and nobody is being served: the acceptor takes coins it must not take. Recovery finds its row by itself.
      if (session === null && (total > 0 || trouble) && terminal.serving) terminal.send({ type: 'invariant.violated' });
    },
    health: (state, reason) => {
      noteHealth(parts, terminal, 'coins', state, [reason]);
    },
  };
}

/** The yen held for the running session. */
export const heldFor = (parts: Parts): number => {
  const { transaction } = parts.caseFile;
  return (transaction !== null && parts.log.state.open.get(transaction)?.money.held) || 0;
};

/** Moves yen of a visit, the running one unless given, out of `held`; nothing is written for nothing. */
export function moveHeld(
  { caseFile, log }: Parts,
  reason: string,
  to: 'taken' | 'owed' | 'suspense',
  yen: number,
  transaction = caseFile.transaction,
): void {
  if (yen === 0) return;
  const entries: ['held' | typeof to, number][] = [
    ['held', -yen],
    [to, yen],
  ];
  log.append('money.moved', { reason, entries }, transaction);
}

export const moneyEffects = (
  parts: Parts,
  acceptor: { accept(values: readonly number[]): Promise<{ outcome: string }> },
) => ({
  listMeans: fromPromise<{ means: readonly Means[] }, { means: readonly Means[] }>(async ({ input: { means } }) => {
    const { cashless, log } = parts;
    const works: Readonly<Record<Means, () => boolean | Promise<boolean>>> = {
      coins: () => log.state.health.coins?.state === 'working',
      cashless: async () => (await cashless?.health())?.state === 'working',
      counter: () => true,
    };
    const known = await Promise.all(means.map((one) => works[one]()));
    return { means: means.filter((_, index) => known[index]) };
  }),

  /** Coins beyond what is left to pay are taken only where their change is sure to be there. */
  acceptCoins: fromPromise<AcceptCoinsResult, { price: number; limit: number }>(async ({ input: { price, limit } }) => {
    const { caseFile, changeFor, coins, log, payout } = parts;
    log.append('coins.accept.intent', { price }, caseFile.transaction);
    const taken = coins.filter((yen) => yen <= limit || changeFor(yen - limit, payout?.states ?? []));
    const answer = await acceptor.accept(taken);
    log.append('coins.accept.result', { outcome: answer.outcome }, caseFile.transaction);
    const exact = !taken.some((yen) => yen > limit);
    return { result: answer.outcome === 'done' ? 'done' : 'failed', exact };
  }),

  inhibitCoins: fromPromise<DoneOrFailed, void>(async ({ signal }) => {
    const { caseFile, clock, log } = parts;
    const answer = await acceptor.accept([]);
    log.append('coins.inhibit.result', { outcome: answer.outcome }, caseFile.transaction);
    await sleep(clock, settleMs, signal);
    return { result: answer.outcome === 'done' ? 'done' : 'failed' };
  }),

  /** The paper is out: what it costs is the shop's, coins beyond it stay the resident's until `settle`. */
  takeMoney: fromPromise<DoneOrFailed, void>(async () => {
    moveHeld(parts, 'sale', 'taken', parts.caseFile.fee);
    return { result: 'done' };
  }),

  settle: fromPromise<SettleResult, { unknown: boolean }>(async ({ input }) => {
    const { caseFile, log, payout } = parts;
    const held = heldFor(parts);
    if (input.unknown) moveHeld(parts, 'print-unknown', 'suspense', held);
    else moveHeld(parts, 'nothing-bought', 'owed', held);
    const visit = log.state.open.get(caseFile.transaction ?? '');
    const reversible = visit?.cashless?.booked != null && visit.cashless.reversal === 'none';
    // Change that did not come out was tried; what is held only now was not.
    return {
      due: visit === undefined ? 0 : visit.money.owed + visit.money.suspense,
      payable: (payout !== null || reversible) && !input.unknown && held > 0,
    };
  }),
});
