import iconv from 'iconv-lite';
import { code128 } from './code128.ts';
import type { EscPosToken } from './escpos-decoder.ts';
import type { Slip, SlipElement, SlipImage, SlipRun, TextStyle } from './slip.ts';
import { CELL_HEIGHT, PAPER_WIDTH, plainText, widthOf } from './slip.ts';

const PLAIN: TextStyle = { bold: false, underline: false, inverse: false, across: 1, down: 1, narrow: true };
const JAPAN = 8;
const LF = 0x0a;

/** Rules of the katakana code page (ESC t 1), 0x80 to 0x9F, as far as receipts use them. */
const KATAKANA_PAGE = '▁▂▃▄▅▆▇█▏▎▍▌▋▊▉┼┴┬┤├▔─│▕┌┐└┘╭╮╰╯';

/** Modes that ESC @ resets. */
interface Modes {
  style: TextStyle;
  align: number;
  /** Left edge and width of the print area. */
  left: number;
  width: number;
  /** Least dots from line to line. */
  spacing: number;
  international: number;
  shiftJis: boolean;
  barcodeHeight: number;
  /** Dots of the narrowest bar. */
  barcodeModule: number;
  /** Whether what a reader reads stands below the bars. */
  barcodeText: boolean;
}

const initial = (): Modes => ({
  style: PLAIN,
  align: 0,
  left: 0,
  width: PAPER_WIDTH,
  spacing: 30,
  international: 0,
  shiftJis: true,
  barcodeHeight: 162,
  barcodeModule: 3,
  barcodeText: false,
});

type Command = (data: Buffer) => void;

/** Interprets tokens into slips, as a Japanese 80 mm printer would. Commands without effect on paper are passed over. */
export class SlipBuilder {
  #modes = initial();
  #runs: SlipRun[] = [];
  /** Where the next character goes, from the left edge of the print area. */
  #cursor = 0;
  /** Graphics stored by GS ( L 112 until they are printed. */
  #stored: Omit<SlipImage, 'x' | 'kind'> | null = null;
  #elements: SlipElement[] = [];
  #bytes: Uint8Array[] = [];
  #unknown: string[] = [];
  #cut: Slip | null = null;

  /** The slip that a cut has just finished, or null. */
  apply(token: EscPosToken): Slip | null {
    this.#bytes.push(Uint8Array.from(token.bytes));
    this.#cut = null;
    switch (token.kind) {
      case 'text':
        this.#text(token.bytes);
        break;
      case 'control':
        if (token.code === LF) this.#endLine();
        break;
      case 'command':
        this.#command(token.name, Buffer.from(token.data));
        break;
      default:
        this.#unknown.push(Buffer.from(token.bytes).toString('hex'));
    }
    return this.#cut;
  }

