/** Samples a second of every Opus stream in Ogg (RFC 7845, 4). */
const rate = 48_000;

/** How long an Ogg Opus file plays: the position of its last page, less what is skipped at its beginning (RFC 7845, 5.1). */
export function millisecondsOf(file: Buffer): number {
  const head = file.indexOf('OpusHead');
  const last = file.lastIndexOf('OggS');
  if (head === -1 || last === -1) throw new RangeError('This is not a recording in Ogg Opus.');
  const samples = Number(file.readBigUInt64LE(last + 6)) - file.readUInt16LE(head + 10);
  return Math.round((samples / rate) * 1_000);
}
