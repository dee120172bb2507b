/** One thing that was looked at, and how it stands. `page` is from 1 within a copy; texts are in `sentences.ts`. */
export type Finding =
  | { readonly found: 'signature'; readonly page: number; readonly municipality: string }
  | { readonly found: 'all-pages'; readonly pages: number }
  | { readonly found: 'text-as-signed' }
  | { readonly found: 'reverse-as-signed' }
  | { readonly found: 'pages-not-shown'; readonly pages: readonly number[] }
  | { readonly found: 'content-not-compared' }
  | { readonly found: 'reverse-incomplete'; readonly page: number; readonly missing: number }
  | { readonly found: 'no-code'; readonly page: number | null }
  | { readonly found: 'altered-code' }
  | { readonly found: 'unknown-key'; readonly keyId: string }
  | { readonly found: 'wrong-signature'; readonly page: number; readonly municipality: string }
  | { readonly found: 'other-municipality'; readonly page: number; readonly municipality: string }
  | { readonly found: 'other-certificate'; readonly page: number }
  | { readonly found: 'two-codes'; readonly page: number }
  | { readonly found: 'page-order'; readonly place: number }
  | { readonly found: 'pages-missing'; readonly count: number }
  | { readonly found: 'identity'; readonly place: number }
  | { readonly found: 'altered-text'; readonly place: number; readonly cell: number | null }
  | { readonly found: 'altered-picture' }
  | { readonly found: 'altered-reverse'; readonly page: number | null }
  | { readonly found: 'reverse-without-front'; readonly page: number }
  | { readonly found: 'unreadable'; readonly detail: string };

/** `good`: holds. `open`: was not looked at, or could not be. `bad`: speaks against the paper. */
export type Standing = 'good' | 'open' | 'bad';

const STANDING: Readonly<Partial<Record<Finding['found'], Standing>>> = {
  signature: 'good',
  'all-pages': 'good',
  'text-as-signed': 'good',
  'reverse-as-signed': 'good',
  'pages-not-shown': 'open',
  'content-not-compared': 'open',
  'reverse-incomplete': 'open',
};

export const standingOf = ({ found }: Finding): Standing => STANDING[found] ?? 'bad';
