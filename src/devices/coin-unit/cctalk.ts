/**
 * ccTalk frames with 8-bit checksum: [destination][length][source][header][data…][checksum], the sum of all bytes ≡ 0 mod 256.
 * ccTalk Serial Communication Protocol, Generic Specification 4.7, part 1.
 */

export const hostAddress = 1;
export const acceptorAddress = 2;

/** Command headers this program sends (part 2). */
export const Header = {
  reset: 1,
  hopperTest: 163,
  hopperEnable: 164,
  hopperStatus: 166,
  dispense: 167,
  dispenseCount: 168,
  emergencyStop: 172,
  requestCoinId: 184,
  levelStatus: 217,
  requestAcceptCounter: 225,
  masterInhibit: 228,
  readBufferedCredit: 229,
  modifyInhibit: 231,
  selfCheck: 232,
  serialNumber: 242,
  equipmentCategory: 245,
  simplePoll: 254,
} as const;

/**
 * Data bytes in the reply to each command, fewest and most. A reply does not name its command, so a late or doubled one is
 * told by its length where that differs.
 */
export const replyLength: Readonly<Record<number, readonly [number, number]>> = {
  [Header.reset]: [0, 0],
  [Header.hopperTest]: [1, 3],
  [Header.hopperEnable]: [0, 0],
  [Header.hopperStatus]: [4, 4],
  [Header.dispense]: [0, 1],
  [Header.dispenseCount]: [3, 3],
  [Header.emergencyStop]: [0, 1],
  [Header.requestCoinId]: [6, 6],
  [Header.levelStatus]: [1, 1],
  [Header.requestAcceptCounter]: [3, 3],
  [Header.masterInhibit]: [0, 0],
  [Header.readBufferedCredit]: [11, 11],
  [Header.modifyInhibit]: [0, 0],
  [Header.selfCheck]: [1, 2],
  [Header.serialNumber]: [3, 3],
  [Header.equipmentCategory]: [5, 252],
  [Header.simplePoll]: [0, 0],
};

/** Reply headers: 0 is ACK or data, 5 NAK, 6 BUSY. */
export const Reply = { ack: 0, nak: 5, busy: 6 } as const;

export interface Frame {
  readonly destination: number;
  readonly source: number;
  readonly header: number;
  readonly data: Uint8Array;
}

const checksum = (bytes: Uint8Array): number => -bytes.reduce((sum, byte) => sum + byte, 0) & 0xff;

export function encodeFrame({ destination, source, header, data }: Frame): Uint8Array {
  if (data.length > 252) throw new RangeError(`ccTalk carries at most 252 data bytes, not ${data.length}`);
  const bytes = new Uint8Array(5 + data.length);
  bytes.set([destination, data.length, source, header]);
  bytes.set(data, 4);
  bytes[bytes.length - 1] = checksum(bytes.subarray(0, -1));
  return bytes;
}

export type Decoded =
  | { readonly state: 'incomplete' }
  | { readonly state: 'corrupt' }
  | { readonly state: 'frame'; readonly frame: Frame; readonly length: number };

/** Reads one frame from the start of `bytes`. */
export function decodeFrame(bytes: Uint8Array): Decoded {
  if (bytes.length < 2) return { state: 'incomplete' };
  const length = 5 + (bytes[1] as number);
  if (bytes.length < length) return { state: 'incomplete' };
  const whole = bytes.subarray(0, length);
  if (whole.reduce((sum, byte) => sum + byte, 0) % 256 !== 0) return { state: 'corrupt' };
  return {
    state: 'frame',
    length,
    frame: {
      destination: whole[0] as number,
      source: whole[2] as number,
      header: whole[3] as number,
      data: whole.slice(4, -1),
    },
  };
}

/** The coin value in yen of a ccTalk coin id like `JP100A`; null for other currencies and unused positions. */
export function yenOfCoinId(id: string): number | null {
  const match = /^JP(\d{3})[A-Z]$/.exec(id);
  return match === null ? null : Number(match[1]) || null;
}

/** A number of up to three bytes, least significant first: serial numbers, audit counters, hopper flags. */
export const uint24 = (bytes: Uint8Array): number => (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8) | ((bytes[2] ?? 0) << 16);
export const bytesOf24 = (value: number): Uint8Array =>
  Uint8Array.of(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff);

/** What a counter that stands at 0 only after a reset, runs to 255 and wraps to 1 says after one more event. */
export const nextCount = (counter: number): number => (counter % 255) + 1;

/** Events between two values of the acceptor's counter, which runs 1…255 and wraps to 1. */
export const eventsBetween = (last: number, now: number): number => (now - last + 255) % 255;
