import type { Issuers } from '../../verification/issuers.ts';
import { spkiOf } from './keys.ts';
import type { SampleTown } from './town.ts';

/** The public document keys of the sample town and of the towns around it that issue here. */
export const sampleIssuers = (town: SampleTown): Issuers =>
  Object.fromEntries(
    [town, ...town.elsewhere].map(({ documentKey: { key, keyId }, municipality: { code, name } }) => [
      keyId,
      { code, name, spki: Buffer.from(spkiOf(key)).toString('base64') },
    ]),
  );
