import { kinds } from '../../../src/certificates/catalogue.ts';
import type { DocumentPayload, SignedDocument } from '../../../src/certificates/document.ts';
import type { CertificateFont } from '../../../src/certificates/font/certificate-font.ts';
import { layOutDocument } from '../../../src/certificates/layout.ts';
import type { Sheet } from '../../../src/certificates/page.ts';
import type { RenderFault } from '../../../src/certificates/renderer.ts';
import type { Dice } from '../../../src/simulation/dice.ts';
import { TestOffice, town } from '../../centre/office.ts';
import { signed } from '../fixtures.ts';
import { contentLike, randomDay } from './contents.ts';
import type { Letters } from './letters.ts';

/** A document with its pages laid out, fronts and reverses by turns. */
export interface Right {
  readonly document: SignedDocument;
  readonly sheets: readonly Sheet[];
}

/** When the registers were read for all of them. */
export const READ_AT = '2026-07-01T03:00:00.000Z';

export type Models = ReadonlyMap<string, readonly DocumentPayload[]>;

/** Every document the sample town issues: of each card, of each kind, with nothing asked for, with everything, and of one person. */
export async function modelsOfTown(): Promise<Models> {
  const office = new TestOffice();
  const models = new Map<string, DocumentPayload[]>([...kinds.keys()].map((kind) => [kind, []]));
  for (const card of town.cards.keys()) {
    const answer = await office.presentCard(card).catch(() => null);
    if (answer?.outcome !== 'done') continue;
    const { authentication, offers } = answer.value;
    for (const { available, items, kind, members } of offers) {
      if (available !== true) continue;
      const wishes = [
        {},
        { items },
        { members: members.slice(-1).map(({ id }) => id) },
        { members: [], items: items.slice(1) },
      ];
      for (const [i, wish] of wishes.entries()) {
        const issued = await office.issue(authentication, wish, { kind, transaction: `${card}-${kind}-${i}` });
        if (issued.outcome === 'done') models.get(kind)?.push(issued.value.payload);
      }
    }
  }
  return models;
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const randomTransaction = (dice: Dice): string =>
  Array.from({ length: 26 }, () => dice.pick([...CROCKFORD])).join('');
export const randomHolder = (dice: Dice): string => Buffer.from(dice.bytes(32)).toString('hex');

export class RandomOffice {
  readonly #models: Models;
  readonly #letters: Letters;
  readonly #font: CertificateFont;
  /** How often the layout refused what was drawn by lot, by its reason. */
  readonly refused = new Map<RenderFault, number>();

  constructor(models: Models, letters: Letters, font: CertificateFont) {
    this.#models = models;
    this.#letters = letters;
    this.#font = font;
  }

  /** A document by lot that has room on its paper, signed as the centre signs. */
  issue(dice: Dice, kind: string): Right {
    for (;;) {
      const document = signed(this.#payload(dice, kind), dice.bytes);
      const sheets = this.layOut(document);
      if (sheets !== null) return { document, sheets };
    }
  }

  /** null where there is no room, or no glyph: nothing is printed then. */
  layOut(document: SignedDocument): readonly Sheet[] | null {
    const layout = layOutDocument(document, this.#font);
    if (layout.outcome === 'done') return layout.value;
    if (layout.outcome === 'failed') this.refused.set(layout.fault, (this.refused.get(layout.fault) ?? 0) + 1);
    return null;
  }

  #payload(dice: Dice, name: string): DocumentPayload {
    const kind = kinds.get(name);
    const model = dice.pick(this.#models.get(name) ?? []);
    if (kind === undefined || model === undefined) throw new Error(`the sample town issues no ${name}`);
    const content = dice.chance(20) ? model.content : contentLike(model.content, dice, this.#letters);
    const elsewhere = {
      code: String(100_000 + dice.below(900_000)),
      name: `${this.#letters.text(dice, 1, 4)}市`,
      mayor: `${this.#letters.text(dice, 1, 3)}　${this.#letters.text(dice, 1, 3)}`,
    };
    return {
      schema: 1,
      kind: name,
      transaction: randomTransaction(dice),
      holder: randomHolder(dice),
      municipality: dice.chance(50) ? model.municipality : elsewhere,
      readAt: READ_AT,
      issuedOn: randomDay(dice, '2020-01-01'),
      pages: kind.pages(content),
      copies: dice.chance(80) ? 1 : 2 + dice.below(kind.copies - 1),
      content,
    };
  }
}
