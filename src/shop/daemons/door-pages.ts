import { paperDigest } from '../../certificates/paper-digest.ts';
import type { Press } from '../../certificates/press.ts';
import { type Pages, realPages } from '../pages.ts';

/** Pages as residents get them; a sheet that came out has to be, byte for byte, what passed the printer's door for its visit. */
export function doorPages(press: Press): Pages {
  const real = realPages(press);
  /** Visits by the digests of their documents. */
  const passed = new Map<string, string>();
  return {
    ...real,
    door: async (pdf, document) => {
      const fault = await real.door(pdf, document);
      if (fault === null) passed.set(paperDigest(pdf), document.payload.transaction);
      return fault;
    },
    isOf: async (pdf, transaction, holder) =>
      passed.get(paperDigest(pdf)) === transaction && (await real.isOf(pdf, transaction, holder)),
  };
}
