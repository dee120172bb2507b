import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDoor } from '../../src/certificates/door.ts';
import { installedFont } from '../../src/certificates/font/certificate-font.ts';
import { SourceFont } from '../../src/certificates/paper/source-font.ts';
import type { Clock } from '../../src/clock.ts';

/** The printer's door, for what is set in the font that is installed. */
export const checkPaper = createDoor(new SourceFont(installedFont()));

/** Runs a command on files in a folder that is gone afterwards. `%name` in an argument is the path of a file there. */
export function withFiles<T>(
  files: Readonly<Record<string, Uint8Array>>,
  work: (run: (command: string, ...args: string[]) => string, read: (name: string) => Uint8Array) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-'));
  const inFolder = (argument: string) => argument.replace(/^%/, `${folder}/`);
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    return work(
      (command, ...args) => execFileSync(command, args.map(inFolder), { encoding: 'utf8', stdio: 'pipe' }),
      (name) => new Uint8Array(readFileSync(join(folder, name))),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Text of a PDF by poppler, in the order of the page's content. */
export const pdftotext = (pdf: Uint8Array): string =>
  withFiles({ 'a.pdf': pdf }, (run) => run('pdftotext', '-raw', '-enc', 'UTF-8', '%a.pdf', '-'));

/** `qpdf` with pages taken from several PDFs, e.g. `['a.pdf', '2,1', 'b.pdf', '1']`. Streams stay uncompressed. */
export const assemble = (files: Readonly<Record<string, Uint8Array>>, pages: readonly string[]): Uint8Array =>
  withFiles(files, (run, read) => {
    const parts = pages.map((part) => (part.endsWith('.pdf') ? `%${part}` : part));
    run('qpdf', '--stream-data=uncompress', '--empty', '--pages', ...parts, '--', '%out.pdf');
    return read('out.pdf');
  });

/** The first page as a printer of 600 dpi prints it, by poppler: 1 = a black dot. */
export function rasterise(pdf: Uint8Array): { width: number; height: number; dot: (x: number, y: number) => number } {
  const file = withFiles({ 'a.pdf': pdf }, (run, read) => {
    run('pdftoppm', '-r', '600', '-mono', '-singlefile', '%a.pdf', '%page');
    return Buffer.from(read('page.pbm'));
  });
  const [, width = 0, height = 0] = (/^P4\s(\d+) (\d+)\s/.exec(file.toString('latin1', 0, 40)) ?? []).map(Number);
  const row = Math.ceil(width / 8);
  const bits = file.subarray(file.length - row * height);
  return { width, height, dot: (x, y) => ((bits[y * row + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1 };
}

/**
 * A PDF with the object that holds `found` changed: length and cross-reference table are made right again, so that nothing but the
 * change itself is wrong.
 */
export function edited(pdf: Uint8Array, found: string | RegExp, change: (object: string) => string): Uint8Array {
  const file = Buffer.from(pdf).toString('latin1');
  const table = file.lastIndexOf('xref\n0 ');
  const parts = file.slice(0, table).split(/(?<=endobj\n)/);
  const holds = (part: string): boolean => (typeof found === 'string' ? part.includes(found) : found.test(part));
  const wanted = parts.find(holds);
  if (wanted === undefined) {
    const trailer = change(file.slice(table));
    if (trailer === file.slice(table)) throw new Error('nothing to change');
    return Buffer.from(file.slice(0, table) + trailer, 'latin1');
  }
  const changed = change(wanted);
  if (changed === wanted) throw new Error('nothing changed');
  const longer = (stream: string): number => stream.indexOf('\nendstream') - stream.indexOf('stream\n') - 7;
  const whole = changed.includes('\nendstream')
    ? changed.replace(/\/Length \d+>>stream\n/, () => `/Length ${longer(changed)}>>stream\n`)
    : changed;
  const [start, moved] = [file.indexOf(wanted), whole.length - wanted.length];
  const shift = (offset: string): number => Number(offset) + (Number(offset) > start + 20 ? moved : 0);
  const rest = file
    .slice(table)
    .replaceAll(/\d{10}(?= 00000 n)/g, (offset) => String(shift(offset)).padStart(10, '0'))
    .replace(/(?<=startxref\n)\d+/, (offset) => String(shift(offset)));
  return Buffer.from(file.slice(0, start) + whole + file.slice(start + wanted.length, table) + rest, 'latin1');
}

/** A clock on which the first time of so many milliseconds is over at once, and no other ever. */
export function overOnce(milliseconds: number): Clock {
  let over = false;
  return {
    now: () => 0,
    setTimeout: (run, ms) => {
      if (ms !== milliseconds || over) return;
      over = true;
      queueMicrotask(run);
    },
    clearTimeout: () => {},
  };
}
