import type { Office } from '../register.ts';
import { crlValidity } from './crl.ts';
import { listFrom, ocspOverHttp } from './network.ts';
import { ocspValidity } from './ocsp.ts';

/** The section `centre.revocation` of the configuration. */
export type RevocationConfig =
  | { readonly method: 'simulated' }
  | { readonly method: 'ocsp'; readonly url: string }
  | { readonly method: 'crl'; readonly lists: readonly string[] };

/** How the configuration says validity is asked; `simulated` is the sample town's own way. */
export function validityBy(config: RevocationConfig, simulated: Office['validity']): Office['validity'] {
  switch (config.method) {
    case 'simulated':
      return simulated;
    case 'ocsp':
      return (parts) => ocspValidity({ ...parts, post: ocspOverHttp(config.url) });
    case 'crl':
      return (parts) => crlValidity({ ...parts, lists: config.lists.map(listFrom) });
  }
}
