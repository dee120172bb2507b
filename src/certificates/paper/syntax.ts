/** Why a paper cannot be read. The message names objects and operators, never text. */
export class Unreadable extends Error {}

/** Fails where the paper is not as every paper of ours is. */
export function demand(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Unreadable(otherwise);
}

export class Reference {
  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }
}

/** A word that is not an object: an operator, `obj`, `stream`. */
export class Keyword {
  readonly word: string;

  constructor(word: string) {
    this.word = word;
  }
}

export type Dictionary = ReadonlyMap<string, PdfObject>;
/** Names keep their slash, e.g. `/Type`; strings are octets. */
export type PdfObject = number | boolean | null | string | Buffer | Reference | Dictionary | readonly PdfObject[];

const namesIn = (keys: string): ReadonlySet<string> => new Set(keys.split(/(?=\/)/));

/** @param keys those that the dictionary may have, e.g. `/Type/Kids` */
export function allowKeys(dictionary: Dictionary, keys: string): void {
  const allowed = namesIn(keys);
  for (const key of dictionary.keys()) demand(allowed.has(key), 'a dictionary has more than it may');
}

/** @param keys all that the dictionary has, and must have */
export function demandKeys(dictionary: Dictionary, keys: string): void {
  const names = namesIn(keys);
  const exact = dictionary.size === names.size && [...names].every((name) => dictionary.has(name));
  demand(exact, 'a dictionary has other keys than it must');
}

/** What the octets mean to the lexer (ISO 32000-1, 7.2.2): 1 white space, 2 delimiter, 0 regular. */
const CLASSES = new Uint8Array(256);
for (const octet of [0, 9, 10, 12, 13, 32]) CLASSES[octet] = 1;
for (const octet of Buffer.from('()<>[]{}/%')) CLASSES[octet] = 2;

const [SLASH, LESS, GREATER, OPEN, BACKSLASH] = [0x2f, 0x3c, 0x3e, 0x28, 0x5c] as const;
const CONSTANTS: ReadonlyMap<string, PdfObject> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const HEX = /^([0-9A-Fa-f]{2})*$/;

/** Reads objects and keywords one after the other. No escapes in names and strings, no comments: ours need none. */
export class Lexer {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** undefined at the end. */
  next(): PdfObject | Keyword | undefined {
    const token = this.#token();
    if (token === undefined) return undefined;
    if (token === '[') return this.#array();
    if (token === '<<') return this.#dictionary();
    if (typeof token !== 'string') return token;
    if (token.startsWith('/')) return token;
    const constant = CONSTANTS.get(token);
    if (constant !== undefined) return constant;
    return NUMBER.test(token) ? Number(token) : new Keyword(token);
  }

  /** An object; in the body of a file it may be a reference. */
  object(): PdfObject {
    const value = this.next();
    demand(value !== undefined && !(value instanceof Keyword), 'an object is missing');
    if (typeof value !== 'number' || !Number.isInteger(value)) return value;
    const behind = this.at;
    if (this.#token() === '0' && this.#token() === 'R') return new Reference(value);
    this.at = behind;
    return value;
  }

  keyword(word: string): void {
    const token = this.#token();
    demand(token === word, `${word} is missing`);
  }

  #array(): PdfObject[] {
    const values: PdfObject[] = [];
    while (!this.#closes(']')) values.push(this.object());
    return values;
  }

  #dictionary(): Dictionary {
    const entries = new Map<string, PdfObject>();
    while (!this.#closes('>>')) {
      const key = this.next();
      demand(typeof key === 'string' && key.startsWith('/') && !entries.has(key), 'a key of a dictionary is wrong');
      entries.set(key, this.object());
    }
    return entries;
  }

  #closes(bracket: string): boolean {
    const before = this.at;
    const token = this.#token();
    demand(token !== undefined, `${bracket} is missing`);
    if (token === bracket) return true;
    this.at = before;
    return false;
  }

  #token(): string | Buffer | undefined {
    const bytes = this.#bytes;
    while (CLASSES[bytes[this.at] ?? 0] === 1 && this.at < bytes.length) this.at += 1;
    const start = this.at;
    const first = bytes[start];
    if (first === undefined) return undefined;
    if (first === OPEN) return this.#literal();
    if (first === LESS && bytes[start + 1] !== LESS) return this.#hexadecimal();
    if (first === LESS || first === GREATER) return this.#take(2);
    if (first !== SLASH && CLASSES[first] === 2) return this.#take(1);
    this.at += 1;
    while (this.at < bytes.length && CLASSES[bytes[this.at] ?? 0] === 0) this.at += 1;
    const word = bytes.toString('latin1', start, this.at);
    demand(!word.includes('#'), 'a name has an escape');
    return word;
  }

  #take(length: number): string {
    this.at += length;
    return this.#bytes.toString('latin1', this.at - length, this.at);
  }

  #literal(): Buffer {
    const end = this.#bytes.indexOf(')', this.at);
    demand(end > 0, 'a string has no end');
    const value = this.#bytes.subarray(this.at + 1, end);
    demand(!value.includes(BACKSLASH) && !value.includes(OPEN), 'a string has an escape');
    this.at = end + 1;
    return value;
  }

  #hexadecimal(): Buffer {
    const end = this.#bytes.indexOf('>', this.at);
    demand(end > 0, 'a string has no end');
    const digits = this.#bytes.toString('latin1', this.at + 1, end);
    demand(HEX.test(digits), 'a hexadecimal string is wrong');
    this.at = end + 1;
    return Buffer.from(digits, 'hex');
  }
}
