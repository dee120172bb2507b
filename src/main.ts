import { randomBytes } from 'node:crypto';
import { type Actor, createActor, type InspectionEvent } from 'xstate';
import { PinEntry, type PinSlot } from './card/pin-entry.ts';
import { createEmbeddedCentre, type EmbeddedCentre } from './centre/embedded.ts';
import { amountsEver, offeredOf, pricesOn } from './centre/offers.ts';
import type { Centre, DocumentKeys } from './centre/port.ts';
import { validityBy } from './centre/validity/by-config.ts';
import { openPress, type Press } from './certificates/press.ts';
import type { Clock } from './clock.ts';
import { type Config, isOpen } from './config.ts';
import { openDataFolder } from './data-folder.ts';
import { CardReaderDriver } from './devices/card-reader/driver.ts';
import { PcscTransport } from './devices/card-reader/pcsc-transport.ts';
import { createCashlessTerminal } from './devices/cashless/driver.ts';
import { httpTransport as nexoOverHttp } from './devices/cashless/nexo-transport.ts';
import type { CashlessTerminal } from './devices/cashless/port.ts';
import { newService } from './devices/cashless/service-id.ts';
import { CcTalkAcceptor } from './devices/coin-unit/acceptor.ts';
import { affordable, commonDivisor } from './devices/coin-unit/change.ts';
import { CcTalkHopper } from './devices/coin-unit/hopper.ts';
import { CcTalkLine } from './devices/coin-unit/line.ts';
import { CoinPayout, sureStock } from './devices/coin-unit/payout.ts';
import type { AcceptorListener, CoinAcceptor } from './devices/coin-unit/port.ts';
import { SerialTransport } from './devices/coin-unit/serial-transport.ts';
import type { DeviceHealth } from './devices/health.ts';
import { createPagePrinter } from './devices/page-printer/driver.ts';
import { httpTransport } from './devices/page-printer/http-transport.ts';
import { createReceiptPrinter } from './devices/receipt-printer/driver.ts';
import { tcpTransport } from './devices/tcp-transport.ts';
import type { ByteTransport } from './devices/transport.ts';
import { cardEffects } from './effects/card-effects.ts';
import { CaseFile } from './effects/case-file.ts';
import { cashlessEffects } from './effects/cashless-effects.ts';
import { counterEffects } from './effects/counter-effects.ts';
import { documentEffects } from './effects/document-effects.ts';
import { acceptorListener, moneyEffects, noteHealth } from './effects/money-effects.ts';
import { paperEffects } from './effects/paper-effects.ts';
import type { Parts, Terminal } from './effects/parts.ts';
import { payoutEffects } from './effects/payout-effects.ts';
import { pinEffects } from './effects/pin-effects.ts';
import { registrationEffects } from './effects/registration-effects.ts';
import { panelEffects, StaffDesk } from './effects/staff-effects.ts';
import { terminalEffects } from './effects/terminal-effects.ts';
import { japanDate } from './japan-time.ts';
import { Log } from './log/log.ts';
import { cardCheckMachine } from './machines/card-check.ts';
import { deliveryMachine } from './machines/delivery.ts';
import {
  type Device,
  devices,
  type Hand,
  hands,
  type KioskEvent,
  type Means,
  type PinKind,
} from './machines/events.ts';
import { guideMachine } from './machines/guide.ts';
import { panelMachine } from './machines/panel.ts';
import { paymentMachine } from './machines/payment.ts';
import { pinChangeMachine } from './machines/pin-change.ts';
import { pinResetMachine } from './machines/pin-reset.ts';
import { registrationMachine } from './machines/registration.ts';
import { sessionMachine } from './machines/session.ts';
import { terminalMachine } from './machines/terminal.ts';
import { messageOf } from './outcome.ts';
import { practiceSession } from './practice/practice.ts';
import { virtualPinUnlock } from './simulation/card/virtual-pin-unlock.ts';
import { memoryTransport as memoryNexo } from './simulation/cashless/mounts.ts';
import type { SimulatedDevices } from './simulation/devices.ts';
import { memoryTransport as memoryIpp } from './simulation/page-printer/mounts.ts';
import { memoryTransport as memoryEscPos } from './simulation/receipt-printer/mounts.ts';
import type { SampleTown } from './simulation/town/town.ts';
import { silence, speaker } from './speech/speak.ts';
import type { Clips } from './speech/speech.ts';
import { Display } from './ui/display.ts';
import type { ShopFacts } from './ui/screens/parts.ts';
import type { Screen, Typist } from './ui/screens/screen.ts';
import { screenOf } from './ui/screens/screens.ts';
import { sameView, type View, viewOf } from './ui/screens/view.ts';

