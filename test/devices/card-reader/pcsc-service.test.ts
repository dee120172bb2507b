import { describe, expect, it } from 'vitest';
import { sleep } from '../../../src/clock.ts';
import { pcscFault } from '../../../src/devices/card-reader/pcsc-faults.ts';
import type { FrameKind } from '../../../src/devices/card-reader/pcsc-frames.ts';
import { type PcscCard, type PcscContext, PcscService } from '../../../src/devices/card-reader/pcsc-service.ts';
import { settle, VirtualClock } from '../virtual-clock.ts';

const ok = Uint8Array.of(0x90, 0x00);
const command = Buffer.from([0, 0x84, 0, 0, 8]);

/** pcscd and its readers, in memory. Its errors are `smartcard`'s sentences. */
class FakePcscd {
  readonly readers = new Map<string, { present: boolean; count: number }>();
  up = true;
  /** Sentences with which the next calls of `connect` fail. */
  refusals: string[] = [];
  answering: () => Promise<Uint8Array> = async () => ok;
  /** What happens while a connection is made. */
  meanwhile: () => void = () => {};
  connects = 0;
  resets = 0;
  #changed = Promise.withResolvers<void>();

  change(reader: string, present: boolean | null): void {
    if (present === null) this.readers.delete(reader);
    else this.readers.set(reader, { present, count: (this.readers.get(reader)?.count ?? 0) + 1 });
    this.wake();
  }

  wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  check(): void {
    if (!this.up) throw new Error('PC/SC service not running');
  }

  /** Resolves when a reader changed. */
  changed(): Promise<void> {
    return this.#changed.promise;
  }

  async connect(): Promise<PcscCard> {
    this.connects += 1;
    const refusal = this.refusals.shift();
    if (refusal !== undefined) throw new Error(refusal);
    this.meanwhile();
    return {
      transmit: () => this.answering(),
      disconnect: () => {
        this.resets += 1;
      },
    };
  }
}

const contextOf = (pcscd: FakePcscd, clock: VirtualClock): (new () => PcscContext) =>
  class implements PcscContext {
    constructor() {
      pcscd.check();
    }

    listReaders() {
      pcscd.check();
      return [...pcscd.readers].map(([name, { present, count }]) => ({
        name,
        state: ((count << 16) | (present ? 0x20 : 0x10)) >>> 0,
        connect: () => pcscd.connect(),
      }));
    }

    async waitForChange(_: unknown, ms: number) {
      await Promise.race([pcscd.changed(), sleep(clock, ms)]);
      pcscd.check();
    }

    close() {}
  };

function watching(readerName: string | null = null) {
  const clock = new VirtualClock();
  const pcscd = new FakePcscd();
  const said: string[] = [];
  const service = new PcscService({
    binding: { Context: contextOf(pcscd, clock) },
    readerName,
    say: (kind: FrameKind, number = 0, content = new Uint8Array()) => {
      if (kind !== 'alive') said.push(`${kind} ${number} ${Buffer.from(content)}`.trim());
    },
    pause: (ms) => sleep(clock, ms),
  });
  pcscd.readers.set('Reader A', { present: false, count: 0 });
  void service.watch();
  let request = 0;
  /** Asks, lets `ms` pass, and gives what was said since. */
  const ask = async (kind: FrameKind, content: Uint8Array = new Uint8Array(), ms = 0): Promise<string[]> => {
    const before = said.length;
    request += 1;
    service.receive({ kind, number: request, content: Buffer.from(content) });
    await clock.pass(ms);
    return said.slice(before).map((line) => line.replace(new RegExp(`^(answer|fault) ${request}`), '$1'));
  };
  const connect = (insertion: number, ms = 0) => ask('connect', Uint8Array.of(0, 0, 0, insertion), ms);
  return { clock, pcscd, said, ask, connect };
}

