import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { slipBytes } from '../../../src/devices/receipt-printer/slip-bytes.ts';
import { ReceiptPrinterModel } from '../../../src/simulation/receipt-printer/printer-model.ts';
import type { Slip } from '../../../src/simulation/receipt-printer/slip.ts';
import { toPng } from '../../../src/simulation/receipt-printer/slip-picture.ts';
import { VirtualClock } from '../../devices/virtual-clock.ts';

function bench() {
  const clock = new VirtualClock();
  const model = new ReceiptPrinterModel({ clock, lineMs: 10 });
  const answers: number[] = [];
  const connection = model.connect((bytes) => answers.push(...bytes));
  const send = (...octets: number[]): number[] => {
    answers.length = 0;
    connection.receive(Uint8Array.from(octets));
    return [...answers];
  };
  const printed = async (bytes: Uint8Array): Promise<Slip> => {
    connection.receive(bytes);
    await clock.pass(60_000);
    const [slip] = model.takeSlips();
    if (slip === undefined) throw new Error('nothing was cut');
    return slip;
  };
  return { clock, model, answers, send, printed };
}

describe('answers of the printer', () => {
  it.each([
    [[], [0x12, 0x12, 0x12, 0x12]],
    [['cover-open'], [0x1a, 0x16, 0x12, 0x12]],
    [['paper-end'], [0x1a, 0x32, 0x12, 0x72]],
    [['paper-near-end'], [0x12, 0x12, 0x12, 0x1e]],
    [['cutter-error'], [0x1a, 0x52, 0x1a, 0x12]],
    [['offline'], [0x1a, 0x12, 0x12, 0x12]],
  ] as const)('to DLE EOT 1 to 4 with %j', (conditions, octets) => {
    const { model, send } = bench();
    for (const condition of conditions) model.raise(condition);
    expect([1, 2, 3, 4].flatMap((n) => send(0x10, 4, n))).toEqual(octets);
  });

  it('to GS r, GS I and GS ( H in their turn', () => {
    const { model, send } = bench();
    expect(send(0x1d, 0x72, 1)).toEqual([0]);
    expect(String.fromCharCode(...send(0x1d, 0x49, 67))).toBe('_MODEL-80\0');
    expect(send(0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30, 65, 66, 67, 68)).toEqual([0x37, 0x22, 65, 66, 67, 68, 0]);
    model.raise('cover-open');
    expect(send(0x1d, 0x72, 1)).toEqual([]);
  });

  it('to GS a whenever something changes', () => {
    const { model, send, answers } = bench();
    expect(send(0x1d, 0x61, 0xff)).toEqual([0x10, 0, 0, 0]);
    model.raise('cover-open');
    expect(answers).toEqual([0x10, 0, 0, 0, 0x38, 0, 0, 0]);
    send(0x1d, 0x61, 0);
    model.clear('cover-open');
    send(0x1d, 0x61, 0);
    answers.length = 0;
    model.raise('paper-end');
    expect(answers).toEqual([]);
  });
});

describe('slips', () => {
  it('read as they were written: kanji, yen sign, half-width katakana, rules', async () => {
    const { printed } = bench();
    const slip = await printed(slipBytes('領収書\n-\n{width:30 18}\n住民票の写し|¥1,300\nｺﾝﾋﾞﾆ|髙﨑'));
    const lines = slip.text.split('\n').map((line) => line.trim().replaceAll(/ +/g, ' '));
    expect(lines).toEqual(['領収書', '─'.repeat(48), '住民票の写し ¥1,300', 'ｺﾝﾋﾞﾆ 髙﨑']);
    expect(slip.unknown).toEqual([]);
  });

  it('keep sizes, weight and place', async () => {
    const { printed } = bench();
    const slip = await printed(slipBytes('^^^大きい\n"太い" |\n_下線_|'));
    const runs = slip.elements.flatMap((element) => (element.kind === 'line' ? element.runs : []));
    const run = (text: string) => runs.find((candidate) => candidate.text === text);
    expect(run('大きい')).toMatchObject({ x: (576 - 3 * 48) / 2, style: { across: 2, down: 2 } });
    expect(run('太い')).toMatchObject({ x: 0, style: { bold: true } });
    expect(run('下線')).toMatchObject({ x: 528, style: { underline: true } });
  });

  it('hold a QR code dot by dot, and show it where it was printed', async () => {
    const { printed } = bench();
    const slip = await printed(slipBytes('{code:MADOGUCHI 1234-5678;option:qrcode,4,m}\n'));
    const image = slip.elements.find((element) => element.kind === 'image');
    if (image?.kind !== 'image') throw new Error('no image');
    expect(image).toMatchObject({ width: 100, height: 100, x: 238 });
    const picture = PNG.sync.read(Buffer.from(toPng(slip)));
    let same = 0;
    for (let y = 0; y < image.height; y++) {
      for (let x = 0; x < image.width; x++) {
        const black = (((image.bits[y * 13 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 1;
        const at = 4 * ((y + 40) * picture.width + x + 32 + image.x);
        if ((picture.data[at] ?? 0) < 128 === black) same++;
      }
    }
    expect(same).toBe(image.width * image.height);
  });

  it('record what the printer did not know', async () => {
    const { printed } = bench();
    const slip = await printed(Uint8Array.from([0x1b, 0x5a, 0x41, 0x0a, 0x1d, 0x56, 0]));
    expect(slip.unknown).toEqual(['1b5a']);
    expect(slip.text).toBe('A');
  });

  it('show every line of any bytes without breaking', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async (bytes) => {
        const { clock, model, send } = bench();
        send(...bytes);
        await clock.pass(10_000);
        send(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8);
        for (const slip of model.takeSlips()) expect(typeof slip.text).toBe('string');
      }),
      { numRuns: 300 },
    );
  });
});

describe('paper and cutter', () => {
  it('printing waits in the buffer while the cover is open, and goes on afterwards', async () => {
    const { clock, model, send } = bench();
    model.raise('cover-open');
    send(0x41, 0x0a, 0x1d, 0x56, 0);
    await clock.pass(60_000);
    expect(model.slips).toEqual([]);
    model.clear('cover-open');
    await clock.pass(100);
    expect(model.slips.map(({ text }) => text)).toEqual(['A']);
  });

  it('DLE DC4 8 throws the rest away; what hangs out is torn off', async () => {
    const { clock, model, send } = bench();
    model.paperEndsAfter(1);
    send(0x41, 0x0a, 0x42, 0x0a, 0x1d, 0x56, 0);
    await clock.pass(100);
    expect(send(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8)).toEqual([0x37, 0x25, 0]);
    model.clear('paper-end');
    await clock.pass(60_000);
    expect(model.takeSlips().map(({ text }) => text)).toEqual(['A']);
  });
});
