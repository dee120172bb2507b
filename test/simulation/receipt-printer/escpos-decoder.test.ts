import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slipBytes } from '../../../src/devices/receipt-printer/slip-bytes.ts';
import type { EscPosToken } from '../../../src/simulation/receipt-printer/escpos-decoder.ts';
import { EscPosDecoder } from '../../../src/simulation/receipt-printer/escpos-decoder.ts';

const decode = (...chunks: (Uint8Array | readonly number[])[]): EscPosToken[] => {
  const decoder = new EscPosDecoder();
  return chunks.flatMap((chunk) => decoder.feed(Uint8Array.from(chunk)));
};

const names = (tokens: readonly EscPosToken[]) =>
  tokens.map((token) => ('name' in token ? token.name : token.kind === 'control' ? token.code : token.kind));

const SLIP = slipBytes(`^^領収書
{width:30 18}
住民票の写し|¥300
-
{code:MADOGUCHI;option:qrcode,4,m}
{code:2012345678903;option:code128,2,72,hri}
=
`);

/** Text that was cut by a chunk boundary comes as two tokens; put together they are one. */
function joined(tokens: readonly EscPosToken[]): string[] {
  const parts: string[] = [];
  let text = '';
  for (const token of tokens) {
    const hex = Buffer.from(token.bytes).toString('hex');
    if (token.kind === 'text') {
      text += hex;
      continue;
    }
    if (text !== '') parts.push(text);
    text = '';
    parts.push(hex);
  }
  return text === '' ? parts : [...parts, text];
}

describe('the decoder', () => {
  it.each([
    ['fixed parameters', [0x1b, 0x61, 1, 0x1d, 0x21, 0x11, 0x1c, 0x43, 1], ['ESC a', 'GS !', 'FS C']],
    ['a cut with and without feed', [0x1d, 0x56, 66, 0, 0x1d, 0x56, 0], ['GS V', 'GS V']],
    ['a parameter block', [0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30, 1, 2, 3, 4], ['GS (H']],
    ['a raster', [0x1d, 0x76, 0x30, 0, 1, 0, 2, 0, 0xff, 0x10], ['GS v']],
    ['a column bit image of 24 dots', [0x1b, 0x2a, 33, 1, 0, 1, 2, 3, 0x0a], ['ESC *', 0x0a]],
    ['barcodes of both forms', [0x1d, 0x6b, 4, 0x41, 0, 0x1d, 0x6b, 73, 2, 0x7b, 0x42], ['GS k', 'GS k']],
    ['tabs', [0x1b, 0x44, 8, 16, 0, 0x09], ['ESC D', 0x09]],
    [
      'real-time commands',
      [0x10, 4, 1, 0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8, 0x10, 5, 2],
      ['DLE EOT', 'DLE DC4', 'DLE ENQ'],
    ],
    ['what it does not know', [0x1b, 0x5a, 0x41, 0x1d, 0x5a], ['unknown', 'text', 'unknown']],
  ])('knows %s', (_, bytes, expected) => {
    expect(names(decode(bytes))).toEqual(expected);
  });

  it('reads a whole slip without an unknown command or a rest', () => {
    const decoder = new EscPosDecoder();
    expect(decoder.feed(SLIP).every(({ kind }) => kind !== 'unknown')).toBe(true);
    expect(decoder.pending).toBe(0);
  });

  it('gives the same tokens however the stream is cut', () => {
    const whole = joined(decode(SLIP));
    const cuts = fc
      .array(fc.nat(SLIP.length), { maxLength: 40 })
      .map((list) => [0, ...list.sort((a, b) => a - b), SLIP.length]);
    fc.assert(
      fc.property(cuts, (places) => {
        const chunks = places.slice(1).map((end, i) => SLIP.subarray(places[i], end));
        expect(joined(decode(...chunks))).toEqual(whole);
      }),
    );
  });

  it('loses no octet of any stream', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 8 }), (chunks) => {
        const decoder = new EscPosDecoder();
        const tokens = chunks.flatMap((chunk) => decoder.feed(chunk));
        const read = tokens.reduce((sum, { bytes }) => sum + bytes.length, 0);
        expect(read + decoder.pending).toBe(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
      }),
    );
  });

  it('gives up a command that would never end', () => {
    const decoder = new EscPosDecoder();
    const endless = [0x1d, 0x38, 0x4c, 0xff, 0xff, 0xff, 0xff];
    const tokens = decoder.feed(Buffer.concat([Uint8Array.from(endless), Buffer.alloc(4 * 1024 * 1024)]));
    expect(names(tokens)).toEqual(['unknown']);
    expect(decoder.pending).toBe(0);
  });
});
