import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { KeyName } from '../../src/card/jpki-data.ts';
import { readCertificate } from '../../src/centre/certificates.ts';
import { createEmbeddedCentre, type EmbeddedCentre } from '../../src/centre/embedded.ts';
import type { Door, Renderer } from '../../src/certificates/renderer.ts';
import type { Config } from '../../src/config.ts';
import type { Row } from '../../src/log/rows.ts';
import { verifyRows } from '../../src/log/verify.ts';
import type { Kiosk } from '../../src/main.ts';
import { freshMemory } from '../../src/simulation/card/memory.ts';
import type { CardMemory } from '../../src/simulation/card/profile.ts';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import type { MemoryReader } from '../../src/simulation/card-reader/memory-reader.ts';
import type { SimulatedDevices } from '../../src/simulation/devices.ts';
import type { Wish } from '../../src/simulation/resident.ts';
import { type SampleTown, sampleTown } from '../../src/simulation/town/town.ts';
import { checkPaper } from '../certificates/tools.ts';
import { rowsIn } from '../crash/oracle.ts';
import { boot, configFor, devicesFor, type Shared, standing, visit } from '../crash/terminal-in-process.ts';
import { VirtualClock } from '../devices/virtual-clock.ts';
import { temporaryFolder } from '../harness.ts';

/** What can be said of one visit afterwards. */
export interface Visited {
  /** As `session.ended` says it. */
  readonly outcome: string;
  readonly rows: readonly Row[];
  /** Last names of the screens that were shown, in their order. */
  readonly screens: readonly string[];
  readonly frames: readonly string[];
  readonly commands: MemoryReader['traffic'];
  /** VERIFYs with a value among them. */
  readonly verifies: number;
}

export interface DeskOptions {
  /** The town the centre serves, where it is not the sample town as it is. */
  readonly town?: (town: SampleTown) => SampleTown;
  /** Certificates are printed, by this renderer. */
  readonly renderer?: Renderer;
  readonly hoppers?: Config['coins']['hoppers'];
  /** What stands between the terminal and its centre. */
  readonly centre?: (centre: EmbeddedCentre) => Partial<EmbeddedCentre>;
}

/** A visit is over after this many virtual milliseconds, whatever the card and the resident do. */
const longest = 300_000;

const noPaper: Renderer = {
  render: () => Promise.reject(new Error('no paper here')),
  testPage: () => Promise.reject(new Error('no paper here')),
  font: { name: 'none', variants: false },
  close: async () => {},
};

/** Rendering takes no virtual time. */
const held = (renderer: Renderer, clock: VirtualClock): Renderer => ({
  ...renderer,
  render: (...page) => clock.hold(renderer.render(...page)),
  testPage: (...page) => clock.hold(renderer.testPage(...page)),
});

/** A VERIFY that carries a value, as the reader counts it; the query for the tries left carries none. */
export const isVerify = ({ ins, command }: MemoryReader['traffic'][number]): boolean => ins === 0x20 && command > 5;

/** A terminal on a virtual clock with all devices in memory, and its centre, for visits that print no certificate. */
export class Desk implements AsyncDisposable {
  readonly clock: VirtualClock;
  readonly town: SampleTown;
  readonly centre: EmbeddedCentre;
  readonly devices: SimulatedDevices;
  /** Sentences for the operator's program log. */
  readonly notes: string[] = [];
  readonly #shared: Shared<VirtualClock>;
  readonly #folder = temporaryFolder();
  readonly #hoppers: Config['coins']['hoppers'];
  #kiosk: Kiosk | null = null;

  private constructor(shared: Shared<VirtualClock>, centre: EmbeddedCentre, hoppers: Config['coins']['hoppers']) {
    this.clock = shared.clock;
    this.town = shared.town;
    this.centre = centre;
    this.#hoppers = hoppers;
    this.devices = devicesFor(shared, hoppers);
    this.#shared = shared;
  }

  static async open({
    town: changed = (town) => town,
    centre: between = () => ({}),
    renderer: real,
    hoppers = [],
  }: DeskOptions = {}): Promise<Desk> {
    const clock = new VirtualClock();
    const renderer = real === undefined ? noPaper : held(real, clock);
    const town = changed(await sampleTown(clock.now()));
    const random = (length: number): Uint8Array => randomBytes(length);
    const hours = { open: '00:00', close: '23:59', closedDays: [] };
    const centre = createEmbeddedCentre({ path: ':memory:', clock, random, town, hours });
    const door: Door = (...paper) => clock.hold(checkPaper(...paper));
    const desk = new Desk({ clock, town, renderer, door, centre: { ...centre, ...between(centre) } }, centre, hoppers);
    await desk.start();
    return desk;
  }

