/**
 * Short command and response APDUs, ISO/IEC 7816-4 5.1–5.3. The My Number card is spoken to with short APDUs only.
 */

export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  /** Command data, 1–255 bytes; absent in cases 1 and 2. */
  readonly data?: Uint8Array;
  /** Expected length 1–256; absent in cases 1 and 3. 256 is sent as 00. */
  readonly le?: number;
}

/**
 * Bytes of a command. The data is copied into the result, so a caller that holds a secret zeroes both. The result stands in a
 * buffer of its own, because small arrays lie in V8's heap, where a collection may move them and leave a copy behind.
 */
export function encodeCommand({ cla, ins, p1, p2, data, le }: CommandApdu): Uint8Array {
  if (data !== undefined && (data.length < 1 || data.length > 255))
    throw new RangeError(`Lc ${data.length}, allowed 1–255`);
  if (le !== undefined && (le < 1 || le > 256)) throw new RangeError(`Le ${le}, allowed 1–256`);
  const dataLength = data === undefined ? 0 : 1 + data.length;
  const bytes = new Uint8Array(new ArrayBuffer(4 + dataLength + (le === undefined ? 0 : 1)));
  bytes.set([cla, ins, p1, p2]);
  if (data !== undefined) {
    bytes[4] = data.length;
    bytes.set(data, 5);
  }
  if (le !== undefined) bytes[bytes.length - 1] = le % 256;
  return bytes;
}

/** Reads a short command APDU; null when the bytes are none (too short, or lengths that do not add up). */
export function decodeCommand(bytes: Uint8Array): CommandApdu | null {
  if (bytes.length < 4) return null;
  const [cla, ins, p1, p2] = bytes as unknown as [number, number, number, number];
  const header = { cla, ins, p1, p2 };
  if (bytes.length === 4) return header;
  const first = bytes[4] as number;
  if (bytes.length === 5) return { ...header, le: first || 256 };
  const end = 5 + first;
  if (first === 0 || end > bytes.length) return null;
  const data = bytes.slice(5, end);
  if (bytes.length === end) return { ...header, data };
  if (bytes.length === end + 1) return { ...header, data, le: (bytes[end] as number) || 256 };
  return null;
}

export interface ResponseApdu {
  readonly data: Uint8Array;
  /** SW1 SW2 as one number, e.g. 0x9000. */
  readonly sw: number;
}

/** Splits an answer into data and status word; null when it is shorter than the status word. */
export function decodeResponse(bytes: Uint8Array): ResponseApdu | null {
  if (bytes.length < 2) return null;
  const data = bytes.subarray(0, bytes.length - 2);
  return { data, sw: ((bytes[bytes.length - 2] as number) << 8) | (bytes[bytes.length - 1] as number) };
}

export function encodeResponse(sw: number, data: Uint8Array = new Uint8Array()): Uint8Array {
  const bytes = new Uint8Array(data.length + 2);
  bytes.set(data);
  bytes[data.length] = sw >> 8;
  bytes[data.length + 1] = sw & 0xff;
  return bytes;
}

/** Status words of the card: JICSAP IC card specification 1.1 table 25, ISO/IEC 7816-4 table 5. */
export const SW = {
  ok: 0x9000,
  memoryFailure: 0x6581,
  wrongLength: 0x6700,
  channelNotSupported: 0x6881,
  secureMessagingNotSupported: 0x6882,
  securityStatusNotSatisfied: 0x6982,
  authenticationBlocked: 0x6983,
  referencedIefBlocked: 0x6984,
  conditionsNotSatisfied: 0x6985,
  noCurrentEf: 0x6986,
  functionNotSupported: 0x6a81,
  fileNotFound: 0x6a82,
  wrongP1P2: 0x6a86,
  offsetOutside: 0x6b00,
  insNotSupported: 0x6d00,
  claNotSupported: 0x6e00,
} as const;

/** The tries left that 63Cx tells, or null for any other status word. */
export const triesOf = (sw: number): number | null => ((sw & 0xfff0) === 0x63c0 ? sw & 0x0f : null);

/** 6983, 6984 and 63C0 all say that the PIN is blocked. */
export const isBlocked = (sw: number): boolean =>
  sw === SW.authenticationBlocked || sw === SW.referencedIefBlocked || triesOf(sw) === 0;
