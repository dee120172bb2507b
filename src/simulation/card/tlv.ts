/**
 * A BER-TLV object (ISO/IEC 7816-4 5.2.2): a tag of one or two bytes, the shortest length, and the parts of its value.
 * Text goes in as UTF-8.
 */
export function tlv(tag: number, ...parts: readonly (Uint8Array | string)[]): Buffer {
  const value = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const { length } = value;
  const lengthBytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(tag < 0x100 ? [tag] : [tag >> 8, tag & 0xff]), Buffer.from(lengthBytes), value]);
}

/**
 * The data files of the 券面 applications that begin with an offset table: big-endian 16-bit distances from the first byte
 * of the file to each object behind the table (soltia48/myna-card src/data.rs).
 */
export function tlvWithOffsets(tag: number, tableTag: number, objects: readonly Uint8Array[]): Buffer {
  const table = Buffer.alloc(2 * objects.length);
  const file = (): Buffer => tlv(tag, tlv(tableTag, table), ...objects);
  let offset = file().length - objects.reduce((sum, { length }) => sum + length, 0);
  objects.forEach((object, index) => {
    table.writeUInt16BE(offset, 2 * index);
    offset += object.length;
  });
  return file();
}
