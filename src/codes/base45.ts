/** The characters of Base45 (RFC 9285), by value: those of the alphanumeric mode of a QR code. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Two octets in three characters, a last one in two. */
export function toBase45(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const [high = 0, low] = bytes.subarray(at, at + 2);
    text += low === undefined ? digits(high, 2) : digits(high * 256 + low, 3);
  }
  return text;
}

function digits(value: number, count: number): string {
  let [text, rest] = ['', value];
  for (let place = 0; place < count; place += 1) {
    text += ALPHABET[rest % 45];
    rest = Math.floor(rest / 45);
  }
  return text;
}

/** null when a character is none of the 45, or a group stands for more than its octets hold. */
export function fromBase45(text: string): Uint8Array | null {
  const octets: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((character) => ALPHABET.indexOf(character));
    const value = group.reduceRight((sum, digit) => sum * 45 + digit, 0);
    if (group.length === 1 || group.includes(-1) || value >= 256 ** (group.length - 1)) return null;
    octets.push(...(group.length === 3 ? [value >> 8, value & 0xff] : [value]));
  }
  return Uint8Array.from(octets);
}
