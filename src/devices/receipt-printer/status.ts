import type { ReceiptFault } from './port.ts';

/** Real-time status requests, sent in this order (Epson ESC/POS, DLE EOT n). */
export const STATUS_REQUESTS = [1, 2, 3, 4] as const;

export const dleEot = (n: number): Uint8Array => Uint8Array.of(0x10, 0x04, n);

/** DLE DC4 8: throws away what the printer has not printed yet; the seven octets guard against line noise. */
export const CLEAR_BUFFER = Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);

/** GS ( H 48: the printer sends the four characters back when everything before them is printed. */
export const processIdRequest = (id: string): Uint8Array =>
  Buffer.concat([Uint8Array.of(0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30), Buffer.from(id, 'latin1')]);

/** Octets of one answer to each of `STATUS_REQUESTS`. */
export type StatusOctets = readonly [printer: number, offline: number, error: number, paper: number];

/** Every status octet has bits 1 and 4 set, 0 and 7 clear; nothing else the printer sends looks like that. */
export const isStatusOctet = (octet: number): boolean => (octet & 0x93) === 0x12;

export interface ReceiptStatus {
  /** Why it cannot print now; null when it can. */
  readonly fault: ReceiptFault | null;
  /** Everything it reports, in the words of the port; `paper-near-end` does not keep it from printing. */
  readonly reasons: readonly (ReceiptFault | 'paper-near-end')[];
}

const FLAGS: readonly { readonly request: 0 | 1 | 2 | 3; readonly mask: number; readonly reason: ReceiptFault }[] = [
  { request: 1, mask: 0x04, reason: 'cover-open' },
  { request: 1, mask: 0x20, reason: 'paper-end' },
  { request: 3, mask: 0x60, reason: 'paper-end' },
  { request: 2, mask: 0x08, reason: 'cutter-error' },
];
const OFFLINE = 0x08;
const NEAR_END = 0x0c;

export function readStatus(octets: StatusOctets): ReceiptStatus {
  const causes = FLAGS.filter(({ request, mask }) => (octets[request] & mask) !== 0).map(({ reason }) => reason);
  // Offline says only that there is a cause; it stands alone when none is known.
  const offline: ReceiptFault[] = causes.length === 0 && (octets[0] & OFFLINE) !== 0 ? ['offline'] : [];
  const faults = [...new Set([...causes, ...offline])];
  const nearEnd = (octets[3] & NEAR_END) !== 0 && !faults.includes('paper-end');
  return { fault: faults[0] ?? null, reasons: [...faults, ...(nearEnd ? (['paper-near-end'] as const) : [])] };
}
