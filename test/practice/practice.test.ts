import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { activePaths } from '../../src/ui/screens/view.ts';
import { Desk } from '../effects/desk.ts';

/** Every byte the devices are sent from now on, with the virtual time at which it came. */
function wiretap({ clock, devices }: Desk): string[] {
  const heard: string[] = [];
  const began = clock.now();
  const note = (device: string, bytes: Uint8Array): void => {
    heard.push(`${clock.now() - began} ${device} ${Buffer.from(bytes).toString('hex')}`);
  };
  const tap = <Model, Name extends keyof Model>(device: string, model: Model, name: Name): void => {
    const real = (model[name] as (...given: unknown[]) => unknown).bind(model);
    Object.assign(model as object, {
      [name]: (...given: unknown[]) => {
        if (given[0] instanceof Uint8Array) note(device, given[0]);
        return real(...given);
      },
    });
  };
  tap('coins', devices.coins, 'write');
  tap('pages', devices.pages, 'handle');
  tap('cashless', devices.cashless, 'handle');
  const { receipts } = devices;
  const connect = receipts.connect.bind(receipts);
  receipts.connect = (...given) => {
    const connection = connect(...given);
    tap('receipts', connection, 'receive');
    return connection;
  };
  return heard;
}

/** Rows that somebody's visit, money or paper would leave; the health of devices is none of them. */
const rowsOf = ({ kiosk: { log } }: Desk, since: number) => log.tail(log.head.seq - since).map(({ type }) => type);

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(async () => {
  await desk[Symbol.asyncDispose]();
});

const screen = (): string => desk.kiosk.display.screen.id;
const press = (id: string): void => {
  const { display } = desk.kiosk;
  expect(display.touch(display.seq, id), `${id} on ${display.screen.id}`).toBe('accepted');
};
const type = (digits: string): void => {
  const { display } = desk.kiosk;
  const keys = display.screen.blocks.flatMap((block) => (block.kind === 'pin' ? block.keys : []));
  for (const digit of digits) display.key(display.seq, keys.indexOf(digit));
};
const state = (): string =>
  activePaths(desk.kiosk.actor.getSnapshot().value).find((path) => path.startsWith('service.')) ?? '';

/** Waits for a screen, and says whether every frame on the way was marked as practice. */
async function until(id: string): Promise<void> {
  for (let waited = 0; screen() !== id && waited < 60_000; waited += 100) await desk.clock.pass(100);
  expect(screen()).toBe(id);
}

/** Everything a person does in a practised visit, up to the paper. */
async function practise(): Promise<void> {
  press('practice.start');
  press('service.certificates');
  press('practice.card-in');
  await until('practice.enteringPin');
  type('9517');
  press('resident.submitPin');
  await until('practice.takingCardBack');
  press('practice.card-out');
  await until('practice.choosingCertificate');
  press('certificate.juminhyo');
  press('member.practice-2');
  press('resident.next');
  press('copies.more');
  press('resident.confirm');
  await until('practice.paying');
  for (let coins = 0; coins < 4; coins += 1) {
    for (let waited = 0; !has('practice.coin') && waited < 10_000; waited += 100) await desk.clock.pass(100);
    press('practice.coin');
  }
  await until('practice.delivering');
  for (let waited = 0; !has('resident.collected') && waited < 20_000; waited += 100) await desk.clock.pass(100);
}
const has = (id: string): boolean => desk.kiosk.display.screen.buttons.some((button) => button.id === id);

