import { type KeyObject, sign } from 'node:crypto';
import { createEmbeddedCentre, type EmbeddedCentreOptions } from '../../src/centre/embedded.ts';
import type { Authenticated, Centre, CertificatePurpose, IssueRequest, RefusalCode } from '../../src/centre/port.ts';
import type { Register, Resident } from '../../src/centre/register.ts';
import type { CertificateStatus } from '../../src/centre/validity/port.ts';
import { nothingAsked, type SignedDocument, type Wish } from '../../src/certificates/document.ts';
import { type SampleTown, sampleTown } from '../../src/simulation/town/town.ts';

/** Noon in Japan on an ordinary Friday. */
export const NOON = Date.parse('2026-11-20T12:00:00+09:00');
export const MINUTE = 60_000;
export const town: SampleTown = await sampleTown(NOON);

/** A centre on the sample town, with a clock that is moved by hand and random bytes that count. */
export class TestOffice {
  time = NOON;
  readonly centre: ReturnType<typeof createEmbeddedCentre>;
  #drawn = 0;

  constructor(options: Partial<EmbeddedCentreOptions> = {}) {
    this.centre = createEmbeddedCentre({
      path: ':memory:',
      town,
      clock: { now: () => this.time },
      random: (bytes) => {
        this.#drawn += 1;
        return new Uint8Array(bytes).fill(this.#drawn);
      },
      ...options,
    });
  }

  async nonce(): Promise<Uint8Array> {
    const challenge = await this.centre.challenge();
    if (challenge.outcome !== 'done') throw new Error(`no challenge: ${challenge.outcome}`);
    return challenge.value.nonce;
  }

  /** What a card does: signs a fresh nonce and shows its certificate. */
  async present(certificate: Uint8Array, key: KeyObject): ReturnType<Centre['authenticate']> {
    const nonce = await this.nonce();
    return this.centre.authenticate({ nonce, certificate, signature: cardSignature(nonce, key) });
  }

  async presentCard(name: string): ReturnType<Centre['authenticate']> {
    const { certificate, key } = pairOf(name);
    return this.present(certificate, key);
  }

  async authenticated(card: string): Promise<Authenticated> {
    const answer = await this.presentCard(card);
    if (answer.outcome !== 'done') throw new Error(`${card}: ${JSON.stringify(answer)}`);
    return answer.value;
  }

  issue(authentication: string, changes: Partial<Wish> = {}, more: Partial<IssueRequest> = {}) {
    const wish = { ...nothingAsked, ...changes };
    return this.centre.issue({ authentication, transaction: 't-1', kind: 'juminhyo', wish, ...more });
  }

  /** Authenticates with a card and has a document issued. */
  async issued(card: string, changes: Partial<Wish> = {}): Promise<SignedDocument> {
    const answer = await this.issue((await this.authenticated(card)).authentication, changes);
    if (answer.outcome !== 'done') throw new Error(`${card}: ${JSON.stringify(answer)}`);
    return answer.value;
  }
}

export const refusedWith = (code: RefusalCode) => ({ outcome: 'failed', fault: 'refused', code });

/** The town with its register changed. */
export const withRegister = (change: (register: Register) => Partial<Register>): SampleTown => ({
  ...town,
  register: { ...town.register, ...change(town.register) },
});

/** The town with one resident changed. */
export const withResident = (id: string, changes: Partial<Resident>): SampleTown =>
  withRegister(({ residents }) => ({
    residents: residents.map((row) => (row.id === id ? { ...row, ...changes } : row)),
  }));

/** A key pair of a card of the town. */
export function pairOf(card: string, purpose: CertificatePurpose = 'auth') {
  const pair = town.cards.get(card)?.[purpose];
  if (pair == null) throw new Error(`card ${card} has no ${purpose} certificate`);
  return pair;
}

/** What a card answers to COMPUTE DIGITAL SIGNATURE, by its key. */
export const cardSignature = (message: Uint8Array, key: KeyObject): Uint8Array =>
  key.asymmetricKeyType === 'ec'
    ? sign('sha384', message, { key, dsaEncoding: 'ieee-p1363' })
    : sign('sha256', message, key);

/** A town whose validity service knows `standing` of one certificate. */
export const withStatus = (of: Uint8Array, status: CertificateStatus): SampleTown => ({
  ...town,
  validity: (parts) => {
    const service = town.validity(parts);
    return {
      check: async (certificate, issuer) => (certificate.raw.equals(of) ? status : service.check(certificate, issuer)),
    };
  },
});
