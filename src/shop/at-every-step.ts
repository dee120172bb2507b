import { en } from '../locales/en.ts';
import { ja } from '../locales/ja.ts';
import type { Row } from '../log/rows.ts';
import type { Kiosk } from '../main.ts';
import { viewOf } from '../ui/screens/view.ts';
import { always, atRest, isTestPage, type Now, type Rule } from './every-step-rules.ts';
import type { Violation } from './judge.ts';
import type { Watched } from './watched.ts';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Everything in the registers by which a person is known. */
const personalOf = ({ town }: Watched): RegExp =>
  new RegExp(
    town.residents
      .flatMap(({ name, myNumber, kana }) => [name, myNumber, kana])
      .filter((text): text is string => text !== null && text.length > 3)
      .map((text) => escaped(text).replaceAll('\u3000', '.?'))
      .join('|'),
    'u',
  );

/** A frame without the sentences that everybody is shown and that have these characters in them, as examples of weak PINs do. */
const unspoken = (frame: string, secret: string, phone: string): string =>
  [...Object.values(ja), ...Object.values(en), phone]
    .filter((text) => text.includes(secret))
    .reduce((left, text) => left.replaceAll(JSON.stringify(text).slice(1, -1), ''), frame);

/**
 * What must hold at every moment of a shop (I1 to I12), looked at from outside: rows, devices' own books, memory and the frame on
 * the display. It is cheap enough to be asked
 * after every row and every touch, and has to be asked after every start before anything else happens.
 */
export class EveryStep {
  readonly #shop: Watched;
  readonly #personal: RegExp;
  #kiosk: Kiosk | null = null;
  /** What was seen already, so that each thing is looked at once. */
  #seq = -1;
  #looked: readonly unknown[] = [];
  #sheets = 0;
  #traffic: number;
  #bookings: number;
  readonly #printed = new Set<string>();
  /** Jobs that the printer could not be made to forget at some time: the last of them may be gone by when their sheet is seen. */
  readonly #kept = new Set<string>();
  readonly #payments = new Set<string>();
  #verifies = 0;
  #entries = 0;

  constructor(shop: Watched) {
    this.#shop = shop;
    this.#personal = personalOf(shop);
    this.#traffic = shop.devices.reader.traffic.length;
    this.#bookings = shop.devices.cashless.bookings.length;
    this.#sheets = shop.devices.pages.tray.length;
    this.#meet();
  }

  /** What is broken at this instant; nothing while the power is off. */
  check(): Violation[] {
    return this.#look(always);
  }

