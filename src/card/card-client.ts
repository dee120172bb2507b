import { done, failed, type Outcome, unknown } from '../outcome.ts';
import { type CommandApdu, decodeResponse, encodeCommand, isBlocked, type ResponseApdu, SW, triesOf } from './apdu.ts';
import { type ApplicationName, applications, type PinName, pins } from './jpki-data.ts';

/** What a link to a card can do wrong; the card reader's port has the same words. */
export type LinkFault = 'removed' | 'mute' | 'reader';

/** The only thing the client knows of a reader: bytes to the card, bytes back. */
export type Transmit = (command: Uint8Array) => Promise<Outcome<Uint8Array, LinkFault>>;

/** `card`: the card answered something that a My Number card does not answer here; `detail` has the status word. */
export type CardFault = LinkFault | 'card';

/** `unset`: no PIN was ever set, as on a 顔認証マイナンバーカード; how a real one answers is not public (docs/card.md). */
export type PinState =
  | { readonly state: 'open'; readonly tries: number }
  | { readonly state: 'blocked' }
  | { readonly state: 'unset' };

export type Verified =
  | { readonly result: 'verified' }
  | { readonly result: 'wrong'; readonly tries: number }
  | { readonly result: 'blocked' };

type Answer<T> = Promise<Outcome<T, CardFault>>;

export const hex = (sw: number): string => sw.toString(16).toUpperCase().padStart(4, '0');

/** Status words by which a card says that it has no such application. */
const absent: readonly number[] = [SW.fileNotFound, SW.claNotSupported, SW.insNotSupported, SW.wrongP1P2];

/**
 * Instructions whose answer may be fetched in pieces and which may be sent again: SELECT, READ BINARY, READ RECORD, GET DATA and
 * COMPUTE DIGITAL SIGNATURE. They use up nothing: 6Cxx says that the card did not act (ISO/IEC 7816-4 5.6), and a second
 * signature over the same data would say no more than the first. Never in it: VERIFY and CHANGE REFERENCE DATA (I6).
 */
const fetchable: readonly number[] = [0xa4, 0xb0, 0xb2, 0xca, 0x2a];

/** 61xx: xx bytes more are there; 6Cxx: to be asked again with Le xx. Real readers in T=0 may hand both through. */
const follow = new Map<number, (command: CommandApdu, le: number) => CommandApdu>([
  [0x61, (_, le) => ({ cla: 0, ins: 0xc0, p1: 0, p2: 0, le })],
  [0x6c, (command, le) => ({ ...command, le })],
]);

/** Pieces of one answer, at most. A short answer has 256 bytes; no reader is known to cut it more than in two. */
const maxPieces = 8;

/**
 * ISO/IEC 7816-4 commands as the My Number card understands them. It knows no reader, keeps no state but the link, and never
 * sends a VERIFY by itself: one call of `verify` is one VERIFY on the wire, whatever the answer (I6).
 */
export class CardClient {
  readonly transmit: Transmit;

  constructor(transmit: Transmit) {
    this.transmit = transmit;
  }

  /** Sends a command; what 61xx and 6Cxx ask for is done for those that are `fetchable`, and the pieces are put together. */
  async send(command: CommandApdu): Answer<ResponseApdu> {
    const pieces: Uint8Array[] = [];
    let next = command;
    while (pieces.length < maxPieces) {
      const answer = await this.transmit(encodeCommand(next));
      if (answer.outcome !== 'done') return answer;
      const response = decodeResponse(answer.value);
      if (response === null) return failed('removed', 'an answer without status word');
      const { data, sw } = response;
      pieces.push(data);
      const following = fetchable.includes(command.ins) ? follow.get(sw >> 8) : undefined;
      if (following === undefined) return done({ data: pieces.length === 1 ? data : Buffer.concat(pieces), sw });
      next = following(next, sw & 0xff || 256);
    }
    return failed('card', `INS ${command.ins.toString(16)} was answered without end`);
  }

