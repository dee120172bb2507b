import { isDeepStrictEqual } from 'node:util';
import { kinds } from '../../../src/certificates/catalogue.ts';
import { openCertificateFont } from '../../../src/certificates/font/certificate-font.ts';
import { drawPdf } from '../../../src/certificates/pdf/draw-pdf.ts';
import { type Expected, verifyDocument } from '../../../src/certificates/signature.ts';
import { type Dice, dice, seedOf } from '../../../src/simulation/dice.ts';
import { office as signer } from '../fixtures.ts';
import { checkPaper } from '../tools.ts';
import { modelsOfTown, RandomOffice, READ_AT, type Right } from './documents.ts';
import { lettersOf } from './letters.ts';
import { type Presented, wrongs } from './wrongs.ts';

export interface Report {
  /** Right papers that the door let through, by kind, and sheets of paper in all. */
  readonly passed: Map<string, number>;
  sheets: number;
  /** Wrong ones that it stopped, by what was wrong, then by the fault it named. */
  readonly stopped: Map<string, Map<string, number>>;
  /** Drawn by lot, but without room or glyph: never printed. */
  readonly refused: ReadonlyMap<string, number>;
  /** What the door did wrong, with the number of the document: nothing, if all is well. */
  readonly mistakes: string[];
}

const keys = new Map([['office', new Uint8Array(signer.publicKey.export({ format: 'der', type: 'spki' }))]]);
const font = openCertificateFont();

const sessionOf = ({ document: { payload } }: Right): Expected => ({
  transaction: payload.transaction,
  holder: payload.holder,
  kind: payload.kind,
  copies: payload.copies,
  read: { from: Date.parse(READ_AT), to: Date.parse(READ_AT) },
});

/** Both checks of the printer's door: the document against the session, the finished octets against the document. */
async function atDoor(right: Right, wrong: Presented = {}): Promise<string | null> {
  const document = wrong.document ?? right.document;
  const fault = verifyDocument(document, keys, { ...sessionOf(right), ...wrong.session });
  if (fault !== null) return fault;
  const info = { title: document.payload.transaction, at: Date.parse(document.payload.issuedOn) };
  const pdf = drawPdf(wrong.sheets ?? right.sheets, info, wrong.font ?? font);
  return (await checkPaper(wrong.pdf?.(pdf) ?? pdf, document))?.fault ?? null;
}

/** Whether anything is wrong at all: another variant of a character, say, may be in a text that is not printed. */
const changesNothing = (right: Right, { document, session, sheets, font, pdf }: Presented): boolean =>
  document === undefined &&
  session === undefined &&
  font === undefined &&
  pdf === undefined &&
  isDeepStrictEqual(sheets, right.sheets);

/**
 * Random documents of all kinds, each with its right paper, which must pass the door, and with one wrong one, which must not.
 * The same ones for the same seed.
 *
 * @param numbers of the documents, from 0
 */
export async function trial(numbers: Iterable<number>, seed: number, tell: (report: Report) => void): Promise<Report> {
  const letters = lettersOf(font);
  const office = new RandomOffice(await modelsOfTown(), letters, font);
  const report: Report = { passed: new Map(), sheets: 0, stopped: new Map(), refused: office.refused, mistakes: [] };
  const names = Object.keys(wrongs);
  const wrongOne = (right: Right, other: Right, lot: Dice): readonly [string, Presented] => {
    for (;;) {
      const name = lot.pick(names);
      const wrong = wrongs[name]?.({ right, other, dice: lot, letters, office, font }) ?? null;
      if (wrong !== null && !changesNothing(right, wrong)) return [name, wrong];
    }
  };
  for (const number of numbers) {
    const lot = dice(seedOf(seed, number));
    const kind = lot.pick([...kinds.keys()]);
    const right = office.issue(lot, kind);
    const other = office.issue(lot, lot.chance(50) ? kind : lot.pick([...kinds.keys()]));
    const fault = await atDoor(right);
    if (fault === null) report.passed.set(kind, (report.passed.get(kind) ?? 0) + 1);
    else report.mistakes.push(`document ${number}: the right ${kind} was stopped: ${fault}`);
    report.sheets += right.sheets.length / 2;
    const [name, wrong] = wrongOne(right, other, lot);
    const found = await atDoor(right, wrong);
    if (found === null) report.mistakes.push(`document ${number}: ${kind} passed with ${name}`);
    else {
      const faults = report.stopped.get(name) ?? new Map<string, number>();
      report.stopped.set(name, faults.set(found, (faults.get(found) ?? 0) + 1));
    }
    tell(report);
  }
  return report;
}
