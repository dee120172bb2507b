import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayIn } from '../../src/locales/index.ts';
import { ja } from '../../src/locales/ja.ts';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { CARDS } from '../../src/simulation/town/cards.ts';
import { Desk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk[Symbol.asyncDispose]());

const refused: Readonly<Record<string, string>> = {
  'old-card': 'refused:resident-register-card',
  android: 'refused:smartphone',
  iphone: 'refused:smartphone',
};

describe('a card is checked', () => {
  it.each(CARDS.map(({ name }) => [name, refused[name] ?? 'served']))(
    '%s: %s, without any try',
    async (name, outcome) => {
      const card = desk.card(name);
      const before = structuredClone(card.memory);
      const visited = await desk.visit({ card, service: 'card-check', pins: [] });
      expect(visited).toMatchObject({ outcome, verifies: 0 });
      expect(card.memory).toEqual(before);
      expect(visited.rows.map(({ type }) => type)).toEqual([
        'session.started',
        'card.inspected',
        'centre.conclude.result',
        'session.wiped',
        'session.ended',
      ]);
    },
  );

  it('that nobody knows is refused', async () => {
    const card = new VirtualCard({ ...desk.card('adult').profile, tokenLabel: 'SOMETHING ELSE' });
    const visited = await desk.visit({ card, service: 'card-check', pins: [] });
    expect(visited.outcome).toBe('refused:not-a-my-number-card');
  });

  it.each([
    ['expired', ja['lapse.certificate.past']],
    ['expired-card', ja['lapse.card.past']],
    ['both-locked', ja['pin.locked']],
    ['without-certificate', ja['cardCheck.absent']],
    ['adult', '残り5回'],
  ])('and the resident is shown what is so of %s', async (name, text) => {
    const card = desk.card(name);
    const { frames } = await desk.visit({ card, service: 'card-check', pins: [] });
    const shown = frames.filter((frame) => frame.includes(ja['cardCheck.title']));
    expect(shown.length).toBeGreaterThan(0);
    for (const frame of shown) {
      expect(frame).toContain(text);
      expect(frame).toContain(dayIn('ja', card.profile.expires));
      expect(frame).not.toContain(card.profile.face.name);
    }
  });
});