  /** Sends a command that must succeed. Any status word but 9000 is a `card` fault. */
  async expect(command: CommandApdu): Answer<Uint8Array> {
    const answer = await this.send(command);
    if (answer.outcome !== 'done') return answer;
    return answer.value.sw === SW.ok
      ? done(answer.value.data)
      : failed('card', `INS ${command.ins.toString(16)} answered ${hex(answer.value.sw)}`);
  }

  /** Selects an application; clears any verified PIN. False when the card has none. */
  async selectApplication(name: ApplicationName): Answer<boolean> {
    const answer = await this.send({ cla: 0, ins: 0xa4, p1: 0x04, p2: 0x0c, data: applications[name] });
    if (answer.outcome !== 'done') return answer;
    const { sw } = answer.value;
    if (sw === SW.ok) return done(true);
    return absent.includes(sw) ? done(false) : failed('card', `SELECT answered ${hex(sw)}`);
  }

  /** Selects an elementary file of the current application. */
  selectEf(file: number): Answer<Uint8Array> {
    return this.expect({ cla: 0, ins: 0xa4, p1: 0x02, p2: 0x0c, data: Uint8Array.of(file >> 8, file & 0xff) });
  }

  /** Reads `le` (1–256) bytes of the current file from `offset` (0–32767); fewer at its end. */
  read(offset: number, le: number): Answer<Uint8Array> {
    return this.expect({ cla: 0, ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, le });
  }

  /** Tries left, asked without using one up (VERIFY without data, ISO/IEC 7816-4 7.5.6). Its application must be selected. */
  async pinState(pin: PinName): Answer<PinState> {
    const selected = await this.selectEf(pins[pin].file);
    if (selected.outcome !== 'done') return selected;
    const answer = await this.send({ cla: 0, ins: 0x20, p1: 0, p2: 0x80 });
    if (answer.outcome !== 'done') return answer;
    const { sw } = answer.value;
    const tries = triesOf(sw);
    if (tries !== null) return done(tries === 0 ? { state: 'blocked' } : { state: 'open', tries });
    return isBlocked(sw) ? done({ state: 'unset' }) : failed('card', `retry query answered ${hex(sw)}`);
  }

  /**
   * Sends one VERIFY with what a person has just entered, to the PIN that `pinState` was asked of last. When the link drops,
   * the try may or may not have counted: `unknown`, and the caller asks the counter, never again this.
   * @param value ASCII; neither kept nor changed here, but the copy in the command is zeroed
   */
  async verify(value: Uint8Array): Answer<Verified> {
    const response = await this.#secret({ cla: 0, ins: 0x20, p1: 0, p2: 0x80, data: value });
    if (response.outcome !== 'done') return response;
    const { sw } = response.value;
    if (sw === SW.ok) return done({ result: 'verified' });
    if (isBlocked(sw)) return done({ result: 'blocked' });
    const tries = triesOf(sw);
    return tries === null ? failed('card', `VERIFY answered ${hex(sw)}`) : done({ result: 'wrong', tries });
  }

  /** CHANGE REFERENCE DATA with the new value alone (P1 = 01): the PIN that was verified last gets it. No answer is `unknown`. */
  async changePin(value: Uint8Array): Answer<null> {
    const response = await this.#secret({ cla: 0, ins: 0x24, p1: 0x01, p2: 0x80, data: value });
    if (response.outcome !== 'done') return response;
    const { sw } = response.value;
    return sw === SW.ok ? done(null) : failed('card', `CHANGE REFERENCE DATA answered ${hex(sw)}`);
  }

  /** A command with a secret in it: its bytes are zeroed, and a link that drops leaves open whether the card acted. */
  async #secret(command: CommandApdu): Promise<Outcome<{ data: Uint8Array; sw: number }, never>> {
    const bytes = encodeCommand(command);
    const answer = await this.transmit(bytes);
    bytes.fill(0);
    const what = `INS ${command.ins.toString(16)}`;
    if (answer.outcome === 'failed') return unknown(`no answer to ${what} (${answer.fault})`);
    if (answer.outcome === 'unknown') return answer;
    const response = decodeResponse(answer.value);
    return response === null ? unknown(`${what} answered without status word`) : done(response);
  }
}
