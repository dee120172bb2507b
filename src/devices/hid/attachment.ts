import type { Clock } from '../../clock.ts';
import { messageOf, type Outcome } from '../../outcome.ts';
import type { DeviceHealth } from '../health.ts';
import { type Descriptor, parseDescriptor } from './descriptor.ts';
import type { HidInfo, HidLink, HidTransport } from './transport.ts';

/** Which device is meant. */
export interface HidChoice {
  /** Any of these as the usage of an outermost collection. */
  readonly usages: readonly number[];
  readonly vendor?: number | undefined;
  readonly product?: number | undefined;
  readonly serial?: string | undefined;
}

/** What is done with a device that is plugged in. */
export interface HidUser {
  /** Called for each device that is opened. `failed` refuses it, with a sentence. */
  begin(descriptor: Descriptor, link: HidLink): Promise<Outcome<null, 'unfit'>>;
  report(bytes: Uint8Array): void;
  /** It went away, maybe under a finger, or is not wanted any more. */
  lost(): void;
  /** How it is: after the first look, and whenever that changes. */
  health(health: DeviceHealth): void;
}

/** Milliseconds from one look for the device to the next. Nobody tells us that one was plugged in. */
const lookMs = 1_000;

/** Keeps one HID device open: finds it, opens it, and finds it again after it was pulled out. */
export class HidAttachment {
  readonly #transport: HidTransport;
  readonly #clock: Clock;
  readonly #choice: HidChoice;
  readonly #user: HidUser;
  readonly #note: (sentence: string) => void;
  #health: DeviceHealth = { state: 'failed', reasons: ['not-found'] };
  #noted = '';
  #told = '';
  #link: HidLink | null = null;
  #timer: unknown = null;
  /** One more with each opening and each end, so that what an old device says late is not heard. */
  #turn = 0;
  #running = false;

  constructor(
    transport: HidTransport,
    clock: Clock,
    choice: HidChoice,
    user: HidUser,
    note: (sentence: string) => void = () => {},
  ) {
    this.#transport = transport;
    this.#clock = clock;
    this.#choice = choice;
    this.#user = user;
    this.#note = note;
  }

  /** Looks for the device, and goes on looking until `stop`. Resolves after the first look. */
  async start(): Promise<void> {
    this.#running = true;
    await this.#look();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#turn += 1;
    this.#clock.clearTimeout(this.#timer);
    await this.#drop();
    this.#user.lost();
  }

  async #look(): Promise<void> {
    const wrong = await this.#attach().catch((error) => ['not-opened', messageOf(error)] as const);
    if (!this.#running) return this.#drop();
    if (wrong === null) return this.#working();
    await this.#drop();
    const [reason, sentence] = wrong;
    this.#tell({ state: 'failed', reasons: [reason] });
    if (sentence !== this.#noted) this.#note(sentence);
    this.#noted = sentence;
    this.#again();
  }

  #working(): void {
    // It may have been pulled out while it was opened.
    if (this.#link === null) return;
    this.#noted = '';
    this.#tell({ state: 'working', reasons: [] });
  }

  #tell(health: DeviceHealth): void {
    this.#health = health;
    const told = [health.state, ...health.reasons].join(' ');
    if (told === this.#told) return;
    this.#told = told;
    this.#user.health(health);
  }

  #again(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = this.#clock.setTimeout(() => void this.#look(), lookMs);
  }

  /**
   * Null when the device is open, else what is wrong: reason and sentence. Reasons: `not-found`, `two-devices` (which one is meant
   * must be configured), `not-opened`, `unfit`.
   */
  async #attach(): Promise<readonly [string, string] | null> {
    const { usages, vendor, product, serial } = this.#choice;
    const isMeant = (info: HidInfo): boolean =>
      usages.includes(info.usage) &&
      (vendor ?? info.vendor) === info.vendor &&
      (product ?? info.product) === info.product &&
      (serial ?? info.serial) === info.serial;
    const paths = new Set((await this.#transport.list()).filter(isMeant).map(({ path }) => path));
    const [path] = paths;
    if (path === undefined) return ['not-found', 'No HID device that fits is plugged in.'];
    if (paths.size > 1)
      return [
        'two-devices',
        `${paths.size} HID devices fit (${[...paths].join(', ')}); the configuration must say which.`,
      ];
    this.#turn += 1;
    const turn = this.#turn;
    const isNow = (): boolean => turn === this.#turn;
    const link = await this.#transport.open(path, {
      report: (bytes) => {
        if (isNow() && this.#health.state === 'working') this.#user.report(bytes);
      },
      closed: (reason) => {
        if (isNow()) this.#lost(reason);
      },
    });
    // The end may have come while it was being opened.
    if (!isNow()) {
      await link.close();
      return ['not-found', `${path} went away while it was opened.`];
    }
    this.#link = link;
    const descriptor = parseDescriptor(link.descriptor);
    const begun = descriptor.outcome === 'done' ? await this.#user.begin(descriptor.value, link) : descriptor;
    if (begun.outcome === 'done') return null;
    return ['unfit', `${path} cannot be used. ${begun.detail ?? ''}`];
  }

  #lost(reason: string): void {
    this.#turn += 1;
    this.#note(`An HID device went away: ${reason}`);
    this.#user.lost();
    this.#tell({ state: 'failed', reasons: ['not-found'] });
    void this.#drop();
    this.#again();
  }

  async #drop(): Promise<void> {
    const link = this.#link;
    this.#link = null;
    await link?.close().catch(() => undefined);
  }
}
