import { expect, it } from 'vitest';
import { Desk } from './desk.ts';

/** Virtual milliseconds after which nothing of the visit may be on the screen any more. */
const mostMs = 1_000;

const screen = ({ kiosk }: Desk): string => kiosk.display.screen.id;
const press = ({ kiosk: { display } }: Desk, id: string): void => {
  expect(display.touch(display.seq, id), `${id} on ${display.screen.id}`).toBe('accepted');
};
async function until(desk: Desk, id: string): Promise<void> {
  for (let waited = 0; screen(desk) !== id && waited < 200_000; waited += 100) await desk.clock.pass(100);
  expect(screen(desk)).toBe(id);
}

/** To the screen with the names of the household. @returns whether a text names one of them */
async function toNames(desk: Desk): Promise<(text: string) => boolean> {
  press(desk, 'resident.start');
  await until(desk, 'session.choosingService');
  press(desk, 'service.certificates');
  desk.devices.reader.insert(desk.card('adult'));
  await until(desk, 'session.enteringPin');
  const { display } = desk.kiosk;
  const keys = display.screen.blocks.flatMap((block) => (block.kind === 'pin' ? block.keys : []));
  for (const digit of '1234') display.key(display.seq, keys.indexOf(digit));
  press(desk, 'resident.submitPin');
  await until(desk, 'session.takingCardBack');
  desk.devices.reader.remove();
  await until(desk, 'session.choosingCertificate');
  press(desk, 'certificate.juminhyo');
  await until(desk, 'session.choosingOptions');
  const names = display.screen.blocks
    .flatMap((block) => (block.kind === 'choices' ? block.choices : []))
    .filter(({ id }) => id.startsWith('member.'))
    .map(({ label }) => label);
  expect(names.length).toBeGreaterThan(1);
  return (text) => names.some((name) => text.includes(name));
}

it.each<readonly [string, (desk: Desk) => unknown]>([
  ['who stops', (desk) => press(desk, 'resident.cancel')],
  ['whom staff end', (desk) => desk.kiosk.send({ type: 'staff.restart' })],
  ['whose terminal must be made safe', (desk) => desk.kiosk.send({ type: 'invariant.violated' })],
])('nothing of somebody %s is on the screen after a second, and nothing after the end', async (_, ends) => {
  await using desk = await Desk.open();
  const isPersonal = await toNames(desk);
  const { clock, kiosk } = desk;
  expect(isPersonal(kiosk.display.frame)).toBe(true);
  const frames: { readonly at: number; readonly personal: boolean }[] = [];
  kiosk.display.subscribe((frame) => frames.push({ at: clock.now(), personal: isPersonal(frame) }));
  const ended: number[] = [];
  kiosk.log.subscribe((row) => row.type === 'session.ended' && ended.push(clock.now()));
  const left = clock.now();
  ends(desk);
  await clock.pass(60_000);
  expect(frames.map(({ personal }) => personal)).not.toContain(true);
  expect((frames[0]?.at ?? Number.POSITIVE_INFINITY) - left).toBeLessThan(mostMs);
  expect(ended).toHaveLength(1);
  expect(frames[0]?.at).toBeLessThanOrEqual(ended[0] ?? 0);
  if (screen(desk) === 'staffNeeded') kiosk.send({ type: 'staff.resolved', who: 'clerk', why: 'looked-all-well' });
  await until(desk, 'open');
});

it('nor of somebody who went away, from the moment in which nobody is waited for any more', async () => {
  await using desk = await Desk.open();
  const isPersonal = await toNames(desk);
  const { clock, kiosk } = desk;
  const { humanIdle, humanWarning } = kiosk.actor.getSnapshot().context.timeouts;
  const began = clock.now();
  await clock.pass(humanIdle + humanWarning - 1_000);
  expect(isPersonal(kiosk.display.frame)).toBe(true);
  await clock.pass(1_000 + mostMs - 1);
  expect(isPersonal(kiosk.display.frame)).toBe(false);
  expect(clock.now() - began).toBeLessThan(humanIdle + humanWarning + mostMs);
  await until(desk, 'open');
});
