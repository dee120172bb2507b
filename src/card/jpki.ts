import { done, failed, type Outcome, unknown } from '../outcome.ts';
import { type CommandApdu, decodeResponse, encodeCommand, isBlocked, SW, triesOf } from './apdu.ts';
import { EF, jpkiAid, sha256DigestInfo, type TokenKind, tokenLabels } from './jpki-data.ts';

/** What a link to a card can do wrong; the card reader's port has the same words. */
export type LinkFault = 'removed' | 'mute' | 'reader';

/** The only thing the client knows of a reader: bytes to the card, bytes back. */
export type Transmit = (command: Uint8Array) => Promise<Outcome<Uint8Array, LinkFault>>;

/** `card`: the card answered something that a My Number card does not answer here; `detail` has the status word. */
export type CardFault = LinkFault | 'card';

export type Identified =
  /** No JPKI application: another kind of card. */
  { readonly kind: 'other-card' } | { readonly kind: TokenKind | 'unknown-token'; readonly authAvailable: boolean };

export type PinState = { readonly blocked: true } | { readonly blocked: false; readonly tries: number };

export type Verified =
  | { readonly result: 'verified' }
  | { readonly result: 'wrong'; readonly tries: number }
  | { readonly result: 'blocked' };

const hex = (sw: number): string => sw.toString(16).toUpperCase().padStart(4, '0');

/** Reads a DER length at the start of a file: header and content in bytes, or null when it is not `30 82 hh ll`. */
export function certificateLength(head: Uint8Array): number | null {
  if (head.length < 4 || head[0] !== 0x30 || head[1] !== 0x82) return null;
  return (((head[2] as number) << 8) | (head[3] as number)) + 4;
}

/**
 * Client of the JPKI application. It knows no reader, keeps no state but the link, and never sends a VERIFY by itself:
 * one call of `verifyAuthPin` is one VERIFY on the wire, whatever the answer (I6).
 */
export class JpkiClient {
  readonly #transmit: Transmit;

  constructor(transmit: Transmit) {
    this.#transmit = transmit;
  }