  /** What is printed since the last cut, as if it were torn off now; null when nothing is. */
  tearOff(): Slip | null {
    this.#endLineIfAny();
    const { elements, bytes, unknown } = { elements: this.#elements, bytes: this.#bytes, unknown: this.#unknown };
    this.#elements = [];
    this.#bytes = [];
    this.#unknown = [];
    if (elements.length === 0) return null;
    return { bytes: Buffer.concat(bytes), elements, text: plainText(elements), unknown };
  }

  readonly #commands: Readonly<Record<string, Command>> = {
    'ESC @': () => {
      this.#modes = initial();
      this.#runs = [];
      this.#cursor = 0;
    },
    'ESC a': (data) => {
      this.#modes.align = data.readUInt8() % 48;
    },
    'ESC E': (data) => this.#restyle({ bold: odd(data) }),
    'ESC G': (data) => this.#restyle({ bold: odd(data) }),
    'ESC -': (data) => this.#restyle({ underline: data.readUInt8() % 48 > 0 }),
    'FS -': (data) => this.#restyle({ underline: data.readUInt8() % 48 > 0 }),
    'GS B': (data) => this.#restyle({ inverse: odd(data) }),
    'GS !': (data) => {
      const size = data.readUInt8();
      this.#restyle({ across: (size >> 4) + 1, down: (size & 7) + 1 });
    },
    'ESC !': (data) => {
      const bits = data.readUInt8();
      this.#restyle({
        bold: (bits & 8) !== 0,
        down: bits & 16 ? 2 : 1,
        across: bits & 32 ? 2 : 1,
        underline: (bits & 128) !== 0,
      });
    },
    'ESC R': (data) => {
      this.#modes.international = data.readUInt8();
    },
    'FS C': (data) => {
      this.#modes.shiftJis = data.readUInt8() % 48 === 1;
      this.#restyle({ narrow: !this.#modes.shiftJis });
    },
    'FS &': () => this.#restyle({ narrow: false }),
    'FS .': () => this.#restyle({ narrow: !this.#modes.shiftJis }),
    'GS L': (data) => {
      this.#modes.left = data.readUInt16LE();
    },
    'GS W': (data) => {
      this.#modes.width = Math.min(data.readUInt16LE(), PAPER_WIDTH - this.#modes.left);
    },
    'ESC $': (data) => {
      this.#cursor = data.readUInt16LE();
    },
    'ESC \\': (data) => {
      this.#cursor += data.readInt16LE();
    },
    'ESC 2': () => {
      this.#modes.spacing = 30;
    },
    'ESC 3': (data) => {
      this.#modes.spacing = data.readUInt8();
    },
    'ESC d': (data) => {
      this.#endLineIfAny();
      for (let lines = data.readUInt8(); lines > 0; lines--) this.#endLine();
    },
    'ESC J': (data) => {
      this.#endLineIfAny();
      this.#elements.push({ kind: 'line', height: data.readUInt8(), runs: [] });
    },
    'GS h': (data) => {
      this.#modes.barcodeHeight = data.readUInt8();
    },
    'GS w': (data) => {
      this.#modes.barcodeModule = data.readUInt8();
    },
    'GS H': (data) => {
      this.#modes.barcodeText = data.readUInt8() % 48 >= 2;
    },
    'GS k': (data) => this.#barcode(data.readUInt8(), data.toString('latin1', 2)),
    'GS v': (data) => {
      const width = 8 * data.readUInt16LE(2);
      this.#image({ width, height: data.readUInt16LE(4), bits: data.subarray(6) });
    },
    'GS (L': (data) => this.#graphics(data.subarray(2)),
    'GS 8L': (data) => this.#graphics(data.subarray(4)),
    'GS V': () => this.#finish(),
    'ESC i': () => this.#finish(),
    'ESC m': () => this.#finish(),
  };

  #command(name: string, data: Buffer): void {
    this.#commands[name]?.(data);
  }

  #finish(): void {
    this.#cut = this.tearOff();
  }

  #restyle(changes: Partial<TextStyle>): void {
    this.#modes.style = { ...this.#modes.style, ...changes };
  }

  #text(bytes: Uint8Array): void {
    const { style, shiftJis, international } = this.#modes;
    const text = shiftJis || !style.narrow ? iconv.decode(Buffer.from(bytes), 'cp932') : katakana(bytes);
    const shown = international === JAPAN ? text.replaceAll('\\', '¥').replaceAll('~', '‾') : text;
    const run = { text: shown, x: this.#cursor, style };
    this.#runs.push(run);
    this.#cursor += widthOf(run);
  }

  #endLineIfAny(): void {
    if (this.#runs.length > 0) this.#endLine();
  }

  #endLine(): void {
    const { spacing } = this.#modes;
    const right = Math.max(0, ...this.#runs.map((run) => run.x + widthOf(run)));
    const shift = this.#indent(right);
    const tallest = Math.max(
      ...this.#runs.map(({ style }) => style.down),
      this.#runs.length === 0 ? this.#modes.style.down : 1,
    );
    this.#elements.push({
      kind: 'line',
      height: Math.max(spacing, tallest * CELL_HEIGHT),
      runs: this.#runs.map((run) => ({ ...run, x: run.x + shift })),
    });
    this.#runs = [];
    this.#cursor = 0;
  }

  /** GS ( L: function 112 stores a raster, 50 (or 2) prints it. */
  #graphics(parameters: Buffer): void {
    const [, fn] = parameters;
    if (fn === 112) {
      this.#stored = {
        width: parameters.readUInt16LE(6),
        height: parameters.readUInt16LE(8),
        bits: parameters.subarray(10),
      };
    } else if ((fn === 50 || fn === 2) && this.#stored !== null) {
      this.#image(this.#stored);
      this.#stored = null;
    }
  }

  #image(image: Omit<SlipImage, 'x' | 'kind'>): void {
    this.#endLineIfAny();
    this.#elements.push({ kind: 'image', ...image, bits: Uint8Array.from(image.bits), x: this.#indent(image.width) });
  }

  #barcode(symbology: number, data: string): void {
    this.#endLineIfAny();
    const { barcodeHeight: height, barcodeModule, barcodeText } = this.#modes;
    const symbol = symbology === CODE128 ? code128(data) : null;
    const widths = (symbol?.widths ?? []).map((modules) => modules * barcodeModule);
    const x = this.#indent(widths.reduce((sum, width) => sum + width, 0));
    const text = barcodeText ? (symbol?.text ?? null) : null;
    const bars = symbol === null ? null : { widths, height, text };
    this.#elements.push({ kind: 'barcode', x, height: height + (text === null ? 0 : CELL_HEIGHT), data, bars });
  }

  /** Left edge of something `width` dots wide, by the alignment in force. */
  #indent(width: number): number {
    const { align, left, width: area } = this.#modes;
    const room = Math.max(0, area - width);
    return left + (align === 1 ? Math.floor(room / 2) : align === 2 ? room : 0);
  }
}

/** m of GS k. */
const CODE128 = 73;

const odd = (data: Buffer): boolean => (data.readUInt8() & 1) === 1;

/** The katakana code page: ASCII, rules, half-width katakana. */
const katakana = (bytes: Uint8Array): string =>
  Array.from(bytes, (octet) => {
    if (octet < 0x80) return String.fromCharCode(octet);
    if (octet < 0xa0) return KATAKANA_PAGE[octet - 0x80] ?? ' ';
    return octet >= 0xa1 && octet <= 0xdf ? String.fromCharCode(0xff61 + octet - 0xa1) : ' ';
  }).join('');