export const version = '0.1.0';

/** The composition root: the one file that knows which part is plugged in where. */
export interface Kiosk {
  readonly actor: Actor<typeof terminalMachine>;
  readonly display: Display;
  /** What the display has to show for these snapshots; for those of now unless given. */
  screen(view?: View): Screen;
  readonly log: Log;
  readonly parts: Parts;
  /** What staff can do, for the command line. */
  readonly desk: StaffDesk;
  send(event: KioskEvent): void;
  /** A headset was plugged in or pulled out: the voice begins or ends. */
  headset(plugged: boolean): void;
  /** What a touch panel or keypad of the configuration says of itself; until it does, it counts as failed. */
  hand(hand: Hand, health: DeviceHealth): void;
  /** The devices of this shop. */
  readonly devices: readonly Device[];
  /** Test reservations for resetting a PIN; null where the centre is not the embedded one. */
  readonly reserve: EmbeddedCentre['reserve'] | null;
  /** Ends in order: devices inhibited, log closed. */
  stop(): Promise<void>;
  /** Ends as a power cut does: nothing is told to anybody, and no row is written any more. */
  cut(): void;
}

export interface KioskOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly random?: (length: number) => Uint8Array;
  readonly town: SampleTown;
  /** Device models behind the transports that the configuration calls `simulated`. */
  readonly simulated: SimulatedDevices;
  /** Where the centre and the press are shared by several kiosks, they are handed in. */
  readonly centre?: Centre;
  readonly press?: Press;
  /** What the screen is read aloud with: null where there is nothing; a voice without a sound unless given. */
  readonly clips?: Clips | null;
  /** Hears every event and transition of the running statecharts. */
  readonly inspect?: (inspected: InspectionEvent) => void;
  readonly note: (sentence: string) => void;
}

/** The wire of a real coin unit. */
export const coinTransport = (
  unit: Exclude<Config['devices']['coinUnit'], { readonly transport: 'simulated' }>,
): ByteTransport =>
  unit.transport === 'serial' ? new SerialTransport(unit.path) : tcpTransport({ host: unit.host, port: unit.port });

/** The payment terminal, or null. */
function cashlessOf(
  { config, clock, simulated }: KioskOptions,
  random: (length: number) => Uint8Array,
): CashlessTerminal | null {
  const { cashless } = config.devices;
  if (cashless === undefined) return null;
  const wire =
    cashless.transport === 'nexo'
      ? { transport: nexoOverHttp(cashless.url), poi: cashless.poi }
      : { transport: memoryNexo(simulated.cashless), poi: simulated.cashless.poi };
  return createCashlessTerminal({ ...wire, clock, random, sale: config.terminal.id });
}

/** What the shop takes, in the order it is offered; nothing where nothing costs anything. */
function meansOf({ coins, devices, payment }: Config, fees: readonly number[]): Means[] {
  if (!fees.some((fee) => fee > 0)) return [];
  return [
    ...(coins.accept.length === 0 ? [] : (['coins'] as const)),
    ...(devices.cashless === undefined ? [] : (['cashless'] as const)),
    ...(payment.counter ? (['counter'] as const) : []),
  ];
}