  async #send(command: CommandApdu): Promise<Outcome<{ data: Uint8Array; sw: number }, CardFault>> {
    const answer = await this.#transmit(encodeCommand(command));
    if (answer.outcome !== 'done') return answer;
    const response = decodeResponse(answer.value);
    return response === null ? failed('removed', 'an answer without status word') : done(response);
  }

  /** Sends a command that must succeed. Any status word but 9000 is a `card` fault. */
  async #expect(command: CommandApdu): Promise<Outcome<Uint8Array, CardFault>> {
    const answer = await this.#send(command);
    if (answer.outcome !== 'done') return answer;
    return answer.value.sw === SW.ok
      ? done(answer.value.data)
      : failed('card', `INS ${command.ins.toString(16)} answered ${hex(answer.value.sw)}`);
  }

  #selectEf(fid: number): Promise<Outcome<Uint8Array, CardFault>> {
    return this.#expect({ cla: 0, ins: 0xa4, p1: 0x02, p2: 0x0c, data: Uint8Array.of(fid >> 8, fid & 0xff) });
  }

  #read(offset: number, le: number): Promise<Outcome<Uint8Array, CardFault>> {
    return this.#expect({ cla: 0, ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, le });
  }

  /** Selects the JPKI application; clears any verified PIN. False when the card has none. */
  async select(): Promise<Outcome<boolean, CardFault>> {
    const answer = await this.#send({ cla: 0, ins: 0xa4, p1: 0x04, p2: 0x0c, data: jpkiAid });
    if (answer.outcome !== 'done') return answer;
    const { sw } = answer.value;
    if (sw === SW.ok) return done(true);
    if (sw === SW.fileNotFound || sw === SW.claNotSupported || sw === SW.insNotSupported || sw === SW.wrongP1P2)
      return done(false);
    return failed('card', `SELECT answered ${hex(sw)}`);
  }

  /** Which token this is, by application and label, never by ATR; and whether it carries an authentication certificate. */
  async identify(): Promise<Outcome<Identified, CardFault>> {
    const selected = await this.select();
    if (selected.outcome !== 'done') return selected;
    if (!selected.value) return done({ kind: 'other-card' });
    const info = await this.#selectEf(EF.tokenInfo);
    if (info.outcome !== 'done') return info;
    const label = await this.#read(0, 0x20);
    if (label.outcome !== 'done') return label;
    const text = Buffer.from(label.value).toString('latin1').trimEnd();
    const kind = tokenLabels[text as keyof typeof tokenLabels] ?? 'unknown-token';
    if (kind !== 'my-number-card') return done({ kind, authAvailable: false });
    const availability = await this.#selectEf(EF.availability);
    if (availability.outcome !== 'done') return availability;
    const bytes = await this.#read(0, 3);
    if (bytes.outcome !== 'done') return bytes;
    return done({ kind, authAvailable: bytes.value[1] === 0x8f });
  }

  /** DER of the authentication certificate; free on a plastic card. */
  async readAuthCertificate(): Promise<Outcome<Uint8Array, CardFault>> {
    const selected = await this.#selectEf(EF.authCertificate);
    if (selected.outcome !== 'done') return selected;
    const first = await this.#read(0, 256);
    if (first.outcome !== 'done') return first;
    const total = certificateLength(first.value);
    if (total === null) return failed('card', 'EF 000A holds no certificate');
    const parts: Uint8Array[] = [first.value.subarray(0, total)];
    let have = Math.min(first.value.length, total);
    while (have < total) {
      const part = await this.#read(have, Math.min(256, total - have));
      if (part.outcome !== 'done') return part;
      if (part.value.length === 0) return failed('card', `EF 000A ends at ${have} of ${total} bytes`);
      parts.push(part.value);
      have += part.value.length;
    }
    return done(Buffer.concat(parts).subarray(0, total));
  }

  /** Tries left of the authentication PIN, asked without using one up (VERIFY without data, ISO/IEC 7816-4 7.5.6). */
  async authPinState(): Promise<Outcome<PinState, CardFault>> {
    const selected = await this.#selectEf(EF.authPin);
    if (selected.outcome !== 'done') return selected;
    const answer = await this.#send({ cla: 0, ins: 0x20, p1: 0, p2: 0x80 });
    if (answer.outcome !== 'done') return answer;
    const { sw } = answer.value;
    if (isBlocked(sw)) return done({ blocked: true });
    const tries = triesOf(sw);
    return tries === null ? failed('card', `retry query answered ${hex(sw)}`) : done({ blocked: false, tries });
  }

  /**
   * Sends one VERIFY with the PIN a person has just entered. Needs `authPinState` before it in the same session.
   * When the link drops, the try may or may not have counted: `unknown`, and the caller asks the counter, never again this.
   * @param pin ASCII digits; neither kept nor changed here, but the copy in the command is zeroed
   */
  async verifyAuthPin(pin: Uint8Array): Promise<Outcome<Verified, CardFault>> {
    const command = encodeCommand({ cla: 0, ins: 0x20, p1: 0, p2: 0x80, data: pin });
    const answer = await this.#transmit(command);
    command.fill(0);
    if (answer.outcome === 'failed') return unknown(`no answer to VERIFY (${answer.fault})`);
    if (answer.outcome === 'unknown') return answer;
    const response = decodeResponse(answer.value);
    if (response === null) return unknown('VERIFY answered without status word');
    if (response.sw === SW.ok) return done({ result: 'verified' });
    if (isBlocked(response.sw)) return done({ result: 'blocked' });
    const tries = triesOf(response.sw);
    return tries === null ? failed('card', `VERIFY answered ${hex(response.sw)}`) : done({ result: 'wrong', tries });
  }

  /**
   * RSASSA-PKCS1-v1_5 signature with the authentication key over a SHA-256 hash. Needs the verified PIN.
   * @param hash 32 bytes
   * @returns 256 bytes (RSA-2048)
   */
  async signWithAuthKey(hash: Uint8Array): Promise<Outcome<Uint8Array, CardFault>> {
    const selected = await this.#selectEf(EF.authKey);
    if (selected.outcome !== 'done') return selected;
    return this.#expect({
      cla: 0x80,
      ins: 0x2a,
      p1: 0,
      p2: 0x80,
      data: Buffer.concat([sha256DigestInfo, hash]),
      le: 256,
    });
  }
}
