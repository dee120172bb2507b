import { afterEach, describe, expect, it } from 'vitest';
import { adviceOn } from '../../src/locales/advice.ts';
import type { Refusal } from '../../src/machines/actors.ts';
import type { Service } from '../../src/machines/events.ts';
import { madoguchi } from '../harness.ts';
import { faultsOf } from '../screens/measure.ts';
import { enterPin, onScreen, touch } from './browser.ts';
import { stage } from './stage.ts';

const the = stage();

const tries = (card: string) => the.kiosk.state().cards.find(({ name }) => name === card)?.tries;
const slips = () => the.kiosk.state().paper.filter(({ name }) => name.startsWith('slip')).length;
const lastRow = () => the.kiosk.state().log[0]?.seq ?? 0;
const verifiesAfter = (row: number) =>
  the.kiosk.state().log.filter(({ seq, type }) => seq > row && type === 'pin.verify.intent').length;
const verified = () => madoguchi('audit', 'verify', '--data', the.kiosk.data);

/** Opens a service with a card in the slot and waits for the screen it begins with. */
async function begin(service: Service, card: string, screen: string): Promise<void> {
  await the.resident.goTo('session.choosingService');
  await touch(the.page, `service.${service}`);
  await onScreen(the.page, 'session.insertingCard');
  the.kiosk.act({ act: 'insert', card });
  await onScreen(the.page, screen);
}

/** Takes the card back at the end of a service. */
async function takeCard(): Promise<void> {
  await onScreen(the.page, 'session.returningCard');
  the.kiosk.act({ act: 'pull' });
  await onScreen(the.page, 'open');
}

/** Enters a PIN on the screen of this name, which has to be large enough. */
async function enterOn(screen: string, pin: string): Promise<void> {
  await onScreen(the.page, screen);
  expect(await faultsOf(the.page)).toEqual([]);
  await enterPin(the.page, pin);
}

describe('changing a PIN', () => {
  const at = (state: string) => `session.changingPin.${state}`;

  it('asks for the old one, then the new one twice; the new one works and the old one does not', async () => {
    await begin('pin-change', 'large', at('choosingPin'));
    expect(await the.resident.text()).toContain('残り3回');
    await touch(the.page, 'pin.auth');
    await enterOn(at('enteringCurrent'), '1234');
    await enterOn(at('enteringFresh'), '2580');
    await enterOn(at('enteringAgain'), '2580');
    await onScreen(the.page, at('succeeded'));
    expect(await faultsOf(the.page)).toEqual([]);
    await touch(the.page, 'resident.confirm');
    await takeCard();
    await the.resident.goTo('session.enteringPin', { card: 'large' });
    await enterPin(the.page, '1234');
    await the.page.getByText('暗証番号が違います').waitFor();
    await enterPin(the.page, '2580');
    await onScreen(the.page, 'session.takingCardBack');
    await the.resident.leave();
    expect(await verified()).toMatchObject({ code: 0 });
  });

  it('of the signature certificate is typed on a keyboard of capital letters and digits', async () => {
    await begin('pin-change', 'foreign', at('choosingPin'));
    await touch(the.page, 'pin.sign');
    await enterOn(at('enteringCurrent'), 'ABC123');
    await enterOn(at('enteringFresh'), 'KZ85M2Q');
    await enterOn(at('enteringAgain'), 'KZ85M2Q');
    await onScreen(the.page, at('succeeded'));
    await touch(the.page, 'resident.confirm');
    await takeCard();
    expect(tries('foreign')).toEqual({ auth: 3, sign: 5 });
  });

  it.each([
    ['0000', '同じ数字'],
    ['1234', '続いた番号'],
    ['4321', '続いた番号'],
  ])('does not take %s, and says why', async (weak, reason) => {
    await begin('pin-change', 'adult', at('choosingPin'));
    await touch(the.page, 'pin.auth');
    await enterOn(at('enteringCurrent'), '1234');
    await enterOn(at('enteringFresh'), weak);
    await the.page.locator('.notice.error', { hasText: reason }).waitFor();
    expect(tries('adult')).toEqual({ auth: 3, sign: 5 });
  });

  it('does not take the birthday, which only the centre knows', async () => {
    // The holder of this card was born on 14 May 1986.
    await begin('pin-change', 'adult', at('choosingPin'));
    await touch(the.page, 'pin.auth');
    await enterOn(at('enteringCurrent'), '1234');
    await enterOn(at('enteringFresh'), '0514');
    await enterOn(at('enteringAgain'), '0514');
    await onScreen(the.page, at('enteringFresh'));
    await the.page.locator('.notice.error', { hasText: '誕生日' }).waitFor();
    expect(tries('adult')).toEqual({ auth: 3, sign: 5 });
  });

  it('begins again when the two entries differ', async () => {
    await begin('pin-change', 'adult', at('choosingPin'));
    await touch(the.page, 'pin.auth');
    await enterOn(at('enteringCurrent'), '1234');
    await enterOn(at('enteringFresh'), '2580');
    await enterOn(at('enteringAgain'), '2581');
    await onScreen(the.page, at('enteringFresh'));
    await the.page.locator('.notice.error', { hasText: '2回の入力' }).waitFor();
  });

  it('sends no VERIFY when the resident stops before the last entry', async () => {
    const before = lastRow();
    await begin('pin-change', 'adult', at('choosingPin'));
    await touch(the.page, 'pin.auth');
    await enterOn(at('enteringCurrent'), '9999');
    await enterOn(at('enteringFresh'), '2580');
    await onScreen(the.page, at('enteringAgain'));
    await touch(the.page, 'resident.cancel');
    await onScreen(the.page, 'cardLeft');
    expect(verifiesAfter(before)).toBe(0);
    expect(tries('adult')).toEqual({ auth: 3, sign: 5 });
  });
});

