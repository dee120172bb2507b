import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDoorThread } from '../../src/certificates/create-door.ts';
import type { SignedDocument } from '../../src/certificates/document.ts';
import { openPress, type Press } from '../../src/certificates/press.ts';
import { systemClock } from '../../src/system-clock.ts';
import { bigHousehold, documentOf, person } from './fixtures.ts';
import { checkPaper, overOnce } from './tools.ts';

const noDocument = null as unknown as SignedDocument;

describe("the door's thread", () => {
  let press: Press;
  beforeAll(async () => {
    press = await openPress(systemClock);
  });
  afterAll(() => press.close());

  const drawn = async (document: SignedDocument): Promise<Uint8Array> => {
    const outcome = await press.renderer.render(document);
    if (outcome.outcome !== 'done') throw new Error(outcome.outcome);
    return outcome.value;
  };

  it('lets through what was signed, and leaves the octets where they are', async () => {
    const pdf = await drawn(bigHousehold());
    const { length } = pdf;
    expect(await press.door(pdf, bigHousehold())).toBeNull();
    expect(pdf.length).toBe(length);
    expect(await checkPaper(pdf, bigHousehold())).toBeNull();
  });

  it('answers as the door in the same thread does', async () => {
    const [own, other] = ['T1', 'T2'].map((transaction) => documentOf([person()], { transaction }));
    if (own === undefined || other === undefined) throw new Error('no documents');
    const pdf = await drawn(own);
    for (const [paper, document] of [
      [pdf, other],
      [pdf.subarray(0, pdf.length - 100), own],
      [new Uint8Array(), own],
    ] as const) {
      const fault = await checkPaper(paper, document);
      expect(fault).not.toBeNull();
      expect(await press.door(paper, document)).toEqual(fault);
    }
  });

  it('answers each of many at once for its own paper', async () => {
    const documents = Array.from({ length: 6 }, (_, i) => documentOf([person()], { transaction: `T${i}` }));
    const papers = await Promise.all(documents.map(drawn));
    const answers = await Promise.all(
      documents.flatMap((document) => papers.map((paper) => press.door(paper, document))),
    );
    expect(answers.map((fault) => fault?.fault ?? 'passed')).toEqual(
      documents.flatMap((_, i) => papers.map((_, j) => (i === j ? 'passed' : 'page-identity'))),
    );
  });

  it('never passes octets that changed while others were read', async () => {
    const document = documentOf([person()]);
    const pdf = await drawn(document);
    const answer = press.door(pdf, document);
    // The thread has its octets by then, and its answer cannot be heard before this turn is over.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    pdf[pdf.length - 1] = 0x20;
    expect(await answer).toEqual({ fault: 'door-failed', detail: 'the answer is about other octets' });
  });

  it('answers a fault when its thread breaks off, for all that was in it, and starts anew', async () => {
    const document = documentOf([person()]);
    const pdf = await drawn(document);
    const [first, second] = await Promise.all([press.door(pdf, noDocument), press.door(pdf, document)]);
    expect(first?.fault).toBe('door-failed');
    // Read before the thread was gone, or lost with it: never a guess, and nothing hangs.
    expect(second?.fault ?? 'door-failed').toBe('door-failed');
    expect(await press.door(pdf, document)).toBeNull();
  });

  it('answers a fault after it was closed under a check', async () => {
    const document = documentOf([person()]);
    const pdf = await drawn(document);
    const door = await createDoorThread({ clock: systemClock });
    const answer = door.check(pdf, document);
    await door.close();
    expect(await answer).toEqual({ fault: 'door-failed', detail: 'closed' });
  });

  it('gives up a paper in time', async () => {
    const document = documentOf([person()]);
    const pdf = await drawn(document);
    const clock = overOnce(7);
    const door = await createDoorThread({ clock, timeoutMs: 7 });
    expect(await door.check(pdf, document)).toEqual({ fault: 'door-failed', detail: 'no answer after 7 ms' });
    expect(await door.check(pdf, document)).toBeNull();
    await door.close();
  });
});