  get kiosk(): Kiosk {
    if (this.#kiosk === null) throw new Error('the terminal is off');
    return this.#kiosk;
  }

  get folder(): string {
    return this.#folder.path;
  }

  get log(): string {
    return join(this.folder, 'log.sqlite');
  }

  /** Starts the terminal; the centre and the devices live on from one start to the next. Returns where it stands. */
  async start(): Promise<string> {
    const coins = { accept: [10, 50, 100, 500], hoppers: this.#hoppers };
    this.#kiosk = await boot(this.#shared, configFor(this.folder, { coins }), this.devices, (sentence) =>
      this.notes.push(sentence),
    );
    return this.clock.until(standing(this.#kiosk, this.#shared, this.devices));
  }

  /** Ends the terminal in order. */
  async stop(): Promise<void> {
    await this.clock.until(this.kiosk.stop());
  }

  /** A named card of the town, with some of its memory changed. */
  card(name: string, { tries = {}, values = {} }: { [K in 'tries' | 'values']?: Partial<CardMemory[K]> } = {}) {
    const profile = this.town.cards.get(name);
    if (profile === undefined) throw new Error(`no card ${name}`);
    return new VirtualCard(profile, { memory: { tries: { ...freshMemory(profile).tries, ...tries }, values } });
  }

  /** What the app does after its face check. */
  reserve(card: VirtualCard, pin: KeyName): void {
    this.centre.reserve({ ...named(card), pin });
  }

  /** Whether the centre would let a PIN of this card be set anew now, and if not, why. */
  async reservation(card: VirtualCard): Promise<string> {
    const { certificate = new Uint8Array() } = card.profile.auth ?? {};
    const answer = await this.centre.reservation({ certificate });
    return answer.outcome === 'done' ? answer.value.pin : 'code' in answer ? answer.code : answer.outcome;
  }

  /** As much of a visit as there is until `over`. */
  async begin(wish: Partial<Wish> & Pick<Wish, 'card'>, over: () => boolean): Promise<void> {
    await this.clock.until(visit(this.kiosk, this.#shared, this.devices, wish, over), longest);
  }

  /** One visit to its end, and everything that must be so after any visit. */
  async visit(wish: Partial<Wish> & Pick<Wish, 'card'>): Promise<Visited> {
    const { devices, kiosk } = this;
    const { display, log, parts } = kiosk;
    const { seq } = log.head;
    const sent = devices.reader.traffic.length;
    const screens: string[] = [];
    const frames: string[] = [];
    const unsubscribe = display.subscribe((frame) => {
      frames.push(frame);
      const name = display.screen.id.split('.').at(-1) ?? '';
      if (screens.at(-1) !== name) screens.push(name);
    });
    await this.begin(wish, () => false);
    unsubscribe();
    const rows = log.tail(log.head.seq - seq).filter(({ session }) => session !== null);
    const commands = devices.reader.traffic.slice(sent);
    const verifies = commands.filter(isVerify).length;
    const ends = rows.flatMap((row) => (row.type === 'session.ended' ? [row.data.outcome] : []));
    const entries = rows.flatMap((row) => (row.type === 'pin.verify.intent' ? [row.data.entry] : []));
    expect([display.screen.id, ends.length, devices.reader.occupied]).toEqual(['open', 1, false]);
    expect([parts.caseFile.wiped, parts.pin.wiped]).toEqual([true, true]);
    expect(entries.length, 'each VERIFY has its row').toBe(verifies);
    expect(new Set(entries).size, 'and an entry of its own').toBe(verifies);
    return { outcome: ends[0] ?? '', rows, screens, frames, commands, verifies };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.kiosk.log.open) await this.stop();
    this.centre.close();
    const verdict = verifyRows(rowsIn(this.log));
    this.#folder[Symbol.dispose]();
    expect(verdict).toMatchObject({ sound: true });
  }
}

/** The town with the family registers of some residents in the next one. */
export const honsekiElsewhere =
  (...ids: readonly string[]) =>
  (town: SampleTown): SampleTown => {
    const familyRegister = { code: '992020', name: '架空県帳場市' };
    const residents = town.register.residents.map((row) => (ids.includes(row.id) ? { ...row, familyRegister } : row));
    return { ...town, register: { ...town.register, residents } };
  };

/** The authentication certificate of a card, as the centre names it. */
function named({ profile }: VirtualCard): { readonly issuer: string; readonly serial: string } {
  const certificate = profile.auth === null ? null : readCertificate(profile.auth.certificate);
  if (certificate === null) throw new Error(`card ${profile.name} has no authentication certificate`);
  return certificate;
}
