import type { Printed } from '../codes/printed.ts';
import { REVERSE_PREFIX, type ReverseBlock, readBlock } from '../codes/reverse-block.ts';
import { CODE_PREFIX, type CodeFacts, readCode, same } from '../codes/signed-code.ts';
import { type Finding, standingOf } from './findings.ts';
import { type Issuers, signedBy } from './issuers.ts';
import { owned, restore } from './restore.ts';

export interface Verdict {
  /** Nothing speaks against the paper, and a signature speaks for it. */
  readonly genuine: boolean;
  readonly findings: readonly Finding[];
  /** Of the pages whose signature holds, in their order. */
  readonly fronts: readonly CodeFacts[];
  /** What the reverses say stands on the fronts. */
  readonly printed: Printed | null;
}

export const verdictOf = (
  findings: readonly Finding[],
  fronts: readonly CodeFacts[],
  printed: Printed | null,
): Verdict => ({
  genuine: fronts.length > 0 && findings.every((finding) => standingOf(finding) !== 'bad'),
  findings,
  fronts,
  printed,
});

/**
 * Judges what was read from one certificate, front and reverse in any order; texts of other codes are passed over.
 *
 * @param texts of QR codes
 */
export async function verifyCodes(texts: readonly string[], issuers: Issuers): Promise<Verdict> {
  const said = [...new Set(texts)];
  const read = await Promise.all(
    said.filter((text) => text.startsWith(CODE_PREFIX)).map((text) => front(text, issuers)),
  );
  const sound = read.flatMap(({ facts }) => facts ?? []).sort((a, b) => a.page - b.page);
  const findings = read.map(({ finding }) => finding);
  if (read.length === 0) findings.push({ found: 'no-code', page: null });
  findings.push(...together(sound));
  const blocks = said.filter((text) => text.startsWith(REVERSE_PREFIX)).map(readBlock);
  if (blocks.includes(null)) findings.push({ found: 'altered-reverse', page: null });
  const back = await reverse(
    sound,
    blocks.filter((block) => block !== null),
  );
  return verdictOf([...findings, ...back.findings], sound, back.printed);
}

interface Front {
  readonly finding: Finding;
  readonly facts: CodeFacts | null;
}

/** One code: read, its key known, its signature verified, and the key that of the municipality it names. */
async function front(text: string, issuers: Issuers): Promise<Front> {
  const code = readCode(text);
  if (code === null) return { finding: { found: 'altered-code' }, facts: null };
  const { facts, keyId } = code;
  const issuer = Object.hasOwn(issuers, keyId) ? issuers[keyId] : undefined;
  if (issuer === undefined) return { finding: { found: 'unknown-key', keyId }, facts: null };
  const about = { page: facts.page, municipality: issuer.name };
  if (!(await signedBy(issuer, owned(code.signed), owned(code.signature))))
    return { finding: { found: 'wrong-signature', ...about }, facts: null };
  if (facts.municipality !== issuer.code) return { finding: { found: 'other-municipality', ...about }, facts: null };
  return { finding: { found: 'signature', ...about }, facts };
}

/** Whether pages are of one certificate, and all of it. */
function together(fronts: readonly CodeFacts[]): readonly Finding[] {
  const [first] = fronts;
  if (first === undefined) return [];
  const strangers = fronts.filter((facts) => !sameCertificate(facts, first));
  if (strangers.length > 0) return strangers.map(({ page }) => ({ found: 'other-certificate', page }));
  const twice = fronts.find(({ page }, i) => fronts[i + 1]?.page === page);
  if (twice !== undefined) return [{ found: 'two-codes', page: twice.page }];
  const missing = Array.from({ length: first.pages }, (_, i) => i + 1).filter(
    (page) => !fronts.some((facts) => facts.page === page),
  );
  return [
    missing.length === 0 ? { found: 'all-pages', pages: first.pages } : { found: 'pages-not-shown', pages: missing },
  ];
}

const sameCertificate = (one: CodeFacts, other: CodeFacts): boolean =>
  one.transaction === other.transaction &&
  one.kind === other.kind &&
  one.municipality === other.municipality &&
  one.issuedOn === other.issuedOn &&
  one.pages === other.pages &&
  one.head === other.head &&
  same(one.digest, other.digest);

async function reverse(fronts: readonly CodeFacts[], blocks: readonly ReverseBlock[]) {
  const untold: readonly Finding[] = fronts.length === 0 ? [] : [{ found: 'content-not-compared' }];
  if (blocks.length === 0) return { printed: null, findings: untold };
  const alone = blocks.find(({ page }) => !fronts.some((facts) => facts.page === page));
  if (alone !== undefined)
    return { printed: null, findings: [{ found: 'reverse-without-front', page: alone.page } as const] };
  const { printed, findings } = await restore(fronts, blocks);
  return { printed, findings: printed === null ? [...findings, ...untold] : findings };
}
