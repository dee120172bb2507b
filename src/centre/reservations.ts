import { type KeyObject, sign } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { done, type Outcome } from '../outcome.ts';
import { findHolder } from './admission.ts';
import { type Answer, isRefusal, type Request, refused } from './answers.ts';
import type { CardCertificate } from './certificates.ts';
import type { CertificatePurpose, RefusalCode } from './port.ts';
import { notAccepted, type Verifier } from './proofs.ts';
import type { Reservation } from './register.ts';
import type { ReservationRow, Store } from './store.ts';

const HOUR = 3_600_000;
/** From the face check in the app to the reset at a terminal. */
const RESERVATION_HOURS = 24;

/** The file of each PIN on the card, big endian: an authorisation is for one of them. */
const PIN_FILES: Readonly<Record<CertificatePurpose, Uint8Array>> = {
  auth: Uint8Array.of(0x00, 0x18),
  sign: Uint8Array.of(0x00, 0x1b),
};

/** Who can set a PIN anew knows the other one. */
const OTHER: Readonly<Record<CertificatePurpose, CertificatePurpose>> = { auth: 'sign', sign: 'auth' };

export interface ReservationParts {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly verifier: Verifier;
  readonly unlockKey: KeyObject;
}

/** Setting a locked PIN anew (暗証番号の初期化): what the app reserved is used once, within 24 hours. */
export function createReservations({ store, clock, verifier, unlockKey }: ReservationParts) {
  function usable({ issuer, serial }: CardCertificate, now: number): ReservationRow | RefusalCode {
    const row = store.reservation(issuer, serial);
    if (row === null) return 'no-reservation';
    if (row.used) return 'reservation-used';
    return now < row.expiresAt ? row : 'reservation-expired';
  }

  /** The card's reservation, when the card itself may be served: not for a certificate that is expired or revoked. */
  async function find(der: Uint8Array, now: number) {
    const card = verifier.accept('auth', der, now);
    if (isRefusal(card)) return card;
    const refusal = await verifier.refuseRevoked('auth', card);
    if (refusal !== null) return refusal;
    const row = usable(card.certificate, now);
    return isRefusal(row) ? row : { row, card };
  }

  /** Whether both certificates are of one resident of this municipality, whose register alone can say so. */
  function sameHolder(one: CardCertificate, other: CardCertificate): boolean {
    const [holder, prover] = [findHolder(store, one), findHolder(store, other)];
    return !isRefusal(holder) && !isRefusal(prover) && holder.resident.id === prover.resident.id;
  }

  return {
    reservation: async ({ certificate }: Request<'reservation'>): Promise<Answer<'reservation'>> => {
      const found = await find(certificate, clock.now());
      return isRefusal(found) ? refused(found) : done({ pin: found.row.pin, expiresAt: found.row.expiresAt });
    },

    /**
     * The nonce is taken out first and the reservation last, in one write with the transaction it serves; whatever fails
     * between leaves the reservation.
     */
    authorizeReset: async (request: Request<'authorizeReset'>): Promise<Answer<'authorizeReset'>> => {
      const now = clock.now();
      const { nonce, certificate, signature } = request.proof;
      if (!verifier.consume(nonce, now)) return refused('signature-invalid');
      const found = await find(request.certificate, now);
      if (isRefusal(found)) return refused(found);
      const prover = OTHER[found.row.pin];
      const proof = verifier.acceptSigned(prover, certificate, nonce, signature, now);
      if (isRefusal(proof)) return refused(proof);
      const revoked = await verifier.refuseRevoked(prover, proof);
      if (revoked !== null) return refused(revoked);
      if (!sameHolder(found.card.certificate, proof.certificate)) return refused(notAccepted(prover));
      const granted = store.atomically((): ReservationRow | RefusalCode => {
        const row = usable(found.card.certificate, clock.now());
        if (isRefusal(row)) return row;
        // Another reservation, made meanwhile, may be for the other PIN, for which this proof is none.
        const taken = row.id === found.row.id && store.recordReset(request.transaction, row.id);
        return taken ? row : 'reservation-used';
      });
      if (isRefusal(granted)) return refused(granted);
      const authorization = sign(null, Buffer.concat([request.challenge, PIN_FILES[granted.pin]]), unlockKey);
      return done({ authorization: new Uint8Array(authorization) });
    },

    concludeReset: (transaction: string, result: 'done' | 'failed' | 'unknown'): Outcome<null, 'offline'> => {
      store.concludeReset(transaction, result);
      return done(null);
    },

    /** Takes the place of the app: the card of this authentication certificate may have one PIN set anew within `hours`. */
    reserve: (card: Omit<Reservation, 'expiresAt'>, hours = RESERVATION_HOURS): void => {
      store.keepReservation({ ...card, expiresAt: clock.now() + hours * HOUR });
    },
  };
}
