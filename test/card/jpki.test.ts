import { constants, createHash, publicDecrypt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCommand, encodeCommand } from '../../src/card/apdu.ts';
import { JpkiClient, type Transmit } from '../../src/card/jpki.ts';
import { PinEntry } from '../../src/card/pin-entry.ts';
import { done, failed } from '../../src/outcome.ts';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { cardPublicKey, certificate, profile } from './cards.ts';

const pin = Buffer.from('1234');

/** A client on a card, with every command it sent. */
function link(card: VirtualCard): { client: JpkiClient; sent: string[] } {
  const sent: string[] = [];
  const transmit: Transmit = async (command) => {
    sent.push(Buffer.from(command).toString('hex').toUpperCase());
    const answer = card.transmit(command);
    return answer === null ? failed('removed') : done(answer);
  };
  return { client: new JpkiClient(transmit), sent };
}

describe('command APDUs', () => {
  it('are the bytes ISO/IEC 7816-4 says, in all four short cases', () => {
    const hex = (command: Parameters<typeof encodeCommand>[0]) => Buffer.from(encodeCommand(command)).toString('hex');
    const header = { cla: 0, ins: 0x20, p1: 0, p2: 0x80 };
    expect(hex(header)).toBe('00200080');
    expect(hex({ ...header, le: 256 })).toBe('0020008000');
    expect(hex({ ...header, data: Buffer.from('1234') })).toBe('002000800431323334');
    expect(hex({ ...header, data: Uint8Array.of(1), le: 3 })).toBe('00200080010103');
    expect(() => encodeCommand({ ...header, data: new Uint8Array() })).toThrow(RangeError);
    expect(() => encodeCommand({ ...header, le: 257 })).toThrow(RangeError);
  });

  it('survive a round trip', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(
        fc.record(
          {
            cla: byte,
            ins: byte,
            p1: byte,
            p2: byte,
            data: fc.uint8Array({ minLength: 1, maxLength: 255 }),
            le: fc.integer({ min: 1, max: 256 }),
          },
          { requiredKeys: ['cla', 'ins', 'p1', 'p2'] },
        ),
        (command) => {
          expect(decodeCommand(encodeCommand(command))).toEqual(command);
        },
      ),
    );
  });
});

describe('the JPKI client', () => {
  it('authenticates in few APDUs: identify, certificate, counter, one VERIFY, signature', async () => {
    const { client, sent } = link(new VirtualCard(profile()));
    expect(await client.identify()).toEqual(done({ kind: 'my-number-card', authAvailable: true }));
    expect(await client.readAuthCertificate()).toEqual(done(certificate));
    expect(await client.authPinState()).toEqual(done({ blocked: false, tries: 3 }));
    expect(await client.verifyAuthPin(pin)).toEqual(done({ result: 'verified' }));
    const hash = createHash('sha256').update('nonce').digest();
    const signed = await client.signWithAuthKey(hash);
    if (signed.outcome !== 'done') throw new Error(signed.outcome);
    const plain = publicDecrypt(
      { key: cardPublicKey, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(signed.value),
    );
    expect(plain.subarray(-32)).toEqual(hash);
    expect(sent.filter((command) => command.startsWith('0020008004'))).toHaveLength(1);
    expect(sent).toHaveLength(18);
  });

  it('tells other cards and tokens by application and label, never by ATR', async () => {
    const kinds = async (tokenLabel: string) => await link(new VirtualCard(profile({ tokenLabel }))).client.identify();
    expect(await kinds('JPKIAPICCTOKEN')).toMatchObject({ value: { kind: 'resident-register-card' } });
    expect(await kinds('JPKIAPGPSETOKEN')).toMatchObject({ value: { kind: 'android' } });
    expect(await kinds('SOMETHING')).toMatchObject({ value: { kind: 'unknown-token' } });
    const other = new JpkiClient(async () => done(Uint8Array.of(0x6a, 0x82)));
    expect(await other.identify()).toEqual(done({ kind: 'other-card' }));
    const without = link(new VirtualCard(profile({ auth: null })));
    expect(await without.client.identify()).toMatchObject({ value: { authAvailable: false } });
  });

  it('reports wrong, blocked and the last try as the card says', async () => {
    const { client } = link(new VirtualCard(profile()));
    await client.select();
    await client.authPinState();
    for (const tries of [2, 1])
      expect(await client.verifyAuthPin(Buffer.from('0000'))).toEqual(done({ result: 'wrong', tries }));
    expect(await client.verifyAuthPin(Buffer.from('0000'))).toEqual(done({ result: 'blocked' }));
    expect(await client.authPinState()).toEqual(done({ blocked: true }));
  });

  it('sends one VERIFY and calls it unknown when the card is torn away', async () => {
    const card = new VirtualCard(profile());
    const { client, sent } = link(card);
    await client.select();
    await client.authPinState();
    card.faults.tearAfter = 1;
    expect((await client.verifyAuthPin(pin)).outcome).toBe('unknown');
    expect(sent.filter((command) => command.startsWith('0020008004'))).toHaveLength(1);
  });

  it('never crashes or repeats a VERIFY on random answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 30 }),
        async (answers) => {
          let verifies = 0;
          let next = 0;
          const client = new JpkiClient(async (command) => {
            if (command[1] === 0x20 && command.length > 4) verifies += 1;
            return done(answers[next++ % answers.length] as Uint8Array);
          });
          await client.identify();
          await client.readAuthCertificate();
          await client.authPinState();
          await client.verifyAuthPin(pin);
          await client.signWithAuthKey(new Uint8Array(32));
          expect(verifies).toBe(1);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the PIN buffer', () => {
  it('takes four digits by position, lends them once and is zero afterwards', async () => {
    const entry = new PinEntry();
    for (const position of [0, 1, 2, 10]) expect(entry.press(position)).toBe(true);
    expect(entry.press(3)).toBe(false);
    const seen = await entry.spend(async (digits) => Buffer.from(digits).toString('latin1'));
    expect(seen).toBe('1230');
    expect(entry.wiped).toBe(true);
    expect(await entry.spend(async () => 'again')).toBeNull();
  });

  it('has no digit at the empty places and none for an unfinished entry', async () => {
    const entry = new PinEntry();
    expect([9, 11, 12, -1].map((position) => entry.press(position))).toEqual([false, false, false, false]);
    entry.press(4);
    entry.back();
    entry.press(5);
    expect(entry.length).toBe(1);
    expect(await entry.spend(async () => 'early')).toBeNull();
  });

  it('is zeroed also when the VERIFY throws', async () => {
    const entry = new PinEntry();
    for (const position of [8, 8, 8, 8]) entry.press(position);
    await expect(
      entry.spend(async () => {
        throw new Error('disk full');
      }),
    ).rejects.toThrow('disk full');
    expect(entry.wiped).toBe(true);
  });
});
