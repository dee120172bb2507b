import type { PinEntry } from '../card/pin-entry.ts';
import type { PinUnlock } from '../card/pin-unlock.ts';
import type { Centre, DocumentKeys } from '../centre/port.ts';
import type { Door, Renderer } from '../certificates/renderer.ts';
import type { Clock } from '../clock.ts';
import type { CardReader } from '../devices/card-reader/port.ts';
import type { CashlessTerminal } from '../devices/cashless/port.ts';
import type { AcceptorListener, CoinAcceptor, CoinPayoutUnit, HopperState } from '../devices/coin-unit/port.ts';
import type { PagePrinter } from '../devices/page-printer/port.ts';
import type { ReceiptPrinter } from '../devices/receipt-printer/port.ts';
import type { Log } from '../log/log.ts';
import type { KioskEvent, Language } from '../machines/events.ts';
import type { SlipHead } from '../slips/slips.ts';
import type { CaseFile } from './case-file.ts';

/** Everything the effects act on, plugged together by the composition root. */
export interface Parts {
  readonly clock: Clock;
  /** Cryptographically strong random bytes. */
  readonly random: (length: number) => Uint8Array;
  readonly log: Log;
  readonly pin: PinEntry;
  /** What is typed while a visit is only tried. No effect looks at it. */
  readonly practicePin: PinEntry;
  /** The code of a member of staff, while it is entered. */
  readonly staffCode: PinEntry;
  /** How a locked PIN is set anew; null where nobody gave us the procedure, and the service is then not offered. */
  readonly unlock: PinUnlock | null;
  /** What is known of the person being served; the only place for it, and wiped as a whole (I8). */
  readonly caseFile: CaseFile;
  readonly reader: CardReader;
  readonly acceptor: (listener: AcceptorListener) => CoinAcceptor;
  /** Coin hoppers; null in a terminal without, which takes exact money. */
  readonly payout: CoinPayoutUnit | null;
  /** Terminal for cards, e-money and codes; null in a shop without. */
  readonly cashless: CashlessTerminal | null;
  /** A new ServiceID for a message to it. */
  readonly services: () => string;
  /** How long a slip for the register is good, in milliseconds. */
  readonly counterMs: number;
  readonly receiptPrinter: ReceiptPrinter;
  readonly pagePrinter: PagePrinter;
  readonly centre: Centre;
  readonly documentKeys: DocumentKeys;
  /** Milliseconds by which the registers may have been read before a document arrives; `aheadMs` by a clock that is ahead of ours. */
  readonly freshness: { readonly ageMs: number; readonly aheadMs: number };
  readonly renderer: Renderer;
  readonly door: Door;
  readonly shop: SlipHead['shop'];
  /** Whether change for every amount up to so many yen is sure to be there. */
  readonly changeFor: (upTo: number, hoppers: readonly HopperState[]) => boolean;
  /** Coins this shop takes, in yen. */
  readonly coins: readonly number[];
  /** Who may open the staff panel, with the hash of each one's code. */
  readonly staff: readonly StaffMember[];
  /** Whether certificates are issued at this moment. */
  readonly isOpen: (at: number) => boolean;
  readonly version: string;
  /** A sentence for the operator's program log; never about a person. */
  readonly note: (sentence: string) => void;
}

export interface StaffMember {
  readonly name: string;
  readonly salt: Uint8Array;
  /** scrypt of the code's ASCII digits, 32 bytes. */
  readonly hash: Uint8Array;
}

/** What the effects need of the running terminal. */
export interface Terminal {
  send(event: KioskEvent): void;
  readonly language: Language;
  /** Past booting and recovering: what happens now was not left over by a crash. */
  readonly serving: boolean;
  /** It has stopped and waits for staff to resolve what is wrong. */
  readonly needsStaff: boolean;
  /** A visit waits for staff to count the sheets of its print. */
  readonly awaitsCount: boolean;
}
