import { createHash } from 'node:crypto';

/** Names finished octets, wherever they go: hex SHA-256. */
export const paperDigest = (pdf: Uint8Array): string => createHash('sha256').update(pdf).digest('hex');
