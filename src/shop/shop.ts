import { join } from 'node:path';
import { readCertificate } from '../centre/certificates.ts';
import { createEmbeddedCentre, type EmbeddedCentre } from '../centre/embedded.ts';
import type { Centre } from '../centre/port.ts';
import type { ValidityService } from '../centre/validity/port.ts';
import { openHands } from '../cli/hands.ts';
import type { Config } from '../config.ts';
import type { DeviceHealth } from '../devices/health.ts';
import { defaultLimits } from '../devices/touch-panel/rules.ts';
import type { Row } from '../log/rows.ts';
import type { Hand, StaffAct } from '../machines/events.ts';
import { createKiosk, type Kiosk, type KioskOptions } from '../main.ts';
import { type SimulatedDevices, simulatedDevices } from '../simulation/devices.ts';
import type { Dice } from '../simulation/dice.ts';
import type { SampleTown } from '../simulation/town/town.ts';
import { behind, type CentreLine } from './centre-line.ts';
import type { Pages } from './pages.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface ShopOptions {
  readonly clock: VirtualClock;
  readonly dice: Dice;
  readonly town: SampleTown;
  readonly config: Config;
  readonly pages: Pages;
  /** What the shop takes and sells is what its configuration says, instead of everything there is. */
  readonly asConfigured?: true;
  /** Hears every event and transition of the running statecharts. */
  readonly inspect?: KioskOptions['inspect'];
}

/** Whether a certificate was revoked, without the bytes of OCSP: signing and reading them is a fifth of a simulated visit. */
const askedDirectly = ({ responder }: SampleTown): ValidityService => ({
  check: async ({ issuer, serialNumber }) => {
    const standing = responder.standingOf(issuer.replaceAll('\n', ', '), serialNumber.toLowerCase());
    const statuses = { good: 'valid', unknown: 'unknown', certificateHold: 'suspended' } as const;
    return standing in statuses ? statuses[standing as keyof typeof statuses] : 'revoked';
  },
});

/** Certificates of the sample town, each read once: the bytes decide, and reading them is a tenth of a simulated visit. */
function readOnce(): typeof readCertificate {
  const known = new Map<string, ReturnType<typeof readCertificate>>();
  return (der) => {
    const key = Buffer.from(der).toString('latin1');
    const before = known.get(key);
    if (before !== undefined) return before;
    const read = readCertificate(der);
    known.set(key, read);
    return read;
  };
}
const sampleCertificate = readOnce();

/** One shop with one terminal, at which everybody can pay as they like. Devices and centre live on when its power goes. */
export class Shop {
  readonly clock: VirtualClock;
  readonly devices: SimulatedDevices;
  readonly line: CentreLine = { state: 'well' };
  /** Sentences for the operator's program log. */
  readonly notes: string[] = [];
  /** Called whenever the power has come; who listens to the log from there hears a row before the power goes at it. */
  onStart: ((kiosk: Kiosk) => void) | null = null;
  /** Called right after each row of a visit; what it throws stops what the row allows. */
  onRow: ((row: Row) => void) | null = null;
  /** Called before that, for what has to be seen or to happen first. */
  onFault: ((row: Row) => void) | null = null;
  /** Called when something breaks, and when the power goes. */
  onTrouble: ((what: string) => void) | null = null;
  powerCuts = 0;
  faultsInjected = 0;
  readonly #options: ShopOptions;
  readonly #embedded: EmbeddedCentre;
  readonly #centre: Centre;
  readonly #health = new Map<Hand, DeviceHealth>();
  #kiosk: Kiosk | null = null;
  #endHands: (() => Promise<void>) | null = null;