describe('practice', () => {
  it('is a whole visit in which nothing is effected: no row, no byte more than an idle terminal sends, no trace', async () => {
    const frames: string[] = [];
    desk.kiosk.display.subscribe(() => frames.push(desk.kiosk.display.frame));
    const { seq } = desk.kiosk.log.head;
    const heard = wiretap(desk);
    const began = desk.clock.now();
    await practise();
    press('resident.collected');
    await until('open');
    const lasted = desk.clock.now() - began;
    expect(rowsOf(desk, seq)).toEqual([]);
    expect([desk.devices.reader.traffic, desk.devices.pages.tray, desk.devices.receipts.slips]).toEqual([[], [], []]);
    expect(desk.kiosk.parts.practicePin.wiped).toBe(true);
    expect(desk.kiosk.parts.caseFile.wiped).toBe(true);

    await using idle = await Desk.open();
    const still = wiretap(idle);
    await idle.clock.pass(lasted);
    expect(heard.length).toBeGreaterThan(20);
    expect(heard).toEqual(still);

    const tried = frames.map((frame) => JSON.parse(frame).screen).filter(({ id }) => id.startsWith('practice.'));
    expect(tried.length).toBeGreaterThan(15);
    expect(tried.every(({ practice }) => practice === '練習です。カードもお金も使いません。証明書は出ません。')).toBe(
      true,
    );
    expect(frames.filter((frame) => frame.includes('9517'))).toEqual([]);
    expect(JSON.stringify(desk.kiosk.actor.getPersistedSnapshot())).not.toContain('見本');
  });

  it('marks nothing else as practice', async () => {
    expect(desk.kiosk.display.screen.practice).toBeNull();
    press('resident.start');
    await until('session.choosingService');
    expect(desk.kiosk.display.screen.practice).toBeNull();
    press('resident.cancel');
    await until('open');
  });

  it('offers certificates only, and asks for no real PIN', async () => {
    press('practice.start');
    const choices = desk.kiosk.display.screen.blocks.flatMap((block) =>
      block.kind === 'choices' ? block.choices : [],
    );
    expect(choices.map(({ id }) => id)).toEqual(['service.certificates']);
    press('service.certificates');
    press('practice.card-in');
    await until('practice.enteringPin');
    expect(desk.kiosk.display.screen.blocks[0]).toMatchObject({
      kind: 'notice',
      text: expect.stringMatching(/本当の暗証番号/),
    });
    type('12');
    expect([desk.kiosk.parts.pin.length, desk.kiosk.parts.practicePin.length]).toEqual([0, 2]);
  });

  it('ends by itself when nobody goes on, sooner than a visit', async () => {
    press('practice.start');
    const { humanIdle, humanWarning } = desk.kiosk.actor.getSnapshot().context.timeouts;
    await desk.clock.pass(humanIdle / 2 + 100);
    expect(desk.kiosk.display.screen.warning).not.toBeNull();
    await desk.clock.pass(humanWarning + 5_000);
    expect(screen()).toBe('open');
  });

  it.each<readonly [string, () => unknown, string]>([
    ['a card', () => desk.devices.reader.insert(desk.card('adult')), 'service.session'],
    ['the staff panel', () => press('panel.open'), 'service.open.greeting'],
    [
      'a device that fails',
      () => desk.kiosk.send({ type: 'health.changed', device: 'pages', state: 'failed' }),
      'service.outOfService',
    ],
    [
      'staff who take the terminal out of service',
      () => desk.kiosk.send({ type: 'duty.changed', on: false }),
      'service.outOfService',
    ],
    ['the end of the day', () => desk.kiosk.send({ type: 'hours.changed', open: false }), 'service.closed'],
  ])('%s ends it at once, also in the middle of an entry', async (_, happens, then) => {
    press('practice.start');
    press('service.certificates');
    press('practice.card-in');
    await until('practice.enteringPin');
    type('95');
    happens();
    await desk.clock.pass(200);
    expect(state()).toBe(then);
    expect(desk.kiosk.display.screen.practice).toBeNull();
    expect(desk.kiosk.parts.practicePin.wiped).toBe(true);
    if (then !== 'service.session') return;
    desk.devices.reader.remove();
    press('resident.cancel');
    await until('open');
  });

  it('is offered outside the hours and out of service too, and leads back there', async () => {
    desk.kiosk.send({ type: 'hours.changed', open: false });
    expect(screen()).toBe('closed');
    press('practice.start');
    press('resident.cancel');
    await until('closed');
    desk.kiosk.send({ type: 'health.changed', device: 'pages', state: 'failed' });
    expect(screen()).toBe('outOfService');
    press('practice.start');
    press('resident.cancel');
    await until('outOfService');
  });
});
