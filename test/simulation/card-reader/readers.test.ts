import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { atrs } from '../../../src/simulation/card/atr.ts';
import { VirtualCard } from '../../../src/simulation/card/virtual-card.ts';
import { MemoryReader } from '../../../src/simulation/card-reader/memory-reader.ts';
import { VpcdCard, type VpcdOptions } from '../../../src/simulation/card-reader/vpcd.ts';
import { profile } from '../../card/cards.ts';
import { settle, VirtualClock } from '../../devices/virtual-clock.ts';

const SELECT = Buffer.from('00a4040c0ad392f000260100000001', 'hex');
const hex = (bytes: Uint8Array | null): string | null => bytes && Buffer.from(bytes).toString('hex');

describe('a slot in memory', () => {
  const inserted = () => {
    const clock = new VirtualClock();
    const reader = new MemoryReader({ clock });
    const card = new VirtualCard(profile());
    reader.insert(card);
    return { clock, reader, card };
  };

  it('waits for a slow card', async () => {
    const { clock, reader, card } = inserted();
    card.faults = { slowAt: 1, slowMs: 3_000 };
    const connection = await reader.connect();
    let answer: string | null = null;
    void connection.transmit(SELECT).then((bytes) => {
      answer = hex(bytes);
    });
    await clock.pass(2_999);
    expect(answer).toBeNull();
    await clock.pass(1);
    expect(answer).toBe('9000');
  });

  it('has nothing of a slow card that is pulled out meanwhile', async () => {
    const { clock, reader, card } = inserted();
    card.faults = { slowAt: 1, slowMs: 3_000 };
    const answer = (await reader.connect()).transmit(SELECT);
    reader.remove();
    await expect(answer).rejects.toThrow('gone');
    expect(clock.waiting).toBe(0);
  });

  it('never hears from a mute card, until it is pulled out', async () => {
    const { clock, reader, card } = inserted();
    card.faults.muteAt = 1;
    let settled = false;
    const answer = (await reader.connect()).transmit(SELECT).finally(() => {
      settled = true;
    });
    await clock.pass(60_000);
    expect([settled, reader.occupied]).toEqual([false, true]);
    reader.remove();
    await expect(answer).rejects.toThrow('gone');
  });

  it('loses a card that is torn away, and keeps the old connection from the next one', async () => {
    const { reader, card } = inserted();
    const connection = await reader.connect();
    card.faults.tearAfter = 1;
    await expect(connection.transmit(SELECT)).rejects.toThrow('gone');
    expect(reader.occupied).toBe(false);
    reader.insert(card);
    await expect(connection.transmit(SELECT)).rejects.toThrow('gone');
    expect(hex(await (await reader.connect()).transmit(SELECT))).toBe('9000');
  });
});

describe('a card behind vpcd', () => {
  let server: Server;
  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.close();
  });

  /** Puts the card in and gives what vpcd has in its hand: ask with a frame, or wait for the end. */
  async function insert(card: VirtualCard, options: VpcdOptions = {}) {
    const slot = new VpcdCard(card, options);
    const connected = once(server, 'connection');
    await slot.insert('127.0.0.1', (server.address() as AddressInfo).port);
    const [socket] = (await connected) as [Socket];
    const send = (content: Uint8Array): void => {
      socket.write(Buffer.concat([Buffer.from([content.length >> 8, content.length & 0xff]), content]));
    };
    const ask = async (content: Uint8Array): Promise<string | null> => {
      send(content);
      const [frame] = (await once(socket, 'data')) as [Buffer];
      return hex(frame.subarray(2));
    };
    return { slot, socket, send, ask };
  }

  const ATR = Uint8Array.of(4);
  const POWER_ON = Uint8Array.of(1);

  it('shows the answer to reset it was given, and a new PUPI at every activation only', async () => {
    const plain = await insert(new VirtualCard(profile()));
    expect(await plain.ask(ATR)).toBe(hex(atrs['contact-1']));
    plain.slot.remove();
    const other = await insert(new VirtualCard(profile()), { atr: 'contactless-4' });
    expect(await other.ask(ATR)).toBe(hex(atrs['contactless-4']));
    other.slot.remove();
    const { ask, send, slot } = await insert(new VirtualCard(profile()), { atr: 'pupi' });
    const first = await ask(ATR);
    expect(await ask(ATR)).toBe(first);
    send(POWER_ON);
    expect(await ask(ATR)).not.toBe(first);
    slot.remove();
  });

  it('answers, forgets at power on, and goes when it is torn away', async () => {
    const card = new VirtualCard(profile());
    const { ask, send, socket } = await insert(card);
    expect(await ask(SELECT)).toBe('9000');
    expect(await ask(Buffer.from('00a40000', 'hex'))).toBe('9000');
    send(POWER_ON);
    expect(await ask(Buffer.from('00a40000', 'hex'))).toBe('6a86');
    card.faults.tearAfter = 1;
    const ended = once(socket, 'close');
    socket.resume();
    send(SELECT);
    await ended;
  });

  it('is slow by the clock, and mute for good', async () => {
    const clock = new VirtualClock();
    const card = new VirtualCard(profile());
    const { ask, send, slot, socket } = await insert(card, { clock });
    const answers: (string | null)[] = [];
    card.faults = { slowAt: 1, slowMs: 5_000 };
    const slow = ask(SELECT).then((answer) => answers.push(answer));
    while (clock.waiting === 0) await settle();
    await clock.pass(4_999);
    expect(answers).toEqual([]);
    await clock.pass(1);
    await slow;
    expect(answers).toEqual(['9000']);
    card.faults = { muteAt: 1 };
    send(SELECT);
    send(ATR);
    const [frame] = (await once(socket, 'data')) as [Buffer];
    expect(hex(frame)).toBe(`0009${hex(atrs['contact-1'])}`);
    slot.remove();
    await slot.closed();
  });
});
