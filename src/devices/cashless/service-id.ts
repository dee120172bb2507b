/** Crockford base32: capitals and digits without look-alikes. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A ServiceID: 10 characters, as many as nexo allows, 50 random bits. A terminal refuses one that it has seen within 48 hours.
 * @param random cryptographically strong random bytes
 */
export const newService = (random: (length: number) => Uint8Array): string =>
  Array.from(random(10), (byte) => alphabet[byte & 31]).join('');
