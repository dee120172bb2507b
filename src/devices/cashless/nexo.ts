import { z } from 'zod';
import { done, failed, type Outcome, unknown } from '../../outcome.ts';
import type { Approval, CashlessPayment, CashlessReversal, PayFault, PayOutcome } from './port.ts';

/**
 * The messages of the nexo Retailer Protocol 3.0 (Sale to POI) that a payment needs, as JSON, in the form Adyen publishes them
 * (https://docs.adyen.com/point-of-sale/, "Terminal API"). Amounts are in the major unit, for yen whole numbers.
 */

export type Category = 'Payment' | 'Reversal' | 'TransactionStatus' | 'Abort' | 'Diagnosis';

/** Who talks to whom: `sale` is this kiosk (SaleID), `poi` the payment terminal (POIID, model and serial number). */
export interface Parties {
  readonly sale: string;
  readonly poi: string;
}

/** A time as the protocol writes it. @param at milliseconds since 1970 */
const timestamp = (at: number): string => new Date(at).toISOString();

const request = ({ sale, poi }: Parties, category: Category, service: string, body: object): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      SaleToPOIRequest: {
        MessageHeader: {
          ProtocolVersion: '3.0',
          MessageClass: 'Service',
          MessageCategory: category,
          MessageType: 'Request',
          ServiceID: service,
          SaleID: sale,
          POIID: poi,
        },
        [`${category}Request`]: body,
      },
    }),
  );

export const paymentRequest = (parties: Parties, { service, transaction, yen }: CashlessPayment, at: number) =>
  request(parties, 'Payment', service, {
    SaleData: { SaleTransactionID: { TransactionID: transaction, TimeStamp: timestamp(at) } },
    PaymentTransaction: { AmountsReq: { Currency: 'JPY', RequestedAmount: yen } },
  });

/** Without an amount: the whole payment is undone. */
export const reversalRequest = (parties: Parties, reversal: CashlessReversal, now: number) =>
  request(parties, 'Reversal', reversal.service, {
    SaleData: { SaleTransactionID: { TransactionID: reversal.transaction, TimeStamp: timestamp(now) } },
    OriginalPOITransaction: { POITransactionID: { TransactionID: reversal.reference, TimeStamp: reversal.at } },
    ReversalReason: 'MerchantCancel',
  });

const reference = ({ sale, poi }: Parties, category: Category, service: string) => ({
  MessageReference: { MessageCategory: category, ServiceID: service, SaleID: sale, POIID: poi },
});

/** Asks what became of the message `of`. */
export const statusRequest = (parties: Parties, service: string, category: Category, of: string) =>
  request(parties, 'TransactionStatus', service, reference(parties, category, of));

export const abortRequest = (parties: Parties, service: string, of: string) =>
  request(parties, 'Abort', service, { ...reference(parties, 'Payment', of), AbortReason: 'MerchantAbort' });

export const diagnosisRequest = (parties: Parties, service: string) =>
  request(parties, 'Diagnosis', service, { HostDiagnosisFlag: false });

/** What the terminal says to a message: an outcome, or that it is still working on it. `unknown`: not to be believed. */
export type Heard<T, Fault extends string> = Outcome<T, Fault> | { readonly outcome: 'in-progress' };

const text = z.string().min(1).max(128);
const response = z.object({
  Result: z.enum(['Success', 'Partial', 'Failure']),
  ErrorCondition: text.optional(),
});
/** What the terminal gave a number: nothing that could not be written down. */
const visible = z.string().regex(/^[\x21-\x7e]{1,128}$/);
const transactionId = z.object({ TransactionID: visible, TimeStamp: visible });
const saleData = z.object({ SaleTransactionID: z.object({ TransactionID: text }) });

const paymentResponse = z.object({
  Response: response,
  SaleData: saleData.optional(),
  POIData: z.object({ POITransactionID: transactionId }).optional(),
  PaymentResult: z
    .object({ AmountsResp: z.object({ Currency: text, AuthorizedAmount: z.number().int().positive() }) })
    .optional(),
});
const reversalResponse = z.object({
  Response: response,
  SaleData: saleData.optional(),
  OriginalPOITransaction: z.object({ POITransactionID: z.object({ TransactionID: text }) }).optional(),
  ReversedAmount: z.number().optional(),
});
const header = z.object({
  MessageClass: z.literal('Service'),
  MessageCategory: text,
  MessageType: z.literal('Response'),
  ServiceID: text,
  SaleID: text,
  POIID: text,
});
const statusResponse = z.object({
  Response: response,
  MessageReference: z.object({ ServiceID: text.optional() }).optional(),
  RepeatedMessageResponse: z
    .object({ MessageHeader: header, RepeatedResponseMessageBody: z.record(z.string(), z.unknown()) })
    .optional(),
});
const diagnosisResponse = z.object({
  Response: response,
  POIStatus: z.object({ GlobalStatus: z.enum(['OK', 'Busy', 'Maintenance', 'Unreachable']) }).optional(),
});
const envelope = z.object({ SaleToPOIResponse: z.looseObject({ MessageHeader: header }) });

const isOurs = (said: z.infer<typeof header>, parties: Parties, category: Category, service: string): boolean =>
  said.MessageCategory === category &&
  said.ServiceID === service &&
  said.SaleID === parties.sale &&
  said.POIID === parties.poi;

