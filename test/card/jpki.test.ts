import { constants, createHash, publicDecrypt, randomBytes, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCommand, decodeResponse, encodeCommand, encodeResponse } from '../../src/card/apdu.ts';
import type { LinkFault, Transmit } from '../../src/card/card-client.ts';
import { readChipFacts } from '../../src/card/chip-facts.ts';
import { readCommonRecord } from '../../src/card/common-card.ts';
import { certificateLength, JpkiClient } from '../../src/card/jpki.ts';
import { type KeyName, pins } from '../../src/card/jpki-data.ts';
import { PinEntry } from '../../src/card/pin-entry.ts';
import { keypads } from '../../src/keypads.ts';
import { done, failed } from '../../src/outcome.ts';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { cardPublicKey, certificate, nextCardPublicKey, nextGeneration, profile } from './cards.ts';

const values: Readonly<Record<KeyName, Buffer>> = { auth: Buffer.from('1234'), sign: Buffer.from('ABC123') };
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const bytesOf = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');

/** A client on a card, with every command it sent. */
function link(card: VirtualCard): { client: JpkiClient; sent: string[] } {
  const sent: string[] = [];
  const transmit: Transmit = async (command) => {
    sent.push(hexOf(command));
    const reply = card.exchange(command);
    return reply.kind === 'answer' ? done(reply.bytes) : failed(reply.kind === 'gone' ? 'removed' : 'mute');
  };
  return { client: new JpkiClient(transmit), sent };
}

/** A client that is given these answers in this order, then 6F00 for ever. */
function scripted(...answers: readonly string[]): { client: JpkiClient; sent: string[] } {
  const sent: string[] = [];
  const left = [...answers];
  const client = new JpkiClient(async (command) => {
    sent.push(hexOf(command));
    return done(bytesOf(left.shift() ?? '6F00'));
  });
  return { client, sent };
}

const verifies = (sent: readonly string[]): number => sent.filter((command) => /^002000..../.test(command)).length;
const byte = fc.integer({ min: 0, max: 255 });
const commandApdu = fc.record(
  {
    cla: byte,
    ins: byte,
    p1: byte,
    p2: byte,
    data: fc.uint8Array({ minLength: 1, maxLength: 255 }),
    le: fc.integer({ min: 1, max: 256 }),
  },
  { requiredKeys: ['cla', 'ins', 'p1', 'p2'] },
);

describe('command APDUs', () => {
  it('are the bytes ISO/IEC 7816-4 says, in all four short cases', () => {
    const hex = (command: Parameters<typeof encodeCommand>[0]) => hexOf(encodeCommand(command));
    const header = { cla: 0, ins: 0x20, p1: 0, p2: 0x80 };
    expect(hex(header)).toBe('00200080');
    expect(hex({ ...header, le: 256 })).toBe('0020008000');
    expect(hex({ ...header, data: Buffer.from('1234') })).toBe('002000800431323334');
    expect(hex({ ...header, data: Uint8Array.of(1), le: 3 })).toBe('00200080010103');
    expect(() => encodeCommand({ ...header, data: new Uint8Array() })).toThrow(RangeError);
    expect(() => encodeCommand({ ...header, data: new Uint8Array(256) })).toThrow(RangeError);
    expect(() => encodeCommand({ ...header, le: 0 })).toThrow(RangeError);
    expect(() => encodeCommand({ ...header, le: 257 })).toThrow(RangeError);
  });

  // Commands as other programs send them to this card or print them in their manuals.
  it.each([
    ['SELECT of the JPKI AP (jpki/myna)', '00A404 0C 0A D392F000260100000001', { ins: 0xa4, p1: 4, p2: 0x0c }],
    ['VERIFY, asking (OpenSC card-jpki.c)', '00200080', { ins: 0x20, p2: 0x80 }],
    ['VERIFY of 1234 (jpki/myna)', '00200080 04 31323334', { ins: 0x20, data: Buffer.from('1234') }],
    ['READ BINARY of the rest at 0100 (OpenSC)', '00B00100 00', { ins: 0xb0, p1: 1, le: 256 }],
    ['GET CHALLENGE of 8 bytes (GlobalPlatform examples)', '00840000 08', { ins: 0x84, le: 8 }],
    ['SELECT of the PSE with answer (EMV book 1, 12.3)', '00A40400 0E 315041592E5359532E4444463031 00', { le: 256 }],
    ['the UID by the reader (PC/SC part 3, 3.2.2.1.3)', 'FFCA0000 00', { cla: 0xff, ins: 0xca, le: 256 }],
  ])('are read and written as elsewhere: %s', (_, text, fields) => {
    const bytes = bytesOf(text);
    const command = decodeCommand(bytes);
    expect(command).toMatchObject(fields);
    if (command !== null) expect(hexOf(encodeCommand(command))).toBe(hexOf(bytes));
  });

  it('survive a round trip', () => {
    fc.assert(
      fc.property(commandApdu, (command) => {
        expect(decodeCommand(encodeCommand(command))).toEqual(command);
      }),
    );
  });

  it('are no commands when bytes are cut off or added', () => {
    fc.assert(
      fc.property(commandApdu, fc.integer({ min: 1, max: 3 }), (command, more) => {
        const bytes = encodeCommand(command);
        if (command.data !== undefined && command.le !== undefined)
          expect(decodeCommand(Buffer.concat([bytes, new Uint8Array(more)]))).toBeNull();
        expect(decodeCommand(bytes.subarray(0, 3))).toBeNull();
        if ((command.data?.length ?? 0) > 1) expect(decodeCommand(bytes.subarray(0, 6))).toBeNull();
      }),
    );
  });

  it('are anything or nothing, never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const command = decodeCommand(bytes);
        if (command !== null) expect(Buffer.from(encodeCommand(command)).equals(bytes)).toBe(true);
      }),
    );
  });
});

