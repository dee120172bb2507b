import type { Parts } from './parts.ts';

/** Crockford base32 without look-alikes. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A transaction id: 100 random bits as four groups of five. Unguessable, unique, and readable over the telephone (I2). */
export function newTransaction(random: (length: number) => Uint8Array): string {
  const symbols = Array.from(random(20), (byte) => alphabet[byte & 31]);
  return [0, 5, 10, 15].map((start) => symbols.slice(start, start + 5).join('')).join('-');
}

/** Whether the case still belongs to this session; a late answer of an earlier one is dropped by rule. */
export const stillServing = ({ caseFile }: Parts, session: string | null): boolean =>
  session !== null && caseFile.transaction === session;
