import { messageOf } from '../../outcome.ts';
import type { CardLinkFault } from './port.ts';

/**
 * What PC/SC's errors mean here. `smartcard` throws sentences (its src/pcsc_errors.h), not codes; anything that is not in this
 * table is the reader's failure. `ask`: pcscd says the same of a card that was lifted in the middle of a command and of one
 * that is there and silent, so whoever gets it looks whether the card is still in: `removed` or `mute`.
 */
const faults: Readonly<Record<string, readonly [code: string, fault: CardLinkFault | 'ask']>> = {
  'Card was removed': ['SCARD_W_REMOVED_CARD', 'removed'],
  'No smart card present': ['SCARD_E_NO_SMARTCARD', 'removed'],
  'Card is unpowered': ['SCARD_W_UNPOWERED_CARD', 'ask'],
  'Transaction failed': ['SCARD_E_NOT_TRANSACTED', 'ask'],
  'Card is unresponsive': ['SCARD_W_UNRESPONSIVE_CARD', 'mute'],
  'Card is not supported': ['SCARD_W_UNSUPPORTED_CARD', 'mute'],
  'Operation timed out': ['SCARD_E_TIMEOUT', 'mute'],
  'Protocol mismatch': ['SCARD_E_PROTO_MISMATCH', 'mute'],
  'Card was reset': ['SCARD_W_RESET_CARD', 'reader'],
  'Sharing violation': ['SCARD_E_SHARING_VIOLATION', 'reader'],
  'PC/SC service not running': ['SCARD_E_NO_SERVICE', 'reader'],
  'PC/SC service stopped': ['SCARD_E_SERVICE_STOPPED', 'reader'],
  'Reader unavailable': ['SCARD_E_READER_UNAVAILABLE', 'reader'],
  'Unknown reader': ['SCARD_E_UNKNOWN_READER', 'reader'],
  'No readers available': ['SCARD_E_NO_READERS_AVAILABLE', 'reader'],
  'Communication error': ['SCARD_F_COMM_ERROR', 'reader'],
  'Invalid handle': ['SCARD_E_INVALID_HANDLE', 'reader'],
};

export interface PcscFault {
  readonly code: string | null;
  readonly fault: CardLinkFault | 'ask';
  /** For a log line. Nothing that was sent or received stands in it. */
  readonly sentence: string;
}

/** @param error what `smartcard` threw */
export function pcscFault(error: unknown): PcscFault {
  const message = messageOf(error);
  const row = Object.hasOwn(faults, message) ? faults[message] : undefined;
  if (row === undefined) return { code: null, fault: 'reader', sentence: message };
  const [code, fault] = row;
  return { code, fault, sentence: `${message} (${code})` };
}