describe('responses', () => {
  it('are data and status word, and nothing below two bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 256 }), fc.integer({ min: 0, max: 0xffff }), (data, sw) => {
        const response = decodeResponse(encodeResponse(sw, data));
        expect(response?.sw).toBe(sw);
        expect(Buffer.from(response?.data ?? []).equals(data)).toBe(true);
      }),
    );
    expect(decodeResponse(new Uint8Array())).toBeNull();
    expect(decodeResponse(Uint8Array.of(0x90))).toBeNull();
  });

  it('begin a certificate when they have a DER SEQUENCE of 256 to 65,535 bytes', () => {
    expect(certificateLength(certificate)).toBe(certificate.length);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
        const length = certificateLength(bytes);
        if (bytes[0] !== 0x30 || bytes[1] !== 0x82 || bytes.length < 4) expect(length).toBeNull();
        else expect(length).toBe(4 + Buffer.from(bytes).readUInt16BE(2));
      }),
    );
  });
});

const facts = { kind: 'my-number-card', generation: 'current', has: { auth: true, sign: true } };

describe('the JPKI client', () => {
  it('authenticates in few APDUs: identify, certificate, counter, one VERIFY, signature', async () => {
    const { client, sent } = link(new VirtualCard(profile()));
    expect(await client.identify()).toEqual(done(facts));
    expect(await client.readCertificate('auth')).toEqual(done(certificate));
    expect(await client.pinState('auth')).toEqual(done({ state: 'open', tries: 3 }));
    expect(await client.verify(values.auth)).toEqual(done({ result: 'verified' }));
    const signed = await client.sign('auth', 'current', Buffer.from('nonce'));
    if (signed.outcome !== 'done') throw new Error(signed.outcome);
    const key = { key: cardPublicKey, padding: constants.RSA_PKCS1_PADDING };
    const plain = publicDecrypt(key, Buffer.from(signed.value));
    expect(plain.subarray(-32)).toEqual(createHash('sha256').update('nonce').digest());
    expect(verifies(sent)).toBe(1);
    expect(sent).toHaveLength(18);
  });

  it('does what OpenSC and the published traces do, byte for byte', async () => {
    const { client, sent } = link(new VirtualCard(profile()));
    await client.selectApplication('jpki');
    await client.pinState('auth');
    await client.verify(values.auth);
    await client.sign('auth', 'current', Buffer.from('nonce'));
    const digest = createHash('sha256').update('nonce').digest('hex').toUpperCase();
    expect(sent).toEqual([
      '00A4040C0AD392F000260100000001',
      '00A4020C020018',
      '00200080',
      '002000800431323334',
      '00A4020C020017',
      `802A0080333031300D060960864801650304020105000420${digest}00`,
    ]);
  });

  it.each([
    ['auth', 'current'],
    ['sign', 'current'],
    ['auth', 'next'],
    ['sign', 'next'],
  ] as const)('reads, verifies and signs with %s on a card of the %s generation', async (name, generation) => {
    const { client } = link(new VirtualCard(profile(generation === 'next' ? nextGeneration : {})));
    await client.identify();
    if (name === 'sign')
      expect(await client.readCertificate('sign')).toMatchObject({ outcome: 'failed', fault: 'card' });
    await client.pinState(name);
    expect(await client.verify(values[name])).toEqual(done({ result: 'verified' }));
    expect(await client.readCertificate(name)).toEqual(done(certificate));
    const signed = await client.sign(name, generation, Buffer.from('nonce'));
    if (signed.outcome !== 'done') throw new Error(signed.outcome);
    const key = generation === 'next' ? nextCardPublicKey : cardPublicKey;
    const hash = generation === 'next' ? 'sha384' : 'sha256';
    expect(verify(hash, Buffer.from('nonce'), { key, dsaEncoding: 'ieee-p1363' }, signed.value)).toBe(true);
  });

  it('tells other cards and tokens by application and label, never by ATR', async () => {
    const kinds = async (tokenLabel: string) => await link(new VirtualCard(profile({ tokenLabel }))).client.identify();
    expect(await kinds('JPKIAPICCTOKEN')).toMatchObject({ value: { kind: 'resident-register-card' } });
    expect(await kinds('JPKIAPGPSETOKEN')).toMatchObject({ value: { kind: 'android' } });
    expect(await kinds('JPKIAPIOSTOKEN')).toMatchObject({ value: { kind: 'iphone' } });
    expect(await kinds('SOMETHING')).toMatchObject({ value: { kind: 'unknown-token' } });
    expect(await scripted('6A82').client.identify()).toEqual(done({ kind: 'other-card' }));
    const without = link(new VirtualCard(profile({ auth: null })));
    expect(await without.client.identify()).toEqual(done({ ...facts, has: { auth: false, sign: true } }));
  });

  it('reports wrong, blocked, never set and the last try as the card says', async () => {
    const { client } = link(new VirtualCard(profile()));
    await client.selectApplication('jpki');
    await client.pinState('auth');
    for (const tries of [2, 1])
      expect(await client.verify(Buffer.from('0000'))).toEqual(done({ result: 'wrong', tries }));
    expect(await client.verify(Buffer.from('0000'))).toEqual(done({ result: 'blocked' }));
    expect(await client.verify(values.auth)).toEqual(done({ result: 'blocked' }));
    expect(await client.pinState('auth')).toEqual(done({ state: 'blocked' }));
    expect(await client.pinState('sign')).toEqual(done({ state: 'open', tries: 5 }));
    const pinsOfFace = { ...profile().pins, auth: { value: '1234', tries: null } };
    const face = link(new VirtualCard(profile({ pins: pinsOfFace })));
    await face.client.selectApplication('jpki');
    expect(await face.client.pinState('auth')).toEqual(done({ state: 'unset' }));
  });

  it.each([
    ['9000', { result: 'verified' }],
    ['63C2', { result: 'wrong', tries: 2 }],
    ['63C1', { result: 'wrong', tries: 1 }],
    ['63C0', { result: 'blocked' }],
    ['6983', { result: 'blocked' }],
    ['6984', { result: 'blocked' }],
  ])('takes %s after VERIFY for what the manuals say', async (sw, value) => {
    expect(await scripted(sw).client.verify(values.auth)).toEqual(done(value));
  });

  it('changes a PIN after its VERIFY, which is the only one', async () => {
    const { client, sent } = link(new VirtualCard(profile()));
    await client.selectApplication('jpki');
    await client.pinState('auth');
    expect(await client.changePin(Buffer.from('4826'))).toMatchObject({ outcome: 'failed', fault: 'card' });
    await client.verify(values.auth);
    expect(await client.changePin(Buffer.from('4826'))).toEqual(done(null));
    expect(sent.at(-1)).toBe('002401800434383236');
    expect(verifies(sent)).toBe(1);
    expect(await client.verify(Buffer.from('4826'))).toEqual(done({ result: 'verified' }));
  });

  it.each(['tearAfter', 'removeBefore', 'muteAt'] as const)(
    'sends one VERIFY and calls it unknown: %s',
    async (fault) => {
      const card = new VirtualCard(profile());
      const { client, sent } = link(card);
      await client.selectApplication('jpki');
      await client.pinState('auth');
      card.faults[fault] = 1;
      expect((await client.verify(values.auth)).outcome).toBe('unknown');
      expect(verifies(sent)).toBe(1);
    },
  );

  it('overwrites its copy of a PIN, whatever the link does', async () => {
    const faults: readonly (LinkFault | null)[] = [null, 'removed', 'mute', 'reader'];
    for (const fault of faults) {
      const commands: Uint8Array[] = [];
      const client = new JpkiClient(async (command) => {
        commands.push(command);
        return fault === null ? done(bytesOf('9000')) : failed(fault);
      });
      await client.verify(values.auth);
      await client.changePin(values.sign);
      expect(commands.map((command) => command.every((value) => value === 0))).toEqual([true, true]);
      expect(values.auth.toString()).toBe('1234');
    }
  });

  it('reads the common record and every counter without using up a try', async () => {
    const card = new VirtualCard(profile());
    const { client, sent } = link(card);
    const states = { auth: 3, sign: 5, register: 3, text: 3 };
    expect(await readChipFacts(client)).toMatchObject({
      value: {
        municipality: '13990',
        expires: '2035-02-17',
        pins: Object.fromEntries(Object.entries(states).map(([name, tries]) => [name, { state: 'open', tries }])),
      },
    });
    expect(verifies(sent)).toBe(0);
    expect(card.memory.tries).toEqual(states);
    expect(await readCommonRecord(scripted('6A82').client)).toEqual(done(null));
  });
});