describe('readers and cards', () => {
  it('are told as they come and go, each card with a new number', async () => {
    const { clock, pcscd, said } = watching();
    await settle();
    pcscd.change('Reader A', true);
    await settle();
    pcscd.change('Reader A', false);
    await settle();
    pcscd.change('Reader A', true);
    await settle();
    pcscd.change('Reader A', null);
    await settle();
    pcscd.change('Reader A', true);
    await clock.pass(1_000);
    expect(said).toEqual([
      'working 0 Reader A',
      'inserted 1',
      'removed 1',
      'inserted 2',
      'removed 2',
      'failed 0 no card reader is there',
      'working 0 Reader A',
      'inserted 3',
    ]);
  });

  it('tells a swap that happened between two looks', async () => {
    const { pcscd, said } = watching();
    pcscd.change('Reader A', true);
    await settle();
    pcscd.change('Reader A', false);
    pcscd.change('Reader A', true);
    await settle();
    expect(said).toEqual(['working 0 Reader A', 'inserted 1', 'removed 1', 'inserted 2']);
  });

  it('lives through ends of pcscd: the card that was in has a new number afterwards', async () => {
    const { clock, pcscd, said } = watching();
    pcscd.change('Reader A', true);
    await settle();
    for (const insertion of [2, 3]) {
      pcscd.up = false;
      pcscd.wake();
      await clock.pass(3_000);
      pcscd.up = true;
      await clock.pass(1_000);
      expect(said.splice(0).slice(-4)).toEqual([
        `removed ${insertion - 1}`,
        'failed 0 pcscd does not answer (PC/SC service not running)',
        'working 0 Reader A',
        `inserted ${insertion}`,
      ]);
    }
  });

  it('waits for a pcscd that is not there yet', async () => {
    const { clock, pcscd, said } = watching();
    pcscd.up = false;
    await clock.pass(60_000);
    pcscd.up = true;
    await clock.pass(1_000);
    expect(said.at(-1)).toBe('working 0 Reader A');
  });

  it('keeps to the first reader with a card; a card in a second one waits for its turn', async () => {
    const { clock, pcscd, said } = watching();
    pcscd.change('Reader B', false);
    await clock.pass(1_000);
    said.length = 0;
    pcscd.change('Reader B', true);
    await settle();
    pcscd.change('Reader A', true);
    await settle();
    expect(said).toEqual(['inserted 1']);
    pcscd.change('Reader A', false);
    await settle();
    pcscd.change('Reader A', true);
    await settle();
    expect(said).toEqual(['inserted 1']);
    pcscd.change('Reader B', null);
    await settle();
    expect(said).toEqual(['inserted 1', 'removed 1', 'working 0 Reader A', 'inserted 2']);
  });

  it('counts only readers whose name has the configured part', async () => {
    const { clock, pcscd, said } = watching('PaSoRi');
    pcscd.change('Reader A', true);
    await clock.pass(1_000);
    pcscd.change('Sony PaSoRi 00', false);
    await clock.pass(1_000);
    pcscd.change('Sony PaSoRi 00', true);
    await clock.pass(1_000);
    pcscd.change('Reader A', null);
    await clock.pass(1_000);
    expect(said).toEqual(['failed 0 no card reader named PaSoRi is there', 'working 0 Sony PaSoRi 00', 'inserted 1']);
  });
});

