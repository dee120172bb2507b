import { randomBytes } from 'node:crypto';
import { duplexPair } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, type FrameKind, FrameReader } from '../../../src/devices/card-reader/pcsc-frames.ts';
import { type PcscProcess, PcscTransport } from '../../../src/devices/card-reader/pcsc-transport.ts';
import { settle, VirtualClock } from '../virtual-clock.ts';

const verify = Uint8Array.of(0x00, 0x20, 0x00, 0x80, 4, 0x31, 0x32, 0x33, 0x34);

/** The other end of the channel, in a test's hands. */
class FakeProcess implements PcscProcess {
  readonly #end = Promise.withResolvers<string>();
  readonly #pair = duplexPair();
  readonly channel = this.#pair[0];
  readonly ended = this.#end.promise;
  readonly heard: { readonly kind: FrameKind; readonly number: number; readonly content: string }[] = [];
  killed = false;

  constructor() {
    const frames = new FrameReader(({ kind, number, content }) =>
      this.heard.push({ kind, number, content: content.toString('hex') }),
    );
    this.#pair[1].on('data', (bytes: Buffer) => frames.push(Buffer.from(bytes)));
  }

  say(kind: FrameKind, number = 0, content: Uint8Array = new Uint8Array()): void {
    this.#pair[1].write(encodeFrame(kind, number, content));
  }

  die(why: string): void {
    this.#end.resolve(why);
  }

  kill(): void {
    this.killed = true;
    this.die('SIGKILL');
  }
}

function opened() {
  const clock = new VirtualClock();
  const processes: FakeProcess[] = [];
  const events: string[] = [];
  const transport = new PcscTransport(null, clock, () => {
    const launched = new FakeProcess();
    processes.push(launched);
    return launched;
  });
  transport.open({
    inserted: () => events.push('in'),
    removed: () => events.push('out'),
    health: (state, reason) => events.push(`${state} ${reason}`),
  });
  const last = (): FakeProcess => processes.at(-1) as FakeProcess;
  /** A card that is in, connected. */
  const connected = async () => {
    last().say('inserted', 7);
    await settle();
    const connecting = transport.connect();
    await settle();
    last().say('answer', last().heard.at(-1)?.number);
    return connecting;
  };
  return { clock, processes, events, transport, last, connected };
}

