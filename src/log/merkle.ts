import { createHash } from 'node:crypto';

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const nodeMark = Uint8Array.of(1);

/**
 * The Merkle tree of RFC 9162, 2.1.1 (https://www.rfc-editor.org/rfc/rfc9162#section-2.1.1), grown leaf by leaf. A leaf is given
 * by its leaf hash, SHA-256(0x00 ‖ d); that is what the hash of a row is, with d its content and the hash before it.
 */
export class MerkleTree {
  /** Roots of the full subtrees that the leaves make so far, largest first: one for each bit that is set in the size. */
  readonly #full: Uint8Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  append(leafHash: Uint8Array): void {
    let node = leafHash;
    for (let bits = this.#size; bits % 2 === 1; bits = Math.floor(bits / 2))
      node = sha256(nodeMark, this.#full.pop() as Uint8Array, node);
    this.#full.push(node);
    this.#size += 1;
  }

  /** 32 bytes; of no leaves the hash of nothing. */
  get root(): Uint8Array {
    return this.#full.length === 0 ? sha256() : this.#full.reduceRight((right, left) => sha256(nodeMark, left, right));
  }
}