describe('resetting a locked PIN', () => {
  const at = (state: string) => `session.resettingPin.${state}`;

  it('takes a reservation and the other PIN; then the new one opens the menu', async () => {
    expect(tries('reserved')).toEqual({ auth: 0, sign: 5 });
    await begin('pin-reset', 'reserved', at('explaining'));
    expect(await faultsOf(the.page)).toEqual([]);
    await touch(the.page, 'resident.confirm');
    await enterOn(at('enteringCurrent'), 'ABC123');
    await enterOn(at('enteringFresh'), '2580');
    await enterOn(at('enteringAgain'), '2580');
    await onScreen(the.page, at('succeeded'));
    await touch(the.page, 'resident.confirm');
    await takeCard();
    expect(tries('reserved')).toEqual({ auth: 3, sign: 5 });
    await the.resident.goTo('session.enteringPin', { card: 'reserved' });
    await enterPin(the.page, '2580');
    await onScreen(the.page, 'session.takingCardBack');
  });

  it('of the signature certificate is proved by the four digits', async () => {
    await begin('pin-reset', 'reserved-sign', at('explaining'));
    await touch(the.page, 'resident.confirm');
    await enterOn(at('enteringCurrent'), '1234');
    await enterOn(at('enteringFresh'), 'KZ85M2Q');
    await enterOn(at('enteringAgain'), 'KZ85M2Q');
    await onScreen(the.page, at('succeeded'));
    await touch(the.page, 'resident.confirm');
    await takeCard();
    expect(tries('reserved-sign')).toEqual({ auth: 3, sign: 5 });
  });
});

