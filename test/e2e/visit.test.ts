import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { madoguchi } from '../harness.ts';
import { faultsOf } from '../screens/measure.ts';
import { digitsEntered, enterPin, onScreen, touch } from './browser.ts';
import { stage } from './stage.ts';

const the = stage();

/** Newest file of a kind that lies before the printers. */
async function paper(kind: 'slip' | 'pages'): Promise<Buffer> {
  const newest = the.kiosk.state().paper.find(({ name }) => name.startsWith(kind));
  const answer = await fetch(`${the.kiosk.bench}/file/${newest?.name}`);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

/** Text of the newest certificate. */
async function certificate(): Promise<string> {
  const path = join(the.kiosk.folder, 'certificate.pdf');
  writeFileSync(path, await paper('pages'));
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
}

const documents = () => the.kiosk.state().paper.filter(({ name }) => name.startsWith('pages')).length;
const slips = () => the.kiosk.state().paper.filter(({ name }) => name.startsWith('slip')).length;
const filled = () => the.page.locator('.dot.filled').count();
const verified = () => madoguchi('audit', 'verify', '--data', the.kiosk.data);
const money = async (account: string): Promise<number> => {
  const { stdout } = await madoguchi('audit', 'money', '--data', the.kiosk.data);
  expect(stdout).toMatch(/sum +0 yen/);
  return Number(new RegExp(`^${account} +(-?\\d+) yen`, 'm').exec(stdout)?.[1]);
};

describe('a visit', () => {
  it('goes from the open screen to the paper, and every button and letter on the way is large enough', async () => {
    const wrong: string[] = [];
    const look = async () => {
      wrong.push(...(await faultsOf(the.page)));
    };
    await the.resident.goTo('session.paying', { look });
    await the.resident.pay(100);
    await the.page.locator('.money .left dd', { hasText: '100円' }).waitFor();
    await the.resident.pay(100);
    await the.page.waitForSelector('[data-id="resident.collected"]');
    await look();
    await the.kiosk.until(() => documents() === 1);
    expect(await certificate()).toContain('健太郎');
    expect((await paper('slip')).subarray(1, 4).toString()).toBe('PNG');
    await the.resident.collect();
    expect(wrong).toEqual([]);
    expect(await verified()).toMatchObject({ code: 0, stdout: expect.stringContaining('sound') });
    expect(await money('taken')).toBe(200);
  });

  it('goes on in English with the choices that were made in Japanese', async () => {
    const wrong: string[] = [];
    const look = async () => {
      wrong.push(...(await faultsOf(the.page)));
    };
    await the.resident.goTo('session.choosingOptions');
    await touch(the.page, 'option.honseki');
    await the.page.waitForSelector('[data-id="option.honseki"][aria-pressed="true"]');
    await touch(the.page, 'language.en');
    await the.page.waitForSelector('html[lang="en"]');
    expect(await the.page.getAttribute('[data-id="option.honseki"]', 'aria-pressed')).toBe('true');
    expect(await the.page.getAttribute('[data-id="option.relationship"]', 'aria-pressed')).toBe('false');
    await the.resident.goTo('session.paying', { look });
    expect(await the.resident.text()).toContain('Insert coins');
    await the.resident.pay(50, 50, 100);
    await the.resident.collect();
    expect(await certificate()).toMatch(/筆頭者の氏名 +(?!【省略】)\S/);
    expect(wrong).toEqual([]);
  });

  it('ends in the language of the shop for whoever comes next', async () => {
    await touch(the.page, 'language.en');
    await the.resident.goTo('session.choosingService');
    expect(await the.resident.text()).toContain('What would you like to do?');
    await touch(the.page, 'resident.cancel');
    await onScreen(the.page, 'open');
    await the.page.waitForSelector('html[lang="ja"]');
  });

  it('prints the chosen members of a household of nine on a screen that shows them all', async () => {
    await the.resident.goTo('session.choosingOptions', { card: 'large' });
    const members = the.page.locator('[data-id^="member."]');
    expect(await members.count()).toBe(9);
    for (const index of [2, 3, 4, 5, 6, 7, 8]) {
      await members.nth(index).click();
      await the.page.waitForSelector(`.grid > :nth-child(${index + 1})[aria-pressed="false"][data-id^="member."]`);
    }
    expect(await faultsOf(the.page)).toEqual([]);
    await touch(the.page, 'resident.next');
    await onScreen(the.page, 'session.confirming');
    expect(await the.resident.text()).toContain('2人');
  });
});

describe('the PIN', () => {
  it('may be wrong twice, and the tries left are shown before each entry', async () => {
    await the.resident.goTo('session.enteringPin', { card: 'foreign' });
    expect(await the.resident.text()).toContain('あと3回');
    await enterPin(the.page, '0000');
    await the.page.getByText('暗証番号が違います').waitFor();
    expect(await the.resident.text()).toContain('あと2回');
    expect(await filled()).toBe(0);
    await enterPin(the.page, '1111');
    await onScreen(the.page, 'session.lastTry');
    expect(await the.resident.text()).toContain('暗証番号が違います');
    expect(await faultsOf(the.page)).toEqual([]);
    await touch(the.page, 'resident.confirm');
    await onScreen(the.page, 'session.enteringPin');
    await enterPin(the.page, '1234');
    await onScreen(the.page, 'session.takingCardBack');
    await the.kiosk.until(({ cards }) => cards.find(({ name }) => name === 'foreign')?.tries.auth === 3);
  });

  it('that is wrong three times is locked by the card; nothing is asked for, nothing is printed', async () => {
    const before = [documents(), slips()];
    await the.resident.goTo('session.enteringPin', { card: 'alias' });
    await enterPin(the.page, '0000');
    await the.page.getByText('暗証番号が違います').waitFor();
    await digitsEntered(the.page, 0);
    await enterPin(the.page, '1111');
    await onScreen(the.page, 'session.lastTry');
    await touch(the.page, 'resident.confirm');
    await onScreen(the.page, 'session.enteringPin');
    await enterPin(the.page, '2222');
    await onScreen(the.page, 'session.refused');
    expect(await the.resident.text()).toContain('がロックされています');
    expect(await the.page.locator('.money').count()).toBe(0);
    expect(await faultsOf(the.page)).toEqual([]);
    await touch(the.page, 'resident.confirm');
    await onScreen(the.page, 'cardLeft');
    the.kiosk.act({ act: 'pull' });
    await onScreen(the.page, 'open');
    expect([documents(), slips()]).toEqual(before);
  });

  it('with one try left is asked for under a warning, before anything is touched', async () => {
    await the.resident.goTo('session.insertingCard');
    the.kiosk.act({ act: 'insert', card: 'last-try' });
    await onScreen(the.page, 'session.lastTry');
    await touch(the.page, 'resident.confirm');
    await onScreen(the.page, 'session.enteringPin');
    expect(await the.page.textContent('.notice.warning')).toContain('あと1回です');
    expect(await faultsOf(the.page)).toEqual([]);
  });

  it('can be erased digit by digit and is never in the page', async () => {
    await the.resident.goTo('session.enteringPin');
    for (const key of [6, 7]) {
      await the.page.click(`[data-key="${key}"]`);
      await digitsEntered(the.page, key - 5);
    }
    await touch(the.page, 'erase');
    await digitsEntered(the.page, 1);
    expect(await the.page.locator('[data-id="resident.submitPin"]').isDisabled()).toBe(true);
    expect(await the.page.content()).not.toMatch(/value="\d/);
  });
});

describe('a card that is pulled out', () => {
  it('while it is read leads back to the slot', async () => {
    await the.resident.goTo('session.insertingCard');
    the.kiosk.act({ act: 'insert', card: 'adult' });
    the.kiosk.act({ act: 'pull' });
    await the.page.getByText('カードが抜かれました').waitFor();
    await onScreen(the.page, 'session.insertingCard');
    await the.resident.goTo('session.takingCardBack');
  });

  it('during the PIN leaves no digit behind', async () => {
    await the.resident.goTo('session.enteringPin');
    for (const [index, key] of [0, 1, 2].entries()) {
      await the.page.click(`[data-key="${key}"]`);
      await digitsEntered(the.page, index + 1);
    }
    the.kiosk.act({ act: 'pull' });
    await onScreen(the.page, 'session.insertingCard');
    expect(await faultsOf(the.page)).toEqual([]);
    the.kiosk.act({ act: 'insert', card: 'adult' });
    await onScreen(the.page, 'session.enteringPin');
    expect(await filled()).toBe(0);
    await the.resident.goTo('session.choosingCertificate');
  });

  it('at the moment the PIN is sent never loses the visit, and never tries the PIN twice', async () => {
    await the.resident.goTo('session.enteringPin');
    const tries = () => the.kiosk.state().log.filter(({ type }) => type === 'pin.verify.intent').length;
    const before = tries();
    await enterPin(the.page, '1234');
    the.kiosk.act({ act: 'pull' });
    await the.page.waitForSelector(
      '[data-screen="session.insertingCard"], [data-screen="session.choosingCertificate"]',
    );
    expect(tries() - before).toBeLessThanOrEqual(1);
    if ((await the.resident.screen()) === 'session.insertingCard')
      await the.resident.goTo('session.choosingCertificate');
  });

  it('and put back during the choices ends on a screen that asks for it until it is out', async () => {
    await the.resident.goTo('session.choosingOptions');
    the.kiosk.act({ act: 'insert', card: 'adult' });
    await the.kiosk.until(({ cardIn }) => cardIn === 'adult');
    await onScreen(the.page, 'session.choosingOptions');
    await touch(the.page, 'resident.cancel');
    await onScreen(the.page, 'cardLeft');
    await the.page.waitForTimeout(1_000);
    await onScreen(the.page, 'cardLeft');
    expect(await faultsOf(the.page)).toEqual([]);
    the.kiosk.act({ act: 'pull' });
    await onScreen(the.page, 'open');
  });
});

describe('My Number', () => {
  it('takes a second yes, and the first answer "no" leaves it out', async () => {
    await the.resident.goTo('session.choosingOptions');
    await touch(the.page, 'option.myNumber');
    await the.page.waitForSelector('[data-id="option.myNumber"][aria-pressed="true"]');
    await touch(the.page, 'resident.next');
    await onScreen(the.page, 'session.confirmingMyNumber');
    expect(await the.page.textContent('.notice.warning')).toContain('法律で決められた手続き');
    expect(await faultsOf(the.page)).toEqual([]);
    await touch(the.page, 'resident.back');
    await onScreen(the.page, 'session.choosingOptions');
    expect(await the.page.getAttribute('[data-id="option.myNumber"]', 'aria-pressed')).toBe('false');
    await the.resident.goTo('session.confirming');
    expect(await the.resident.text()).not.toContain('マイナンバー');
    await the.resident.goTo('session.paying');
    await the.resident.pay(100, 100);
    await the.resident.collect();
    expect(await certificate()).not.toMatch(/(?<!\d)\d{12}(?!\d)/);
  });

  it('is named on the last screen before payment after two times yes', async () => {
    await the.resident.goTo('session.choosingOptions');
    await touch(the.page, 'option.myNumber');
    await the.page.waitForSelector('[data-id="option.myNumber"][aria-pressed="true"]');
    await touch(the.page, 'resident.next');
    await onScreen(the.page, 'session.confirmingMyNumber');
    await touch(the.page, 'resident.confirm');
    await onScreen(the.page, 'session.confirming');
    expect(await the.resident.text()).toContain('マイナンバー');
  });
});

describe('the printer', () => {
  it('that jams stops the screen and goes on by itself when the jam is cleared, without a second copy', async () => {
    const before = documents();
    await the.resident.goTo('session.paying', { card: 'large' });
    await the.resident.pay(100, 100);
    await the.kiosk.until(() => documents() > before);
    the.kiosk.act({ act: 'pages', fault: 'media-jam', on: true });
    await the.page.getByText('印刷が止まりました').waitFor();
    expect(await faultsOf(the.page)).toEqual([]);
    the.kiosk.act({ act: 'pages', fault: 'media-jam', on: false });
    await the.page.waitForSelector('[data-id="resident.collected"]');
    await the.kiosk.until(() => documents() === before + 1);
    expect(the.kiosk.state().paper.find(({ name }) => name.startsWith('pages'))?.label).toContain('(3 sheets)');
    await the.resident.collect();
  });

  it('that is out of paper waits for the clerk', async () => {
    await the.resident.goTo('session.paying');
    the.kiosk.act({ act: 'pages', fault: 'media-empty', on: true });
    await the.resident.pay(100, 100);
    await the.page.getByText('印刷が止まりました').waitFor();
    the.kiosk.act({ act: 'pages', fault: 'media-empty', on: false });
    await the.resident.collect();
  });

  it('of receipts that has no paper leaves the number on the screen', async () => {
    await the.resident.goTo('session.paying');
    the.kiosk.act({ act: 'receipts', fault: 'paper-end', on: true });
    await the.resident.pay(100, 100);
    await the.page.waitForSelector('[data-id="resident.collected"]');
    expect(await the.resident.text()).toContain('領収書を印刷できませんでした');
    expect(await the.resident.text()).toMatch(/[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}/);
    expect(await faultsOf(the.page)).toEqual([]);
    the.kiosk.act({ act: 'receipts', fault: 'paper-end', on: false });
    await touch(the.page, 'resident.collected');
    await onScreen(the.page, 'open');
  });
});

describe('touches', () => {
  it.each([
    ['open', 'resident.start', 'session.choosingService'],
    ['session.choosingOptions', 'resident.next', 'session.confirming'],
  ] as const)('two in a row on %s move one step only', async (from, button, to) => {
    await the.resident.goTo(from);
    await the.page.dblclick(`[data-id="${button}"]`, { delay: 60 });
    await onScreen(the.page, to);
    await the.page.waitForTimeout(700);
    await onScreen(the.page, to);
  });

  it('open no menu of the browser', async () => {
    const prevented = await the.page.evaluate(
      "!document.body.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))",
    );
    expect(prevented).toBe(true);
  });
});

describe('after a visit', () => {
  it('nothing of the person is left in the page, in the browser or in its address', async () => {
    await the.resident.goTo('session.choosingOptions');
    expect(await the.page.content()).toContain('健太郎');
    await the.resident.goTo('session.paying');
    await the.resident.pay(100, 100);
    await the.resident.collect();
    const content = await the.page.content();
    for (const name of ['渡邉', '健太郎', '美咲', '大和', 'ひなた']) expect(content).not.toContain(name);
    const kept = await the.page.evaluate(
      '(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length, document.cookie, history.length])()',
    );
    expect(kept).toEqual([0, 0, 0, 0, '', expect.any(Number)]);
    expect(await the.chromium.cookies()).toEqual([]);
    expect(the.page.url()).toBe(the.kiosk.screen);
    expect(await verified()).toMatchObject({ code: 0 });
  });
});
