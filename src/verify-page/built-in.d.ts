/**
 * Put in when the page is built: whose signatures are believed, what the kinds of certificates are called, and the reader of
 * codes (zxing_reader.wasm in Base64).
 */
declare const ISSUERS: import('../verification/issuers.ts').Issuers;
declare const READER: string;
declare const KINDS: Readonly<Record<string, Readonly<Record<'ja' | 'en', string>>>>;
