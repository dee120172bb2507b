import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/certificates/catalogue.ts';
import { sheetsOf } from '../../src/certificates/document.ts';
import { openCertificateFont } from '../../src/certificates/font/certificate-font.ts';
import { readPages } from '../../src/certificates/paper-text.ts';
import { renderPdf } from '../../src/certificates/pdf.ts';
import { specimens } from '../../src/certificates/specimens.ts';
import { TestOffice } from '../centre/office.ts';
import { drawnPages } from './drawn.ts';
import { payloadOf, signed } from './fixtures.ts';
import { checkPaper } from './tools.ts';

const font = openCertificateFont();

/** Whose papers are looked at: one of each sort of person that the layouts tell apart. */
const people = [
  'adult',
  'large',
  'foreign',
  'special',
  'alias',
  'long-name',
  'expiring',
  'third-generation',
  'honseki-elsewhere',
  'registered-elsewhere',
] as const;

/** Every paper this person can have, as text: with nothing asked for, with everything, and of one person where people are chosen. */
async function papersOf(card: string): Promise<string> {
  const lines: string[] = [];
  const office = new TestOffice();
  const { authentication, offers } = await office.authenticated(card);
  for (const { available, copies, fee, items, kind, members, people: chosen } of offers) {
    if (available !== true) {
      lines.push(`=== ${kind}: ${available}`, '');
      continue;
    }
    const wishes = [
      { members: [], items: [] },
      ...(items.length > 0 ? [{ members: [], items }] : []),
      ...(members.length > 1 ? [{ members: [members.at(-1)?.id ?? ''], items: [] }] : []),
    ];
    for (const [i, wish] of wishes.entries()) {
      const transaction = `${card}-${kind}-${i}`;
      const answer = await office.issue(authentication, wish, { kind, transaction });
      lines.push(`=== ${kind} ${JSON.stringify(wish)} ${fee} yen, ${chosen}, up to ${copies} copies`);
      if (answer.outcome !== 'done') {
        lines.push(JSON.stringify(answer), '');
        continue;
      }
      const pdf = await renderPdf(answer.value, font);
      if (pdf.outcome !== 'done') throw new Error(`${transaction}: ${JSON.stringify(pdf)}`);
      expect(await checkPaper(pdf.value, answer.value), transaction).toBeNull();
      const pages = await readPages(pdf.value);
      if (typeof pages === 'string') throw new Error(pages);
      expect(pages).toHaveLength(2 * sheetsOf(answer.value.payload));
      const fronts = pages.filter((_, i) => i % 2 === 0);
      const drawn = drawnPages(pdf.value);
      for (const [page, { paragraphs, values }] of fronts.entries()) {
        const [front, reverse] = drawn.slice(2 * page);
        lines.push(`--- page ${page + 1}, drawn as ${front}, reverse ${reverse}`, ...paragraphs, '...', ...values);
      }
      lines.push('');
    }
  }
  return `${lines.join('\n')}\n`;
}

describe('every kind of certificate, for every sort of person, with every choice', () => {
  it.each(people)('%s', async (card) => {
    await expect(await papersOf(card)).toMatchFileSnapshot(`papers/${card}.txt`);
  });
});

describe('the kinds', () => {
  it('are those of the command line, in the order of the menu', () => {
    expect([...kinds.keys()]).toEqual([
      'juminhyo',
      'kisaijiko',
      'inkan',
      'shotoku',
      'kazei',
      'nozei',
      'koseki-zenbu',
      'koseki-kojin',
      'fuhyo',
    ]);
  });

  it.each(specimens.map((document) => [`${document.payload.kind} ${document.payload.pages}`, document] as const))(
    'have specimens that pass the door: %s pages',
    async (_, document) => {
      const pdf = await renderPdf(document, font);
      if (pdf.outcome !== 'done') throw new Error(JSON.stringify(pdf));
      expect(await checkPaper(pdf.value, document)).toBeNull();
    },
  );

  it.each(specimens.map((document) => [document.payload.kind, document] as const))(
    'stop a paper of which any one text was changed after signing: %s',
    async (_, document) => {
      const pdf = await renderPdf(document, font);
      if (pdf.outcome !== 'done') throw new Error(JSON.stringify(pdf));
      const texts: (readonly (string | number)[])[] = [];
      const find = (value: unknown, path: readonly (string | number)[]): void => {
        if (typeof value === 'string') texts.push(path);
        else if (Array.isArray(value)) for (const [i, each] of value.entries()) find(each, [...path, i]);
        else if (typeof value === 'object' && value !== null)
          for (const [key, each] of Object.entries(value)) find(each, [...path, key]);
      };
      find(document.payload.content, []);
      for (const path of texts) {
        const changed = structuredClone(document.payload) as { content: Record<string | number, never> };
        const place = path
          .slice(0, -1)
          .reduce<Record<string | number, never>>((at, key) => at[key] as never, changed.content);
        const last = path.at(-1) ?? '';
        const before = String(place[last]);
        place[last] = (/^\d{4}-\d\d-\d\d$/.test(before) ? '1970-12-31' : `${before}甲`) as never;
        expect(await checkPaper(pdf.value, { ...document, payload: changed as never }), path.join('.')).not.toBeNull();
      }
    },
  );
});

describe('a tax certificate with more rows than have room', () => {
  it.each([
    ['kazei', 'deductions', 9],
    ['kazei', 'dependants', 16],
    ['kazei', 'incomes', 16],
    ['shotoku', 'incomes', 12],
  ])('is refused by the layout, not drawn over what stands below: %s with %s', async (kind, list, most) => {
    const specimen = specimens.find(({ payload }) => payload.kind === kind);
    const content = specimen?.payload.content as Record<string, readonly object[]>;
    const fits = async (count: number): Promise<boolean> => {
      const rows = Array.from({ length: count }, () => content[list]?.[0] ?? { label: '扶養', count: 1 });
      const document = signed({ ...payloadOf([]), kind, pages: 1, content: { ...content, [list]: rows } });
      const pdf = await renderPdf(document, font);
      if (pdf.outcome !== 'done') expect(pdf).toMatchObject({ fault: 'does-not-fit' });
      else expect(await checkPaper(pdf.value, document)).toBeNull();
      return pdf.outcome === 'done';
    };
    const counts = Array.from({ length: most }, (_, i) => i + 1);
    const fitting = await Promise.all(counts.map(fits));
    expect([fitting.at(0), fitting.at(-1)]).toEqual([true, false]);
    expect(fitting.lastIndexOf(true)).toBeLessThan(fitting.indexOf(false));
  });
});
