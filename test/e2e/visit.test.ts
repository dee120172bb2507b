import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { madoguchi, type RunningKiosk, startKiosk } from '../harness.ts';
import { digitsEntered, enterPin, launchChromium, onScreen, touch } from './browser.ts';
import { Resident, tooSmall } from './resident.ts';

let kiosk: RunningKiosk;
let chromium: BrowserContext & AsyncDisposable;
let page: Page;
let resident: Resident;

beforeAll(async () => {
  kiosk = await startKiosk();
  chromium = await launchChromium();
  page = await chromium.newPage();
  await page.goto(kiosk.screen);
  resident = new Resident(kiosk, page);
  await onScreen(page, 'open');
});
afterEach(() => resident.leave());
afterAll(async () => {
  await chromium?.[Symbol.asyncDispose]();
  await kiosk?.[Symbol.asyncDispose]();
});

/** Newest file of a kind that lies before the printers. */
async function paper(kind: 'slip' | 'pages'): Promise<Buffer> {
  const newest = kiosk.state().paper.find(({ name }) => name.startsWith(kind));
  const answer = await fetch(`${kiosk.bench}/file/${newest?.name}`);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

/** Text of the newest certificate. */
async function certificate(): Promise<string> {
  const path = join(kiosk.folder, 'certificate.pdf');
  writeFileSync(path, await paper('pages'));
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
}

const documents = () => kiosk.state().paper.filter(({ name }) => name.startsWith('pages')).length;
const slips = () => kiosk.state().paper.filter(({ name }) => name.startsWith('slip')).length;
const filled = () => page.locator('.dot.filled').count();
const verified = () => madoguchi('audit', 'verify', '--data', kiosk.data);
const money = async (account: string): Promise<number> => {
  const { stdout } = await madoguchi('audit', 'money', '--data', kiosk.data);
  expect(stdout).toMatch(/sum +0 yen/);
  return Number(new RegExp(`^${account} +(-?\\d+) yen`, 'm').exec(stdout)?.[1]);
};

describe('a visit', () => {
  it('goes from the open screen to the paper, and every button and letter on the way is large enough', async () => {
    const wrong: string[] = [];
    const look = async () => {
      wrong.push(...(await tooSmall(page)));
    };
    await resident.goTo('session.paying', { look });
    await resident.pay(100);
    await page.locator('.money .left dd', { hasText: '100円' }).waitFor();
    await resident.pay(100);
    await page.waitForSelector('[data-id="resident.collected"]');
    await look();
    expect(documents()).toBe(1);
    expect(await certificate()).toContain('健太郎');
    expect((await paper('slip')).subarray(1, 4).toString()).toBe('PNG');
    await resident.collect();
    expect(wrong).toEqual([]);
    expect(await verified()).toMatchObject({ code: 0, stdout: expect.stringContaining('sound') });
    expect(await money('taken')).toBe(200);
  });

  it('goes on in English with the choices that were made in Japanese', async () => {
    const wrong: string[] = [];
    const look = async () => {
      wrong.push(...(await tooSmall(page)));
    };
    await resident.goTo('session.choosingOptions');
    await touch(page, 'option.honseki');
    await page.waitForSelector('[data-id="option.honseki"][aria-pressed="true"]');
    await touch(page, 'language.en');
    await page.waitForSelector('html[lang="en"]');
    expect(await page.getAttribute('[data-id="option.honseki"]', 'aria-pressed')).toBe('true');
    expect(await page.getAttribute('[data-id="option.relationship"]', 'aria-pressed')).toBe('false');
    await resident.goTo('session.paying', { look });
    expect(await resident.text()).toContain('Insert coins');
    await resident.pay(50, 50, 100);
    await resident.collect();
    expect(await certificate()).toMatch(/筆頭者の氏名 +(?!【省略】)\S/);
    expect(wrong).toEqual([]);
  });

  it('ends in the language of the shop for whoever comes next', async () => {
    await touch(page, 'language.en');
    await resident.goTo('session.choosingService');
    expect(await resident.text()).toContain('What would you like to do?');
    await touch(page, 'resident.cancel');
    await onScreen(page, 'open');
    await page.waitForSelector('html[lang="ja"]');
  });

  it('prints the chosen members of a household of nine on a screen that shows them all', async () => {
    await resident.goTo('session.choosingOptions', { card: 'large' });
    const members = page.locator('[data-id^="member."]');
    expect(await members.count()).toBe(9);
    for (const index of [2, 3, 4, 5, 6, 7, 8]) {
      await members.nth(index).click();
      await page.waitForSelector(`.grid > :nth-child(${index + 1})[aria-pressed="false"][data-id^="member."]`);
    }
    expect(await tooSmall(page)).toEqual([]);
    await touch(page, 'resident.next');
    await onScreen(page, 'session.confirming');
    expect(await resident.text()).toContain('2人');
  });
});

describe('the PIN', () => {
  it('may be wrong twice, and the tries left are shown before each entry', async () => {
    await resident.goTo('session.enteringPin', { card: 'foreign' });
    expect(await resident.text()).toContain('あと3回');
    await enterPin(page, '0000');
    await page.getByText('暗証番号が違います').waitFor();
    expect(await resident.text()).toContain('あと2回');
    expect(await filled()).toBe(0);
    await enterPin(page, '1111');
    await onScreen(page, 'session.lastTry');
    expect(await resident.text()).toContain('暗証番号が違います');
    expect(await tooSmall(page)).toEqual([]);
    await touch(page, 'resident.confirm');
    await onScreen(page, 'session.enteringPin');
    await enterPin(page, '1234');
    await onScreen(page, 'session.takingCardBack');
    await kiosk.until(({ cards }) => cards.find(({ name }) => name === 'foreign')?.tries.auth === 3);
  });

  it('that is wrong three times is locked by the card; nothing is asked for, nothing is printed', async () => {
    const before = [documents(), slips()];
    await resident.goTo('session.enteringPin', { card: 'alias' });
    await enterPin(page, '0000');
    await page.getByText('暗証番号が違います').waitFor();
    await digitsEntered(page, 0);
    await enterPin(page, '1111');
    await onScreen(page, 'session.lastTry');
    await touch(page, 'resident.confirm');
    await onScreen(page, 'session.enteringPin');
    await enterPin(page, '2222');
    await onScreen(page, 'session.refused');
    expect(await resident.text()).toContain('がロックされています');
    expect(await page.locator('.money').count()).toBe(0);
    expect(await tooSmall(page)).toEqual([]);
    await touch(page, 'resident.confirm');
    await onScreen(page, 'cardLeft');
    kiosk.act({ act: 'pull' });
    await onScreen(page, 'open');
    expect([documents(), slips()]).toEqual(before);
  });

  it('with one try left is asked for under a warning, before anything is touched', async () => {
    await resident.goTo('session.insertingCard');
    kiosk.act({ act: 'insert', card: 'last-try' });
    await onScreen(page, 'session.lastTry');
    await touch(page, 'resident.confirm');
    await onScreen(page, 'session.enteringPin');
    expect(await page.textContent('.notice.warning')).toContain('あと1回です');
    expect(await tooSmall(page)).toEqual([]);
  });

  it('can be erased digit by digit and is never in the page', async () => {
    await resident.goTo('session.enteringPin');
    for (const key of [6, 7]) {
      await page.click(`[data-key="${key}"]`);
      await digitsEntered(page, key - 5);
    }
    await touch(page, 'erase');
    await digitsEntered(page, 1);
    expect(await page.locator('[data-id="resident.submitPin"]').isDisabled()).toBe(true);
    expect(await page.content()).not.toMatch(/value="\d/);
  });
});

describe('a card that is pulled out', () => {
  it('while it is read leads back to the slot', async () => {
    await resident.goTo('session.insertingCard');
    kiosk.act({ act: 'insert', card: 'adult' });
    kiosk.act({ act: 'pull' });
    await page.getByText('カードが抜かれました').waitFor();
    await onScreen(page, 'session.insertingCard');
    await resident.goTo('session.takingCardBack');
  });

  it('during the PIN leaves no digit behind', async () => {
    await resident.goTo('session.enteringPin');
    for (const [index, key] of [0, 1, 2].entries()) {
      await page.click(`[data-key="${key}"]`);
      await digitsEntered(page, index + 1);
    }
    kiosk.act({ act: 'pull' });
    await onScreen(page, 'session.insertingCard');
    expect(await tooSmall(page)).toEqual([]);
    kiosk.act({ act: 'insert', card: 'adult' });
    await onScreen(page, 'session.enteringPin');
    expect(await filled()).toBe(0);
    await resident.goTo('session.choosingCertificate');
  });

  it('at the moment the PIN is sent never loses the visit, and never tries the PIN twice', async () => {
    await resident.goTo('session.enteringPin');
    const tries = () => kiosk.state().log.filter(({ type }) => type === 'pin.verify.intent').length;
    const before = tries();
    await enterPin(page, '1234');
    kiosk.act({ act: 'pull' });
    await page.waitForSelector('[data-screen="session.insertingCard"], [data-screen="session.choosingCertificate"]');
    expect(tries() - before).toBeLessThanOrEqual(1);
    if ((await resident.screen()) === 'session.insertingCard') await resident.goTo('session.choosingCertificate');
  });

  it('and put back during the choices ends on a screen that asks for it until it is out', async () => {
    await resident.goTo('session.choosingOptions');
    kiosk.act({ act: 'insert', card: 'adult' });
    await kiosk.until(({ cardIn }) => cardIn === 'adult');
    await onScreen(page, 'session.choosingOptions');
    await touch(page, 'resident.cancel');
    await onScreen(page, 'cardLeft');
    await page.waitForTimeout(1_000);
    await onScreen(page, 'cardLeft');
    expect(await tooSmall(page)).toEqual([]);
    kiosk.act({ act: 'pull' });
    await onScreen(page, 'open');
  });
});

describe('My Number', () => {
  it('takes a second yes, and the first answer "no" leaves it out', async () => {
    await resident.goTo('session.choosingOptions');
    await touch(page, 'option.myNumber');
    await page.waitForSelector('[data-id="option.myNumber"][aria-pressed="true"]');
    await touch(page, 'resident.next');
    await onScreen(page, 'session.confirmingMyNumber');
    expect(await page.textContent('.notice.warning')).toContain('法律で決められた手続き');
    expect(await tooSmall(page)).toEqual([]);
    await touch(page, 'resident.back');
    await onScreen(page, 'session.choosingOptions');
    expect(await page.getAttribute('[data-id="option.myNumber"]', 'aria-pressed')).toBe('false');
    await resident.goTo('session.confirming');
    expect(await resident.text()).not.toContain('マイナンバー');
    await resident.goTo('session.paying');
    await resident.pay(100, 100);
    await resident.collect();
    expect(await certificate()).not.toMatch(/(?<!\d)\d{12}(?!\d)/);
  });

  it('is named on the last screen before payment after two times yes', async () => {
    await resident.goTo('session.choosingOptions');
    await touch(page, 'option.myNumber');
    await page.waitForSelector('[data-id="option.myNumber"][aria-pressed="true"]');
    await touch(page, 'resident.next');
    await onScreen(page, 'session.confirmingMyNumber');
    await touch(page, 'resident.confirm');
    await onScreen(page, 'session.confirming');
    expect(await resident.text()).toContain('マイナンバー');
  });
});

describe('coins', () => {
  it('that are in when the visit is stopped become a claim slip and money owed', async () => {
    const before = slips();
    await resident.goTo('session.paying');
    await resident.pay(100);
    await touch(page, 'resident.cancel');
    await onScreen(page, 'session.showingClaim');
    expect(await resident.text()).toContain('100円');
    expect(await tooSmall(page)).toEqual([]);
    await kiosk.until(() => slips() === before + 1);
    await touch(page, 'resident.confirm');
    await onScreen(page, 'open');
    expect(await money('owed')).toBe(100);
  });

  it('that are too large come back', async () => {
    await resident.goTo('session.paying');
    await kiosk.untilActive('payment.collecting');
    const { cashBox, returned } = kiosk.state().money;
    kiosk.act({ act: 'coin', yen: 500 });
    await kiosk.until(({ money }) => money.returned === returned + 500);
    expect(kiosk.state().money.cashBox).toBe(cashBox);
    await resident.pay(100);
    await kiosk.untilActive('payment.collecting');
    await resident.pay(100);
    await resident.collect();
  });
});

describe('the printer', () => {
  it('that jams stops the screen and goes on by itself when the jam is cleared, without a second copy', async () => {
    const before = documents();
    await resident.goTo('session.paying', { card: 'large' });
    await resident.pay(100, 100);
    await kiosk.until(() => documents() > before);
    kiosk.act({ act: 'pages', fault: 'media-jam', on: true });
    await page.getByText('印刷が止まりました').waitFor();
    expect(await tooSmall(page)).toEqual([]);
    kiosk.act({ act: 'pages', fault: 'media-jam', on: false });
    await page.waitForSelector('[data-id="resident.collected"]');
    expect(kiosk.state().paper.find(({ name }) => name.startsWith('pages'))?.label).toContain('(3 sheets)');
    expect(documents()).toBe(before + 1);
    await resident.collect();
  });

  it('that is out of paper waits for the clerk', async () => {
    await resident.goTo('session.paying');
    kiosk.act({ act: 'pages', fault: 'media-empty', on: true });
    await resident.pay(100, 100);
    await page.getByText('印刷が止まりました').waitFor();
    kiosk.act({ act: 'pages', fault: 'media-empty', on: false });
    await resident.collect();
  });

  it('of receipts that has no paper leaves the number on the screen', async () => {
    await resident.goTo('session.paying');
    kiosk.act({ act: 'receipts', fault: 'paper-end', on: true });
    await resident.pay(100, 100);
    await page.waitForSelector('[data-id="resident.collected"]');
    expect(await resident.text()).toContain('領収書を印刷できませんでした');
    expect(await resident.text()).toMatch(/[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}/);
    expect(await tooSmall(page)).toEqual([]);
    kiosk.act({ act: 'receipts', fault: 'paper-end', on: false });
    await touch(page, 'resident.collected');
    await onScreen(page, 'open');
  });
});

describe('touches', () => {
  it.each([
    ['open', 'resident.start', 'session.choosingService'],
    ['session.choosingOptions', 'resident.next', 'session.confirming'],
  ] as const)('two in a row on %s move one step only', async (from, button, to) => {
    await resident.goTo(from);
    await page.dblclick(`[data-id="${button}"]`, { delay: 60 });
    await onScreen(page, to);
    await page.waitForTimeout(700);
    await onScreen(page, to);
  });

  it('open no menu of the browser', async () => {
    const prevented = await page.evaluate(
      "!document.body.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))",
    );
    expect(prevented).toBe(true);
  });
});

describe('after a visit', () => {
  it('nothing of the person is left in the page, in the browser or in its address', async () => {
    await resident.goTo('session.choosingOptions');
    expect(await page.content()).toContain('健太郎');
    await resident.goTo('session.paying');
    await resident.pay(100, 100);
    await resident.collect();
    const content = await page.content();
    for (const name of ['渡邉', '健太郎', '美咲', '大和', 'ひなた']) expect(content).not.toContain(name);
    const kept = await page.evaluate(
      '(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length, document.cookie, history.length])()',
    );
    expect(kept).toEqual([0, 0, 0, 0, '', expect.any(Number)]);
    expect(await chromium.cookies()).toEqual([]);
    expect(page.url()).toBe(kiosk.screen);
    expect(await verified()).toMatchObject({ code: 0 });
  });
});
