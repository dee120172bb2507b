import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { decodeCommand } from '../../src/card/apdu.ts';
import { applications, type KeyName, type PinName, pins } from '../../src/card/jpki-data.ts';
import { freshMemory } from '../../src/simulation/card/memory.ts';
import type { CardMemory, CardProfile } from '../../src/simulation/card/profile.ts';
import { codes, pinNames } from '../../src/simulation/card/references.ts';
import { type CardFaults, VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { dice } from '../../src/simulation/dice.ts';
import { certificate, profile, unlockPrivateKey } from './cards.ts';

const APDUS = 100_000;
/** Commands to one card before the next one comes. */
const PER_CARD = 250;

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const signCertificate = Buffer.concat([certificate.subarray(0, 4), Buffer.from('ONLY AFTER THE PIN '.repeat(83))]);
const own: CardProfile = profile({
  auth: { certificate, key: privateKey },
  sign: { certificate: signCertificate, key: privateKey },
  pins: {
    auth: { value: '7391', tries: 3 },
    sign: { value: 'QX7K2M', tries: 5 },
    register: { value: '6428', tries: 3 },
    text: { value: '8053', tries: 3 },
  },
});

/** Every eighth place of the private numbers, 16 bytes from there: what no answer may hold. */
const keyParts = (() => {
  const jwk = privateKey.export({ format: 'jwk' });
  return [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].flatMap((number) => {
    const bytes = Buffer.from(number as string, 'base64url');
    return Array.from({ length: Math.floor(bytes.length / 8) - 1 }, (_, n) => bytes.subarray(8 * n, 8 * n + 16));
  });
})();

const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');
const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const length = (text: string): string => text.length.toString(16).padStart(2, '0');
const file = (id: number): string => `00a4020c02${id.toString(16).padStart(4, '0')}`;
const ap = (name: keyof typeof applications): string => `00a4040c0a${Buffer.from(applications[name]).toString('hex')}`;
const say = (value: string): string => `00200080${length(value)}${ascii(value)}`;

/** Conversations that work, to take pieces of. */
const traces: readonly (readonly Uint8Array[])[] = [
  [
    ap('jpki'),
    file(0x06),
    '00b0000020',
    file(0x08),
    '00b0000003',
    file(0x0a),
    '00b0000000',
    '00b0010000',
    '00b0060000',
  ],
  [ap('jpki'), file(0x18), '00200080', say('7391'), file(0x17), `802a008033${'ab'.repeat(51)}00`],
  [ap('jpki'), file(0x1b), '00200080', say('QX7K2M'), file(0x01), '00b0000000', '00b0810000', '802a009a01aa00'],
  [ap('jpki'), file(0x18), say('7391'), '002401800437333931', file(0x18), say('7391')],
  [ap('text'), file(0x11), say('8053'), file(0x01), '00b0000011', file(0x02), '00b0000000', file(0x03), '00b0000000'],
  [ap('text'), file(0x14), say('123456789018'), '00b0810000', file(0x15), say('55021720352285'), '00b0820000'],
  [
    ap('surface'),
    file(0x13),
    say('123456789018'),
    '00b0820000',
    '00b0850000',
    '00b0010000',
    '00b0830000',
    '00b0840000',
  ],
  [ap('common'), '00b2010c00', file(0x1c), say('6428'), '803200800436343238', '0088009908000102030405060700'],
  [ap('register'), file(0x1c), '00200080', say('0000')],
  ['00a4040c07a0000001510000', '00ca00f000', '00ca00f200', '00ca5f5100', '00a40000', '0084000020', '008400000000'],
].map((trace) => trace.map(hex));

const faultsOf: readonly CardFaults[] = [
  { tearAfter: 1 },
  { removeBefore: 1 },
  { muteAt: 1 },
  { failWriteAt: 1 },
  { slowAt: 1, slowMs: 10 },
  { statusOnce: 0x6f00 },
];

/** Sees what goes in and out, and knows from that what may be read now and which challenge is good. */
function watch() {
  const verified = new Set<string>();
  let challenge: Uint8Array | null = null;
  const myNumber = Buffer.from(own.face.myNumber);
  const name = Buffer.from(own.face.name);
  const marker = Buffer.from('AFTER');
  const reset = (): void => {
    verified.clear();
    challenge = null;
  };
  return {
    reset,
    challenge: () => challenge,
    /** A VERIFY with the right value of a reference that is not blocked: sets its counter back. */
    isRight(command: Uint8Array, pin: PinName | null, before: CardMemory, tries: number): boolean {
      const { cla, ins, data } = decodeCommand(command) ?? {};
      if (cla !== 0x00 || ins !== 0x20 || data === undefined || tries === 0) return false;
      const right = pin === null ? Object.values(codes).map((code) => code.valueFor(own)) : [pinValue(pin, before)];
      return right.includes(Buffer.from(data).toString('latin1'));
    },
    /** An UNLOCK with a signature over the challenge that is good now, for the PIN it names. */
    isAuthorised(command: Uint8Array): boolean {
      const { cla, ins, p2, data } = decodeCommand(command) ?? {};
      if (cla !== 0x80 || ins !== 0x54 || data === undefined || p2 === undefined || challenge === null) return false;
      return [pins.auth.file, pins.sign.file].some((id) => {
        const signed = Buffer.concat([challenge as Uint8Array, Uint8Array.of(0, id)]);
        const key = { key: Buffer.from(own.unlockKey), format: 'der', type: 'spki' } as const;
        return (p2 === (0x80 | id) || p2 === 0x80) && verify(null, signed, key, data.subarray(0, 64));
      });
    },
    /** Looks at an answer after the memory was looked at. */
    answered(command: Uint8Array, answer: Uint8Array, before: CardMemory): void {
      const { cla, ins, p1, data } = decodeCommand(command) ?? {};
      const ok = answer.at(-2) === 0x90;
      if (ok && cla === 0 && ins === 0xa4 && p1 === 0x04) verified.clear();
      if (ok && cla === 0 && ins === 0x20 && data !== undefined) verified.add(Buffer.from(data).toString('latin1'));
      const sw = ((answer.at(-2) as number) << 8) | (answer.at(-1) as number);
      if (cla === 0x80 && ins === 0x54 && [0x9000, 0x6982, 0x6a80].includes(sw)) challenge = null;
      if (ok && cla === 0 && ins === 0x84) challenge = answer.slice(0, -2);
      const drawn = (cla === 0x80 && ins === 0x2a) || (cla === 0 && ins === 0x84);
      if (answer.length < 6 || drawn) return;
      const bytes = Buffer.from(answer);
      const opened = (...values: readonly string[]): boolean => values.some((value) => verified.has(value));
      const b = codes.textB.valueFor(own);
      if (bytes.includes(myNumber)) expect(opened(pinValue('text', before), own.face.myNumber)).toBe(true);
      if (bytes.includes(name)) expect(opened(pinValue('text', before), b)).toBe(true);
      if (bytes.includes(marker)) expect(opened(pinValue('sign', before))).toBe(true);
      for (const pin of pinNames) expect(bytes.includes(pinValue(pin, before))).toBe(false);
      if (bytes.length >= 16) expect(keyParts.some((part) => bytes.includes(part))).toBe(false);
    },
  };
}

const pinValue = (pin: PinName, { values }: CardMemory): string => values[pin] ?? own.pins[pin].value;

it('keeps what it guards, counts fairly and always answers, whatever comes', { timeout: 30_000 }, () => {
  const { below, pick, bytes } = dice(0x6d61646f);

  let lastUnlock = bytes(75);
  const unlock = (challenge: Uint8Array | null): Uint8Array => {
    if (below(3) === 0) return lastUnlock;
    const pin: KeyName = pick(['auth', 'sign']);
    const signed = Buffer.concat([challenge ?? bytes(32), Uint8Array.of(0, pins[pin].file)]);
    const value = Buffer.from(own.pins[pin].value);
    const signature = sign(null, signed, unlockPrivateKey);
    const header = Uint8Array.of(0x80, 0x54, 0, 0x80 | pins[pin].file, 64 + value.length);
    lastUnlock = Buffer.concat([header, signature, value]);
    return lastUnlock;
  };

  const mutate = (command: Uint8Array): Uint8Array => {
    const changed = Uint8Array.from(command);
    const at = below(changed.length);
    return pick([
      () => changed.with(at, below(256)),
      () => changed.with(below(4), below(256)),
      () => changed.with(at, (changed[at] as number) ^ (1 << below(8))),
      () => changed.subarray(0, at),
      () => Buffer.concat([changed, bytes(1 + below(3))]),
      () => Buffer.concat([changed.subarray(0, at), pick(pick(traces)).subarray(at)]),
    ])();
  };

  const invent = (): Uint8Array => {
    const data = bytes(below(20));
    const cla = pick([hex('00'), hex('80'), bytes(1)]);
    return Buffer.concat([cla, bytes(3), Uint8Array.of(data.length), data, bytes(below(2))]);
  };

  let verifies = 0;
  let rises = 0;
  for (let card = 0; card * PER_CARD < APDUS; card += 1) {
    let kept: CardMemory | null = null;
    const fresh = freshMemory(own);
    const blocked = { ...fresh, tries: { auth: 0, sign: 0, register: 0, text: 0 } };
    const memory = pick([fresh, fresh, blocked]);
    const one = new VirtualCard(own, {
      memory,
      persist: (now) => {
        kept = now;
      },
    });
    const guard = watch();
    let trace = pick(traces);
    let step = 0;
    for (let count = 0; count < PER_CARD; count += 1) {
      if (step >= trace.length || below(20) === 0) [trace, step] = [pick(traces), 0];
      const sound = trace[step++] as Uint8Array;
      const same = () => sound;
      const mutated = () => mutate(sound);
      const unlocking = () => unlock(guard.challenge());
      const noise = () => bytes(below(300));
      const command = pick([
        same,
        same,
        same,
        same,
        same,
        mutated,
        mutated,
        mutated,
        mutated,
        invent,
        unlocking,
        noise,
      ])();
      if (below(200) === 0) {
        one.reset();
        guard.reset();
      }
      const fault = below(50) === 0;
      one.faults = fault ? { ...pick(faultsOf) } : {};
      const before = one.memory;
      const reply = one.exchange(command);
      const after = one.memory;

      const { cla, ins, data } = decodeCommand(command) ?? {};
      const spends = cla === 0 && ins === 0x20 && data !== undefined;
      if (spends) verifies += 1;
      if (after !== before) {
        expect(kept).toBe(after);
        const changes = [
          ...pinNames.map((pin) => [pin, Number(before.tries[pin]), Number(after.tries[pin])] as const),
          ...Object.entries(codes).map(([code, { maxTries }]) => {
            const left = ({ codes: tries }: CardMemory) => tries?.[code as keyof typeof codes] ?? maxTries;
            return [null, left(before), left(after)] as const;
          }),
        ].filter(([, was, is]) => was !== is);
        expect(changes.length).toBeLessThanOrEqual(1);
        for (const [pin, was, is] of changes) {
          if (is < was) expect([spends, is >= 0, is]).toEqual([true, true, was - 1]);
          else expect(guard.isRight(command, pin, before, was) || guard.isAuthorised(command)).toBe(true);
          rises += is > was ? 1 : 0;
        }
        if (ins === 0x54) expect(guard.isAuthorised(command)).toBe(true);
        if (after.values !== before.values) expect([0x24, 0x32, 0x54]).toContain(ins);
      }
      if (reply.kind === 'answer') {
        expect(reply.bytes.length).toBeGreaterThanOrEqual(2);
        guard.answered(command, reply.bytes, before);
      } else {
        expect(fault).toBe(true);
        one.reset();
        guard.reset();
      }
    }
  }
  // The walk has been where it matters.
  expect(verifies).toBeGreaterThan(APDUS / 100);
  expect(rises).toBeGreaterThan(100);
});
