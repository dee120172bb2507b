import { z } from 'zod';
import { readCertificate } from '../centre/certificates.ts';
import type { Clock } from '../clock.ts';
import type { IppOperation } from '../devices/page-printer/ipp.ts';
import type { Log } from '../log/log.ts';
import type { KioskEvent, PinKind } from '../machines/events.ts';
import type { BenchPort, BenchState } from '../ui/bench.ts';
import type { SimulatedDevices } from './devices.ts';
import { printerConditions } from './page-printer/conditions.ts';
import { lineFaults } from './page-printer/connection-faults.ts';
import { forgettings } from './page-printer/ipp-service.ts';
import type { ReceiptCondition } from './receipt-printer/printer-model.ts';
import { toPng } from './receipt-printer/slip-picture.ts';
import type { ResponderMode } from './validity-service/responder.ts';

const receiptFaults: readonly ReceiptCondition[] = [
  'paper-end',
  'cover-open',
  'cutter-error',
  'offline',
  'paper-near-end',
];

/** Operations of the protocol that a fault can be arranged for. */
const printOperations = [
  'Get-Printer-Attributes',
  'Create-Job',
  'Send-Document',
  'Get-Job-Attributes',
  'Get-Jobs',
  'Cancel-Job',
  'Purge-Jobs',
] as const satisfies readonly IppOperation[];

const responderModes = ['right', 'silent', 'old', 'wrong'] as const satisfies readonly ResponderMode[];

/** `offline`: nothing reaches the payment terminal. `answer-lost`: the answer to the next payment does not arrive. */
const cashlessFaults = ['offline', 'answer-lost'] as const;

const command = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('insert'), card: z.string() }),
  z.strictObject({ act: z.literal('pull') }),
  z.strictObject({
    act: z.literal('coin'),
    yen: z.union([z.literal(10), z.literal(50), z.literal(100), z.literal(500)]),
  }),
  z.strictObject({ act: z.literal('pages'), fault: z.enum(printerConditions), on: z.boolean() }),
  z.strictObject({ act: z.literal('pages-power'), history: z.boolean() }),
  z.strictObject({ act: z.literal('pages-forget'), how: z.enum(forgettings) }),
  z.strictObject({
    act: z.literal('pages-line'),
    /** To the next request of this operation. */
    operation: z.enum(printOperations),
    fault: z.enum([...lineFaults.keys()]),
  }),
  z.strictObject({ act: z.literal('receipts'), fault: z.enum(receiptFaults), on: z.boolean() }),
  z.strictObject({
    act: z.literal('card'),
    fault: z.enum(['tearAfter', 'removeBefore', 'muteAt', 'failWriteAt']),
    /** Counted from the next APDU, which is 1. */
    apdu: z.int().min(1).max(1_000),
  }),
  z.strictObject({
    act: z.literal('hopper'),
    yen: z.int(),
    coins: z.int().min(0).max(1_000),
    jamAfter: z.int().min(0).optional(),
  }),
  z.strictObject({ act: z.literal('tap'), customer: z.string() }),
  z.strictObject({ act: z.literal('cashless'), fault: z.enum(cashlessFaults), on: z.boolean() }),
  z.strictObject({ act: z.literal('validity'), mode: z.enum(responderModes) }),
  z.strictObject({ act: z.literal('reserve'), card: z.string(), pin: z.enum(['auth', 'sign']) }),
  z.strictObject({ act: z.literal('headset'), on: z.boolean() }),
  z.strictObject({ act: z.literal('power') }),
  z.strictObject({ act: z.literal('staff'), who: z.string().min(1).max(64), why: z.string().min(1).max(200) }),
]);

const rowsShown = 60;
/** The picture follows at most this often, in milliseconds. */
const refreshMs = 100;

/** The running terminal behind the bench; another one after a power cut. */
export interface BenchTerminal {
  readonly log: Log;
  readonly activeStates: () => readonly string[];
  send(event: KioskEvent): void;
  /** Reserves the reset of a locked PIN, as the smartphone app does after its face check. */
  reserve(card: { readonly issuer: string; readonly serial: string; readonly pin: PinKind }): void;
  /** Whether a headset is plugged in, and a hand that does it. */
  readonly headset: () => boolean;
  plug(plugged: boolean): void;
  /** Calls back when a state or a row changed. */
  subscribe(changed: () => void): void;
}

/** Hands and faults for the simulated devices, and what can be seen of them. */
export class Bench implements BenchPort {
  readonly page = 'bench.html';
  readonly #devices: SimulatedDevices;
  readonly #clock: Clock;
  readonly #cutPower: () => void;
  readonly #listeners = new Set<(state: string) => void>();
  #terminal: BenchTerminal;
  #cardIn: string | null = null;
  #scheduled = false;

  constructor(devices: SimulatedDevices, clock: Clock, terminal: BenchTerminal, cutPower: () => void) {
    this.#devices = devices;
    this.#clock = clock;
    this.#cutPower = cutPower;
    this.#terminal = terminal;
    this.attach(terminal);
  }