  constructor(options: ShopOptions) {
    const { clock, dice, town } = options;
    const everything: Partial<Config> = {
      devices: {
        ...options.config.devices,
        cashless: { transport: 'simulated' },
        touchPanel: { transport: 'hid', limits: defaultLimits },
        keypad: { transport: 'hid', keys: {} },
      },
      payment: { counter: true },
    };
    const config: Config = { ...options.config, ...(options.asConfigured ? {} : everything) };
    this.#options = { ...options, config };
    this.clock = clock;
    this.devices = simulatedDevices(clock, town, {
      pageMs: 2_000,
      hoppers: config.coins.hoppers,
      // Just turned on, or shortly before its event counter goes from 255 to 1.
      acceptor: { counter: dice.chance(50) ? 0 : 246 + dice.below(10) },
    });
    this.#embedded = createEmbeddedCentre({
      path: ':memory:',
      clock,
      random: dice.bytes,
      town: options.pages.whole ? town : { ...town, validity: () => askedDirectly(town) },
      services: config.services,
      hours: config.hours,
      read: options.pages.whole ? readCertificate : sampleCertificate,
    });
    this.#centre = behind(this.line, this.#embedded, clock);
  }

  get kiosk(): Kiosk {
    if (this.#kiosk === null) throw new Error('the terminal is off');
    return this.#kiosk;
  }

  get town(): SampleTown {
    return this.#options.town;
  }

  get log(): string {
    return join(this.#options.config.dataFolder, 'log.sqlite');
  }

  get hasPower(): boolean {
    return this.#kiosk !== null;
  }

  /** The power comes. Resolves when the terminal's program runs; what it then does takes virtual time. */
  async start(): Promise<void> {
    const { clock, config, dice, inspect, pages, town } = this.#options;
    const { close, door, renderer } = pages;
    this.#endHands ??= await this.#openHands();
    const kiosk = await createKiosk({
      config,
      clock,
      random: dice.bytes,
      town,
      simulated: this.devices,
      centre: this.#centre,
      press: {
        renderer: { ...renderer, render: (document) => clock.hold(renderer.render(document)) },
        door: (...paper) => clock.hold(door(...paper)),
        close,
      },
      note: (sentence) => this.notes.push(sentence),
      ...(inspect === undefined ? {} : { inspect }),
    });
    this.#kiosk = kiosk;
    this.onStart?.(kiosk);
    kiosk.log.subscribe((row) => {
      if (row.session === null) return;
      this.onFault?.(row);
      this.onRow?.(row);
    });
    for (const [hand, said] of this.#health) kiosk.hand(hand, said);
  }

  /** The drivers of touch panel and keypad, where the configuration has them. */
  async #openHands(): Promise<() => Promise<void>> {
    const { clock, config } = this.#options;
    const { stop } = await openHands({
      config,
      clock,
      note: (sentence) => this.notes.push(sentence),
      transport: this.devices.hid.transport,
      onHealth: (hand, said) => {
        this.#health.set(hand, said);
        this.#kiosk?.hand(hand, said);
      },
    });
    return stop;
  }

  /** The power goes. */
  cut(): void {
    this.powerCuts += 1;
    const kiosk = this.kiosk;
    this.#kiosk = null;
    kiosk.cut();
    this.onTrouble?.('the power goes');
  }

  /** Staff do something at the panel or the register. What the power interrupts is nobody's fault. */
  async clerkDoes(act: StaffAct, why: string, subject: string | null): Promise<void> {
    const { kiosk } = this;
    try {
      await kiosk.desk.perform({ act, who: 'clerk', why, subject });
    } catch (error) {
      // A slip may be on its way so long that the power is back by then.
      if (this.#kiosk === kiosk) throw error;
    }
  }

  /** Staff turn the terminal off, in order. */
  async stop(): Promise<void> {
    if (this.#kiosk !== null) await this.clock.until(this.#kiosk.stop());
    this.#kiosk = null;
  }

  /** The terminal is taken away, and the centre with it. */
  async close(): Promise<void> {
    await this.stop();
    await this.#endHands?.();
    this.#embedded.close();
  }
}
