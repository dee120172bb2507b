import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRenderer } from '../../src/certificates/create-renderer.ts';
import type { Renderer } from '../../src/certificates/renderer.ts';
import { signDocument } from '../../src/certificates/signature.ts';
import { systemClock } from '../../src/system-clock.ts';
import { Desk, type DeskOptions } from './desk.ts';

/** What stands on paper is what the registers say now: old copies, old answers and clocks that are wrong. */

let renderer: Renderer;
beforeAll(async () => {
  renderer = await createRenderer({ clock: systemClock });
});
afterAll(() => renderer.close());

const visit = (desk: Desk) =>
  desk.visit({ card: desk.card('adult'), certificate: 'juminhyo', pins: ['1234'], coins: [100, 100] });

/** A terminal whose centre answers with documents that say they were read at another time. */
async function deskWhereRead(change: (readAt: number) => unknown): Promise<Desk> {
  let town: Parameters<NonNullable<DeskOptions['town']>>[0] | null = null;
  return Desk.open({
    renderer,
    town: (built) => {
      town = built;
      return built;
    },
    centre: (real) => ({
      issue: async (request) => {
        const answer = await real.issue(request);
        if (answer.outcome !== 'done' || town === null) return answer;
        const { payload } = answer.value;
        const changed = change(Date.parse(payload.readAt));
        const readAt = (typeof changed === 'number' ? new Date(changed).toISOString() : changed) as string;
        return { ...answer, value: signDocument({ ...payload, readAt }, town.documentKey, randomBytes) };
      },
    }),
  });
}

describe('a document', () => {
  it.each([
    ['299 seconds ago', (readAt: number) => readAt - 299_000],
    ['59 seconds ahead', (readAt: number) => readAt + 59_000],
  ])('that was read %s is printed', async (_, change) => {
    await using desk = await deskWhereRead(change);
    expect((await visit(desk)).outcome).toBe('delivered');
  });

  it.each([
    ['301 seconds ago', (readAt: number) => readAt - 301_000],
    ['yesterday', (readAt: number) => readAt - 86_400_000],
    ['61 seconds ahead', (readAt: number) => readAt + 61_000],
    ['at a text', () => 'just now'],
    ['at no time', () => null],
  ])('that was read %s is neither printed nor paid for', async (_, change) => {
    await using desk = await deskWhereRead(change);
    const { outcome, rows, screens } = await visit(desk);
    expect([outcome, screens.includes('paying')]).toEqual(['refused:document-check', false]);
    expect(rows.find(({ type }) => type === 'document.checked')?.data).toMatchObject({ outcome: 'stale' });
    expect(rows.some(({ type }) => type === 'print.intent' || type === 'coins.accept.intent')).toBe(false);
    expect(desk.devices.pages.tray).toEqual([]);
  });

  it('that was new when it came is printed though paying took an hour', async () => {
    await using desk = await deskWhereRead((readAt) => readAt);
    desk.kiosk.log.subscribe(({ type }) => {
      if (type === 'coins.accept.intent') desk.clock.offset += 3_600_000;
    });
    expect((await visit(desk)).outcome).toBe('delivered');
  });
});

describe('registers that the centre was not told of for too long', () => {
  it('are told to the resident by their own name, and nothing is paid', async () => {
    const copy = { asOf: (now: number) => now - 31 * 60_000, limit: 30 };
    await using desk = await Desk.open({ renderer, town: (town) => ({ ...town, copy }) });
    const { outcome, rows, screens } = await visit(desk);
    expect([outcome, screens.includes('paying')]).toEqual(['refused:register-stale', false]);
    expect(rows.some(({ type }) => type === 'print.intent' || type === 'coins.accept.intent')).toBe(false);
  });
});