describe('registering for the family register of another municipality', () => {
  const at = (state: string) => `session.registering.${state}`;

  it('is signed with the password, gets a number and a copy, and is known the next time', async () => {
    await begin('registration', 'honseki-elsewhere', 'session.enteringPin');
    await enterPin(the.page, '1234');
    await onScreen(the.page, at('explaining'));
    expect(await faultsOf(the.page)).toEqual([]);
    expect(await the.resident.text()).toContain('まだ申請していません');
    await touch(the.page, 'resident.confirm');
    await enterOn(at('enteringPassword'), 'ABC124');
    await the.page.locator('.notice.error', { hasText: '暗証番号が違います' }).waitFor();
    const before = slips();
    await enterOn(at('enteringPassword'), 'ABC123');
    await onScreen(the.page, at('submitted'));
    expect(await faultsOf(the.page)).toEqual([]);
    await the.kiosk.until(() => slips() === before + 1);
    await touch(the.page, 'resident.confirm');
    await takeCard();
    expect(tries('honseki-elsewhere')).toEqual({ auth: 3, sign: 5 });

    await begin('registration', 'honseki-elsewhere', 'session.enteringPin');
    await enterPin(the.page, '1234');
    await onScreen(the.page, at('explaining'));
    expect(await the.resident.text()).toContain('申請は届いています');
    await touch(the.page, 'resident.confirm');
    await takeCard();
    expect(await verified()).toMatchObject({ code: 0 });
  });
});

describe('checking the card', () => {
  it('tells what the chip says, without a PIN and without a try', async () => {
    const before = lastRow();
    await begin('card-check', 'sign-locked', 'session.checkingCard.showing');
    expect(await faultsOf(the.page)).toEqual([]);
    const text = await the.resident.text();
    expect(text).toContain('カードの有効期限');
    expect(text).toContain('残り3回');
    expect(text).toContain('ロックされています');
    expect(verifiesAfter(before)).toBe(0);
    await touch(the.page, 'resident.confirm');
    await takeCard();
  });

  it('keeps what was read on the screen when the card is taken', async () => {
    await begin('card-check', 'adult', 'session.checkingCard.showing');
    the.kiosk.act({ act: 'pull' });
    await the.kiosk.until(({ cardIn }) => cardIn === null);
    expect(await the.resident.text()).toContain('カードに入っている内容です');
    await touch(the.page, 'resident.confirm');
    await onScreen(the.page, 'open');
  });
});

describe('the last try', () => {
  it('has a brake before it, and stopping there costs nothing', async () => {
    await begin('certificates', 'last-try', 'session.lastTry');
    expect(await faultsOf(the.page)).toEqual([]);
    await touch(the.page, 'resident.cancel');
    await onScreen(the.page, 'cardLeft');
    expect(tries('last-try')?.auth).toBe(1);
  });

  it('locks the card when it is wrong; the screen says how to unlock it, and prints that', async () => {
    await begin('certificates', 'last-try', 'session.lastTry');
    await touch(the.page, 'resident.confirm');
    await onScreen(the.page, 'session.enteringPin');
    await enterPin(the.page, '9999');
    await onScreen(the.page, 'session.refused');
    expect(await the.resident.text()).toContain('ロックされています');
    const before = slips();
    await touch(the.page, 'resident.print');
    await the.page.locator('.notice.info', { hasText: '印刷しました' }).waitFor();
    await the.kiosk.until(() => slips() === before + 1);
    expect(tries('last-try')?.auth).toBe(0);
  });
});

