import { createHash } from 'node:crypto';

/** Number of an indirect object. */
export type Ref = number;

/** An indirect reference as it is written. */
export const to = (ref: Ref): string => `${ref} 0 R`;

/** Text as a UTF-16 string object (ISO 32000-1, 7.9.2.2). */
export const textString = (text: string): string =>
  `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`;

/** A number with at most three decimals, never with an exponent: a thousandth of a point is finer than any printer. */
export const number = (value: number): string => String(Math.round(value * 1000) / 1000);

const HEADER = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n';

/**
 * The body of a PDF file, its cross-reference table and its trailer (ISO 32000-1, 7.5). Strings hold one octet a character.
 * Same objects, same octets: the file identifier is a hash of the body.
 */
export class PdfObjects {
  readonly #parts: (string | Uint8Array)[] = [HEADER];
  readonly #offsets: number[] = [];
  #length = HEADER.length;

  /** A number for an object that is written later. */
  reserve(): Ref {
    return this.#offsets.push(0);
  }

  write(body: string, ref: Ref = this.reserve()): Ref {
    this.#begin(ref);
    this.#push(`${ref} 0 obj\n${body}\nendobj\n`);
    return ref;
  }

  /** @param entries of the stream's dictionary, without its length */
  writeStream(entries: string, data: string | Uint8Array, ref: Ref = this.reserve()): Ref {
    this.#begin(ref);
    this.#push(`${ref} 0 obj\n<<${entries}/Length ${data.length}>>stream\n`);
    this.#push(data);
    this.#push('\nendstream\nendobj\n');
    return ref;
  }

  /** The whole file, in a buffer of its own, which can be transferred to another thread. */
  finish(root: Ref, info: Ref): Uint8Array<ArrayBuffer> {
    const size = this.#offsets.length + 1;
    const entries = this.#offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
    const table = `xref\n0 ${size}\n0000000000 65535 f \n${entries.join('')}`;
    const trailer = (id: string): string =>
      `trailer\n<</Size ${size}/Root ${to(root)}/Info ${to(info)}/ID[<${id}><${id}>]>>\nstartxref\n${this.#length}\n%%EOF\n`;
    const file = new Uint8Array(this.#length + table.length + trailer('0'.repeat(32)).length);
    const bytes = Buffer.from(file.buffer);
    let at = 0;
    for (const part of this.#parts) {
      if (typeof part === 'string') bytes.write(part, at, 'latin1');
      else file.set(part, at);
      at += part.length;
    }
    const id = createHash('sha256').update(file.subarray(0, at)).digest('hex').slice(0, 32);
    bytes.write(table + trailer(id), at, 'latin1');
    return file;
  }

  #begin(ref: Ref): void {
    this.#offsets[ref - 1] = this.#length;
  }

  #push(part: string | Uint8Array): void {
    this.#parts.push(part);
    this.#length += part.length;
  }
}
