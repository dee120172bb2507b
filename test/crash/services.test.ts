import { describe, expect, it } from 'vitest';
import type { PinKind, Service } from '../../src/machines/events.ts';
import type { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { Desk } from '../effects/desk.ts';
import { judge } from './oracle.ts';
import { type Cut, cutPower, everyCut } from './terminal-in-process.ts';

interface Scenario {
  readonly service: Service;
  readonly pin: PinKind;
  readonly card: (desk: Desk) => VirtualCard;
  readonly typed: readonly string[];
}

function reserved(desk: Desk, pin: PinKind): VirtualCard {
  const card = desk.card('adult', { tries: { [pin]: 0 } });
  desk.reserve(card, pin);
  return card;
}

const scenarios: Readonly<Record<string, Scenario>> = {
  'a change of the authentication PIN': {
    service: 'pin-change',
    pin: 'auth',
    card: (desk) => desk.card('adult'),
    typed: ['0000', '7391', '7391', '1234'],
  },
  'a change of the signature PIN': {
    service: 'pin-change',
    pin: 'sign',
    card: (desk) => desk.card('adult'),
    typed: ['ABC123', 'XK7391', 'XK7391'],
  },
  'a reset of the authentication PIN': {
    service: 'pin-reset',
    pin: 'auth',
    card: (desk) => reserved(desk, 'auth'),
    typed: ['ABC123', '7391', '7391'],
  },
  'a reset of the signature PIN': {
    service: 'pin-reset',
    pin: 'sign',
    card: (desk) => reserved(desk, 'sign'),
    typed: ['1234', 'XK7391', 'XK7391'],
  },
  'an application': {
    service: 'registration',
    pin: 'sign',
    card: (desk) => desk.card('honseki-elsewhere'),
    typed: ['1234', 'ABC123'],
  },
};

/** What nobody can know when the rows end with one of these, and how it is then told. */
const unknown = new Map([
  ['pin.verify.intent', 'pin.verify.result'],
  ['pin.set.intent', 'pin.set.result'],
  ['centre.register.intent', 'centre.register.result'],
]);

async function cutAndRecover({ card: take, pin, service, typed }: Scenario, cut: Cut): Promise<void> {
  await using desk = await Desk.open();
  const card = take(desk);
  const power = cutPower(desk.kiosk, cut);
  await desk.begin({ card, service, pin, pins: typed }, () => power.dead);
  const { traffic } = desk.devices.reader;
  const sent = traffic.length;
  const { memory } = card;
  const stands = await desk.start();
  expect(stands).toBe('open');
  expect([traffic.length, card.memory]).toEqual([sent, memory]);

  const { rows } = judge(desk.log, desk.devices, stands);
  const visit = rows.filter(({ session }) => session !== null);
  const before = visit.filter(({ boot }) => boot === 1);
  const after = visit.filter(({ boot }) => boot === 2);
  const last = before.at(-1)?.type ?? '';
  const told = unknown.get(last);
  expect(after.filter(({ data }) => 'outcome' in data && data.outcome === 'unknown').map(({ type }) => type)).toEqual(
    told === undefined ? [] : [told],
  );
  if (last !== 'session.ended')
    expect(after.at(-1)).toMatchObject({ type: 'session.ended', data: { outcome: 'recovered' } });

  if (service === 'pin-reset') {
    const asked = before.some(({ type }) => type === 'pin.set.intent');
    expect(await desk.reservation(card)).toBe(asked ? 'reservation-used' : pin);
  }
  const next = await desk.visit({ card: desk.card('large'), service: 'pin-change', pins: ['1234', '8642', '8642'] });
  expect(next.outcome).toBe('served');
}

describe.each(Object.entries(scenarios))('%s', (_, scenario) => {
  it('survives a cut after each of its rows, and the next resident is served', async () => {
    await using desk = await Desk.open();
    const { card, pin, service, typed } = scenario;
    const whole = await desk.visit({ card: card(desk), service, pin, pins: typed });
    expect(whole.outcome).toBe('served');
    for (const cut of everyCut(whole.rows.length)) {
      const where = `row ${cut.after}, ${whole.rows[cut.after - 1]?.type}${cut.underWay ? ', under way' : ''}`;
      await cutAndRecover(scenario, cut).catch((error) => {
        throw new Error(where, { cause: error });
      });
    }
  });
});
