import { expect, it } from 'vitest';
import type { LinkFault } from '../../src/card/card-client.ts';
import { readChipFacts } from '../../src/card/chip-facts.ts';
import { readCommonRecord } from '../../src/card/common-card.ts';
import { JpkiClient } from '../../src/card/jpki.ts';
import type { ApplicationName, PinName } from '../../src/card/jpki-data.ts';
import { done, failed, type Outcome, unknown } from '../../src/outcome.ts';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { dice } from '../../src/simulation/dice.ts';
import { certificate, profile } from './cards.ts';

const ANSWERS = 100_000;
/** Commands in one call: a certificate with a forged length of 64 KB, read in pieces of 256, and some that are fetched twice. */
const MOST = 600;

const { below, pick, bytes } = dice(20_260_701);
type Answer = Outcome<Uint8Array, LinkFault>;

const statusWords = [
  0x9000, 0x6100, 0x6105, 0x61ff, 0x6c00, 0x6c03, 0x6cff, 0x6281, 0x63c0, 0x63c1, 0x63cf, 0x6300, 0x6581, 0x6700,
  0x6982, 0x6983, 0x6984, 0x6985, 0x6986, 0x6a82, 0x6a86, 0x6b00, 0x6d00, 0x6e00, 0x6f00, 0xffff, 0x0000,
];
const withStatus = (data: Uint8Array, sw: number): Uint8Array => Uint8Array.of(...data, sw >> 8, sw & 0xff);

/** What can become of a right answer on the way. */
const mutations: readonly ((answer: Uint8Array) => Answer)[] = [
  () => done(bytes(below(300))),
  () => done(withStatus(bytes(below(258)), 0x9000)),
  () => done(withStatus(Uint8Array.of(0x30, 0x82, 0xff, 0xff, ...bytes(below(252))), 0x9000)),
  (answer) => done(withStatus(answer.subarray(0, -2), pick(statusWords))),
  () => done(withStatus(new Uint8Array(), pick(statusWords))),
  (answer) => done(answer.subarray(0, below(answer.length + 1))),
  (answer) => done(Uint8Array.of(...answer, ...bytes(1 + below(4)))),
  (answer) => {
    const flipped = Uint8Array.from(answer);
    const place = below(Math.max(1, flipped.length));
    flipped[place] = (flipped[place] ?? 0) ^ (1 << below(8));
    return done(flipped);
  },
  () => done(new Uint8Array()),
  () => failed(pick<LinkFault>(['removed', 'mute', 'reader'])),
  () => unknown('the reader cannot say'),
];

const pinValue = Buffer.from('1234');

/** Calls of the client: what may be on the wire for each. */
const calls: Readonly<
  Record<string, { verifies: 0 | 1; changes: 0 | 1; run: (client: JpkiClient) => Promise<Outcome<unknown, string>> }>
> = {
  identify: { verifies: 0, changes: 0, run: (client) => client.identify() },
  certificate: { verifies: 0, changes: 0, run: (client) => client.readCertificate(pick(['auth', 'sign'])) },
  select: {
    verifies: 0,
    changes: 0,
    run: (client) => client.selectApplication(pick<ApplicationName>(['jpki', 'text', 'common', 'surface', 'register'])),
  },
  state: {
    verifies: 0,
    changes: 0,
    run: (client) => client.pinState(pick<PinName>(['auth', 'sign', 'register', 'text'])),
  },
  verify: { verifies: 1, changes: 0, run: (client) => client.verify(pinValue) },
  sign: {
    verifies: 0,
    changes: 0,
    run: (client) => client.sign(pick(['auth', 'sign']), pick(['current', 'next']), bytes(32)),
  },
  change: { verifies: 0, changes: 1, run: (client) => client.changePin(pinValue) },
  common: { verifies: 0, changes: 0, run: (client) => readCommonRecord(client) },
  facts: { verifies: 0, changes: 0, run: (client) => readChipFacts(client) },
};

it(`no call of the client throws, hangs, or says a PIN twice, whatever ${ANSWERS.toLocaleString('en')} answers are`, async () => {
  const outcomes = new Map<string, number>();
  let answers = 0;
  let most = 0;
  while (answers < ANSWERS) {
    const card = new VirtualCard(profile());
    /** How seldom answers are right: now and then never, so that deep places are reached as well. */
    const right = pick([0, 2, 10, 50]);
    const secret: Uint8Array[] = [];
    let sent = 0;
    let verifies = 0;
    let changes = 0;
    const client = new JpkiClient(async (command) => {
      answers += 1;
      sent += 1;
      if (sent > MOST) throw new Error('a call without end');
      const ins = command[1];
      if (ins === 0x20 && command.length > 4) verifies += 1;
      if (ins === 0x24) changes += 1;
      if (ins === 0x24 || (ins === 0x20 && command.length > 4)) secret.push(command);
      const signature = ins === 0x2a ? withStatus(bytes(pick([96, 256])), 0x9000) : null;
      const answer = signature ?? card.transmit(command) ?? new Uint8Array();
      return below(right + 1) > 0 ? done(answer) : pick(mutations)(answer);
    });
    await client.selectApplication('jpki');
    for (const name of Array.from({ length: 8 }, () => pick(Object.keys(calls)))) {
      sent = verifies = changes = 0;
      const call = calls[name];
      const { outcome } = (await call?.run(client)) ?? { outcome: 'none' };
      outcomes.set(`${name} ${outcome}`, (outcomes.get(`${name} ${outcome}`) ?? 0) + 1);
      most = Math.max(most, sent);
      expect([name, verifies, changes]).toEqual([name, call?.verifies, call?.changes]);
      expect(secret.every((command) => command.every((value) => value === 0))).toBe(true);
    }
    expect(pinValue.toString()).toBe('1234');
  }
  // Every call came to an end of each kind: a fuzz that only ever fails early tests little.
  for (const name of Object.keys(calls))
    for (const outcome of ['done', 'failed', 'unknown']) expect(outcomes.get(`${name} ${outcome}`)).toBeGreaterThan(20);
  expect(most).toBeGreaterThan(10);
}, 30_000);

it('reads a certificate to its length, not to its end, and stops at an end that comes too early', async () => {
  const longer = Buffer.concat([certificate, Buffer.alloc(500, 0xff)]);
  const { auth: own } = profile();
  for (const [content, expected] of [
    [longer, done(certificate)],
    [certificate.subarray(0, 1_000), { outcome: 'failed', fault: 'card' }],
  ] as const) {
    const card = new VirtualCard(profile({ auth: own && { ...own, certificate: content } }));
    const client = new JpkiClient(async (command) => done(card.transmit(command) ?? new Uint8Array()));
    await client.selectApplication('jpki');
    expect(await client.readCertificate('auth')).toMatchObject(expected);
  }
});
