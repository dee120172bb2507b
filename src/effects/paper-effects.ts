import { fromCallback, fromPromise } from 'xstate';
import { kindOf } from '../certificates/catalogue.ts';
import { sheetsOf } from '../certificates/document.ts';
import { canonicalBytes, verifyDocument } from '../certificates/signature.ts';
import type { PrintOutcome } from '../devices/page-printer/port.ts';
import type { Topic } from '../guide/topics.ts';
import { type Balances, noMoney } from '../log/money.ts';
import type { RowData, SlipKind } from '../log/rows.ts';
import { jobNameOf } from '../log/visit.ts';
import type { DoneOrFailed, PrintEvent, Refusal } from '../machines/actors.ts';
import type { Means } from '../machines/events.ts';
import { messageOf, unknown } from '../outcome.ts';
import { adviceSlip, claimSlip, guideSlip, receiptSlip, registrationSlip, type SlipHead } from '../slips/slips.ts';
import { eraseJobs } from './erase-effects.ts';
import type { Parts, Terminal } from './parts.ts';
import { resultRow, stepRow } from './print-rows.ts';

/** The document is not given to a printer that could still print the job before. */
const heldUp = unknown('the printer may still print from the job before');

/** Prints one slip: intent, effect, result. @param session the visit it belongs to; null for staff's own */
export async function printSlip(
  parts: Parts,
  slip: SlipKind,
  amount: number,
  markup: string,
  session = parts.caseFile.transaction,
): Promise<DoneOrFailed> {
  parts.log.append('slip.intent', { slip, amount }, session);
  const answer = await parts.receiptPrinter.print(markup);
  const outcome = answer.outcome === 'failed' ? `failed:${answer.fault}` : answer.outcome;
  // The answer may come when staff have ended the visit, and another one has begun.
  if (session === null || parts.log.state.open.has(session)) parts.log.append('slip.result', { outcome }, session);
  return { result: answer.outcome === 'done' ? 'done' : 'failed' };
}

/** What was paid, by each means that anything was paid with, in yen. */
const paidIn = ({ inserted, charged, register }: Balances): readonly (readonly [Means, number])[] =>
  (
    [
      ['coins', -inserted],
      ['cashless', -charged],
      ['counter', -register],
    ] as const
  ).filter(([, yen]) => yen > 0);

/** The head of a slip printed now for the session in the case file. */
export const headOf = ({ caseFile, clock, log, shop }: Parts): SlipHead => ({
  shop,
  at: clock.now(),
  transaction: caseFile.transaction ?? '',
  head: log.head,
});

/**
 * Prints the claim slip of the session in the case file. Who paid at the register has its slip, which stands for the money: a
 * second one would be good for whoever finds it. @param amount yen that bought nothing
 */
export async function printClaim(parts: Parts, { language }: Terminal, amount: number): Promise<DoneOrFailed> {
  const visit = parts.log.state.open.get(parts.caseFile.transaction ?? '');
  if (visit?.claim === 'printed') return { result: 'done' };
  return printSlip(parts, 'claim', amount, claimSlip(headOf(parts), amount, language));
}

/** Prints the copy of a filed 利用登録申請. */
export const printRegistration = (
  parts: Parts,
  { language }: Terminal,
  filed: { readonly receipt: string; readonly opensOn: string },
): Promise<DoneOrFailed> => printSlip(parts, 'registration', 0, registrationSlip(headOf(parts), filed, language));

