import { publicDecrypt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { cardPublicKey, certificate, profile } from './cards.ts';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const card = (...change: Parameters<typeof profile>) => new VirtualCard(profile(...change));
/** Sends commands in order and returns the last answer's hex. */
const ask = (to: VirtualCard, ...commands: string[]): string =>
  commands.map((command) => Buffer.from(to.transmit(bytes(command)) ?? []).toString('hex')).at(-1) ?? '';

const SELECT_JPKI = '00 A4 04 0C 0A D392F000260100000001';
const select = (fid: string) => `00 A4 02 0C 02 ${fid}`;
const VERIFY = '00 20 00 80 04 31323334';
const WRONG = '00 20 00 80 04 30303030';
const TRIES = '00 20 00 80';

describe('the virtual card answers as domain knowledge of the real one says', () => {
  it.each([
    ['an unknown application', ['00 A4 04 0C 05 A000000001'], '6a82'],
    ['an unknown file', [SELECT_JPKI, select('7777')], '6a82'],
    ['a file before any application', [select('0006')], '6a82'],
    ['READ BINARY without a current file', [SELECT_JPKI, '00 B0 00 00 20'], '6986'],
    ['VERIFY without a current file', [SELECT_JPKI, VERIFY], '6986'],
    ['COMPUTE DIGITAL SIGNATURE without a current file', [SELECT_JPKI, '80 2A 00 80 01 00 00'], '6986'],
    ['wrong P1 P2 of SELECT', ['00 A4 08 0C 02 0006'], '6a86'],
    ['an unknown instruction', ['00 CB 00 00'], '6d00'],
    ['an unknown class', ['90 20 00 80'], '6e00'],
    ['a logical channel', ['01 A4 04 0C 0A D392F000260100000001'], '6881'],
    ['secure messaging', ['0C A4 04 0C 0A D392F000260100000001'], '6882'],
    ['a length that does not add up', ['00 A4 04 0C 0A D392'], '6700'],
    ['SELECT MF right after reset', ['00 A4 00 00'], '6a86'],
    ['SELECT MF once an application is selected', [SELECT_JPKI, '00 A4 00 00'], '9000'],
    ['a retry query', [SELECT_JPKI, select('0018'), TRIES], '63c3'],
    ['a retry query with Le', [SELECT_JPKI, select('0018'), `${TRIES} 00`], '6700'],
    ['a wrong PIN', [SELECT_JPKI, select('0018'), WRONG], '63c2'],
    ['a PIN of the wrong length, which counts', [SELECT_JPKI, select('0018'), '00 20 00 80 03 313233'], '63c2'],
    ['the third wrong PIN', [SELECT_JPKI, select('0018'), WRONG, WRONG, WRONG], '63c0'],
    ['a retry query on a blocked PIN', [SELECT_JPKI, select('0018'), WRONG, WRONG, WRONG, TRIES], '63c0'],
    ['the right PIN on a blocked PIN', [SELECT_JPKI, select('0018'), WRONG, WRONG, WRONG, VERIFY], '6984'],
    ['the right PIN, which resets the counter', [SELECT_JPKI, select('0018'), WRONG, WRONG, VERIFY, TRIES], '63c3'],
    ['VERIFY by short file identifier', [SELECT_JPKI, '00 20 00 98 04 31323334'], '9000'],
    ['the signature certificate without its PIN', [SELECT_JPKI, select('0001'), '00 B0 00 00 04'], '6982'],
    ['the key without its PIN', [SELECT_JPKI, select('0017'), '80 2A 00 80 01 00 00'], '6982'],
    [
      'the signature key with the other PIN',
      [SELECT_JPKI, select('0018'), VERIFY, select('001A'), '80 2A 00 80 01 00 00'],
      '6982',
    ],
    [
      'the key after selecting the application anew',
      [SELECT_JPKI, select('0018'), VERIFY, SELECT_JPKI, select('0017'), '80 2A 00 80 01 00 00'],
      '6982',
    ],
    [
      'more than 245 bytes to sign',
      [SELECT_JPKI, select('0018'), VERIFY, select('0017'), `80 2A 00 80 F6 ${'00'.repeat(246)} 00`],
      '6700',
    ],
    ['reading past the end', [SELECT_JPKI, select('0008'), '00 B0 00 03 01'], '6b00'],
    ['reading a key', [SELECT_JPKI, select('0017'), '00 B0 00 00 01'], '6981'],
  ])('%s', (_, commands, sw) => {
    expect(ask(card(), ...commands)).toBe(sw);
  });

  it('gives token label, availability and certificate without a PIN', () => {
    const one = card();
    expect(Buffer.from(ask(one, SELECT_JPKI, select('0006'), '00 B0 00 00 20'), 'hex').toString('latin1')).toContain(
      'JPKIAPICCTOKEN2 ',
    );
    expect(ask(one, select('0006'), '00 B0 00 00 00').length / 2).toBe(160 + 2);
    expect(ask(one, select('0008'), '00 B0 00 00 03')).toBe('8f8f009000');
    expect(ask(one, select('000A'), '00 B0 06 00 00')).toBe(`${certificate.subarray(0x600).toString('hex')}9000`);
    expect(ask(one, '00 B0 8A 00 04')).toBe('3082062b9000');
    expect(ask(card({ sign: null }), SELECT_JPKI, select('0008'), '00 B0 00 00 03')).toBe('008f009000');
    expect(ask(card({ sign: null }), SELECT_JPKI, select('0001'))).toBe('6a82');
  });

  it('signs with PKCS#1 v1.5 padding after the PIN', () => {
    const input = 'aa'.repeat(51);
    const answer = ask(card(), SELECT_JPKI, select('0018'), VERIFY, select('0017'), `80 2A 00 80 33 ${input} 00`);
    expect(answer.slice(-4)).toBe('9000');
    expect(publicDecrypt(cardPublicKey, Buffer.from(answer.slice(0, -4), 'hex')).toString('hex')).toBe(input);
  });

  it('takes the try down and keeps it before the answer leaves: a tear gives no free try', () => {
    let kept = 3;
    const one = new VirtualCard(profile(), null, ({ authTries }) => {
      kept = authTries;
    });
    ask(one, SELECT_JPKI, select('0018'));
    one.faults.tearAfter = 1;
    expect(one.transmit(bytes(WRONG))).toBeNull();
    expect(kept).toBe(2);
    expect(ask(new VirtualCard(profile(), { authTries: kept, signTries: 5 }), SELECT_JPKI, select('0018'), TRIES)).toBe(
      '63c2',
    );
  });

  it('never crashes, hangs or gives a try back, whatever bytes come', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 40 }), (commands) => {
        const one = card();
        ask(one, SELECT_JPKI, select('0018'), WRONG);
        for (const command of commands) {
          const answer = one.transmit(command);
          expect(answer?.length).toBeGreaterThanOrEqual(2);
        }
        const { authTries } = one.memory;
        const verified = commands.some((command) => Buffer.from(command).includes('1234'));
        if (!verified) expect(authTries).toBeLessThanOrEqual(2);
      }),
      { numRuns: 500 },
    );
  });
});
