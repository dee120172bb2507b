import { afterEach, beforeEach, expect, it } from 'vitest';
import { keypads } from '../../src/keypads.ts';
import { padOf } from '../../src/ui/screens/screen.ts';
import { Desk } from './desk.ts';

const plain = [...keypads.auth.keys].map((key) => (key === ' ' ? null : key));

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(async () => {
  desk.devices.reader.remove();
  await desk.clock.pass(300_000);
  await desk[Symbol.asyncDispose]();
});

const shown = () => desk.kiosk.display.screen;
const keys = (): readonly (string | null)[] => padOf(shown())?.keys ?? [];
const press = (id: string): string => desk.kiosk.display.touch(desk.kiosk.display.seq, id);
const type = (digits: string, by: readonly (string | null)[]): void => {
  for (const digit of digits) desk.kiosk.display.key(desk.kiosk.display.seq, by.indexOf(digit));
  press('resident.submitPin');
};
async function until(id: string): Promise<void> {
  for (let waited = 0; shown().id !== id && waited < 60_000; waited += 100) await desk.clock.pass(100);
  expect(shown().id).toBe(id);
}
async function toPin(): Promise<void> {
  press('resident.start');
  await until('session.choosingService');
  press('service.certificates');
  desk.devices.reader.insert(desk.card('adult'));
  await until('session.enteringPin');
}

it('is asked for on the PIN screen, which lays the digits out anew for each entry and takes what it shows', async () => {
  press('mode.mixed');
  expect(shown().look, 'no such key on the open screen').toEqual([]);
  await toPin();
  expect(keys()).toEqual(plain);
  expect(press('mode.mixed')).toBe('accepted');
  const first = keys();
  expect(first).not.toEqual(plain);
  expect([...first].sort()).toEqual([...plain].sort());
  // The old places of the digits are another PIN now.
  type('1234', plain);
  await until('session.verifyingPin');
  await until('session.enteringPin');
  const second = keys();
  expect(second).not.toEqual(first);
  const frames: string[] = [];
  desk.kiosk.display.subscribe((frame) => frames.push(frame));
  type('1234', second);
  await until('session.takingCardBack');
  expect(frames.some((frame) => frame.includes('1234'))).toBe(false);
  const kept = JSON.stringify(desk.kiosk.actor.getPersistedSnapshot()) + JSON.stringify(desk.kiosk.log.tail(100));
  for (const order of [first, second]) {
    expect(kept).not.toContain(order.join(''));
    expect(kept).not.toContain(JSON.stringify(order));
  }
});

it('can be put back within the entry, and what was typed stays', async () => {
  await toPin();
  press('mode.mixed');
  const { display } = desk.kiosk;
  for (const digit of '12') display.key(display.seq, keys().indexOf(digit));
  press('mode.mixed');
  expect(keys()).toEqual(plain);
  type('34', plain);
  await until('session.takingCardBack');
});

it('is off again for the next visit', async () => {
  await toPin();
  press('mode.mixed');
  press('resident.cancel');
  desk.devices.reader.remove();
  await until('open');
  await toPin();
  expect(keys()).toEqual(plain);
});

it('is not there for whoever has the screen read aloud, and neither for other keys than the digits of a PIN', async () => {
  await toPin();
  press('mode.mixed');
  desk.kiosk.send({ type: 'resident.mode', mode: 'voice' as never, on: true });
  await desk.clock.pass(0);
  expect(keys()).toEqual(plain);
  expect(shown().modes.map(({ id }) => id)).not.toContain('mode.mixed');
  press('panel.open');
  expect(keys()).toEqual(plain);
  expect(shown().id).toBe('panel.entering');
});

it('can be practised', async () => {
  press('practice.start');
  press('service.certificates');
  press('practice.card-in');
  await until('practice.enteringPin');
  press('mode.mixed');
  expect(keys()).not.toEqual(plain);
  type('1234', keys());
  await until('practice.takingCardBack');
});
