import { describe, expect, it } from 'vitest';
import { SW } from '../../src/card/apdu.ts';
import type { Transmit } from '../../src/card/card-client.ts';
import { certificateValidity, readChipFacts } from '../../src/card/chip-facts.ts';
import { readCommonRecord } from '../../src/card/common-card.ts';
import { JpkiClient } from '../../src/card/jpki.ts';
import { applications } from '../../src/card/jpki-data.ts';
import { japanDate } from '../../src/japan-time.ts';
import { done, failed } from '../../src/outcome.ts';
import type { CardProfile } from '../../src/simulation/card/profile.ts';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { CARDS } from '../../src/simulation/town/cards.ts';
import { town } from '../centre/office.ts';
import { profile } from './cards.ts';

/** A client of a card, with the commands it has sent. */
function link(card: VirtualCard, change: Transmit = async (command) => answerOf(card, command)) {
  const sent: Uint8Array[] = [];
  const client = new JpkiClient((command) => {
    sent.push(Uint8Array.from(command));
    return change(command);
  });
  return { client, sent };
}

async function answerOf(card: VirtualCard, command: Uint8Array): ReturnType<Transmit> {
  const answer = card.transmit(command);
  return answer === null ? failed('removed') : done(answer);
}

/** The card without an application: SELECT of it is answered as by a card that has never heard of it. */
const without =
  (card: VirtualCard, missing: Uint8Array): Transmit =>
  async (command) =>
    Buffer.from(command).includes(Buffer.from(missing))
      ? done(Uint8Array.of(SW.fileNotFound >> 8, SW.fileNotFound & 0xff))
      : answerOf(card, command);

const facts = async (card: VirtualCard, transmit?: Transmit) => {
  const answer = await readChipFacts(link(card, transmit).client);
  if (answer.outcome !== 'done') throw new Error(JSON.stringify(answer));
  return answer.value;
};

const townCard = (name: string): VirtualCard => new VirtualCard(town.cards.get(name) as CardProfile);
const open = (tries: number) => ({ state: 'open', tries });

describe('what a chip says without a PIN', () => {
  it('is the same for every card of the catalogue as what was put on it', async () => {
    for (const { name } of CARDS) {
      const card = townCard(name);
      const told = await facts(card);
      if ('kind' in told) continue;
      const { auth, sign, expires, municipality, generation, pins } = card.profile;
      const states = Object.fromEntries(
        Object.entries(pins).map(([pin, { tries }]) => [
          pin,
          tries === null ? { state: 'unset' } : tries === 0 ? { state: 'blocked' } : open(tries),
        ]),
      );
      const authValidity = auth === null ? null : certificateValidity(auth.certificate);
      const has = { auth: auth !== null, sign: sign !== null };
      expect(told, name).toEqual({ generation, has, municipality, expires, authValidity, pins: states });
    }
  });

  it.each([
    ['old-card', 'resident-register-card'],
    ['android', 'android'],
    ['iphone', 'iphone'],
  ])('of %s is only what kind it is: %s', async (name, kind) => {
    expect(await facts(townCard(name))).toEqual({ kind });
  });

  it('takes no VERIFY with a value and no try', async () => {
    for (const { name } of CARDS) {
      const card = townCard(name);
      const { client, sent } = link(card);
      const { tries } = card.memory;
      await readChipFacts(client);
      expect(sent.filter((command) => command[1] === 0x20 && command.length > 4)).toEqual([]);
      expect(card.memory.tries).toEqual(tries);
    }
  });

  it.each([
    ['common', { register: null, municipality: null, expires: null }],
    ['text', { text: null }],
  ] as const)('leaves out what stands in an application the card does not have: %s', async (name, missing) => {
    const card = new VirtualCard(profile());
    const told = await facts(card, without(card, applications[name]));
    const { register = open(3), text = open(3), ...record } = missing as Record<string, unknown>;
    expect(told).toMatchObject({ pins: { auth: open(3), sign: open(5), register, text }, ...record });
  });

  it('has no validity for an authentication certificate that is none', async () => {
    expect(await facts(new VirtualCard(profile()))).toMatchObject({ has: { auth: true }, authValidity: null });
    expect(await facts(new VirtualCard(profile({ auth: null })))).toMatchObject({
      has: { auth: false, sign: true },
      authValidity: null,
    });
  });

  it('is a fault, and not half of the facts, wherever the card is torn away', async () => {
    const { client, sent } = link(townCard('adult'));
    await readChipFacts(client);
    for (let n = 1; n <= sent.length; n += 1) {
      const card = townCard('adult');
      card.faults.tearAfter = n;
      expect(await readChipFacts(link(card).client), `after ${n}`).toMatchObject({
        outcome: 'failed',
        fault: 'removed',
      });
    }
  });
});

describe('the record of the common application', () => {
  const record = '400000012719843132212035021';
  const read = (bytes: Uint8Array, sw: number = SW.ok) =>
    readCommonRecord(
      new JpkiClient(async (command) =>
        done(command[1] === 0xb2 ? Buffer.concat([bytes, Uint8Array.of(sw >> 8, sw & 0xff)]) : Uint8Array.of(0x90, 0)),
      ),
    );
  const withHead = (digits: string, head: readonly number[] = [0x01, 0x1c]) =>
    Buffer.concat([Uint8Array.from(head), Buffer.from(digits)]);

  it('tells the municipality and the last day', async () => {
    expect(await read(withHead(`${record}7`))).toEqual(done({ municipality: '13221', expires: '2035-02-17' }));
  });

  it.each([
    ['a month 13', withHead('4000000127198431322120351317')],
    ['a day 32', withHead('4000000127198431322120350232')],
    ['a letter', withHead(`${record}X`)],
    ['a digit too few', withHead(record)],
    ['a digit too many', withHead(`${record}77`)],
    ['another number', withHead(`${record}7`, [0x02, 0x1c])],
    ['nothing in it', new Uint8Array()],
  ])('is not believed with %s', async (_, bytes) => {
    expect(await read(bytes)).toEqual(done(null));
  });

  it('is not believed with another status word, nor asked for where there is no such application', async () => {
    expect(await read(withHead(`${record}7`), SW.fileNotFound)).toEqual(done(null));
    const { client, sent } = link(new VirtualCard(profile()), async () => done(Uint8Array.of(0x6a, 0x82)));
    expect(await readCommonRecord(client)).toEqual(done(null));
    expect(sent).toHaveLength(1);
  });
});

it('the days of a certificate are its first and last in Japan', () => {
  const { auth, expires } = town.cards.get('end-of-stay') as CardProfile;
  const validity = certificateValidity(auth?.certificate ?? new Uint8Array());
  expect(japanDate(validity?.until ?? 0)).toBe(expires);
  for (const bytes of [new Uint8Array(), Buffer.alloc(300, 0x30), auth?.certificate.subarray(0, 400) ?? null])
    expect(certificateValidity(bytes as Uint8Array)).toBeNull();
});
