import 'reflect-metadata';
import { sign } from 'node:crypto';
import {
  BasicOCSPResponse,
  type CertID,
  CertStatus,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nonce,
  KeyHash,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
} from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { Certificate, CRLReason, CRLReasons } from '@peculiar/asn1-x509';
import { addDays, DAY } from '../../calendar.ts';
import { japanDate } from '../../japan-time.ts';
import { done, failed, type Outcome } from '../../outcome.ts';
import { sampleKey } from '../town/keys.ts';
import {
  algorithmOf,
  authorityName,
  type CertificateAuthority,
  keyIdOf,
  makeResponderCertificate,
} from '../town/pki.ts';

/** What the service holds against a certificate: nothing, the reason it was revoked for, or that it knows none such. */
export type Standing = 'good' | 'unknown' | 'certificateHold' | 'affiliationChanged' | 'cessationOfOperation';

/** What the responder does with a question. `old`: an answer of two days ago; `wrong`: signed with somebody else's key. */
export type ResponderMode = 'right' | 'silent' | 'old' | 'wrong';

/** For how long an answer is good, in milliseconds. */
const ANSWER_LIFE = 10 * 60_000;

const STATUS: Readonly<Record<Standing, (at: Date) => CertStatus>> = {
  good: () => new CertStatus({ good: null }),
  unknown: () => new CertStatus({ unknown: null }),
  certificateHold: (at) => revokedFor(CRLReasons.certificateHold, at),
  affiliationChanged: (at) => revokedFor(CRLReasons.affiliationChanged, at),
  cessationOfOperation: (at) => revokedFor(CRLReasons.cessationOfOperation, at),
};

const revokedFor = (reason: CRLReasons, revocationTime: Date): CertStatus =>
  new CertStatus({ revoked: new RevokedInfo({ revocationTime, revocationReason: new CRLReason(reason) }) });

const hex = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('hex');

/**
 * The validity service of the sample town: answers OCSP requests (RFC 6960) with a certificate each of its authorities gave
 * it. Speaks DER; what carries it is `post` of the driver, here a function call.
 */
export class ValidityResponder {
  mode: ResponderMode = 'right';
  readonly #authorities: ReadonlyMap<string, CertificateAuthority>;
  readonly #standings: ReadonlyMap<string, Standing>;
  readonly #keyId = keyIdOf(sampleKey('responder'));
  readonly #certificates = new Map<CertificateAuthority, { readonly day: string; readonly certificate: Certificate }>();

  constructor(
    authorities: readonly CertificateAuthority[],
    standings: readonly (readonly [issuer: string, serial: string, Standing])[],
  ) {
    this.#authorities = new Map(authorities.map((authority) => [hex(keyIdOf(authority.key)), authority]));
    this.#standings = new Map(standings.map(([issuer, serial, standing]) => [`${issuer} ${serial}`, standing]));
  }

  /** What it would answer, without the bytes. @param serial lower-case hexadecimal */
  standingOf(issuer: string, serial: string): Standing {
    return this.#standings.get(`${issuer} ${serial}`) ?? 'unknown';
  }

  /** @param now milliseconds; the answer is of this moment */
  answer(request: Uint8Array, now: number): Outcome<Uint8Array, 'offline'> {
    if (this.mode === 'silent') return failed('offline', 'the validity service does not answer');
    const { requestList, requestExtensions } = AsnConvert.parse(request, OCSPRequest).tbsRequest;
    const [asked] = requestList;
    const authority = asked && this.#authorities.get(hex(asked.reqCert.issuerKeyHash.buffer));
    if (asked === undefined || authority === undefined) return done(refusal(OCSPResponseStatus.unauthorized));
    const at = this.mode === 'old' ? now - 2 * DAY : now;
    const key = sampleKey(this.mode === 'wrong' ? 'ca-auth-impostor' : 'responder');
    const { hash, algorithm } = algorithmOf(key);
    const tbsResponseData = new ResponseData({
      responderID: new ResponderID({ byKey: new KeyHash(this.#keyId) }),
      producedAt: new Date(at),
      responses: [this.#single(asked.reqCert, authority, at)],
      responseExtensions: (requestExtensions ?? []).filter(({ extnID }) => extnID === id_pkix_ocsp_nonce),
    });
    const response = new BasicOCSPResponse({
      tbsResponseData,
      signatureAlgorithm: algorithm,
      signature: Uint8Array.from(sign(hash, Buffer.from(AsnConvert.serialize(tbsResponseData)), key)).buffer,
      certs: [this.#certificateBy(authority, now)],
    });
    return done(
      bytesOf(
        new OCSPResponse({
          responseStatus: OCSPResponseStatus.successful,
          responseBytes: new ResponseBytes({
            responseType: id_pkix_ocsp_basic,
            response: new OctetString(AsnConvert.serialize(response)),
          }),
        }),
      ),
    );
  }

  #single(certID: CertID, { purpose }: CertificateAuthority, at: number): SingleResponse {
    const standing = this.standingOf(authorityName(purpose), hex(certID.serialNumber));
    return new SingleResponse({
      certID,
      certStatus: STATUS[standing](new Date(at)),
      thisUpdate: new Date(at),
      nextUpdate: new Date(at + ANSWER_LIFE),
    });
  }

  /** A responder's certificate is short-lived, because nobody asks whether it was revoked. */
  #certificateBy(authority: CertificateAuthority, now: number): Certificate {
    const day = japanDate(now);
    const before = this.#certificates.get(authority);
    if (before?.day === day) return before.certificate;
    const order = {
      subject: 'C=JP, O=JPKI-TEST, CN=OCSP Responder',
      serial: '0c',
      from: day,
      until: addDays(day, 1),
      key: sampleKey('responder'),
    };
    const certificate = AsnConvert.parse(makeResponderCertificate(authority, order), Certificate);
    this.#certificates.set(authority, { day, certificate });
    return certificate;
  }
}

const bytesOf = (response: OCSPResponse): Uint8Array => new Uint8Array(AsnConvert.serialize(response));
const refusal = (responseStatus: OCSPResponseStatus): Uint8Array => bytesOf(new OCSPResponse({ responseStatus }));
