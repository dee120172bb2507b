import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../../src/calendar.ts';
import { ja, type ResidentKey } from '../../src/locales/ja.ts';
import { unknown } from '../../src/outcome.ts';
import type { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { Desk, honsekiElsewhere, type Visited } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open({ town: honsekiElsewhere('r0301', 'r0901', 'r1401') });
});
afterAll(() => desk[Symbol.asyncDispose]());

async function register(card: VirtualCard, typed: readonly string[] = ['1234', 'ABC123'], at: Desk = desk) {
  const visited = await at.visit({ card, service: 'registration', pins: typed });
  return { ...visited, tries: card.memory.tries };
}

const shows = ({ frames }: Visited, key: ResidentKey): boolean => frames.some((frame) => frame.includes(ja[key]));
const filed = ({ rows }: Visited): boolean =>
  rows.some((row) => row.type === 'centre.register.result' && row.data.outcome === 'done');

it('an application is filed once, waits for its day, and is then approved', async () => {
  await using own = await Desk.open();
  const card = own.card('honseki-elsewhere');
  const first = await register(card, ['1234', 'ABC123'], own);
  expect(first).toMatchObject({ outcome: 'served', verifies: 2, tries: { auth: 3, sign: 5 } });
  expect([shows(first, 'registration.state.open'), filed(first)]).toEqual([true, true]);
  const [slip] = own.devices.receipts.slips;
  const receipt = /[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}/.exec(slip?.text ?? '')?.[0] ?? '-';
  expect(first.frames.some((frame) => frame.includes(receipt) && frame.includes(ja['registration.submitted']))).toBe(
    true,
  );

  const second = await register(card, ['1234'], own);
  expect(second).toMatchObject({ outcome: 'served', verifies: 1 });
  expect([shows(second, 'registration.state.submitted'), filed(second)]).toEqual([true, false]);

  // Five business days from Wednesday, 1 July 2026.
  await own.stop();
  await own.clock.pass(6 * DAY);
  await own.start();
  expect(shows(await register(card, ['1234'], own), 'registration.state.submitted')).toBe(true);
  await own.stop();
  await own.clock.pass(DAY);
  await own.start();
  const later = await register(card, ['1234'], own);
  expect(later).toMatchObject({ outcome: 'served', verifies: 1 });
  expect([shows(later, 'registration.state.approved'), filed(later)]).toEqual([true, false]);
});

describe('an application', () => {
  it('that was rejected can be made again', async () => {
    const card = desk.card('registration-rejected');
    const visited = await register(card);
    expect(visited).toMatchObject({ outcome: 'served', verifies: 2 });
    expect([shows(visited, 'registration.state.rejected'), filed(visited)]).toEqual([true, true]);
    expect(shows(await register(card, ['1234']), 'registration.state.submitted')).toBe(true);
  });

  it('that is on its way is told, and no signature is asked for', async () => {
    const visited = await register(desk.card('registered'), ['1234']);
    expect(visited).toMatchObject({ outcome: 'served', verifies: 1 });
    expect(shows(visited, 'registration.state.submitted')).toBe(true);
  });

  it.each([
    ['adult', 'refused:registration-not-needed', 1],
    ['foreign', 'refused:registration-not-needed', 1],
    ['other-town', 'refused:other-municipality', 1],
    ['protected', 'refused:protected-person', 1],
    ['revoked', 'refused:certificate-revoked', 1],
    ['child', 'refused:no-sign-certificate', 0],
    ['sign-locked', 'refused:sign-pin-locked', 0],
    ['locked', 'locked', 0],
    ['sign-revoked', 'refused:sign-certificate-revoked', 2],
  ])('cannot be made with the card %s: %s', async (name, outcome, verifies) => {
    const visited = await register(desk.card(name));
    expect(visited).toMatchObject({ outcome, verifies });
    expect(filed(visited)).toBe(false);
  });

  it('is not filed when the signature PIN is locked by wrong entries, the last of them after a warning', async () => {
    const card = desk.card('honseki-elsewhere');
    const visited = await register(card, ['1234', 'Z00000', 'Z00001', 'Z00002', 'Z00003', 'Z00004']);
    expect(visited).toMatchObject({ outcome: 'refused:sign-pin-locked', verifies: 6, tries: { auth: 3, sign: 0 } });
    expect(visited.screens.filter((name) => name === 'lastTry')).toHaveLength(1);
    expect(filed(visited)).toBe(false);
  });

  it('is not signed when the last try is not dared', async () => {
    const card = desk.card('honseki-elsewhere', { tries: { sign: 1 } });
    const visited = await register(card, ['1234']);
    expect(visited).toMatchObject({ outcome: 'cancelled', verifies: 1, tries: { sign: 1 } });
    expect(visited.screens).toContain('lastTry');
  });

  it('is filed with a last try that is right', async () => {
    const visited = await register(desk.card('large', { tries: { sign: 1 } }));
    expect(visited).toMatchObject({ outcome: 'served', verifies: 2, tries: { auth: 3, sign: 5 } });
    expect(visited.screens).toContain('lastTry');
  });

  it('is filed also when its copy cannot be printed, which is said', async () => {
    const card = desk.card('honseki-elsewhere');
    const { receipts } = desk.devices;
    const visited = await desk.visit({
      card,
      service: 'registration',
      pins: ['1234', 'ABC123'],
      instead: (screen) => {
        if (screen === 'enteringPassword') receipts.raise('paper-end');
        if (screen === 'submitted') receipts.clear('paper-end');
        return false;
      },
    });
    expect(visited.outcome).toBe('served');
    expect([filed(visited), shows(visited, 'registration.slip.failed')]).toEqual([true, true]);
    expect(shows(visited, 'registration.slip.printed')).toBe(false);
  });
});

it('when the answer of the centre is lost nothing is claimed; asking again shows that it arrived', async () => {
  await using lossy = await Desk.open({
    centre: (centre) => ({
      register: async (request) => {
        await centre.register(request);
        return unknown('the line was lost');
      },
    }),
  });
  const card = lossy.card('honseki-elsewhere');
  const visited = await register(card, ['1234', 'ABC123'], lossy);
  expect(visited.outcome).toBe('refused:registration-uncertain');
  expect(shows(await register(card, ['1234'], lossy), 'registration.state.submitted')).toBe(true);
});
