import { fromCallback, fromPromise } from 'xstate';
import { sleep } from '../clock.ts';
import type { CoinAcceptor } from '../devices/coin-unit/port.ts';
import type { DeviceHealth } from '../devices/health.ts';
import { secretMark } from '../log/chain.ts';
import { staffReason } from '../log/state.ts';
import type { DoneOrFailed } from '../machines/actors.ts';
import type { Device, KioskEvent } from '../machines/events.ts';
import { statechartsFingerprint } from '../machines/fingerprint.ts';
import { messageOf } from '../outcome.ts';
import { eraseJobs, eraseLeftJobs, holdsDocument } from './erase-effects.ts';
import { heldFor, moveHeld, noteHealth, settleMs } from './money-effects.ts';
import type { Parts, Terminal } from './parts.ts';
import { recover } from './recovery.ts';
import { newTransaction } from './transaction.ts';

const watchEverySeconds = 15;

/** The health of a printer that may still hold the document of an ended visit. */
const holding: DeviceHealth = { state: 'failed', reasons: ['document-kept'] };

export const terminalEffects = (parts: Parts, terminal: Terminal, acceptor: CoinAcceptor) => {
  const { log } = parts;

  const report = (device: Device, state: 'working' | 'failed', reasons: readonly string[]): void =>
    noteHealth(parts, terminal, device, state, reasons);

  /** The devices that speak only when asked, and what each last said. */
  const asked = new Map<Device, { health(): Promise<DeviceHealth> }>([
    ['pages', parts.pagePrinter],
    ['receipts', parts.receiptPrinter],
    ['centre', parts.centre],
    ...(parts.cashless === null ? [] : [['cashless', parts.cashless] as const]),
  ]);
  const known = new Map<Device, string>();
  const ask = async (
    device: Device,
    unit: { health(): Promise<DeviceHealth> },
    tell: 'always' | 'if it changed',
  ): Promise<void> => {
    if (device === 'pages') await eraseLeftJobs(parts);
    const said = await unit.health();
    tellOf(device, device === 'pages' && holdsDocument(log.state) ? holding : said, tell);
  };
  const tellOf = (device: Device, { state, reasons }: DeviceHealth, tell: 'always' | 'if it changed'): void => {
    const news = [state, ...reasons].join(' ');
    if (tell === 'if it changed' && known.get(device) === news) return;
    known.set(device, news);
    report(device, state, reasons);
  };

  /** Wipes the case and checks it; the log refuses to end a session that was not wiped (I8). */
  const wipe = (): void => {
    const { caseFile, pin } = parts;
    const session = caseFile.transaction;
    pin.wipe();
    caseFile.wipe();
    if (!caseFile.wiped || !pin.wiped) throw new Error('something personal was left');
    if (session !== null) log.append('session.wiped', {}, session);
  };

  const startDevices = async (): Promise<void> => {
    parts.reader.start({
      inserted: (insertion) => terminal.send({ type: 'card.inserted', insertion }),
      removed: (insertion) => terminal.send({ type: 'card.removed', insertion }),
      health: (state, reason) => report('reader', state, [reason]),
    });
    const started = await acceptor.start(log.state.acceptor);
    report(
      'coins',
      started.outcome === 'done' ? 'working' : 'failed',
      started.outcome === 'failed' ? [started.fault] : [],
    );
  };

  return {
    /** The devices are started whatever the log says, so that staff who make room for it need no restart. */
    boot: fromPromise<DoneOrFailed, void>(async () => {
      try {
        log.append('terminal.started', {
          version: parts.version,
          statecharts: statechartsFingerprint,
          secret: log.keyed(secretMark),
        });
      } finally {
        await startDevices();
      }
      return { result: 'done' };
    }),

    /** Long-lived: opening hours each second, the devices that speak only when asked every quarter of a minute. */
    watch: fromCallback<KioskEvent, void>(() => {
      let open: boolean | null = null;
      let ticks = 0;
      let timer: unknown;
      const tick = (): void => {
        const now = parts.isOpen(parts.clock.now());
        if (now !== open) terminal.send({ type: 'hours.changed', open: now });
        open = now;
        if (ticks % watchEverySeconds === 0) {
          for (const [device, unit] of asked) void ask(device, unit, 'if it changed');
        }
        ticks += 1;
        timer = parts.clock.setTimeout(tick, 1_000);
      };
      timer = parts.clock.setTimeout(tick, 0);
      return () => parts.clock.clearTimeout(timer);
    }),

    recover: fromPromise<{ staff: string | null }, void>(async () => ({ staff: await recover(parts, terminal) })),

    openSession: fromPromise<{ transaction: string }, void>(async () => {
      const transaction = newTransaction(parts.random);
      log.append('session.started', {}, transaction);
      parts.caseFile.transaction = transaction;
      // What the hoppers can give is known long before this visit pays.
      void parts.payout?.start();
      return { transaction };
    }),

    /** A printer that still holds jobs is emptied (I2); then the devices that speak only when asked are asked. */
    selfTest: fromPromise<DoneOrFailed, void>(async () => {
      // What staff decided holds on every way to service, also after a power cut.
      terminal.send({ type: 'duty.changed', on: log.state.duty });
      await parts.pagePrinter.purge();
      await Promise.all([parts.payout?.start(), ...[...asked].map(([device, unit]) => ask(device, unit, 'always'))]);
      return { result: 'done' };
    }),

    wipe: fromPromise<{ staff: string | null }, { outcome: string }>(async ({ input: { outcome } }) => {
      const session = parts.caseFile.transaction;
      if (session === null) throw new Error('no session to wipe');
      const result = outcome === 'delivered' ? 'delivered' : outcome === 'staff' ? 'unknown' : 'cancelled';
      const told = await parts.centre.conclude(session, result);
      log.append('centre.conclude.result', { outcome: told.outcome }, session);
      const left = await eraseJobs(parts, session);
      if (left.includes('kept')) log.append('staff.needed', { reason: 'print-kept' }, session);
      if (log.state.unerased.size > 0) tellOf('pages', holding, 'always');
      if (outcome === 'staff') log.append('staff.needed', { reason: 'print-unknown' }, session);
      const visit = log.state.open.get(session);
      if (visit !== undefined && visit.money.owed + visit.money.suspense > 0 && visit.claim !== 'printed')
        log.append('staff.needed', { reason: 'claim-not-printed' }, session);
      wipe();
      log.append('session.ended', { outcome }, session);
      return { staff: staffReason(log.state) };
    }),

    /** Nothing printed, coins inhibited, card released, staff called; every step is tried whatever became of the others. */
    makeSafe: fromPromise<DoneOrFailed, { reason: string }>(async ({ input: { reason } }) => {
      const session = parts.caseFile.transaction;
      const steps: (() => unknown)[] = [
        () => parts.payout?.stop(),
        () => acceptor.accept([]),
        () => parts.pagePrinter.purge(),
        () => sleep(parts.clock, settleMs),
        () => moveHeld(parts, 'safe-state', 'suspense', heldFor(parts)),
        wipe,
        () => log.append('staff.needed', { reason: reason || 'safe-state' }, session),
        () => session !== null && log.append('session.ended', { outcome: 'staff' }, session),
      ];
      let result: DoneOrFailed['result'] = 'done';
      for (const step of steps) {
        try {
          await step();
        } catch (error) {
          result = 'failed';
          parts.note(`safe state: ${messageOf(error)}`);
        }
      }
      return { result };
    }),

    resolveStaff: fromPromise<{ staff: string | null }, { who: string; why: string }>(async ({ input }) => {
      for (const transaction of log.state.staff.keys())
        log.append('staff.resolved', input, transaction === '' ? null : transaction);
      // A visit the safe state could not close, because the log took nothing, is brought to its end as after a start.
      return { staff: log.state.open.size > 0 ? await recover(parts, terminal) : null };
    }),
  };
};
