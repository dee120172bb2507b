/**
 * CODE128 as an ESC/POS printer draws it (ISO/IEC 15417; GS k with m = 73): widths of bars and spaces by symbol value, in
 * modules. 103–105 begin with code set A, B or C; 106 ends.
 */
const patterns = [
  ...['212222', '222122', '222221', '121223', '121322', '131222', '122213', '122312', '132212', '221213'],
  ...['221312', '231212', '112232', '122132', '122231', '113222', '123122', '123221', '223211', '221132'],
  ...['221231', '213212', '223112', '312131', '311222', '321122', '321221', '312212', '322112', '322211'],
  ...['212123', '212321', '232121', '111323', '131123', '131321', '112313', '132113', '132311', '211313'],
  ...['231113', '231311', '112133', '112331', '132131', '113123', '113321', '133121', '313121', '211331'],
  ...['231131', '213113', '213311', '213131', '311123', '311321', '331121', '312113', '312311', '332111'],
  ...['314111', '221411', '431111', '111224', '111422', '121124', '121421', '141122', '141221', '112214'],
  ...['112412', '122114', '122411', '142112', '142211', '241211', '221114', '413111', '241112', '134111'],
  ...['111242', '121142', '121241', '114212', '124112', '124211', '411212', '421112', '421211', '212141'],
  ...['214121', '412121', '111143', '111341', '131141', '114113', '114311', '411113', '411311', '113141'],
  ...['114131', '311141', '411131', '211412', '211214', '211232', '2331112'],
] as const;

const starts: Readonly<Record<string, number>> = { A: 103, B: 104, C: 105 };
/** From one code set to another. */
const shifts: Readonly<Record<string, number>> = { A: 101, B: 100, C: 99 };
const stop = 106;

/** The value of a character in a code set; C holds two digits in each octet. */
function symbolOf(set: string, octet: number): number {
  if (set === 'C') return octet;
  return set === 'A' && octet < 32 ? octet + 64 : octet - 32;
}

export interface Bars {
  /** Widths in modules, a bar first, then bars and spaces by turns. */
  readonly widths: readonly number[];
  /** What a reader reads. */
  readonly text: string;
}

/** The symbol of what follows m and n of GS k; null when it does not begin with a code set, or holds what this printer does not know. */
export function code128(data: string): Bars | null {
  const values: number[] = [];
  let set = '';
  let text = '';
  for (let index = 0; index < data.length; index += 1) {
    const character = data.charAt(index);
    if (character === '{') {
      index += 1;
      const next = data.charAt(index);
      const code = (values.length === 0 ? starts : shifts)[next];
      if (code === undefined) return null;
      values.push(code);
      set = next;
      continue;
    }
    const octet = character.charCodeAt(0);
    const value = symbolOf(set, octet);
    if (set === '' || value < 0 || value > (set === 'C' ? 99 : 95)) return null;
    values.push(value);
    text += set === 'C' ? String(octet).padStart(2, '0') : character;
  }
  const [start] = values;
  if (start === undefined) return null;
  const check = values.reduce((sum, value, place) => sum + value * Math.max(1, place), 0) % 103;
  const symbol = [...values, check, stop].flatMap((value) => [...(patterns[value] ?? '')].map(Number));
  return { widths: symbol, text };
}
