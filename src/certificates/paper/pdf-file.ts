import { type Dictionary, demand, Keyword, Lexer, type PdfObject, Reference } from './syntax.ts';

export interface Stream {
  readonly dictionary: Dictionary;
  readonly data: Buffer;
}

const NEWLINE = 0x0a;
const ENTRY = 20;

/**
 * The objects of a PDF file with one cross-reference table (ISO 32000-1, 7.5). Updates, encryption, object streams and
 * compressed text are unreadable: no paper of ours has them.
 */
export class PdfFile {
  readonly #bytes: Buffer;
  readonly #offsets = new Map<number, number>();
  readonly root: Dictionary;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    demand(this.#bytes.toString('latin1', 0, 7) === '%PDF-1.', 'not a PDF file');
    const trailer = this.#readTable(this.#tableOffset());
    for (const key of ['/Prev', '/Encrypt', '/XRefStm']) demand(!trailer.has(key), `the trailer has ${key}`);
    this.root = this.dictionary(trailer.get('/Root'));
  }

  /** What a reference leads to; anything else as it is. Streams are their dictionaries. */
  resolve(value: PdfObject | undefined): PdfObject | undefined {
    if (!(value instanceof Reference)) return value;
    const lexer = this.#lexerAt(value);
    const resolved = lexer.object();
    const behind = lexer.next();
    const ends = behind instanceof Keyword && ['endobj', 'stream'].includes(behind.word);
    demand(ends, `object ${value.number} does not end`);
    demand(!(resolved instanceof Reference), 'a reference leads to another');
    return resolved;
  }

  dictionary(value: PdfObject | undefined): Dictionary {
    const resolved = this.resolve(value);
    demand(resolved instanceof Map, 'a dictionary is missing');
    return resolved;
  }

  array(value: PdfObject | undefined): readonly PdfObject[] {
    const resolved = this.resolve(value);
    demand(Array.isArray(resolved), 'an array is missing');
    return resolved;
  }

  numbers(value: PdfObject | undefined): readonly number[] {
    return this.array(value).map((entry) => this.number(entry));
  }

  number(value: PdfObject | undefined): number {
    const resolved = this.resolve(value);
    demand(typeof resolved === 'number', 'a number is missing');
    return resolved;
  }

  /** A stream that is not compressed. */
  stream(value: PdfObject | undefined): Stream {
    const stream = this.#stream(value);
    demand(!stream.dictionary.has('/Filter'), 'a stream is compressed');
    return stream;
  }

  /** The octets of a stream as zlib left them. */
  deflated(value: PdfObject | undefined): Buffer {
    const { dictionary, data } = this.#stream(value);
    demand(dictionary.get('/Filter') === '/FlateDecode', 'a stream is compressed in another way');
    return data;
  }

  #stream(value: PdfObject | undefined): Stream {
    demand(value instanceof Reference, 'a stream is missing');
    const lexer = this.#lexerAt(value);
    const dictionary = lexer.object();
    demand(dictionary instanceof Map, 'a stream has no dictionary');
    lexer.keyword('stream');
    const start = this.#bytes.indexOf(NEWLINE, lexer.at) + 1;
    const end = start + this.number(dictionary.get('/Length'));
    const tail = new Lexer(this.#bytes, end);
    tail.keyword('endstream');
    tail.keyword('endobj');
    return { dictionary, data: this.#bytes.subarray(start, end) };
  }

  #lexerAt({ number }: Reference): Lexer {
    const offset = this.#offsets.get(number);
    demand(offset !== undefined, `object ${number} is missing`);
    const lexer = new Lexer(this.#bytes, offset);
    demand(lexer.next() === number && lexer.next() === 0, `object ${number} is not where it should be`);
    lexer.keyword('obj');
    return lexer;
  }

  #tableOffset(): number {
    const tail = this.#bytes.lastIndexOf('startxref');
    demand(tail > 0, 'startxref is missing');
    const lexer = new Lexer(this.#bytes, tail);
    lexer.keyword('startxref');
    const offset = lexer.next();
    demand(this.#bytes.toString('latin1', lexer.at).trim() === '%%EOF', 'the file has no end');
    demand(typeof offset === 'number', 'startxref has no number');
    return offset;
  }

  #readTable(offset: number): Dictionary {
    const lexer = new Lexer(this.#bytes, offset);
    lexer.keyword('xref');
    for (let first = lexer.next(); ; first = lexer.next()) {
      if (first instanceof Keyword && first.word === 'trailer') break;
      const count = lexer.next();
      demand(typeof first === 'number' && typeof count === 'number', 'the cross-reference table is wrong');
      const start = this.#bytes.indexOf(NEWLINE, lexer.at) + 1;
      for (let i = 0; i < count; i++) this.#readEntry(first + i, start + i * ENTRY);
      lexer.at = start + count * ENTRY;
    }
    return this.dictionary(lexer.object());
  }

  #readEntry(number: number, at: number): void {
    const entry = this.#bytes.toString('latin1', at, at + ENTRY);
    demand(/^\d{10} (\d{5} f|00000 n)[ \r][\r\n]$/.test(entry), 'an entry of the cross-reference table is wrong');
    if (entry[17] === 'n') this.#offsets.set(number, Number(entry.slice(0, 10)));
  }
}