/** The body of an answer to the message `service`; a sentence when it is none. */
export function answerTo(
  bytes: Uint8Array,
  parties: Parties,
  category: Category,
  service: string,
): { readonly body: unknown } | string {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return 'not JSON';
  }
  const parsed = envelope.safeParse(value);
  if (!parsed.success) return 'not a nexo response';
  const { MessageHeader, ...bodies } = parsed.data.SaleToPOIResponse;
  if (!isOurs(MessageHeader, parties, category, service)) return 'the answer to another message';
  return { body: bodies[`${category}Response`] };
}

/** What an ErrorCondition says of a payment that failed. Those that are not here do not say that nothing was taken. */
const faults: Readonly<Record<string, PayFault>> = {
  Refusal: 'declined',
  InvalidCard: 'declined',
  WrongPIN: 'declined',
  PaymentRestriction: 'declined',
  UnreachableHost: 'declined',
  Cancel: 'cancelled',
  Aborted: 'aborted',
  Busy: 'busy',
  DeviceOut: 'refused',
  InsertedCard: 'refused',
  LoggedOut: 'refused',
  MessageFormat: 'refused',
  NotAllowed: 'refused',
  UnavailableDevice: 'refused',
  UnavailableService: 'refused',
};

const inProgress = { outcome: 'in-progress' } as const;

/** Reads a PaymentResponse. What it approves may be another amount than was asked for. */
export function heardOfPayment(body: unknown, { transaction }: CashlessPayment): Heard<Approval, PayFault> {
  const parsed = paymentResponse.safeParse(body);
  if (!parsed.success) return unknown('not a payment response');
  const { Response, SaleData, POIData, PaymentResult } = parsed.data;
  if (SaleData !== undefined && SaleData.SaleTransactionID.TransactionID !== transaction)
    return unknown('a payment of another transaction');
  if (Response.Result === 'Failure') return heardOfFailure(Response.ErrorCondition);
  if (SaleData === undefined || POIData === undefined || PaymentResult === undefined)
    return unknown('an approval without transaction or amount');
  const { Currency, AuthorizedAmount } = PaymentResult.AmountsResp;
  if (Currency !== 'JPY') return unknown(`approved in ${Currency}`);
  const { TransactionID, TimeStamp } = POIData.POITransactionID;
  return done({ reference: TransactionID, at: TimeStamp, yen: AuthorizedAmount });
}

function heardOfFailure(condition = 'nothing'): Exclude<PayOutcome, { outcome: 'done' }> | typeof inProgress {
  if (condition === 'InProgress') return inProgress;
  const fault = faults[condition];
  return fault === undefined ? unknown(`failed for ${condition}`) : failed(fault, condition);
}

/** Reads a ReversalResponse. */
export function heardOfReversal(body: unknown, reversal: CashlessReversal): Heard<null, 'refused'> {
  const parsed = reversalResponse.safeParse(body);
  if (!parsed.success) return unknown('not a reversal response');
  const { Response, SaleData, OriginalPOITransaction, ReversedAmount } = parsed.data;
  const original = OriginalPOITransaction?.POITransactionID.TransactionID ?? reversal.reference;
  const sale = SaleData?.SaleTransactionID.TransactionID ?? reversal.transaction;
  if (original !== reversal.reference || sale !== reversal.transaction) return unknown('a reversal of another payment');
  if (Response.Result === 'Failure') {
    // It does not know the payment that is to be undone.
    if (Response.ErrorCondition === 'NotFound') return failed('refused', 'NotFound');
    const heard = heardOfFailure(Response.ErrorCondition);
    return heard.outcome === 'failed' ? failed('refused', Response.ErrorCondition) : heard;
  }
  if (Response.Result === 'Partial' || (ReversedAmount ?? reversal.yen) !== reversal.yen)
    return unknown('reversed in part');
  return done(null);
}

/** Reads a TransactionStatusResponse about the message `of`. @param read reads the repeated response */
export function heardOfStatus<T, Fault extends string>(
  body: unknown,
  parties: Parties,
  category: 'Payment' | 'Reversal',
  of: string,
  read: (body: unknown) => Heard<T, Fault>,
): Heard<T, Fault | 'not-found'> {
  const parsed = statusResponse.safeParse(body);
  if (!parsed.success) return unknown('not a status response');
  const { Response, MessageReference, RepeatedMessageResponse: repeated } = parsed.data;
  if (MessageReference?.ServiceID !== undefined && MessageReference.ServiceID !== of)
    return unknown('the status of another message');
  if (Response.Result === 'Failure') {
    if (Response.ErrorCondition === 'InProgress') return inProgress;
    if (Response.ErrorCondition === 'NotFound') return failed('not-found');
    return unknown(`no status for ${Response.ErrorCondition ?? 'nothing'}`);
  }
  if (repeated === undefined || !isOurs(repeated.MessageHeader, parties, category, of))
    return unknown('the status of another message');
  return read(repeated.RepeatedResponseMessageBody[`${category}Response`]);
}

/** `OK`, `Busy`, or the keyword of what is wrong. */
export function heardOfDiagnosis(body: unknown): string {
  const parsed = diagnosisResponse.safeParse(body);
  if (!parsed.success) return 'no-answer';
  const { Response, POIStatus } = parsed.data;
  if (Response.Result === 'Success' && POIStatus !== undefined) return POIStatus.GlobalStatus;
  return Response.ErrorCondition ?? 'no-answer';
}