/** Which devices this shop has. Hoppers owe what they owe also where nothing is sold any more. */
function devicesHere({ coins, devices: configured }: Config, means: readonly Means[]): readonly Device[] {
  const missing: Partial<Record<Device, boolean>> = {
    coins: coins.hoppers.length === 0 && !means.includes('coins'),
    cashless: !means.includes('cashless'),
    touch: configured.touchPanel === undefined,
    keypad: configured.keypad === undefined,
  };
  return devices.filter((device) => !missing[device]);
}

function plugIn({ config, clock, simulated }: KioskOptions) {
  const { cardReader, coinUnit, receiptPrinter, pagePrinter } = config.devices;
  const reader = new CardReaderDriver(
    cardReader.transport === 'pcsc' ? new PcscTransport(cardReader.reader ?? null, clock) : simulated.reader,
    clock,
  );
  const coinWire = coinUnit.transport === 'simulated' ? simulated.coins : coinTransport(coinUnit);
  const coinLine = new CcTalkLine(coinWire, clock, config.coins.echo);
  const receipts = createReceiptPrinter({
    clock,
    transport:
      receiptPrinter.transport === 'tcp'
        ? tcpTransport({ host: receiptPrinter.host, port: receiptPrinter.port })
        : memoryEscPos(simulated.receipts),
  });
  const uri = pagePrinter.transport === 'ipp' ? pagePrinter.uri : simulated.pages.uri;
  const pages = createPagePrinter({
    clock,
    uri,
    transport: pagePrinter.transport === 'ipp' ? httpTransport(uri) : memoryIpp(simulated.pages),
  });
  const acceptor = (listener: AcceptorListener): CoinAcceptor => new CcTalkAcceptor(coinLine, clock, listener);
  const hoppers = config.coins.hoppers.map((place) => new CcTalkHopper(coinLine, clock, place));
  const payout = hoppers.length === 0 ? null : new CoinPayout(hoppers);
  return { reader, acceptor, payout, receipts, pages };
}

/** The terminal's statechart with every named actor provided. */
function assemble(
  parts: Parts,
  terminal: Terminal,
  acceptor: CoinAcceptor,
  desk: StaffDesk,
  services: () => ShopFacts['services'],
) {
  const money = moneyEffects(parts, acceptor);
  const { giveChange, payBack } = payoutEffects(parts);
  const paper = paperEffects(parts, terminal);
  const { inspectCard, ...card } = cardEffects(parts);
  const { findReservation, judgePin, comparePin, setPin } = pinEffects(parts);
  const { wipe, ...actors } = terminalEffects(parts, terminal, acceptor);
  const pinActions = {
    askPin: (_: unknown, { pin }: { pin: PinKind }) => parts.pin.ask(pin),
    keepPin: (_: unknown, { slot }: { slot: PinSlot }) => {
      parts.pin.keep(slot);
    },
  };
  const pinParts = { actions: pinActions, actors: { findReservation, judgePin, comparePin, setPin } };
  const guide = guideMachine.provide({ actors: { printGuide: paper.printGuide } });
  const session = sessionMachine.provide({
    actions: { ...pinActions, clearPin: () => parts.pin.wipe() },
    actors: {
      ...card,
      ...documentEffects(parts),
      settle: money.settle,
      payBack,
      printClaim: paper.printClaim,
      printAdvice: paper.printAdvice,
      guide,
      wipe,
      payment: paymentMachine.provide({
        actions: {
          askNumber: () => parts.pin.ask('pickup'),
          keepNumber: () => {
            parts.pin.keep('current');
          },
        },
        actors: {
          acceptCoins: money.acceptCoins,
          inhibitCoins: money.inhibitCoins,
          listMeans: money.listMeans,
          ...cashlessEffects(parts, terminal),
          ...counterEffects(parts, terminal),
        },
      }),
      delivery: deliveryMachine.provide({
        actors: {
          printPages: paper.printPages,
          takeMoney: money.takeMoney,
          giveChange,
          printReceipt: paper.printReceipt,
        },
      }),
      pinChange: pinChangeMachine.provide(pinParts),
      pinReset: pinResetMachine.provide(pinParts),
      registration: registrationMachine.provide({
        actions: pinActions,
        actors: registrationEffects(parts, terminal),
      }),
      cardCheck: cardCheckMachine.provide({ actors: { inspectCard } }),
    },
  });
  const panel = panelMachine.provide({
    actions: {
      askCode: () => parts.staffCode.ask('staff'),
      keepCode: () => {
        parts.staffCode.keep('current');
      },
      wipeCode: () => parts.staffCode.wipe(),
    },
    actors: panelEffects(parts, desk),
  });
  const practice = practiceSession({ clock: parts.clock, pin: parts.practicePin, services });
  return terminalMachine.provide({
    actions: { wipePractice: () => parts.practicePin.wipe() },
    actors: { ...actors, session, practice, guide, panel },
  });
}

