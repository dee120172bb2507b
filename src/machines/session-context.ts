import type { ServiceOffer } from '../centre/port.ts';
import type { Wish } from '../certificates/document.ts';
import type { PreviewRow } from '../certificates/preview.ts';
import type { Lapse, Refusal, Tries } from './actors.ts';
import type { Means, Service } from './events.ts';
import type { Pace } from './pace.ts';
import type { Timeouts } from './timeouts.ts';

export interface SessionInput {
  readonly transaction: string;
  /** Card that is in already when the session starts, or null. */
  readonly insertion: number | null;
  /** What this shop takes; nothing where nothing costs anything. */
  readonly means: readonly Means[];
  readonly timeouts: Timeouts;
  /** How long people are waited for. */
  readonly pace: Pace;
}

/** Something to say on the next screen. */
export type Notice = 'wrong-pin' | 'card-removed' | 'pin-uncertain' | null;

/** How a session ended; `served`: another service than a certificate was done; `refused:<code>` names the refusal. */
export type SessionOutcome =
  | 'delivered'
  | 'served'
  | 'cancelled'
  | 'restarted'
  | 'timeout'
  | 'locked'
  | 'staff'
  | `refused:${Refusal}`;

export interface SessionContext extends SessionInput {
  readonly insertion: number | null;
  readonly service: Service;
  /** As the card last said. */
  readonly tries: Tries;
  readonly pinLength: number;
  readonly pinComplete: boolean;
  readonly notice: Notice;
  readonly refusal: Refusal | null;
  /** Personal data (names of the household): gone with the session. */
  readonly offers: readonly ServiceOffer[];
  readonly lapse: Lapse | null;
  readonly kind: string | null;
  readonly wish: Wish;
  /** The checked document with its values masked. */
  readonly preview: readonly PreviewRow[];
  /** Sheets of all copies. */
  readonly pages: number;
  readonly fee: number;
  readonly extensions: number;
  /** Yen that bought nothing: what the claim slip says. */
  readonly due: number;
  /** What was paid with, or was last tried. */
  readonly paidWith: Means;
  /** Yen paid, yen that hoppers gave back, and yen that the payment terminal reversed. */
  readonly paid: number;
  readonly returned: number;
  readonly reversed: number;
  readonly claim: 'none' | 'printed' | 'failed';
  /** The slip with what was refused and what to do. */
  readonly advice: 'none' | 'printed' | 'failed';
  readonly outcome: SessionOutcome;
  /** Why staff must look at the machine before the next visit. */
  readonly staff: string | null;
}

export const noTries: Tries = { auth: null, sign: null };

export const noWish: Wish = { members: [], items: [], copies: 1 };

/** The offer of the chosen kind. */
export const chosenOffer = (context: SessionContext): ServiceOffer | null =>
  context.offers.find((offer) => offer.kind === context.kind) ?? null;
