import type { Outcome } from '../outcome.ts';
import type { CardFault, Transmit } from './card-client.ts';
import type { KeyName } from './jpki-data.ts';

/**
 * Setting a locked PIN anew. The command of the real card is not public (it is driven by a server that holds a terminal
 * certificate), so it stands behind this port; the only implementation here is the virtual card's.
 */
export interface PinUnlock {
  /** What the card wants authorised: bytes that are good for one `reset` in the same conversation. JPKI AP selected. */
  challenge(transmit: Transmit): Promise<Outcome<Uint8Array, CardFault>>;
  /**
   * Sets a locked PIN and its counter. `refused`: the card did not accept the authorisation, nothing changed. No answer is
   * `unknown`: the caller asks the counter.
   * @param value the new PIN as ASCII; not kept
   * @param authorization what the centre gave for this challenge and this PIN
   */
  reset(
    transmit: Transmit,
    request: { readonly pin: KeyName; readonly value: Uint8Array; readonly authorization: Uint8Array },
  ): Promise<Outcome<'done' | 'refused', CardFault>>;
}
