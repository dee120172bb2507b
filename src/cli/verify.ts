import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { kinds } from '../certificates/catalogue.ts';
import { installedFont } from '../certificates/font/certificate-font.ts';
import { readVerifiedPages } from '../certificates/outlines.ts';
import { SourceFont } from '../certificates/paper/source-font.ts';
import { readCodes, withCodes } from '../certificates/read-paper.ts';
import type { CodeFacts } from '../codes/signed-code.ts';
import { messageOf } from '../outcome.ts';
import { sampleIssuers } from '../simulation/town/issuers.ts';
import { sampleTown } from '../simulation/town/town.ts';
import { systemClock } from '../system-clock.ts';
import { standingOf } from '../verification/findings.ts';
import type { Issuers } from '../verification/issuers.ts';
import { sentence } from '../verification/sentences.ts';
import { type Verdict, verdictOf, verifyCodes } from '../verification/verify-codes.ts';
import { verifyPdf } from '../verification/verify-pdf.ts';

/** Exit codes, as scripts want them: genuine, not genuine, and nothing was judged. */
const EXIT = { genuine: 0, not: 1, badUse: 2 } as const;

const keysFile = z.record(
  z.string().min(1),
  z.strictObject({ code: z.string().regex(/^\d{6}$/), name: z.string().min(1), spki: z.base64() }),
);

interface Options {
  readonly image?: readonly string[];
  readonly qr?: readonly string[];
  readonly keys?: string;
  readonly language: 'ja' | 'en';
  readonly json?: boolean;
}

const read = (path: string): Uint8Array => Uint8Array.from(readFileSync(path));

function keysIn(path: string): Issuers {
  const keys = keysFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!keys.success) throw new Error(`${path}: ${z.prettifyError(keys.error)}`);
  return keys.data;
}

async function judge(pdf: string | undefined, { image, keys, qr }: Options): Promise<Verdict> {
  const issuers = keys === undefined ? sampleIssuers(await sampleTown(systemClock.now())) : keysIn(keys);
  if (pdf !== undefined) {
    // Glyph by glyph: text that says one thing and shows another is no text.
    const pages = readVerifiedPages(read(pdf), new SourceFont(installedFont()));
    return 'fault' in pages
      ? verdictOf([{ found: 'unreadable', detail: `${pages.fault}: ${pages.detail}` }], [], null)
      : verifyPdf(await withCodes(pages), issuers);
  }
  const seen = await Promise.all((image ?? []).map((path) => readCodes(read(path))));
  return verifyCodes([...seen.flat(), ...(qr ?? [])], issuers);
}

/** What the code says, without the key to the reverse. */
const told = ({ digest, head: _, key: __, ...facts }: CodeFacts) => ({
  ...facts,
  title: kinds.get(facts.kind)?.official ?? facts.kind,
  digest: Buffer.from(digest).toString('hex'),
});

const MARKS = { good: 'ok  ', open: '--  ', bad: 'NOT ' } as const;

function print({ findings, fronts, genuine, printed }: Verdict, { json, language }: Options): void {
  const said = findings.map((finding) => ({
    standing: standingOf(finding),
    text: sentence(finding, language),
    ...finding,
  }));
  const facts = fronts.map(told);
  if (json) return void console.log(JSON.stringify({ genuine, findings: said, pages: facts, printed }, null, 2));
  console.log(genuine ? 'genuine' : 'NOT genuine');
  for (const { standing, text } of said) console.log(`${MARKS[standing]}${text}`);
  for (const { issuedOn, municipality, page, pages, title, transaction } of facts)
    console.log(`    ${title}, ${transaction}, ${municipality}, ${issuedOn}, ${page}/${pages}`);
  if (printed !== null && genuine)
    for (const text of [...printed.wording, ...printed.head, ...printed.body]) console.log(`    ${text}`);
}

async function verify(pdf: string | undefined, options: Options): Promise<void> {
  const ways = [pdf, options.image ?? options.qr].filter((way) => way !== undefined);
  try {
    if (ways.length !== 1) throw new Error('name either one PDF, or --image, or --qr');
    const verdict = await judge(pdf, options);
    print(verdict, options);
    process.exitCode = verdict.genuine ? EXIT.genuine : EXIT.not;
  } catch (error) {
    console.error(`madoguchi: ${messageOf(error)}`);
    process.exitCode = EXIT.badUse;
  }
}

export const verifyCommand = (): Command =>
  new Command('verify')
    .description(
      'Says whether a certificate is genuine, without asking anybody. Exit 0: genuine; 1: not, or nothing vouches for it; 2: nothing was judged.',
    )
    .argument('[file.pdf]', 'the certificate as it was printed')
    .option('--image <png...>', 'scans or photographs (PNG, JPEG) of fronts and reverses of one certificate')
    .option('--qr <text...>', 'what a reader of QR codes says')
    .option(
      '--keys <json>',
      'key ids with code, name and spki (Base64) of municipalities; otherwise those of the sample town',
    )
    .addOption(new Option('--language <language>', 'of the sentences').choices(['ja', 'en']).default('en'))
    .option('--json', 'everything as JSON')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT.badUse))
    .action(verify);