/** Builds a terminal and starts it. Rejects with a sentence when its folder, log or font cannot be opened. */
export async function createKiosk(options: KioskOptions): Promise<Kiosk> {
  const { config, clock, town, note } = options;
  const random = options.random ?? ((length: number) => randomBytes(length));
  const folder = openDataFolder(config.dataFolder, random);
  const log = new Log(folder.log, { clock, secret: folder.secret });
  const press = options.press ?? (await openPress(clock));
  const endPress = async (): Promise<void> => (options.press === undefined ? press.close() : undefined);
  const ownCentre = (): EmbeddedCentre =>
    createEmbeddedCentre({
      path: ':memory:',
      clock,
      random,
      town: { ...town, validity: validityBy(config.centre.revocation, town.validity) },
      services: config.services,
      hours: config.hours,
    });
  const centre: Centre & { readonly reserve?: EmbeddedCentre['reserve'] } = options.centre ?? ownCentre();
  const plugged = plugIn(options);
  const documentKeys: DocumentKeys = town.documentKeys;
  // Every amount that change may come to is a multiple of this.
  const fees = amountsEver(town, config.services);
  const smallestChange = [...config.coins.accept, ...fees].reduce(commonDivisor, 0);
  const means = meansOf(config, fees);
  const here = devicesHere(config, means);
  const parts: Parts = {
    clock,
    random,
    log,
    pin: new PinEntry(random),
    practicePin: new PinEntry(random),
    staffCode: new PinEntry(random),
    unlock: config.devices.cardReader.transport === 'simulated' ? virtualPinUnlock : null,
    caseFile: new CaseFile(),
    reader: plugged.reader,
    acceptor: plugged.acceptor,
    payout: plugged.payout,
    changeFor: (upTo, hoppers) => affordable(upTo, sureStock(hoppers), smallestChange),
    cashless: cashlessOf(options, random),
    services: () => newService(random),
    counterMs: config.timeouts.counter,
    receiptPrinter: plugged.receipts,
    pagePrinter: plugged.pages,
    centre,
    documentKeys,
    freshness: { ageMs: config.centre.stateAge * 1_000, aheadMs: config.centre.clockTolerance * 1_000 },
    renderer: press.renderer,
    door: press.door,
    shop: { name: config.shop.name, phone: config.shop.phone, terminal: config.terminal.id, hours: config.hours },
    coins: config.coins.accept,
    staff: config.staff.map(({ name, code }) => {
      const [, salt = '', hash = ''] = code.split(':');
      return { name, salt: Buffer.from(salt, 'hex'), hash: Buffer.from(hash, 'hex') };
    }),
    isOpen: (at) => isOpen(config, at),
    version,
    note,
  };
  let actor: Actor<typeof terminalMachine> | null = null;
  // A device may still be heard for a moment after the end.
  const send = (event: KioskEvent): void => {
    if (actor?.getSnapshot().status === 'active') actor.send(event);
  };
  const terminal: Terminal = {
    send,
    get language() {
      return actor?.getSnapshot().context.language ?? 'ja';
    },
    get needsStaff() {
      return actor?.getSnapshot().hasTag('needs-staff') ?? false;
    },
    get awaitsCount() {
      return actor !== null && (viewOf(actor.getSnapshot()).delivery?.matches('deciding') ?? false);
    },
    get serving() {
      const snapshot = actor?.getSnapshot();
      return !snapshot?.matches({ service: 'booting' }) && !snapshot?.matches({ service: 'recovering' });
    },
  };
  const desk = new StaffDesk(parts, terminal);
  const acceptor = parts.acceptor(acceptorListener(parts, terminal));
  const services = () => pricesOn(town, config.services, japanDate(clock.now()));
  actor = createActor(assemble(parts, terminal, acceptor, desk, services), {
    input: {
      timeouts: config.timeouts,
      language: config.languages[0] ?? 'ja',
      means,
      hands: hands.filter((hand) => here.includes(hand)),
    },
    clock: clock as never,
    ...(options.inspect === undefined ? {} : { inspect: options.inspect }),
  });
  const facts: ShopFacts = {
    hours: config.hours,
    phone: config.shop.phone,
    get services() {
      return services();
    },
    officeHours: offeredOf(config.services).some(({ kind }) => kind.hours === 'office') ? town.officeHours : null,
    coins: config.coins.accept,
    means,
    devices: here,
    get health() {
      return log.state.health;
    },
    change: config.coins.hoppers.length > 0,
    hoppers: Object.fromEntries(config.coins.hoppers.map(({ address, yen }) => [address, yen])),
    languages: config.languages,
    diagonal: config.screen.diagonal,
    simulated: Object.values(config.devices).some((device) => device?.transport === 'simulated'),
    speaks: options.clips !== null,
  };
  const running = actor;
  let view = viewOf(running.getSnapshot());
  let { health } = log.state;
  const entries: Readonly<Record<Typist, PinEntry>> = {
    resident: parts.pin,
    practice: parts.practicePin,
    staff: parts.staffCode,
  };
  const screen = (of: View = viewOf(running.getSnapshot())): Screen =>
    screenOf(of, facts, (typist) => entries[typist].keys('mixed'));
  const display = new Display(screen(), send, entries, speaker(options.clips ?? silence, note));
  let due = false;
  const show = (): void => {
    due = false;
    const now = viewOf(running.getSnapshot());
    if (sameView(now, view) && health === log.state.health) return;
    view = now;
    health = log.state.health;
    display.show(screen(now));
  };
  running.subscribe({
    next: show,
    error: (error) => note(`the terminal statechart failed: ${String(error)}`),
  });
  // Screens follow the invoked machines too: any of them changing is a new view. What changes in one go is shown at once.
  running.system.inspect({
    next: ({ type }) => {
      if (type !== '@xstate.snapshot' || due) return;
      due = true;
      queueMicrotask(show);
    },
  });
  running.start();
  return {
    actor: running,
    display,
    screen,
    log,
    parts,
    desk,
    send,
    headset: (plugged) => {
      if (options.clips === null) return;
      send({ type: 'headset.changed', plugged });
      send({ type: 'resident.mode', mode: 'voice', on: plugged });
    },
    hand: (hand, { state, reasons }) => noteHealth(parts, terminal, hand, state, reasons),
    devices: here,
    reserve: centre.reserve ?? null,
    cut: () => {
      log.close();
      running.stop();
      acceptor.cut();
      folder.close();
      void endPress();
    },
    stop: async () => {
      running.stop();
      await acceptor.stop();
      await plugged.reader.stop();
      await endPress();
      try {
        log.append('terminal.stopped', {});
      } catch (error) {
        note(`the end could not be written: ${messageOf(error)}`);
      }
      log.close();
      folder.close();
    },
  };
}
