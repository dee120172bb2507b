import 'reflect-metadata';
import { createHash, X509Certificate } from 'node:crypto';
import {
  BasicOCSPResponse,
  CertID,
  id_kp_OCSPSigning,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nonce,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  Request,
  type SingleResponse,
  TBSRequest,
} from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Certificate, Extension } from '@peculiar/asn1-x509';
import type { Outcome } from '../../outcome.ts';
import { type CertificateStatus, CLOCK_SKEW, type ValidityParts, type ValidityService } from './port.ts';
import { statusOfReason } from './reasons.ts';
import { isSignedBy } from './signatures.ts';

/** Bytes of the nonce, as RFC 9654 recommends. */
const NONCE_BYTES = 32;
/** Identifies the issuer in the question; an identifier, not a protection, and what every responder understands. */
const SHA1 = '1.3.14.3.2.26';

export interface OcspOptions extends Pick<ValidityParts, 'clock' | 'random'> {
  /** Carries one DER request to the responder and its DER answer back. */
  readonly post: (request: Uint8Array) => Promise<Outcome<Uint8Array, 'offline'>>;
}

const sha1 = (bytes: ArrayBuffer): Buffer => createHash('sha1').update(new Uint8Array(bytes)).digest();
const same = (a: ArrayBuffer, b: Uint8Array | ArrayBuffer): boolean => Buffer.from(a).equals(new Uint8Array(b));
const bufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

/** How questions name an issuer. There are few, and parsing one takes longer than the rest of a question. */
const issuers = new WeakMap<X509Certificate, Pick<CertID, 'issuerNameHash' | 'issuerKeyHash'>>();

function issuerHashes(issuer: X509Certificate): Pick<CertID, 'issuerNameHash' | 'issuerKeyHash'> {
  const known = issuers.get(issuer);
  if (known !== undefined) return known;
  const { subject, subjectPublicKeyInfo } = AsnConvert.parse(issuer.raw, Certificate).tbsCertificate;
  const hashes = {
    issuerNameHash: new OctetString(sha1(AsnConvert.serialize(subject))),
    issuerKeyHash: new OctetString(sha1(subjectPublicKeyInfo.subjectPublicKey)),
  };
  issuers.set(issuer, hashes);
  return hashes;
}

const certIdOf = (certificate: X509Certificate, issuer: X509Certificate): CertID =>
  new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithm: SHA1, parameters: null }),
    ...issuerHashes(issuer),
    serialNumber: AsnConvert.parse(certificate.raw, Certificate).tbsCertificate.serialNumber,
  });

const isAbout = ({ certID }: SingleResponse, asked: CertID): boolean =>
  certID.hashAlgorithm.algorithm === asked.hashAlgorithm.algorithm &&
  same(certID.issuerNameHash.buffer, asked.issuerNameHash.buffer) &&
  same(certID.issuerKeyHash.buffer, asked.issuerKeyHash.buffer) &&
  same(certID.serialNumber, asked.serialNumber);

/**
 * Who may sign for `issuer`: itself, or a responder it certified for that (RFC 6960 4.2.2.2). Whether that responder's own
 * certificate was revoked is not asked: it lives no longer than its issuer lets it.
 */
function signers(response: BasicOCSPResponse, issuer: X509Certificate, now: number): X509Certificate[] {
  const delegated = (response.certs ?? [])
    .map((certificate) => new X509Certificate(Buffer.from(AsnConvert.serialize(certificate))))
    .filter(
      (certificate) =>
        certificate.keyUsage?.includes(id_kp_OCSPSigning) === true &&
        certificate.checkIssued(issuer) &&
        certificate.verify(issuer.publicKey) &&
        certificate.validFromDate.getTime() <= now &&
        now <= certificate.validToDate.getTime(),
    );
  return [issuer, ...delegated];
}

function isSigned(response: BasicOCSPResponse, issuer: X509Certificate, now: number): boolean {
  const { tbsResponseDataRaw, signatureAlgorithm, signature } = response;
  return (
    tbsResponseDataRaw !== undefined &&
    signers(response, issuer, now).some(({ publicKey }) =>
      isSignedBy(publicKey, signatureAlgorithm.algorithm, tbsResponseDataRaw, signature),
    )
  );
}

/** Without `nextUpdate` there is always newer information, so only an answer of this moment is fresh (RFC 6960 4.2.2.1). */
const isFresh = ({ thisUpdate, nextUpdate }: SingleResponse, now: number): boolean =>
  thisUpdate.getTime() <= now + CLOCK_SKEW && now - CLOCK_SKEW <= (nextUpdate ?? thisUpdate).getTime();

/** A recorded answer has another nonce or none. */
function echoes({ tbsResponseData }: BasicOCSPResponse, nonce: Uint8Array): boolean {
  const found = tbsResponseData.responseExtensions?.filter(({ extnID }) => extnID === id_pkix_ocsp_nonce) ?? [];
  const [echo] = found;
  return (
    found.length === 1 && echo !== undefined && same(AsnConvert.parse(echo.extnValue.buffer, OctetString).buffer, nonce)
  );
}

const STATUS: Readonly<Record<'good' | 'revoked' | 'unknown', (response: SingleResponse) => CertificateStatus>> = {
  good: () => 'valid',
  revoked: ({ certStatus }) => statusOfReason(certStatus.revoked?.revocationReason?.reason),
  unknown: () => 'unknown',
};

function read(answer: Uint8Array, asked: CertID, nonce: Uint8Array, issuer: X509Certificate, now: number) {
  const { responseStatus, responseBytes } = AsnConvert.parse(answer, OCSPResponse);
  if (responseStatus !== OCSPResponseStatus.successful || responseBytes?.responseType !== id_pkix_ocsp_basic)
    return 'unknown';
  const response = AsnConvert.parse(responseBytes.response.buffer, BasicOCSPResponse);
  if (!isSigned(response, issuer, now) || !echoes(response, nonce)) return 'unknown';
  const about = response.tbsResponseData.responses.filter((single) => isAbout(single, asked));
  const [single] = about;
  if (about.length !== 1 || single === undefined || !isFresh(single, now)) return 'unknown';
  const kind = (['good', 'revoked', 'unknown'] as const).find((name) => single.certStatus[name] !== undefined);
  return STATUS[kind ?? 'unknown'](single);
}

/** Asks a responder about each certificate (OCSP, RFC 6960), with a nonce that must come back. */
export const ocspValidity = ({ post, clock, random }: OcspOptions): ValidityService => ({
  check: async (certificate, issuer) => {
    const nonce = random(NONCE_BYTES);
    const asked = certIdOf(certificate, issuer);
    const request = new OCSPRequest({
      tbsRequest: new TBSRequest({
        requestList: [new Request({ reqCert: asked })],
        requestExtensions: [
          new Extension({
            extnID: id_pkix_ocsp_nonce,
            extnValue: new OctetString(AsnConvert.serialize(new OctetString(bufferOf(nonce)))),
          }),
        ],
      }),
    });
    const answer = await post(new Uint8Array(AsnConvert.serialize(request)));
    if (answer.outcome !== 'done') return 'unknown';
    try {
      return read(answer.value, asked, nonce, issuer, clock.now());
    } catch {
      // What cannot be parsed says nothing.
      return 'unknown';
    }
  },
});
