import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../src/certificates/create-renderer.ts';
import { previewOf } from '../../src/certificates/preview.ts';
import { textOn } from '../../src/guide/index.ts';
import type { Topic } from '../../src/guide/topics.ts';
import { defaultTimeouts } from '../../src/machines/timeouts.ts';
import { systemClock } from '../../src/system-clock.ts';
import { documentOf, person } from '../certificates/fixtures.ts';
import { Desk } from './desk.ts';

/** The guide, before a visit and in one, and what is shown of a paper before it is paid for. */

const { humanIdle, humanWarning } = defaultTimeouts;
const screenOf = ({ kiosk }: Desk): string => kiosk.display.screen.id;
const said = ({ kiosk }: Desk): string => kiosk.display.frame;
const pass = ({ clock }: Desk, ms: number): Promise<void> => clock.pass(ms);

/** Touches what stands there, and lets the terminal do what comes of it. */
async function touch(desk: Desk, id: string): Promise<void> {
  const { display } = desk.kiosk;
  expect(display.touch(display.seq, id), id).toBe('accepted');
  await pass(desk, 1);
}

/** Puts an expired card in. */
async function beRefused(desk: Desk): Promise<void> {
  await touch(desk, 'resident.start');
  await touch(desk, 'service.certificates');
  desk.devices.reader.insert(desk.card('expired'));
  await pass(desk, 2_000);
  expect(screenOf(desk)).toBe('session.refused');
}

const titleOf = (topic: Topic): string => textOn(topic, 'ja').title;

describe('the guide, from the start screen', () => {
  it('lists what it knows, tells it in the language that is spoken, and goes back', async () => {
    await using desk = await Desk.open();
    await touch(desk, 'guide.card');
    expect(screenOf(desk)).toBe('open.list');
    await touch(desk, 'topic.moving');
    expect(said(desk)).toContain(titleOf('moving'));
    await touch(desk, 'language.en');
    for (const paragraph of textOn('moving', 'en').text) expect(said(desk)).toContain(paragraph);
    await touch(desk, 'guide.list');
    await touch(desk, 'guide.close');
    expect(screenOf(desk)).toBe('open');
    expect(desk.kiosk.display.screen.language).toBe('en');
    expect(desk.kiosk.log.state.open.size).toBe(0);
  });

  it('names the certificates for a purpose, with what they cost here', async () => {
    await using desk = await Desk.open();
    await touch(desk, 'guide.purposes');
    await touch(desk, 'topic.car');
    expect(said(desk)).toContain('印鑑登録証明書');
    expect(said(desk)).toContain('ここで取れます（1部200円）');
  });

  it('prints a page, belonging to no visit', async () => {
    await using desk = await Desk.open();
    await touch(desk, 'guide.card');
    await touch(desk, 'topic.lost');
    await touch(desk, 'guide.print');
    await pass(desk, 3_000);
    expect(said(desk)).toContain('案内を印刷しました');
    expect(desk.devices.receipts.slips.at(-1)?.text).toContain('0120-95-0178');
    const rows = desk.kiosk.log.tail(2);
    expect(rows.map(({ type, session }) => [type, session])).toEqual([
      ['slip.intent', null],
      ['slip.result', null],
    ]);
  });

  it('is left when nobody is there any more, in the language of the shop; a touch begins the time anew', async () => {
    await using desk = await Desk.open();
    await touch(desk, 'guide.card');
    await touch(desk, 'language.vi');
    await pass(desk, humanIdle - 10);
    await touch(desk, 'topic.safety');
    await pass(desk, humanIdle - 10);
    expect(screenOf(desk)).toBe('open.reading');
    await pass(desk, 20);
    expect(screenOf(desk)).toBe('open');
    expect(desk.kiosk.display.screen.language).toBe('ja');
  });

  it('makes way for a card', async () => {
    await using desk = await Desk.open();
    await touch(desk, 'guide.card');
    desk.devices.reader.insert(desk.card('adult'));
    await pass(desk, 500);
    expect(screenOf(desk)).toBe('session.choosingService');
    desk.devices.reader.remove();
    await touch(desk, 'resident.cancel');
  });
});

describe('the guide, from a refusal', () => {
  it('opens where it tells of it, and comes back to it', async () => {
    await using desk = await Desk.open();
    await beRefused(desk);
    await touch(desk, 'guide.read');
    expect(said(desk)).toContain(titleOf('renewal'));
    await touch(desk, 'guide.list');
    await touch(desk, 'topic.first-card');
    await touch(desk, 'guide.close');
    expect(screenOf(desk)).toBe('session.refused');
    desk.devices.reader.remove();
    await touch(desk, 'resident.confirm');
    expect(screenOf(desk)).toBe('open');
  });

  it('warns who does not touch it, and ends the visit', async () => {
    await using desk = await Desk.open();
    await beRefused(desk);
    await touch(desk, 'guide.read');
    await pass(desk, humanIdle);
    expect(desk.kiosk.display.screen.warning).not.toBeNull();
    await touch(desk, 'guide.list');
    expect(desk.kiosk.display.screen.warning).toBeNull();
    desk.devices.reader.remove();
    await pass(desk, humanIdle + humanWarning + 10);
    expect(screenOf(desk)).toBe('open');
  });

  it('does not hurry who waits for its print, and says when there is none', async () => {
    await using desk = await Desk.open();
    await beRefused(desk);
    await touch(desk, 'guide.read');
    desk.devices.receipts.raise('paper-end');
    await pass(desk, humanIdle - 10);
    await touch(desk, 'guide.print');
    await pass(desk, humanIdle - 10);
    expect(desk.kiosk.display.screen.warning).toBeNull();
    expect(said(desk)).toContain('案内を印刷できませんでした');
    desk.devices.reader.remove();
    await pass(desk, 2 * humanIdle + humanWarning);
    expect(screenOf(desk)).toBe('outOfService');
  });
});

describe('what is shown of a paper before it is paid for', () => {
  it('is masked, but for what is nobody’s', () => {
    const { payload } = documentOf([person({ name: '見本　太郎' })]);
    expect(previewOf(payload).map(({ field }) => field)).toEqual(['name', 'address', 'honseki', 'hittousha']);
    for (const { value } of previewOf(payload)) expect(value).toMatch(/^[^●]?(●|\s)+$/u);
    expect(previewOf(payload)[0]?.value).toBe('見●　●●');
    for (const { value } of previewOf(payload)) expect([...value].length).toBeLessThanOrEqual(8);
  });

  it('stands beside the price, and no more of it', async () => {
    const renderer = await createRenderer({ clock: systemClock });
    await using desk = await Desk.open({ renderer });
    const { frames, outcome } = await desk.visit({
      card: desk.card('adult'),
      certificate: 'juminhyo',
      pins: ['1234'],
      coins: [100, 100],
    });
    await renderer.close();
    expect(outcome).toBe('delivered');
    const paying = frames.filter((frame) => frame.includes('"id":"session.paying'));
    expect(paying.some((frame) => frame.includes('●●'))).toBe(true);
    const names = desk.town.register.residents.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(1);
    for (const frame of paying) for (const name of names) expect(frame).not.toContain(name);
    expect(paying.join()).toContain('【省略】');
  });
});
