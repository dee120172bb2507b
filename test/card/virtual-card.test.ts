import { createHash, publicDecrypt, verify as verifySignature } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CardMemory } from '../../src/simulation/card/profile.ts';
import { type CardFaults, VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { cardPublicKey, certificate, nextCardPublicKey, nextGeneration, profile } from './cards.ts';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const ascii = (text: string): string => Buffer.from(text).toString('hex');
const card = (...change: Parameters<typeof profile>) => new VirtualCard(profile(...change));
/** Sends commands in order and returns the last answer's hex. */
const ask = (to: VirtualCard, ...commands: string[]): string =>
  commands.map((command) => Buffer.from(to.transmit(bytes(command)) ?? []).toString('hex')).at(-1) ?? '';

const JPKI = '00 A4 04 0C 0A D392F000260100000001';
const TEXT = '00 A4 04 0C 0A D3921000310001010408';
const SURFACE = '00 A4 04 0C 0A D3921000310001010402';
const COMMON = '00 A4 04 0C 0A D3921000310001010100';
const REGISTER = '00 A4 04 0C 0A D3921000310001010401';
const select = (id: string) => `00 A4 02 0C 02 ${id}`;
const length = (text: string) => text.length.toString(16).padStart(2, '0');
const verify = (value: string) => `00 20 00 80 ${length(value)} ${ascii(value)}`;
const read = (offset = 0) => `00 B0 ${offset.toString(16).padStart(4, '0')} 00`;
const WRONG = verify('0000');
const TRIES = '00 20 00 80';

describe('the JPKI application', () => {
  it('gives token label, availability and certificate without a PIN', () => {
    const one = card();
    expect(Buffer.from(ask(one, JPKI, select('0006'), '00 B0 00 00 20'), 'hex').toString('latin1')).toContain(
      'JPKIAPICCTOKEN2 ',
    );
    expect(ask(one, select('0006'), read()).length / 2).toBe(160 + 2);
    expect(ask(one, select('0008'), '00 B0 00 00 03')).toBe('8f8f009000');
    expect(ask(one, select('000A'), read(0x600))).toBe(`${certificate.subarray(0x600).toString('hex')}9000`);
    expect(ask(one, '00 B0 8A 00 04')).toBe('3082062b9000');
    expect(ask(card({ sign: null }), JPKI, select('0008'), '00 B0 00 00 03')).toBe('008f009000');
    expect(ask(card({ sign: null }), JPKI, select('0001'))).toBe('6a82');
    expect(ask(card({ auth: null }), JPKI, select('0017'))).toBe('6a82');
  });

  it('gives the signature certificate after the signature PIN alone', () => {
    expect(ask(card(), JPKI, select('0018'), verify('1234'), select('0001'), '00 B0 00 00 04')).toBe('6982');
    expect(ask(card(), JPKI, select('001B'), verify('ABC123'), select('0001'), '00 B0 00 00 04')).toBe('3082062b9000');
  });

  it('tells the name of a file when it is asked for', () => {
    expect(ask(card(), '00 A4 04 00 0A D392F000260100000001 00')).toBe('6f0c840ad392f0002601000000019000');
    expect(ask(card(), JPKI, '00 A4 02 00 02 0018 00')).toBe('6f04830200189000');
    expect(ask(card(), '00 A4 04 00 0A D392F000260100000001')).toBe('9000');
  });

  it('signs with PKCS#1 v1.5 padding, several times after one PIN', () => {
    const input = 'aa'.repeat(51);
    const one = card();
    ask(one, JPKI, select('0018'), verify('1234'), select('0017'));
    for (const command of [`80 2A 00 80 33 ${input} 00`, `80 2A 00 97 33 ${input} 00`]) {
      const answer = ask(one, command);
      expect(answer.slice(-4)).toBe('9000');
      expect(publicDecrypt(cardPublicKey, Buffer.from(answer.slice(0, -4), 'hex')).toString('hex')).toBe(input);
    }
    expect(ask(one, `80 2A 00 80 F5 ${'00'.repeat(245)} 00`).slice(-4)).toBe('9000');
  });

  it('of the next generation signs a SHA-384 hash with ECDSA P-384, and nothing longer or shorter', () => {
    const one = card(nextGeneration);
    ask(one, JPKI, select('0018'), verify('1234'), select('0017'));
    for (const message of ['one', 'another', 'a third']) {
      const hash = createHash('sha384').update(message).digest('hex');
      const answer = ask(one, `80 2A 00 80 30 ${hash} 60`);
      expect(answer.slice(-4)).toBe('9000');
      const signature = Buffer.from(answer.slice(0, -4), 'hex');
      expect(signature).toHaveLength(96);
      const key = { key: nextCardPublicKey, dsaEncoding: 'ieee-p1363' } as const;
      expect(verifySignature('sha384', Buffer.from(message), key, signature)).toBe(true);
    }
    expect(ask(one, `80 2A 00 80 2F ${'00'.repeat(47)} 00`)).toBe('6700');
    expect(ask(one, `80 2A 00 80 31 ${'00'.repeat(49)} 00`)).toBe('6700');
  });
});

describe('tries', () => {
  it.each([
    ['the third wrong PIN', [WRONG, WRONG, WRONG], '63c0'],
    ['a retry query on a blocked PIN', [WRONG, WRONG, WRONG, TRIES], '63c0'],
    ['the right PIN on a blocked PIN', [WRONG, WRONG, WRONG, verify('1234')], '6984'],
    ['the right PIN, which sets the counter back', [WRONG, WRONG, verify('1234'), TRIES], '63c3'],
  ])('%s', (_, commands, sw) => {
    expect(ask(card(), JPKI, select('0018'), ...commands)).toBe(sw);
  });

  it('of a PIN that shows in two applications are the same', () => {
    const one = card();
    ask(one, COMMON, select('001C'), WRONG);
    expect(ask(one, REGISTER, select('001C'), TRIES)).toBe('63c2');
  });

  it('are stored before the answer leaves: tearing the card away gives none back', () => {
    const kept: CardMemory[] = [];
    const one = new VirtualCard(profile(), { persist: (memory) => kept.push(memory) });
    ask(one, JPKI, select('0018'));
    one.faults.tearAfter = 1;
    expect(one.transmit(bytes(WRONG))).toBeNull();
    expect(kept.map(({ tries }) => tries.auth)).toEqual([2]);
    const again = new VirtualCard(profile(), { memory: kept[0] as CardMemory });
    expect(ask(again, JPKI, select('0018'), TRIES)).toBe('63c2');
  });

  it('of a 照合番号 are counted and kept too', () => {
    const kept: CardMemory[] = [];
    const one = new VirtualCard(profile(), { persist: (memory) => kept.push(memory) });
    expect(ask(one, TEXT, select('0014'), verify('123456789012'))).toBe('63c9');
    const again = new VirtualCard(profile(), { memory: kept.at(-1) as CardMemory });
    expect(ask(again, TEXT, select('0014'), TRIES)).toBe('63c9');
    expect(ask(again, verify('123456789018'), TRIES)).toBe('63ca');
    expect(ask(again, select('0012'), TRIES)).toBe('63c0');
    expect(ask(again, select('0012'), WRONG)).toBe('6984');
  });
});

describe('changing a PIN', () => {
  it('takes effect, is stored before the answer, and lasts', () => {
    const kept: CardMemory[] = [];
    const one = new VirtualCard(profile(), { persist: (memory) => kept.push(memory) });
    ask(one, JPKI, select('0018'), verify('1234'));
    one.faults.tearAfter = 1;
    expect(one.transmit(bytes(`00 24 01 80 04 ${ascii('8642')}`))).toBeNull();
    const again = new VirtualCard(profile(), { memory: kept.at(-1) as CardMemory });
    expect(ask(again, JPKI, select('0018'), verify('1234'))).toBe('63c2');
    expect(ask(again, verify('8642'))).toBe('9000');
  });

  it('of the signature password keeps to its form', () => {
    const one = card();
    ask(one, JPKI, select('001B'), verify('ABC123'));
    const change = (value: string) => ask(one, `00 24 01 80 ${length(value)} ${ascii(value)}`);
    expect(change('ABC12')).toBe('6700');
    expect(change('A'.repeat(17))).toBe('6700');
    expect(change('abc123')).toBe('6a80');
    expect(change('XYZ98765')).toBe('9000');
    expect(ask(one, JPKI, select('001B'), verify('XYZ98765'))).toBe('9000');
  });

  it('of the text and the register application: one with each of the two commands', () => {
    const one = card();
    expect(ask(one, TEXT, select('0011'), verify('2468'), '00 24 01 80 04 39373531')).toBe('9000');
    expect(ask(one, TEXT, select('0011'), verify('9751'))).toBe('9000');
    expect(ask(one, COMMON, select('001C'), verify('5678'), '80 32 00 80 04 39373531')).toBe('9000');
    expect(ask(one, REGISTER, select('001C'), verify('9751'))).toBe('9000');
  });
});

describe('the other applications', () => {
  const content = (answer: string): Buffer => Buffer.from(answer.slice(0, -4), 'hex');

  it('共通カードAP tells serial number, municipality and last day', () => {
    const record = content(ask(card(), COMMON, '00 B2 01 0C 00'));
    expect(record.subarray(0, 2).toString('hex')).toBe('011c');
    expect(record.subarray(2).toString()).toBe('4000000999999991399020350217');
    expect(ask(card(), '00 CA 00 F0 00')).toBe(`${ascii('13990')}9000`);
    expect(ask(card(), '00 CA 00 F2 00')).toBe(`${ascii('20350217')}9000`);
    expect(ask(card(), JPKI, '00 CA 5F 51 00')).toBe('e000ff8131fe45149000');
  });

  it('券面事項入力補助AP gives My Number and attributes after its PIN, with the digests of both', () => {
    const one = card();
    ask(one, TEXT, select('0011'), verify('2468'));
    const myNumber = content(ask(one, select('0001'), read()));
    expect(myNumber.toString('latin1')).toBe('\xff\x10\x0c123456789018\xff\xff');
    const attributes = content(ask(one, select('0002'), read()));
    expect(attributes.subarray(0, 2).toString('hex')).toBe('ff20');
    expect(attributes.subarray(2, 6).toString('hex')).toBe(`${(attributes.length - 3).toString(16)}df2108`);
    const parts = [0, 1, 2, 3].map((n) => {
      const at = attributes.readUInt16BE(6 + 2 * n);
      return [
        attributes.readUInt16BE(at),
        attributes.subarray(at + 3, at + 3 + (attributes[at + 2] as number)).toString(),
      ];
    });
    expect(parts).toEqual([
      [0xdf22, '見本　花子'],
      [0xdf23, '東京都見本市中央一丁目２番３号'],
      [0xdf24, '19800217'],
      [0xdf25, '2'],
    ]);
    const digests = content(ask(one, select('0003'), read())).toString('hex');
    const sha256 = (part: Uint8Array) => createHash('sha256').update(part).digest('hex');
    expect(digests).toContain(`df3120${sha256(myNumber)}`);
    expect(digests).toContain(`df3220${sha256(attributes.subarray(14))}`);
  });

  it.each([
    ['照合番号A opens the My Number', '0014', '123456789018', '0001', '9000'],
    ['照合番号A does not open the attributes', '0014', '123456789018', '0002', '6982'],
    ['照合番号B opens the attributes', '0015', '55021720352285', '0002', '9000'],
    ['照合番号B does not open the My Number', '0015', '55021720352285', '0001', '6982'],
    ['照合番号B opens the digests', '0015', '55021720352285', '0003', '9000'],
  ])('in 券面事項入力補助AP %s', (_, reference, value, file, sw) => {
    expect(ask(card(), TEXT, select(reference), verify(value), select(file), read()).slice(-4)).toBe(sw);
  });

  it.each([
    ['the birth date opens the age record', '0011', '550217', '0001', '9000'],
    ['the birth date does not open the face', '0011', '550217', '0002', '6982'],
    ['照合番号B opens the face', '0012', '55021720352285', '0002', '9000'],
    ['照合番号B does not open the picture of the My Number', '0012', '55021720352285', '0005', '6982'],
    ['照合番号A opens the picture of the My Number', '0013', '123456789018', '0005', '9000'],
  ])('in 券面事項確認AP %s', (_, reference, value, file, sw) => {
    expect(ask(card(), SURFACE, select(reference), verify(value), select(file), read()).slice(-4)).toBe(sw);
  });

  it('券面事項確認AP tells the municipality freely; both carry a certificate of 568 bytes', () => {
    expect(ask(card(), SURFACE, select('0003'), read())).toContain(`df3405${ascii('13990')}df35820110`);
    for (const application of [SURFACE, TEXT]) {
      expect(ask(card(), application, select('0004'), read()).slice(0, 20)).toBe('7f218202335f4e820129');
      expect(ask(card(), application, select('0004'), '00 B0 02 00 00').length / 2).toBe(568 - 512 + 2);
    }
  });
});

describe('GET CHALLENGE', () => {
  it('gives as many bytes as asked for, 1 to 256, from the numbers put in', () => {
    const one = new VirtualCard(profile(), { random: (count) => new Uint8Array(count).fill(count & 0xff) });
    expect(ask(one, '00 84 00 00 03')).toBe('0303039000');
    expect(ask(one, '00 84 00 00 00').length / 2).toBe(256 + 2);
    const other = card();
    expect(ask(other, '00 84 00 00 20')).not.toBe(ask(other, '00 84 00 00 20'));
  });
});

describe('faults', () => {
  const broken = (faults: CardFaults): VirtualCard => {
    const one = card();
    ask(one, JPKI, select('0018'));
    one.faults = faults;
    return one;
  };

  it('count APDUs and happen once', () => {
    const one = broken({ tearAfter: 2 });
    expect(ask(one, TRIES)).toBe('63c3');
    expect(one.exchange(bytes(WRONG))).toEqual({ kind: 'gone' });
    expect(one.memory.tries.auth).toBe(2);
    expect(ask(one, JPKI, select('0018'), TRIES)).toBe('63c2');
  });

  it('a card that leaves before the command has not acted', () => {
    const one = broken({ removeBefore: 1 });
    expect(one.exchange(bytes(WRONG))).toEqual({ kind: 'gone' });
    expect(one.memory.tries.auth).toBe(3);
  });

  it('a card that falls silent has acted, and stays silent until it is reset', () => {
    const one = broken({ muteAt: 1 });
    expect(one.exchange(bytes(WRONG))).toEqual({ kind: 'mute' });
    expect(one.exchange(bytes(WRONG))).toEqual({ kind: 'mute' });
    expect(one.memory.tries.auth).toBe(2);
    one.reset();
    expect(ask(one, JPKI, select('0018'), TRIES)).toBe('63c2');
  });

  it('a slow answer says how late it is', () => {
    const one = broken({ slowAt: 2, slowMs: 700 });
    expect(one.exchange(bytes(TRIES))).toMatchObject({ kind: 'answer', afterMs: 0 });
    expect(one.exchange(bytes(TRIES))).toMatchObject({ kind: 'answer', afterMs: 700 });
  });

  it('a memory that fails has taken the try of a VERIFY and done nothing else', () => {
    const one = broken({ failWriteAt: 1 });
    expect(ask(one, verify('1234'))).toBe('6581');
    expect(ask(one, TRIES)).toBe('63c2');
    expect(ask(one, '80 2A 00 97 01 00 00')).toBe('6982');
    ask(one, select('0018'), verify('1234'));
    one.faults.failWriteAt = 1;
    expect(ask(one, `00 24 01 80 04 ${ascii('8642')}`)).toBe('6581');
    expect(ask(one, verify('1234'))).toBe('9000');
  });

  it('a status word once', () => {
    const one = broken({ statusOnce: 0x6f00 });
    expect(ask(one, WRONG)).toBe('6f00');
    expect(ask(one, TRIES)).toBe('63c3');
  });
});
