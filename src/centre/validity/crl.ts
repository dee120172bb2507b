import 'reflect-metadata';
import type { X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  Certificate,
  CertificateList,
  CRLDistributionPoints,
  CRLNumber,
  CRLReason,
  type DistributionPointName,
  type Extension,
  IssuingDistributionPoint,
  id_ce_cRLDistributionPoints,
  id_ce_cRLNumber,
  id_ce_cRLReasons,
  id_ce_issuingDistributionPoint,
  type TBSCertList,
} from '@peculiar/asn1-x509';
import { Name } from '@peculiar/x509';
import type { Outcome } from '../../outcome.ts';
import { CLOCK_SKEW, type ValidityParts, type ValidityService } from './port.ts';
import { statusOfReason } from './reasons.ts';
import { isSignedBy } from './signatures.ts';

/** Milliseconds after which a list is fetched again although it has not run out. */
const RELOAD = 60 * 60_000;
/** Milliseconds between two attempts when a list could not be had. */
const RETRY = 60_000;

export type FetchList = () => Promise<Outcome<Uint8Array, 'offline'>>;

export interface CrlOptions extends Pick<ValidityParts, 'clock' | 'authorities'> {
  /** One for each list: a list is of one authority, and may be of a part of what that one issued. Gives DER. */
  readonly lists: readonly FetchList[];
}

interface List {
  /** SHA-256 of the authority whose signature it carries. */
  readonly authority: string;
  readonly number: number;
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  /** Names of the distribution point it is for; null when it is of everything the authority issued. */
  readonly part: readonly string[] | null;
  /** Hex serial number to reason; a reason that was not given is null. */
  readonly entries: ReadonlyMap<string, CRLReason | null>;
}

const hex = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('hex');
const find = (extensions: readonly Extension[] | undefined, oid: string): ArrayBuffer | null =>
  extensions?.find(({ extnID }) => extnID === oid)?.extnValue.buffer ?? null;
/** Whether nothing critical is in it but what is looked at here. */
const isUnderstood = (extensions: readonly Extension[] | undefined, understood: readonly string[]): boolean =>
  (extensions ?? []).every(({ critical, extnID }) => !critical || understood.includes(extnID));

/** A list of changes only, of other authorities' certificates too, or of some reasons only says nothing about what it lacks. */
function isComplete({ crlExtensions, revokedCertificates = [] }: TBSCertList, scope: IssuingDistributionPoint | null) {
  return (
    isUnderstood(crlExtensions, [id_ce_issuingDistributionPoint]) &&
    revokedCertificates.every(({ crlEntryExtensions }) => isUnderstood(crlEntryExtensions, [id_ce_cRLReasons])) &&
    (scope === null ||
      !(scope.indirectCRL || scope.onlyContainsCACerts || scope.onlyContainsAttributeCerts || scope.onlySomeReasons))
  );
}

/** The list in these bytes, or null when it is none that one of the authorities signed and that can be used alone. */
function read(der: Uint8Array, authorities: readonly X509Certificate[]): List | null {
  try {
    const { tbsCertList, tbsCertListRaw, signatureAlgorithm, signature } = AsnConvert.parse(der, CertificateList);
    const { crlExtensions, revokedCertificates = [], thisUpdate, nextUpdate } = tbsCertList;
    const signer = authorities.find(
      ({ publicKey }) =>
        tbsCertListRaw !== undefined && isSignedBy(publicKey, signatureAlgorithm.algorithm, tbsCertListRaw, signature),
    );
    const number = find(crlExtensions, id_ce_cRLNumber);
    const point = find(crlExtensions, id_ce_issuingDistributionPoint);
    const scope = point === null ? null : AsnConvert.parse(point, IssuingDistributionPoint);
    if (signer === undefined || number === null || nextUpdate === undefined || !isComplete(tbsCertList, scope))
      return null;
    return {
      authority: signer.fingerprint256,
      number: AsnConvert.parse(number, CRLNumber).value,
      thisUpdate: thisUpdate.getTime().getTime(),
      nextUpdate: nextUpdate.getTime().getTime(),
      part: scope?.distributionPoint === undefined ? null : namesOf(scope.distributionPoint),
      entries: new Map(
        revokedCertificates.map(({ userCertificate, crlEntryExtensions }) => {
          const reason = find(crlEntryExtensions, id_ce_cRLReasons);
          return [hex(userCertificate), reason === null ? null : AsnConvert.parse(reason, CRLReason)];
        }),
      ),
    };
  } catch {
    // What cannot be parsed is no list.
    return null;
  }
}

/** The newest list of one source. A list with a lower number than the one in hand is an old one and not taken. */
class Source {
  readonly #fetch: FetchList;
  readonly #authorities: readonly X509Certificate[];
  #list: List | null = null;
  #triedAt = Number.NEGATIVE_INFINITY;
  #loading: Promise<void> | null = null;

  constructor(fetch: FetchList, authorities: readonly X509Certificate[]) {
    this.#fetch = fetch;
    this.#authorities = authorities;
  }

  /** What is in hand at `now`, fetched anew when it is time to; null when nothing is that can be relied on. */
  async at(now: number): Promise<List | null> {
    const wait = this.#fresh(now) === null ? RETRY : RELOAD;
    if (now - this.#triedAt >= wait) {
      this.#triedAt = now;
      this.#loading = this.#load();
    }
    await this.#loading;
    return this.#fresh(now);
  }

  #fresh(now: number): List | null {
    const list = this.#list;
    return list !== null && list.thisUpdate <= now + CLOCK_SKEW && now - CLOCK_SKEW <= list.nextUpdate ? list : null;
  }

  async #load(): Promise<void> {
    const answer = await this.#fetch();
    const list = answer.outcome === 'done' ? read(answer.value, this.#authorities) : null;
    if (list !== null && list.number >= (this.#list?.number ?? 0)) this.#list = list;
  }
}

/** Names of the distribution points a certificate is listed at. */
function pointsOf(extensions: readonly Extension[] | undefined): readonly string[] {
  const value = find(extensions, id_ce_cRLDistributionPoints);
  const points = value === null ? [] : AsnConvert.parse(value, CRLDistributionPoints);
  return [...points].flatMap(({ distributionPoint }) =>
    distributionPoint === undefined ? [] : namesOf(distributionPoint),
  );
}

/** A distinguished name is written out, because the same one can be encoded in several ways; other names are compared as DER. */
const namesOf = ({ fullName = [] }: DistributionPointName): readonly string[] =>
  fullName.map((name) =>
    name.directoryName === undefined ? hex(AsnConvert.serialize(name)) : new Name(name.directoryName).toString(),
  );

/** Looks certificates up in lists of the revoked ones (CRL, RFC 5280). */
export function crlValidity({ clock, authorities, lists }: CrlOptions): ValidityService {
  const sources = lists.map((fetch) => new Source(fetch, authorities));
  return {
    check: async (certificate, issuer) => {
      const now = clock.now();
      const held = await Promise.all(sources.map((source) => source.at(now)));
      const { serialNumber, extensions } = AsnConvert.parse(certificate.raw, Certificate).tbsCertificate;
      const points = pointsOf(extensions);
      const list = held.find(
        (one) =>
          one?.authority === issuer.fingerprint256 &&
          (one.part === null || one.part.some((name) => points.includes(name))),
      );
      if (list == null) return 'unknown';
      const reason = list.entries.get(hex(serialNumber));
      return reason === undefined ? 'valid' : statusOfReason(reason?.reason);
    },
  };
}
