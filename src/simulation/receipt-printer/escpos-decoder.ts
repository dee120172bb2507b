/** One piece of an ESC/POS stream (Epson "ESC/POS Command Reference"). */
export type EscPosToken =
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  /** LF, HT, CR and the other single control codes. */
  | { readonly kind: 'control'; readonly code: number; readonly bytes: Uint8Array }
  /** `name` is prefix and letter, e.g. `ESC a`, `GS (H`; `data` what follows them. */
  | { readonly kind: 'command'; readonly name: string; readonly data: Uint8Array; readonly bytes: Uint8Array }
  /** Acted on the moment it arrives, whatever state the printer is in. */
  | { readonly kind: 'real-time'; readonly name: string; readonly data: Uint8Array; readonly bytes: Uint8Array }
  | { readonly kind: 'unknown'; readonly bytes: Uint8Array };

/** Octets of a command after its two-octet prefix; null while too few have come to know. */
type Length = (rest: Uint8Array) => number | null;

const fixed =
  (length: number): Length =>
  () =>
    length;

const octet = (rest: Uint8Array, at: number): number => rest[at] ?? 0;
const uint16 = (rest: Uint8Array, at: number): number => octet(rest, at) | (octet(rest, at + 1) << 8);

/** Needs `header` octets to compute the length. */
const after =
  (header: number, length: (rest: Uint8Array) => number): Length =>
  (rest) =>
    rest.length < header ? null : length(rest);

const untilNul =
  (from: number): Length =>
  (rest) => {
    const end = rest.indexOf(0, from);
    return end < 0 ? null : end + 1;
  };

/** GS ( and FS ( : a letter, two octets of length, and as many octets. */
const PARAMETER_BLOCK = after(3, (rest) => 3 + uint16(rest, 1));
const BARCODE: Length = (rest) => {
  const [type] = rest;
  if (type === undefined) return null;
  return type < 65 ? untilNul(1)(rest) : after(2, () => 2 + octet(rest, 1))(rest);
};
/** Vertical dots: 24-dot modes take three octets a column. */
const BIT_IMAGE = after(3, (rest) => 3 + uint16(rest, 1) * (octet(rest, 0) >= 32 ? 3 : 1));
const RASTER = after(6, (rest) => 6 + uint16(rest, 2) * uint16(rest, 4));
const LONG_BLOCK = after(5, (rest) => 5 + uint16(rest, 1) + uint16(rest, 3) * 0x10000);
const CUT = after(1, (rest) => (octet(rest, 0) >= 65 ? 2 : 1));
/** DLE DC4: fn 8 clears the buffer and has seven octets, the others two. */
const REAL_TIME_REQUEST = after(1, (rest) => (octet(rest, 0) === 8 ? 8 : 3));

const letters = (names: string, length: Length): [string, Length][] => [...names].map((name) => [name, length]);

const PREFIXES: Readonly<Record<number, { readonly name: string; readonly commands: ReadonlyMap<string, Length> }>> = {
  16: {
    name: 'DLE',
    commands: new Map([
      ['\x04', fixed(1)],
      ['\x05', fixed(1)],
      ['\x14', REAL_TIME_REQUEST],
    ]),
  },
  27: {
    name: 'ESC',
    commands: new Map([
      ...letters('@2im', fixed(0)),
      ...letters('aEG!dJRtM-3 {V%=rUKe', fixed(1)),
      ...letters('$\\c', fixed(2)),
      ...letters('p', fixed(3)),
      ['*', BIT_IMAGE],
      ['D', untilNul(0)],
    ]),
  },
  28: {
    name: 'FS',
    commands: new Map([
      ...letters('&.', fixed(0)),
      ...letters('C!-W', fixed(1)),
      ...letters('Sp', fixed(2)),
      ['(', PARAMETER_BLOCK],
    ]),
  },
  29: {
    name: 'GS',
    commands: new Map([
      ...letters('!BHabfhw/rI', fixed(1)),
      ...letters('LWP$\\', fixed(2)),
      ['(', PARAMETER_BLOCK],
      ['8', LONG_BLOCK],
      ['v', RASTER],
      ['k', BARCODE],
      ['V', CUT],
    ]),
  },
};

const DLE = 16;
const REAL_TIME_NAMES: Readonly<Record<string, string>> = { '\x04': 'DLE EOT', '\x05': 'DLE ENQ', '\x14': 'DLE DC4' };

/** Most octets a command may have before the stream counts as broken: a page of raster at 576 dots. */
const MAX_PENDING = 4 * 1024 * 1024;

/** Cuts a stream of bytes into tokens. A command that is not complete yet waits for its rest; nothing is ever thrown. */
export class EscPosDecoder {
  #pending: Buffer = Buffer.alloc(0);

  feed(bytes: Uint8Array): EscPosToken[] {
    const stream = Buffer.concat([this.#pending, bytes]);
    const tokens: EscPosToken[] = [];
    let at = 0;
    while (at < stream.length) {
      const token = tokenAt(stream, at);
      if (token === null) break;
      tokens.push(token);
      at += token.bytes.length;
    }
    const rest = stream.subarray(at);
    if (rest.length > MAX_PENDING) {
      tokens.push({ kind: 'unknown', bytes: rest });
      this.#pending = Buffer.alloc(0);
    } else {
      this.#pending = Buffer.from(rest);
    }
    return tokens;
  }

  /** Octets of a command that is not complete. */
  get pending(): number {
    return this.#pending.length;
  }

  reset(): void {
    this.#pending = Buffer.alloc(0);
  }
}

function tokenAt(stream: Buffer, at: number): EscPosToken | null {
  const code = stream.readUInt8(at);
  const prefix = PREFIXES[code];
  if (prefix === undefined) return plainAt(stream, at, code);
  if (at + 1 >= stream.length) return null;
  const letter = String.fromCharCode(stream.readUInt8(at + 1));
  const length = prefix.commands.get(letter);
  if (length === undefined) return { kind: 'unknown', bytes: stream.subarray(at, at + 2) };
  const rest = stream.subarray(at + 2);
  const count = length(rest);
  if (count === null || count > rest.length) return null;
  const bytes = stream.subarray(at, at + 2 + count);
  if (code === DLE) {
    return { kind: 'real-time', name: REAL_TIME_NAMES[letter] ?? 'DLE', data: bytes.subarray(2), bytes };
  }
  const block = letter === '(' || letter === '8';
  const name = `${prefix.name} ${letter}${block ? String.fromCharCode(rest.readUInt8(0)) : ''}`;
  return { kind: 'command', name, data: bytes.subarray(block ? 3 : 2), bytes };
}

const FIRST_PRINTABLE = 0x20;

function plainAt(stream: Buffer, at: number, code: number): EscPosToken {
  if (code < FIRST_PRINTABLE) return { kind: 'control', code, bytes: stream.subarray(at, at + 1) };
  let end = at;
  while (end < stream.length && stream.readUInt8(end) >= FIRST_PRINTABLE) end++;
  const bytes = stream.subarray(at, end);
  return { kind: 'text', bytes };
}
