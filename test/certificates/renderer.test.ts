import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRenderer } from '../../src/certificates/create-renderer.ts';
import type { SignedDocument } from '../../src/certificates/document.ts';
import { createDoor } from '../../src/certificates/door.ts';
import { FONT_FILES } from '../../src/certificates/font/certificate-font.ts';
import { SourceFont } from '../../src/certificates/paper/source-font.ts';
import type { Renderer } from '../../src/certificates/renderer.ts';
import { systemClock } from '../../src/system-clock.ts';
import { bigHousehold, documentOf, person } from './fixtures.ts';
import { checkPaper, overOnce } from './tools.ts';

const broken = { payload: { kind: 'unheard of' } } as unknown as SignedDocument;

describe('the renderer', () => {
  let renderer: Renderer;
  beforeAll(async () => {
    renderer = await createRenderer({ clock: systemClock });
  });
  afterAll(() => renderer.close());

  it('says which font it has', () => {
    expect(renderer.font).toEqual({ name: 'IPAmjMincho', variants: true });
  });

  it('draws what the door lets through', async () => {
    const outcome = await renderer.render(bigHousehold());
    if (outcome.outcome !== 'done') throw new Error(outcome.outcome);
    expect(await checkPaper(outcome.value, bigHousehold())).toBeNull();
  });

  it('answers each of many at once with its own paper', async () => {
    const documents = Array.from({ length: 12 }, (_, i) => documentOf([person()], { transaction: `T${i}` }));
    const outcomes = await Promise.all(documents.map((document) => renderer.render(document)));
    for (const [i, outcome] of outcomes.entries()) {
      if (outcome.outcome !== 'done') throw new Error(outcome.outcome);
      expect(await checkPaper(outcome.value, documentOf([person()], { transaction: `T${i}` }))).toBeNull();
    }
  });

  it('refuses with the code points that are missing', async () => {
    expect(await renderer.render(documentOf([person({ name: '邉\u{E0102}' })]))).toEqual({
      outcome: 'failed',
      fault: 'missing-glyph',
      detail: 'U+9089 U+E0102',
    });
  });

  it('starts anew after its thread broke off', async () => {
    const [first, second] = await Promise.all([renderer.render(broken), renderer.render(documentOf([person()]))]);
    expect(first).toMatchObject({ outcome: 'failed', fault: 'renderer-failed' });
    // What was in the same thread has failed with it; nothing hangs.
    expect(['done', 'failed']).toContain(second.outcome);
    expect((await renderer.render(documentOf([person()]))).outcome).toBe('done');
  });
});

describe('a renderer in trouble', () => {
  it('gives up a document in time', async () => {
    const clock = overOnce(7);
    const renderer = await createRenderer({ clock, timeoutMs: 7 });
    const outcome = await renderer.render(bigHousehold());
    expect(outcome).toEqual({ outcome: 'failed', fault: 'renderer-failed', detail: 'no answer after 7 ms' });
    expect((await renderer.render(documentOf([person()]))).outcome).toBe('done');
    await renderer.close();
  });

  it('does not start without a font', async () => {
    const fonts = [{ path: '/nowhere.ttf', collection: 'Moji_Joho' }] as const;
    await expect(createRenderer({ clock: systemClock, fonts })).rejects.toThrow('no certificate font');
  });

  it('without IPAmj prints plain names and refuses variants', async () => {
    const renderer = await createRenderer({ clock: systemClock, fonts: FONT_FILES.slice(1) });
    expect(renderer.font).toEqual({ name: 'BIZUDMincho-Regular', variants: false });
    const plain = documentOf([person({ name: '山田　花子', hittousha: '山田　花子' })]);
    const { content } = plain.payload;
    const document = documentOf(content.persons, { content: { ...content, householdHead: null } });
    const outcome = await renderer.render(document);
    if (outcome.outcome !== 'done') throw new Error(JSON.stringify(outcome));
    const [, biz] = FONT_FILES;
    if (biz === undefined) throw new Error('no second font');
    expect(await createDoor(new SourceFont(biz))(outcome.value, document)).toBeNull();
    expect(await renderer.render(documentOf([person()]))).toMatchObject({
      fault: 'missing-glyph',
      detail: 'U+9089 U+E010F',
    });
    await renderer.close();
  });
});