  attach(terminal: BenchTerminal): void {
    this.#terminal = terminal;
    terminal.subscribe(() => this.#changed());
    this.#changed();
  }

  #changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#clock.setTimeout(() => {
      this.#scheduled = false;
      const { state } = this;
      for (const listener of this.#listeners) listener(state);
    }, refreshMs);
  }

  get state(): string {
    const { acceptor, cards, cashless, coins, pages, reader, receipts, validity } = this.#devices;
    const { log } = this.#terminal;
    const rows = log.open ? log.tail(rowsShown).reverse() : [];
    const state: BenchState = {
      type: 'bench',
      cardIn: reader.card === null ? null : this.#cardIn,
      cards: [...cards].map(([name, { profile, memory }]) => ({
        name,
        description: profile.description,
        tries: { auth: memory.tries.auth, sign: memory.tries.sign },
      })),
      money: { cashBox: acceptor.cashBox, returned: acceptor.returned, paidOut: coins.money.paidOut },
      hoppers: coins.hoppers.map(({ yen, coins: left }) => ({ yen, coins: left })),
      cashless: {
        asking: cashless.asking,
        customers: cashless.customers.map((name) => ({ name, charged: cashless.charged(name) })),
        offline: cashless.offline,
      },
      validity: responderModes.map((mode) => ({ mode, on: validity.mode === mode })),
      pageFaults: printerConditions.map((fault) => ({ fault, on: pages.conditions.has(fault) })),
      forgettings: forgettings.map((how) => ({ how, on: pages.forgets === how })),
      pageLine: { operations: printOperations, faults: [...lineFaults.keys()] },
      receiptFaults: receiptFaults.map((fault) => ({ fault, on: receipts.conditions.has(fault) })),
      headset: this.#terminal.headset(),
      states: this.#terminal.activeStates(),
      log: rows.map(({ seq, type, data }) => ({ seq, type, data: JSON.stringify(data) })),
      paper: [
        ...receipts.slips.map((_, index) => ({ name: `slip-${index + 1}.png`, label: `slip ${index + 1}` })),
        ...this.#documents().map(({ name, sheets }, index) => ({
          name: `pages-${index + 1}.pdf`,
          label: `${name} (${sheets} sheets)`,
        })),
      ].reverse(),
    };
    return JSON.stringify(state);
  }

  /** The tray by transaction. */
  #documents(): { name: string; sheets: number; pdf: Uint8Array }[] {
    const byName = new Map<string, { name: string; sheets: number; pdf: Uint8Array }>();
    for (const { name, pdf } of this.#devices.pages.tray) {
      const known = byName.get(name);
      byName.set(name, { name, pdf, sheets: (known?.sheets ?? 0) + 1 });
    }
    return [...byName.values()];
  }

  subscribe(listener: (state: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  command(message: unknown): string | null {
    const parsed = command.safeParse(message);
    if (!parsed.success) return `The bench does not know this: ${parsed.error.issues[0]?.message ?? ''}`;
    const wrong = this.#do(parsed.data);
    this.#changed();
    return wrong;
  }

  #do(order: z.infer<typeof command>): string | null {
    const { acceptor, cards, cashless, coins, pages, reader, receipts, validity } = this.#devices;
    switch (order.act) {
      case 'insert': {
        const card = cards.get(order.card);
        if (card === undefined) return `There is no card ${order.card}; there are ${[...cards.keys()].join(', ')}.`;
        this.#cardIn = order.card;
        reader.insert(card);
        return null;
      }
      case 'pull':
        reader.remove();
        return null;
      case 'coin':
        return acceptor.drop(order.yen) === 'accepted' ? null : `The ¥${order.yen} coin came back.`;
      case 'pages':
        if (order.on) pages.raise(order.fault);
        else pages.clear(order.fault);
        return null;
      case 'pages-power':
        pages.powerCycle(order);
        return null;
      case 'pages-forget':
        pages.forgets = order.how;
        return null;
      case 'pages-line':
        pages.failNext(order.operation, lineFaults.get(order.fault) ?? 'drop-before');
        return null;
      case 'receipts':
        if (order.on) receipts.raise(order.fault);
        else receipts.clear(order.fault);
        return null;
      case 'card':
        if (reader.card === null) return 'There is no card in the slot.';
        reader.card.faults = { ...reader.card.faults, [order.fault]: order.apdu };
        return null;
      case 'hopper': {
        const hopper = coins.hoppers.find(({ yen }) => yen === order.yen);
        if (hopper === undefined) return `There is no hopper of ¥${order.yen} coins.`;
        hopper.fillTo(order.coins);
        if (order.jamAfter !== undefined) hopper.faults.jamAfter = order.jamAfter;
        return null;
      }
      case 'tap': {
        const seen = cashless.tap(order.customer);
        return seen === 'nothing-to-pay' ? 'The payment terminal asks for nothing.' : null;
      }
      case 'cashless':
        if (order.fault === 'offline') cashless.offline = order.on;
        else cashless.failNext('Payment', 'drop-after');
        return null;
      case 'validity':
        validity.mode = order.mode;
        return null;
      case 'reserve': {
        const certificate = readCertificate(cards.get(order.card)?.profile.auth?.certificate ?? new Uint8Array());
        if (certificate === null) return `There is no card ${order.card} with an authentication certificate.`;
        this.#terminal.reserve({ issuer: certificate.issuer, serial: certificate.serial, pin: order.pin });
        return null;
      }
      case 'headset':
        this.#terminal.plug(order.on);
        return null;
      case 'power':
        this.#cutPower();
        return null;
      case 'staff':
        this.#terminal.send({ type: 'staff.resolved', who: order.who, why: order.why });
        return null;
    }
  }

  file(name: string): { type: string; bytes: Uint8Array } | null {
    const [, kind, number] = /^(slip|pages)-(\d+)\.(?:png|pdf)$/.exec(name) ?? [];
    const index = Number(number) - 1;
    if (kind === 'slip') {
      const slip = this.#devices.receipts.slips[index];
      return slip === undefined ? null : { type: 'image/png', bytes: toPng(slip) };
    }
    const document = kind === 'pages' ? this.#documents()[index] : undefined;
    return document === undefined ? null : { type: 'application/pdf', bytes: document.pdf };
  }
}