describe('the PC/SC transport', () => {
  it('passes on what the process says, and commands to the card of its insertion', async () => {
    const { events, last, connected } = opened();
    last().say('working', 0, Buffer.from('Reader 00 00'));
    const connection = await connected();
    expect(events).toEqual(['working Reader 00 00', 'in']);
    expect(last().heard).toEqual([{ kind: 'connect', number: 1, content: '00000007' }]);
    const answer = connection.transmit(verify);
    await settle();
    expect(last().heard.at(-1)).toEqual({ kind: 'transmit', number: 2, content: '002000800431323334' });
    last().say('answer', 2, Uint8Array.of(0x63, 0xc2));
    expect(await answer).toEqual(Uint8Array.of(0x63, 0xc2));
    const failing = connection.transmit(verify);
    last().say('fault', 3, Buffer.from('removed Card was removed (SCARD_W_REMOVED_CARD)'));
    last().say('removed', 7);
    const sentence = 'Card was removed (SCARD_W_REMOVED_CARD)';
    await expect(failing).rejects.toMatchObject({ fault: 'removed', message: sentence });
    connection.release();
    await settle();
    expect(last().heard.at(-1)).toMatchObject({ kind: 'release' });
    await expect(opened().transport.connect()).rejects.toMatchObject({ fault: 'removed' });
  });

  it('has what was on its way answered when the process dies, never sends it again, and starts another', async () => {
    const { clock, events, processes, last, connected } = opened();
    const connection = await connected();
    const answer = connection.transmit(verify);
    await settle();
    last().die('SIGSEGV');
    await expect(answer).rejects.toMatchObject({ fault: 'reader' });
    expect(events.at(-1)).toBe('failed the process for the card reader ended (SIGSEGV)');
    await clock.pass(100);
    expect(processes).toHaveLength(2);
    await expect(connection.transmit(verify)).rejects.toMatchObject({ fault: 'reader' });
    connection.release();
    last().say('inserted', 1);
    await settle();
    expect(last().heard).toEqual([]);
    expect(events.at(-1)).toBe('in');
  });

  it('replaces a process that has been silent for five seconds', async () => {
    const { clock, events, processes, last, connected } = opened();
    const connection = await connected();
    for (let second = 0; second < 20; second += 1) {
      last().say('alive');
      await clock.pass(1_000);
    }
    expect(processes).toHaveLength(1);
    const answer = connection.transmit(verify);
    const rejected = expect(answer).rejects.toMatchObject({ fault: 'reader' });
    await clock.pass(5_000);
    await rejected;
    expect(processes[0]?.killed).toBe(true);
    expect(events.at(-1)).toContain('pcscd does not answer');
    await clock.pass(100);
    expect(processes).toHaveLength(2);
  });

  it('waits longer from death to death, and begins anew after one that lived', async () => {
    const { clock, processes, last } = opened();
    const untilNext = async (): Promise<number> => {
      const count = processes.length;
      last().die('exit code 1');
      for (let waited = 0; ; waited += 100) {
        if (processes.length > count) return waited;
        await clock.pass(100);
      }
    };
    const waits: number[] = [];
    for (let death = 0; death < 6; death += 1) waits.push(await untilNext());
    expect(waits).toEqual([100, 500, 2_000, 10_000, 10_000, 10_000]);
    for (let second = 0; second < 30; second += 1) {
      last().say('alive');
      await clock.pass(1_000);
    }
    expect(await untilNext()).toBe(100);
  });

  it('says that the binding is missing, once, and starts nothing again', async () => {
    const { clock, events, processes, last } = opened();
    last().say('missing', 0, Buffer.from('the PC/SC binding is not installed'));
    await settle();
    await clock.pass(3_600_000);
    expect(events).toEqual(['failed the PC/SC binding is not installed']);
    expect(processes).toHaveLength(1);
    expect(processes[0]?.killed).toBe(true);
    expect(clock.waiting).toBe(0);
  });

  it('ends the process when it is closed, and starts none afterwards', async () => {
    const { clock, events, processes, transport, last, connected } = opened();
    const answer = (await connected()).transmit(verify);
    const rejected = expect(answer).rejects.toMatchObject({ fault: 'reader' });
    await transport.close();
    await rejected;
    expect(last().killed).toBe(true);
    await clock.pass(3_600_000);
    expect(processes).toHaveLength(1);
    expect(events).toEqual(['in']);
    await expect(transport.connect()).rejects.toMatchObject({ fault: 'removed' });
  });

  it('overwrites a command that it has written', async () => {
    const { last, connected } = opened();
    const connection = await connected();
    const written: Buffer[] = [];
    const write = last().channel.write.bind(last().channel);
    last().channel.write = ((frame: Buffer, written_: () => void) => {
      written.push(frame);
      return write(Buffer.from(frame), written_);
    }) as typeof write;
    void connection.transmit(verify).catch(() => {});
    await settle();
    expect(written.map((frame) => frame.every((byte) => byte === 0))).toEqual([true]);
  });
});

describe('frames', () => {
  it('arrive whole and in order, however the stream cuts them, and leave nothing behind', () => {
    const frame = fc.record({
      kind: fc.constantFrom<FrameKind>('connect', 'transmit', 'answer', 'fault', 'alive'),
      number: fc.integer({ min: 0, max: 0xffff_ffff }),
      content: fc.uint8Array({ maxLength: 300 }),
    });
    fc.assert(
      fc.property(fc.array(frame), fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }), (frames, cuts) => {
        const stream = Buffer.concat(frames.map(({ kind, number, content }) => encodeFrame(kind, number, content)));
        const heard: typeof frames = [];
        const views: Uint8Array[] = [];
        const reader = new FrameReader(({ kind, number, content }) => {
          heard.push({ kind, number, content: Uint8Array.from(content) });
          views.push(content);
        });
        for (let start = 0, cut = 0; start < stream.length; cut += 1) {
          const end = start + (cuts[cut % cuts.length] ?? 1);
          reader.push(stream.subarray(start, end));
          start = end;
        }
        expect(heard).toEqual(frames);
        expect(stream.every((byte) => byte === 0)).toBe(true);
        expect(views.every((view) => view.every((byte) => byte === 0))).toBe(true);
      }),
    );
  });

  it('of the longest answer arrive in one piece after another', () => {
    const heard: number[] = [];
    const reader = new FrameReader(({ content }) => heard.push(content.length));
    const stream = Buffer.concat([1, 2, 3].map((number) => encodeFrame('answer', number, randomBytes(65_535))));
    for (let start = 0; start < stream.length; start += 0xffff) reader.push(stream.subarray(start, start + 0xffff));
    expect(heard).toEqual([65_535, 65_535, 65_535]);
  });
});
