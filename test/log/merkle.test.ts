import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MerkleTree } from '../../src/log/merkle.ts';

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafHash = (data: Uint8Array) => sha256(Uint8Array.of(0), data);
const rootOf = (leaves: readonly Uint8Array[]): string => {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(leaf);
  expect(tree.size).toBe(leaves.length);
  return Buffer.from(tree.root).toString('hex');
};

/** MTH as RFC 9162, 2.1.1 writes it down: split at the largest power of two below the size. */
function definition(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Uint8Array.of(1), definition(leaves.slice(0, split)), definition(leaves.slice(split)));
}

describe('the Merkle tree', () => {
  /** Leaves and roots of the Certificate Transparency reference tests (github.com/transparency-dev/merkle, testonly). */
  it.each([
    ['', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    ['00', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    ['10', 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    ['2021', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
    ['3031', '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
    ['40414243', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
    ['5051525354555657', 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
    ['606162636465666768696a6b6c6d6e6f', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('has the published root after the leaf %s', (leaf, root) => {
    const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const upTo = leaves.slice(0, leaves.indexOf(leaf) + 1).map((text) => leafHash(Buffer.from(text, 'hex')));
    expect(rootOf(upTo)).toBe(root);
  });

  it('of nothing has the hash of nothing as its root', () => {
    expect(rootOf([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('has the root of the definition at every size', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 70 }), (leaves) => {
        expect(rootOf(leaves)).toBe(Buffer.from(definition(leaves)).toString('hex'));
      }),
    );
  });
});
