/**
 * What the terminal and its PC/SC process (pcsc-process.ts) say to each other over a socket pair. A frame is kind (1 byte),
 * number (4 bytes, big-endian), length of the content (2 bytes, big-endian) and content. Node's own IPC would leave copies of
 * a PIN in serialisation buffers; here every buffer is ours, and each is overwritten when its frame has been used.
 */

const kinds = [
  // To the process; `number` is the request's.
  /** Content: the insertion number, 4 bytes. */
  'connect',
  /** Content: a command APDU for the card that was connected. */
  'transmit',
  'release',
  // From it. `answer` and `fault` carry the request's number, `inserted` and `removed` the insertion's.
  /** Content: the card's answer; empty for `connect`. */
  'answer',
  /** Content: a card link fault, a space and a sentence. */
  'fault',
  'inserted',
  'removed',
  /** Content: names of the readers. */
  'working',
  /** Content: a sentence. */
  'failed',
  /** The binding is not installed; it makes no sense to start the process again. Content: a sentence. */
  'missing',
  /** Said at least every two seconds while pcscd answers, or is known to be away. */
  'alive',
] as const;

export type FrameKind = (typeof kinds)[number];

export interface Frame {
  readonly kind: FrameKind;
  readonly number: number;
  /** Valid only until the receiver returns. */
  readonly content: Buffer;
}

const headerLength = 7;
const longestFrame = headerLength + 0xffff;

/**
 * The bytes lie in an ArrayBuffer of their own: a small Buffer lies in V8's heap, and what is written to a stream is then a
 * copy, of which only one could be overwritten (measured: the PIN stayed in the heap).
 *
 * @param content up to 65,535 bytes; copied, so a caller that holds a secret zeroes both
 */
export function encodeFrame(kind: FrameKind, number = 0, content: Uint8Array = new Uint8Array()): Buffer {
  const frame = Buffer.from(new ArrayBuffer(headerLength + content.length));
  frame.writeUInt8(kinds.indexOf(kind), 0);
  frame.writeUInt32BE(number, 1);
  frame.writeUInt16BE(content.length, 5);
  frame.set(content, headerLength);
  return frame;
}

/** Puts frames together from a stream, in one buffer in which nothing stays that has been used. */
export class FrameReader {
  readonly #buffer = Buffer.alloc(2 * longestFrame);
  readonly #receive: (frame: Frame) => void;
  #length = 0;

  constructor(receive: (frame: Frame) => void) {
    this.#receive = receive;
  }

  /** @param bytes what the stream gave: at most 65,542 bytes; overwritten here */
  push(bytes: Uint8Array): void {
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
    bytes.fill(0);
    let start = 0;
    for (let end = this.#end(start); end <= this.#length; end = this.#end(start)) {
      const kind = kinds[this.#buffer.readUInt8(start)];
      const number = this.#buffer.readUInt32BE(start + 1);
      const content = this.#buffer.subarray(start + headerLength, end);
      start = end;
      if (kind !== undefined) this.#receive({ kind, number, content });
    }
    this.#buffer.copyWithin(0, start, this.#length);
    this.#buffer.fill(0, this.#length - start, this.#length);
    this.#length -= start;
  }

  /** Where the frame that begins at `start` ends; infinity while its header is not whole. */
  #end(start: number): number {
    if (this.#length - start < headerLength) return Number.POSITIVE_INFINITY;
    return start + headerLength + this.#buffer.readUInt16BE(start + 5);
  }
}
