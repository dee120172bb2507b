import { expect, it } from 'vitest';
import { enterPin, onScreen, touch } from './browser.ts';
import { stage } from './stage.ts';

const the = stage();

it('a whole visit tried in Chromium: marked on every screen, and the log, the slot and the trays stay as they were', async () => {
  const { kiosk, page } = the;
  const look = async (id: string): Promise<void> => {
    await onScreen(page, `practice.${id}`);
    await page.waitForSelector('.screen.practising:not(:has(.arriving))');
    expect(await page.locator('p.practice').innerText()).toContain('練習');
  };
  const before = kiosk.state();
  await touch(page, 'practice.start');
  await look('choosingService');
  await touch(page, 'service.certificates');
  await look('insertingCard');
  await touch(page, 'practice.card-in');
  await look('enteringPin');
  await enterPin(page, '9517');
  await look('takingCardBack');
  await touch(page, 'practice.card-out');
  await look('choosingCertificate');
  await touch(page, 'certificate.juminhyo');
  await look('choosingOptions');
  expect(await page.locator('main').innerText()).toContain('見本　太郎');
  await touch(page, 'resident.next');
  await look('confirming');
  await touch(page, 'resident.confirm');
  await look('paying');
  for (const paid of ['100円', '200円']) {
    await touch(page, 'practice.coin');
    if (paid === '100円') await page.waitForSelector(`.money:has-text("${paid}")`);
  }
  await page.waitForSelector('[data-id="resident.collected"]');
  await look('delivering');
  await touch(page, 'resident.collected');
  await onScreen(page, 'open');
  expect(await page.locator('.practising, p.practice').count()).toBe(0);
  expect(await page.content()).not.toContain('見本　太郎');
  const { cardIn, log, money, paper } = kiosk.state();
  expect({ cardIn, log, money, paper }).toEqual({
    cardIn: null,
    log: before.log,
    money: before.money,
    paper: before.paper,
  });
});

it('a real card in the middle of practice begins a real visit', async () => {
  await touch(the.page, 'practice.start');
  await onScreen(the.page, 'practice.choosingService');
  the.kiosk.act({ act: 'insert', card: 'adult' });
  await onScreen(the.page, 'session.choosingService');
  expect(await the.page.locator('.practising').count()).toBe(0);
});
