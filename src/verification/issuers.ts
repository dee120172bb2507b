/** A municipality whose signatures are believed. */
export interface Issuer {
  /** Six digits (全国地方公共団体コード). */
  readonly code: string;
  readonly name: string;
  /** SubjectPublicKeyInfo of its Ed25519 document key (RFC 8410), in Base64. */
  readonly spki: string;
}

/** By key identifier. */
export type Issuers = Readonly<Record<string, Issuer>>;

/** Whether an Ed25519 signature (RFC 8032) over `signed` is this municipality's. */
export async function signedBy(
  issuer: Issuer,
  signed: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  try {
    const spki = Uint8Array.from(atob(issuer.spki), (character) => character.charCodeAt(0));
    const key = await crypto.subtle.importKey('spki', spki, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature, signed);
  } catch {
    // A key that is no key vouches for nothing.
    return false;
  }
}