describe('a conversation', () => {
  const withCard = async () => {
    const all = watching();
    all.pcscd.change('Reader A', true);
    await settle();
    return all;
  };

  it('connects, transmits, and ends with a reset', async () => {
    const { ask, connect, pcscd } = await withCard();
    expect(await connect(1)).toEqual(['answer']);
    expect(await ask('transmit', command)).toEqual([`answer  ${Buffer.from(ok)}`.replace('  ', ' ')]);
    expect(await ask('release')).toEqual([]);
    expect(pcscd.resets).toBe(1);
    expect(await ask('transmit', command)).toEqual(['fault reader no card is connected']);
    expect(await connect(1)).toEqual(['answer']);
  });

  it('is refused for another card than the one that is in', async () => {
    const { connect, pcscd } = await withCard();
    expect(await connect(2)).toEqual(['fault removed that card is no longer in']);
    expect(pcscd.connects).toBe(0);
  });

  it('is refused when the card was swapped while it was being connected', async () => {
    const { connect, pcscd, said } = await withCard();
    pcscd.meanwhile = () => {
      pcscd.change('Reader A', false);
      pcscd.change('Reader A', true);
      pcscd.meanwhile = () => {};
    };
    expect((await connect(1, 1_000)).find((line) => line.startsWith('fault'))).toMatch(/^fault removed/);
    expect(pcscd.resets).toBe(1);
    expect(said.filter((line) => line.startsWith('inserted'))).toEqual(['inserted 1', 'inserted 2']);
    expect(await connect(2)).toEqual(['answer']);
  });

  it('waits a second for another program to let the card go', async () => {
    const { connect, pcscd } = await withCard();
    pcscd.refusals = Array.from({ length: 3 }, () => 'Sharing violation');
    expect(await connect(1, 300)).toEqual(['answer']);
    const busy = await withCard();
    busy.pcscd.refusals = Array.from({ length: 99 }, () => 'Sharing violation');
    expect(await busy.connect(1, 1_000)).toEqual([
      'fault reader another program uses the card (SCARD_E_SHARING_VIOLATION)',
    ]);
    expect(busy.pcscd.connects).toBe(10);
    busy.pcscd.refusals = [];
    expect(await busy.connect(1)).toEqual(['answer']);
  });

  it.each([
    ['Card was removed', 'fault removed Card was removed (SCARD_W_REMOVED_CARD)'],
    ['Card was reset', 'fault reader Card was reset (SCARD_W_RESET_CARD)'],
    ['Card is unresponsive', 'fault mute Card is unresponsive (SCARD_W_UNRESPONSIVE_CARD)'],
    ['PC/SC service not running', 'fault reader PC/SC service not running (SCARD_E_NO_SERVICE)'],
    ['Unknown PC/SC error', 'fault reader Unknown PC/SC error'],
  ])('has the table say what it means when a command ends with: %s', async (sentence, fault) => {
    const { ask, connect, pcscd } = await withCard();
    await connect(1);
    pcscd.answering = () => Promise.reject(new Error(sentence));
    expect((await ask('transmit', command)).at(-1)).toBe(fault);
  });

  it('looks whether the card is still there when pcscd says only that the command failed', async () => {
    const lifted = await withCard();
    await lifted.connect(1);
    lifted.pcscd.answering = () => Promise.reject(new Error('Transaction failed'));
    lifted.clock.setTimeout(() => lifted.pcscd.change('Reader A', false), 400);
    expect(await lifted.ask('transmit', command, 700)).toEqual([
      'removed 1',
      'fault removed Transaction failed (SCARD_E_NOT_TRANSACTED)',
    ]);
    const silent = await withCard();
    await silent.connect(1);
    silent.pcscd.answering = () => Promise.reject(new Error('Transaction failed'));
    expect(await silent.ask('transmit', command, 700)).toEqual([
      'removed 1',
      'fault mute Transaction failed (SCARD_E_NOT_TRANSACTED)',
    ]);
  });

  it('that broke off makes what is in the reader another insertion, when pcscd has had time to look', async () => {
    const { ask, clock, connect, pcscd, said } = await withCard();
    await connect(1);
    pcscd.answering = async () => new Uint8Array();
    expect(await ask('transmit', command, 300)).toEqual([
      'removed 1',
      'fault removed Card was removed (SCARD_W_REMOVED_CARD)',
    ]);
    await ask('release', undefined, 200);
    expect(pcscd.resets).toBe(0);
    await clock.pass(1_500);
    expect([said.at(-1), pcscd.resets]).toEqual(['inserted 2', 1]);
    expect(await connect(2)).toEqual(['answer']);
  });

  it('with a silent card is let go when the card answers at last, and no other begins before', async () => {
    const { ask, connect, pcscd } = await withCard();
    await connect(1);
    const late = Promise.withResolvers<Uint8Array>();
    pcscd.answering = () => late.promise;
    expect(await ask('transmit', command, 20_000)).toEqual([]);
    expect(await ask('release')).toEqual([]);
    expect(pcscd.resets).toBe(0);
    expect(await connect(1)).toEqual(['fault mute the card still owes an answer']);
    late.resolve(ok);
    await settle();
    expect(pcscd.resets).toBe(1);
    pcscd.answering = async () => ok;
    expect(await connect(1)).toEqual(['answer']);
  });
});

it('an error that is in no table is the reader’s', () => {
  expect(pcscFault(new Error('toString'))).toEqual({ code: null, fault: 'reader', sentence: 'toString' });
  expect(pcscFault('odd')).toEqual({ code: null, fault: 'reader', sentence: 'odd' });
});