describe('a reader that hands T=0 answers through', () => {
  it('has the rest of an answer fetched with GET RESPONSE', async () => {
    const { client, sent } = scripted('6104', '01020304 9000');
    expect(await client.read(0, 4)).toMatchObject(done(bytesOf('01020304')));
    expect(sent).toEqual(['00B0000004', '00C0000004']);
  });

  it('has the pieces put together, the last of 256 bytes', async () => {
    const { client, sent } = scripted('AABB 6102', 'CCDD 6100', `${'EE'.repeat(256)} 9000`);
    const answer = await client.read(0, 256);
    expect(answer.outcome === 'done' && hexOf(answer.value)).toBe(`AABBCCDD${'EE'.repeat(256)}`);
    expect(sent.slice(1)).toEqual(['00C0000002', '00C0000000']);
  });

  it('has a command sent again with the length the card names, once for each time it names one', async () => {
    const { client, sent } = scripted('6C03', '8F8F00 9000');
    expect(await client.read(0, 256)).toMatchObject(done(bytesOf('8F8F00')));
    expect(sent).toEqual(['00B0000000', '00B0000003']);
    const fetched = scripted('6110', '6C02', '0102 9000');
    expect(await fetched.client.read(0, 16)).toMatchObject(done(bytesOf('0102')));
    expect(fetched.sent).toEqual(['00B0000010', '00C0000010', '00C0000002']);
  });

  it('lets SELECT, READ RECORD and a signature come in pieces too', async () => {
    expect(await scripted('6102', '6F00 9000').client.selectApplication('jpki')).toEqual(done(true));
    const record = Buffer.from('4000000999999991399020350217').toString('hex');
    const common = scripted('9000', '6C1E', `011C${record}9000`);
    expect(await readCommonRecord(common.client)).toEqual(done({ municipality: '13990', expires: '2035-02-17' }));
    const signing = scripted('9000', '6C60', `${'11'.repeat(96)}9000`);
    expect(await signing.client.sign('auth', 'next', new Uint8Array())).toMatchObject({ outcome: 'done' });
    expect(signing.sent.slice(1).map((command) => command.slice(0, 8))).toEqual(['802A0080', '802A0080']);
  });

  it.each(['6102', '6C04'])('never follows %s after VERIFY, its query, or CHANGE REFERENCE DATA', async (sw) => {
    const { client, sent } = scripted('9000', sw, sw, sw);
    expect(await client.pinState('auth')).toMatchObject({ outcome: 'failed', fault: 'card' });
    expect(await client.verify(values.auth)).toMatchObject({ outcome: 'failed', fault: 'card' });
    expect(await client.changePin(values.auth)).toMatchObject({ outcome: 'failed', fault: 'card' });
    expect(sent).toEqual(['00A4020C020018', '00200080', '002000800431323334', '002401800431323334']);
  });

  it.each(['6100', '6C01'])('is given up on when it says %s for ever', async (sw) => {
    let sent = 0;
    const client = new JpkiClient(async () => {
      sent += 1;
      return done(bytesOf(sw));
    });
    expect(await client.read(0, 1)).toMatchObject({ outcome: 'failed', fault: 'card' });
    expect(sent).toBe(8);
  });

  it('reads the same from a card behind it as from one without, cut anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 255 }), async (cut) => {
        const card = new VirtualCard(profile());
        let kept: Uint8Array = new Uint8Array();
        const hand = (data: Uint8Array): Uint8Array => {
          kept = data.subarray(cut);
          return kept.length === 0
            ? encodeResponse(0x9000, data)
            : encodeResponse(0x6100 | (kept.length & 0xff), data.subarray(0, cut));
        };
        const client = new JpkiClient(async (command) => {
          if (command[1] === 0xc0) return done(encodeResponse(0x9000, kept));
          const response = decodeResponse(card.transmit(command) ?? new Uint8Array());
          if (response === null) return failed('removed');
          return done(response.sw === 0x9000 ? hand(response.data) : encodeResponse(response.sw, response.data));
        });
        expect(await client.identify()).toEqual(done(facts));
        const read = await client.readCertificate('auth');
        expect(read.outcome === 'done' && Buffer.from(read.value).equals(certificate)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

it('names each PIN where the card has it', () => {
  expect(Object.entries(pins).map(([name, { application, file }]) => [name, application, file])).toEqual([
    ['auth', 'jpki', 0x18],
    ['sign', 'jpki', 0x1b],
    ['register', 'common', 0x1c],
    ['text', 'text', 0x11],
  ]);
});

describe('the PIN buffer', () => {
  /** Touches the keys of these characters. */
  const type = (entry: PinEntry, pin: KeyName, text: string): boolean[] =>
    [...text].map((character) => entry.press(keypads[pin].keys.indexOf(character)));
  const asText = async (bytes: Uint8Array): Promise<string> => Buffer.from(bytes).toString('latin1');

  it.each([
    ['auth', '1230', '4'],
    ['sign', 'ABC123XYZ7890QWE', 'R'],
  ] as const)(
    'takes the characters of %s by position, lends them once and is zero afterwards',
    async (pin, value, one) => {
      const entry = new PinEntry(randomBytes);
      entry.ask(pin);
      expect(type(entry, pin, value).every((taken) => taken)).toBe(true);
      expect(type(entry, pin, one)).toEqual([false]);
      expect(entry.keep('current')).toBe(true);
      expect(await entry.spend('current', asText)).toBe(value);
      expect(entry.wiped).toBe(true);
      expect(await entry.spend('current', asText)).toBeNull();
    },
  );

  it('has nothing at the empty places, and keeps no unfinished entry and none twice', async () => {
    const entry = new PinEntry(randomBytes);
    entry.ask('auth');
    expect([-1, 99].map((position) => entry.press(position))).toEqual([false, false]);
    type(entry, 'auth', '4');
    entry.back();
    entry.back();
    type(entry, 'auth', '5');
    expect(entry.length).toBe(1);
    expect(entry.keep('current')).toBe(false);
    type(entry, 'auth', '678');
    expect([entry.keep('current'), entry.keep('fresh')]).toEqual([true, false]);
    expect(await entry.spend('fresh', asText)).toBeNull();
  });

  it('is zeroed also when the VERIFY throws', async () => {
    const entry = new PinEntry(randomBytes);
    entry.ask('auth');
    type(entry, 'auth', '8888');
    entry.keep('current');
    const broken = entry.spend('current', async () => {
      throw new Error('disk full');
    });
    await expect(broken).rejects.toThrow('disk full');
    expect(entry.wiped).toBe(true);
  });
});