export const paperEffects = (parts: Parts, terminal: Terminal) => ({
  /**
   * The printer's door, then the one print. The document is checked again as it was on arrival, against the session that is
   * running now, and the intent row is refused by the log's rules when authentication, document or money do not fit.
   */
  printPages: fromCallback<{ type: 'print.stop' }, { pages: number }, PrintEvent>(({ sendBack, receive }) => {
    const { caseFile, log } = parts;
    const abort = new AbortController();
    receive(() => abort.abort());
    const tell = (event: PrintEvent) => (sendBack as (event: PrintEvent) => void)(event);
    const printOnce = (session: string, pdf: Uint8Array, intent: RowData<'print.intent'>): Promise<PrintOutcome> => {
      log.append('print.intent', intent, session);
      const name = jobNameOf(log.state.open.get(session) ?? { transaction: session, prints: 1 });
      return parts.pagePrinter.print(
        { name, pdf, pages: 2 * intent.pages, sides: 2 },
        {
          record: (step) => log.append('print.step', stepRow(step), session),
          progress: ({ sheets, reasons }) =>
            tell({ type: 'print.progress', sheets, blocked: reasons.length > 0, reasons }),
          signal: abort.signal,
        },
      );
    };
    const run = async (): Promise<PrintOutcome> => {
      const { asked, transaction: session, document, holder, pdf, fee } = caseFile;
      if (session === null || document === null || holder === null || pdf === null || asked === null)
        throw new Error('print without a checked document');
      const expected = { transaction: session, holder, ...asked };
      const wrong = verifyDocument(document, parts.documentKeys, expected);
      if (wrong !== null) throw new Error(`refused at the printer's door: ${wrong}`);
      const atDoor = await parts.door(pdf, document);
      if (atDoor !== null) throw new Error(`refused at the printer's door: ${atDoor.fault}`);
      const pages = sheetsOf(document.payload);
      const intent = { pages, document: log.keyed(canonicalBytes(document.payload)), fee, erase: true } as const;
      // A job that staff have printed once more must not come out too.
      await eraseJobs(parts, session);
      const outcome = log.state.unerased.size > 0 ? heldUp : await printOnce(session, pdf, intent);
      // After the safe state the session is closed without this answer; staff have its paper.
      if (log.state.open.has(session)) {
        log.append('print.result', resultRow(outcome), session);
        if (outcome.outcome === 'unknown') log.append('staff.needed', { reason: 'count-sheets' }, session);
      }
      return outcome;
    };
    run().then(
      (outcome) =>
        tell({
          type: 'print.finished',
          result: outcome.outcome === 'done' ? 'printed' : outcome.outcome,
          sheets: outcome.outcome === 'done' ? outcome.value.sheets : 0,
        }),
      (error) => {
        parts.note(`printing stopped: ${messageOf(error)}`);
        if (!log.open || abort.signal.aborted) return;
        try {
          log.append('violation', { invariant: 'I1', detail: messageOf(error).slice(0, 200) });
        } catch (unwritten) {
          parts.note(`the violation could not be written: ${messageOf(unwritten)}`);
        }
        terminal.send({ type: 'invariant.violated' });
      },
    );
    // A session that is taken away while it prints cancels its job; a power cut tells nobody anything.
    return () => {
      if (log.open) abort.abort();
    };
  }),

  printReceipt: fromPromise<DoneOrFailed, void>(async () => {
    const { document, fee } = parts.caseFile;
    if (document === null) throw new Error('receipt without a document');
    const { kind, municipality } = document.payload;
    const { official, title } = kindOf(kind);
    const money = parts.log.state.open.get(parts.caseFile.transaction ?? '')?.money ?? noMoney;
    return printSlip(
      parts,
      'receipt',
      fee,
      receiptSlip(
        headOf(parts),
        {
          item: { ...title, ja: official },
          municipality: municipality.name,
          pages: sheetsOf(document.payload),
          fee,
          paid: paidIn(money),
          change: money.returned,
        },
        terminal.language,
      ),
    );
  }),

  printClaim: fromPromise<DoneOrFailed, { amount: number }>(({ input }) => printClaim(parts, terminal, input.amount)),

  printAdvice: fromPromise<DoneOrFailed, { code: Refusal }>(({ input: { code } }) =>
    printSlip(parts, 'advice', 0, adviceSlip(headOf(parts), code, terminal.language)),
  ),

  /** Read before a visit as well as in one. */
  printGuide: fromPromise<DoneOrFailed, { topic: Topic }>(({ input: { topic } }) =>
    printSlip(parts, 'guide', 0, guideSlip(headOf(parts), topic, terminal.language)),
  ),
});