/** Which card is refused with what; `pin`: only after its PIN, by the centre. */
const refusals: readonly (readonly [card: string, code: Refusal, service?: Service, pin?: string])[] = [
  ['old-card', 'resident-register-card'],
  ['android', 'smartphone'],
  ['iphone', 'smartphone'],
  ['face-only', 'face-only-card'],
  ['without-certificate', 'no-auth-certificate'],
  ['expired-card', 'card-expired'],
  ['expired', 'certificate-expired'],
  ['locked', 'pin-locked'],
  ['wrong-issuer', 'certificate-not-accepted', 'certificates', '1234'],
  ['sign-as-auth', 'certificate-not-accepted', 'certificates', '1234'],
  ['unknown-generation', 'certificate-not-accepted', 'certificates', '1234'],
  ['suspended', 'certificate-suspended', 'certificates', '1234'],
  ['revoked', 'certificate-revoked', 'certificates', '1234'],
  ['unconfirmed', 'revocation-unknown', 'certificates', '1234'],
  ['other-town', 'other-municipality', 'certificates', '1234'],
  ['moved-unfinished', 'card-lapsed-by-move', 'certificates', '1234'],
  ['new', 'same-day-card', 'certificates', '1234'],
  ['child', 'under-15', 'certificates', '1234'],
  ['moved-out', 'moved-out', 'certificates', '1234'],
  ['moving-out', 'moving-out', 'certificates', '1234'],
  ['protected', 'protected-person', 'certificates', '1234'],
  ['both-locked', 'no-pin-left', 'pin-change'],
  ['adult', 'nothing-locked', 'pin-reset'],
  ['both-locked', 'no-pin-left', 'pin-reset'],
  ['locked', 'no-reservation', 'pin-reset'],
  ['late-reservation', 'reservation-expired', 'pin-reset'],
  ['child', 'no-sign-certificate', 'registration'],
  ['sign-locked', 'sign-pin-locked', 'registration'],
  ['adult', 'registration-not-needed', 'registration', '1234'],
];

describe('a refusal', () => {
  const rows = refusals.map(([card, code, service = 'certificates', pin]) => ({ card, code, service, pin }));
  it.each(rows)('of $card for $service is $code', async ({ card, code, service, pin }) => {
    await the.resident.goTo('session.choosingService');
    await touch(the.page, `service.${service}`);
    await onScreen(the.page, 'session.insertingCard');
    the.kiosk.act({ act: 'insert', card });
    if (pin !== undefined) {
      await onScreen(the.page, 'session.enteringPin');
      await enterPin(the.page, pin);
    }
    await onScreen(the.page, 'session.refused');
    const shop = { phone: '', hours: { open: '', close: '' } };
    for (const language of ['ja', 'en'] as const) {
      if (language === 'en') await touch(the.page, 'language.en');
      const { what, why, remedy } = adviceOn(code, language, shop);
      await the.page.locator('.notice.error', { hasText: what }).waitFor();
      const text = await the.resident.text();
      expect(text).toContain(why);
      expect(text).toContain(remedy);
      expect(await faultsOf(the.page)).toEqual([]);
    }
  });
});

describe('before the menu', () => {
  it('a card or certificate that lapses within three months is said', async () => {
    await begin('certificates', 'end-of-stay', 'session.enteringPin');
    await enterPin(the.page, '1234');
    await onScreen(the.page, 'session.takingCardBack');
    the.kiosk.act({ act: 'pull' });
    await onScreen(the.page, 'session.noticingLapse');
    expect(await faultsOf(the.page)).toEqual([]);
    expect(await the.resident.text()).toContain('カードの有効期限が近づいています');
    await touch(the.page, 'resident.confirm');
    await onScreen(the.page, 'session.choosingCertificate');
  });
});

describe('other generations of card and certificate', () => {
  it.each(['third-generation', 'next-generation'])('%s gets to the menu', async (card) => {
    await begin('certificates', card, 'session.enteringPin');
    await enterPin(the.page, '1234');
    await onScreen(the.page, 'session.takingCardBack');
  });
});

describe('when the validity service', () => {
  afterEach(() => the.kiosk.act({ act: 'validity', mode: 'right' }));

  it.each(['silent', 'old', 'wrong'])('is %s, nothing is issued and the card is not blamed', async (mode) => {
    the.kiosk.act({ act: 'validity', mode });
    await begin('certificates', 'adult', 'session.enteringPin');
    await enterPin(the.page, '1234');
    await onScreen(the.page, 'session.refused');
    expect(await the.resident.text()).toContain('カードや暗証番号のせいではありません');
  });
});
