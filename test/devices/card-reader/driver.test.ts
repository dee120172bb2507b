import { describe, expect, it } from 'vitest';
import { CardReaderDriver } from '../../../src/devices/card-reader/driver.ts';
import {
  type CardConnection,
  CardLinkError,
  type CardTransport,
  type CardTransportListener,
} from '../../../src/devices/card-reader/transport.ts';
import { settle, VirtualClock } from '../virtual-clock.ts';

const command = Uint8Array.of(0, 0x84, 0, 0, 8);
const ok = Uint8Array.of(0x90, 0x00);

/** A transport whose answers a test gives. */
class FakeTransport implements CardTransport {
  listener: CardTransportListener | null = null;
  connecting: () => Promise<CardConnection> = async () => this.connection;
  answering: (command: Uint8Array) => Promise<Uint8Array> = async () => ok;
  transmitted = 0;
  released = 0;
  readonly connection: CardConnection = {
    transmit: (bytes) => {
      this.transmitted += 1;
      return this.answering(bytes);
    },
    release: () => {
      this.released += 1;
    },
  };

  open(listener: CardTransportListener): void {
    this.listener = listener;
    listener.health('working', 'fake');
  }

  connect(): Promise<CardConnection> {
    return this.connecting();
  }

  async close(): Promise<void> {}
}

function started() {
  const clock = new VirtualClock();
  const transport = new FakeTransport();
  const driver = new CardReaderDriver(transport, clock);
  const events: string[] = [];
  driver.start({
    inserted: (insertion) => events.push(`in ${insertion}`),
    removed: (insertion) => events.push(`out ${insertion}`),
    health: (state) => events.push(state),
  });
  const listener = transport.listener as CardTransportListener;
  const one = (insertion: number) => driver.session(insertion, (channel) => channel.transmit(command));
  return { clock, transport, driver, events, listener, one };
}

const never = () => new Promise<never>(() => {});

describe('insertions', () => {
  it('have numbers that only go up, through swaps, failures and returns of the reader', () => {
    const { driver, events, listener } = started();
    listener.inserted();
    listener.inserted();
    listener.removed();
    listener.removed();
    listener.inserted();
    listener.health('failed', 'unplugged');
    listener.health('working', 'back');
    listener.inserted();
    expect(events).toEqual(['working', 'in 1', 'out 1', 'in 2', 'out 2', 'in 3', 'out 3', 'failed', 'working', 'in 4']);
    expect(driver.present).toBe(4);
  });

  it('are what a session is for: one of a card that left is not begun', async () => {
    const { transport, listener, one } = started();
    listener.inserted();
    listener.inserted();
    expect(await one(1)).toEqual({ outcome: 'failed', fault: 'removed' });
    expect(transport.transmitted).toBe(0);
    expect(await one(2)).toEqual({ outcome: 'done', value: { outcome: 'done', value: ok } });
  });
});

describe('a session', () => {
  it('waits for the one before it, also when that one throws', async () => {
    const { driver, listener, transport } = started();
    listener.inserted();
    const order: string[] = [];
    const work = (name: string, fails = false) =>
      driver.session(1, async (channel) => {
        order.push(`${name} begins`);
        await channel.transmit(command);
        order.push(`${name} ends`);
        if (fails) throw new Error('a broken invariant');
      });
    const first = work('first', true);
    const second = work('second');
    await expect(first).rejects.toThrow('a broken invariant');
    await second;
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
    expect(transport.released).toBe(2);
  });

  it('sends one command at a time', async () => {
    const { driver, listener, transport } = started();
    let open = 0;
    transport.answering = async () => {
      open += 1;
      expect(open).toBe(1);
      await settle();
      open -= 1;
      return ok;
    };
    listener.inserted();
    const both = await driver.session(1, (channel) =>
      Promise.all([channel.transmit(command), channel.transmit(command)]),
    );
    expect(both).toMatchObject({ value: [{ outcome: 'done' }, { outcome: 'done' }] });
  });

  const silent = new Error('something of the binding');
  it.each([
    ['the card is gone, says the transport', () => Promise.reject(new CardLinkError('removed', 'gone')), 'removed'],
    ['the reader is gone, says the transport', () => Promise.reject(new CardLinkError('reader', 'gone')), 'reader'],
    ['the card is silent, says the transport', () => Promise.reject(new CardLinkError('mute', 'silent')), 'mute'],
    ['a rejection that says nothing', () => Promise.reject(silent), 'reader'],
    ['an answer of one byte', async () => Uint8Array.of(0x90), 'removed'],
    ['no answer within ten seconds', never, 'mute'],
  ] as const)('is over after: %s', async (_, answering, fault) => {
    const { clock, driver, listener, transport } = started();
    listener.inserted();
    transport.answering = answering;
    const answers = clock.until(
      driver.session(1, async (channel) => [await channel.transmit(command), await channel.transmit(command)]),
    );
    expect(await answers).toMatchObject({ value: [{ fault }, { fault }] });
    expect(transport).toMatchObject({ transmitted: 1, released: 1 });
  });

  it.each([
    ['an answer', async () => ok],
    ['a rejection', () => Promise.reject(silent)],
    ['silence', never],
  ] as const)('calls it removed when the card left before %s', async (_, answering) => {
    const { clock, driver, listener, transport } = started();
    listener.inserted();
    transport.answering = () => {
      listener.removed();
      listener.inserted();
      return answering();
    };
    const answered = clock.until(driver.session(1, (channel) => channel.transmit(command)));
    expect(await answered).toMatchObject({ value: { outcome: 'failed', fault: 'removed' } });
  });

  it('is not begun when the reader does not give the card, and lets go what comes too late', async () => {
    const { clock, listener, one, transport } = started();
    listener.inserted();
    transport.connecting = () => Promise.reject(new CardLinkError('reader', 'another program uses the card'));
    expect(await one(1)).toEqual({ outcome: 'failed', fault: 'reader', detail: 'another program uses the card' });
    const { promise, resolve } = Promise.withResolvers<CardConnection>();
    transport.connecting = () => promise;
    expect(await clock.until(one(1))).toMatchObject({ outcome: 'failed', fault: 'mute' });
    resolve(transport.connection);
    await settle();
    expect(transport).toMatchObject({ transmitted: 0, released: 1 });
    transport.connecting = async () => {
      listener.removed();
      return transport.connection;
    };
    expect(await one(1)).toMatchObject({ outcome: 'failed', fault: 'removed' });
    await settle();
    expect(transport).toMatchObject({ transmitted: 0, released: 2 });
  });

  it('has a channel that is dead when it has ended', async () => {
    const { driver, listener, transport } = started();
    listener.inserted();
    const kept = await driver.session(1, async (channel) => ({ channel }));
    if (kept.outcome !== 'done') throw new Error('not begun');
    expect(await kept.value.channel.transmit(command)).toMatchObject({ outcome: 'failed', fault: 'removed' });
    expect(transport.transmitted).toBe(0);
  });

  it('leaves no timer behind', async () => {
    const { clock, listener, one } = started();
    listener.inserted();
    await one(1);
    expect(clock.waiting).toBe(0);
  });
});