  /** The same when everything that needs no time has been done: the display then shows what the statecharts say. */
  checkAtRest(): Violation[] {
    const found = this.#look(always);
    if (!this.#shop.hasPower) return found;
    const { kiosk } = this.#shop;
    const looked = [
      kiosk.display.screen,
      this.#shop.devices.reader.card,
      ...Object.values(viewOf(kiosk.actor.getSnapshot())),
    ];
    if (looked.every((part, index) => part === this.#looked[index])) return found;
    this.#looked = looked;
    return [...found, ...this.#judge(atRest)];
  }

  #look(rules: readonly Rule[]): Violation[] {
    if (!this.#shop.hasPower) return [];
    this.#meet();
    for (const name of this.#shop.kiosk.log.state.unerased.keys()) this.#kept.add(name);
    return [...this.#judge(rules), ...this.#paper(), ...this.#card(), ...this.#cashless(), ...this.#wire()];
  }

  #judge(rules: readonly Rule[]): Violation[] {
    const now = this.#now();
    return rules.flatMap(({ broken, invariant }) => {
      const detail = broken(now);
      return detail === null ? [] : [{ invariant, detail }];
    });
  }

  #now(): Now {
    const { kiosk } = this.#shop;
    const { state } = kiosk.log;
    return {
      shop: this.#shop,
      kiosk,
      state,
      visits: [...state.open.values()],
      view: viewOf(kiosk.actor.getSnapshot()),
      screen: kiosk.display.screen,
    };
  }

  /** A terminal that was started since. */
  #meet(): void {
    if (!this.#shop.hasPower || this.#shop.kiosk === this.#kiosk) return;
    this.#kiosk = this.#shop.kiosk;
    this.#seq = -1;
    this.#kiosk.log.subscribe((row) => this.#hear(row));
  }

  #hear(row: Row): void {
    if (row.type === 'pin.verify.intent') this.#entries += 1;
    if (row.type === 'cashless.pay.intent') this.#payments.add(row.data.service);
  }

  /** Each sheet that came out since: whose it is, whether it may be there, and that it never came out before. */
  #paper(): Violation[] {
    const { tray } = this.#shop.devices.pages;
    const { state } = this.#shop.kiosk.log;
    const found: Violation[] = [];
    if (tray.length < this.#sheets) this.#sheets = 0;
    for (; this.#sheets < tray.length; this.#sheets += 1) {
      const sheet = tray[this.#sheets];
      if (sheet === undefined) continue;
      const { name, page } = sheet;
      const key = `${name} ${page}`;
      if (this.#printed.has(key)) found.push({ invariant: 'I3', detail: 'a sheet came out twice' });
      this.#printed.add(key);
      const visit = [...state.open.values()].find(({ transaction }) => name.startsWith(transaction));
      if (visit === undefined) {
        if (!this.#kept.has(name) && !isTestPage(name))
          found.push({ invariant: 'I2', detail: 'paper moves and no visit is open' });
        continue;
      }
      const { authenticated, issued, documentChecked, money, printOutcome } = visit;
      if (authenticated === null || issued?.holder !== authenticated)
        found.push({ invariant: 'I1', detail: 'a sheet of somebody who is not authenticated' });
      if (issued === null || documentChecked !== issued.document)
        found.push({ invariant: 'I1', detail: 'a sheet of a document that was not checked' });
      // Staff gave the money back while nobody could reach the printer; what it still prints when it is plugged in, nobody can help.
      const givenBack = printOutcome === 'failed:staff';
      if (!givenBack && money.held + money.taken + money.owed + money.suspense < (issued?.fee ?? 0))
        found.push({ invariant: 'I1', detail: 'a sheet that is not paid for' });
    }
    return found;
  }

  /** The card was sent no more VERIFYs than entries were written down. */
  #card(): Violation[] {
    const { traffic } = this.#shop.devices.reader;
    for (; this.#traffic < traffic.length; this.#traffic += 1) {
      const sent = traffic[this.#traffic];
      // A query for the tries left carries no value.
      if (sent?.ins === 0x20 && sent.command > 5) this.#verifies += 1;
    }
    return this.#verifies > this.#entries
      ? [{ invariant: 'I6', detail: `${this.#verifies} VERIFYs for ${this.#entries} entries` }]
      : [];
  }

  /** The payment terminal booked nothing that was not asked for. */
  #cashless(): Violation[] {
    const { bookings } = this.#shop.devices.cashless;
    const found: Violation[] = [];
    for (; this.#bookings < bookings.length; this.#bookings += 1) {
      const { service = '' } = bookings[this.#bookings] ?? {};
      if (!this.#payments.has(service)) found.push({ invariant: 'I4', detail: 'a charge that nobody asked for' });
    }
    return found;
  }

  /** What the display's wire carries: no PIN ever, and nothing of a person where nobody is, or to staff. */
  #wire(): Violation[] {
    const { display, parts } = this.#shop.kiosk;
    const kept = parts.pin.look('current', (bytes) => Buffer.from(bytes).toString('latin1'));
    const fresh = display.seq !== this.#seq;
    if (!fresh && kept === '') return [];
    this.#seq = display.seq;
    const { id } = display.screen;
    const speech = display.speechOf();
    // Without its number, which may look like a PIN.
    const frame = display.frame.slice(display.frame.indexOf('"screen":'));
    const named = fresh && !id.startsWith('session') && this.#personal.test(frame);
    const aloud = display.screen.voice === 'loudspeaker' && this.#personal.test(JSON.stringify(speech));
    return [
      ...(fresh && aloud ? [{ invariant: 'I8' as const, detail: `somebody is named aloud on ${id}` }] : []),
      ...(kept !== '' && unspoken(frame, kept, parts.shop.phone).includes(kept)
        ? [{ invariant: 'I7' as const, detail: `a PIN on the screen ${id}` }]
        : []),
      ...(named
        ? [
            {
              invariant: id.startsWith('panel') ? ('I12' as const) : ('I8' as const),
              detail: `somebody is named on ${id}`,
            },
          ]
        : []),
    ];
  }
}
