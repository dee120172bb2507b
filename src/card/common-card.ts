import { done, type Outcome } from '../outcome.ts';
import type { CardClient, CardFault } from './card-client.ts';

/** What 共通カードAP tells everybody about the card. */
export interface CommonRecord {
  /** First five digits of the municipality's code. */
  readonly municipality: string;
  /** ISO date: the last day of the card. */
  readonly expires: string;
}

/** `01 1C`, serial number (15 digits), municipality (5) and last day (8). jpki/myna src/unknown.rs. */
const form = /^\d{15}(\d{5})(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;

/**
 * Reads record 1 of 共通カードAP. Null when the card has no such application or record, or one of another form: the validity
 * printed on the card is then not known here, and the certificate's own decides.
 */
export async function readCommonRecord(card: CardClient): Promise<Outcome<CommonRecord | null, CardFault>> {
  const selected = await card.selectApplication('common');
  if (selected.outcome !== 'done') return selected;
  if (!selected.value) return done(null);
  const answer = await card.send({ cla: 0, ins: 0xb2, p1: 1, p2: (1 << 3) | 4, le: 256 });
  if (answer.outcome !== 'done') return answer;
  const { data, sw } = answer.value;
  const [, municipality, year, month, day] = form.exec(Buffer.from(data.subarray(2)).toString('latin1')) ?? [];
  if (sw !== 0x9000 || data[0] !== 0x01 || municipality === undefined) return done(null);
  return done({ municipality, expires: `${year}-${month}-${day}` });
}
