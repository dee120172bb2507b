import { execFileSync, spawn } from 'node:child_process';
import { type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleKey } from '../../../src/simulation/town/keys.ts';
import { type CertificateAuthority, makeCertificate } from '../../../src/simulation/town/pki.ts';
import { freePort } from '../../harness.ts';

/** A row of OpenSSL's index.txt: valid, or revoked for a reason. */
export type Entry = 'valid' | 'keyCompromise' | 'certificateHold' | 'affiliationChanged' | 'removeFromCRL' | 'revoked';

const CONFIG = `
[ca]
default_ca = town
[town]
database = index.txt
crlnumber = crlnumber
default_md = sha256
default_crl_days = 1
[elsewhere]
issuingDistributionPoint = critical, @other_point
[other_point]
fullname = dirName:other_place
[other_place]
CN = Chouba-shi CRLDP
[here]
issuingDistributionPoint = critical, @point
[point]
fullname = dirName:place
[place]
CN = Madoguchi-shi CRLDP
0.OU = Kakuu-ken
1.OU = CRL Distribution Points
2.OU = JPKI for user authentication
O = JPKI-TEST
C = JP
`;

const pem = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }).toString();
const certificatePem = (der: Uint8Array): string => new X509Certificate(der).toString();

/** An authority of the sample town, kept by OpenSSL: its responder and its lists are those of another implementation. */
export class OpensslAuthority {
  readonly folder: string;
  readonly certificate: X509Certificate;
  readonly #authority: CertificateAuthority;

  constructor(folder: string, authority: CertificateAuthority) {
    this.folder = folder;
    this.#authority = authority;
    this.certificate = new X509Certificate(authority.certificate);
    this.#write('ca.pem', certificatePem(authority.certificate));
    this.#write('ca.key', pem(authority.key));
    this.#write('ca.cnf', CONFIG);
    this.#write('crlnumber', '1000\n');
    this.#write('index.txt', '');
    this.#write('index.txt.attr', 'unique_subject = no\n');
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  #run(...args: string[]): void {
    execFileSync('openssl', args, { cwd: this.folder, stdio: 'pipe' });
  }

  /** A certificate of this authority. */
  issue(serial: string): X509Certificate {
    const year = new Date().getFullYear();
    const order = { subject: 'C=JP, CN=9900000000101', from: `${year - 1}-01-01`, until: `${year + 1}-12-31` };
    return new X509Certificate(makeCertificate(this.#authority, { ...order, serial, key: sampleKey('r0101-auth') }));
  }

  /** What the authority knows, by serial number. */
  index(entries: Readonly<Record<string, Entry>>): void {
    const rows = Object.entries(entries).map(([serial, entry]) => {
      const revoked = entry === 'valid' ? '' : `200101000000Z${entry === 'revoked' ? '' : `,${entry}`}`;
      const subject = '/C=JP/CN=9900000000101';
      return [entry === 'valid' ? 'V' : 'R', '491231145959Z', revoked, serial.toUpperCase(), 'unknown', subject].join(
        '\t',
      );
    });
    this.#write('index.txt', `${rows.join('\n')}\n`);
  }

  /** Who signs the answers: a DER certificate and its key. */
  signer(certificate: Uint8Array, key: KeyObject): void {
    this.#write('signer.pem', certificatePem(certificate));
    this.#write('signer.key', pem(key));
  }

  readonly #responder = ['-index', 'index.txt', '-CA', 'ca.pem', '-rsigner', 'signer.pem', '-rkey', 'signer.key'];

  /** A DER request of OpenSSL's own, without a nonce. */
  requestWithoutNonce(certificate: X509Certificate): Uint8Array {
    this.#write('leaf.pem', certificate.toString());
    this.#run('ocsp', '-issuer', 'ca.pem', '-cert', 'leaf.pem', '-no_nonce', '-reqout', 'bare.der');
    return new Uint8Array(readFileSync(join(this.folder, 'bare.der')));
  }

  /** One DER answer to one DER request. */
  answer(request: Uint8Array, ...more: string[]): Uint8Array {
    writeFileSync(join(this.folder, 'request.der'), request);
    this.#run('ocsp', ...this.#responder, ...more, '-reqin', 'request.der', '-respout', 'answer.der');
    return new Uint8Array(readFileSync(join(this.folder, 'answer.der')));
  }

  /** `openssl ocsp` as a server. */
  async serve(): Promise<{ readonly url: string } & AsyncDisposable> {
    const port = await freePort();
    const child = spawn('openssl', ['ocsp', ...this.#responder, '-port', String(port)], { cwd: this.folder });
    await new Promise<void>((resolve, reject) => {
      // Not asked by a connection: it serves one at a time, and waits long for one that says nothing.
      const heard = (bytes: Buffer): void => {
        if (bytes.includes('waiting for OCSP client connections')) resolve();
      };
      child.stdout.on('data', heard);
      child.stderr.on('data', heard);
      child.once('exit', (code) => reject(new Error(`openssl ocsp ended with ${code}`)));
    });
    return {
      url: `http://127.0.0.1:${port}/`,
      [Symbol.asyncDispose]: async () => {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await ended;
      },
    };
  }

  /** A DER list of what is revoked. */
  list(number: string, ...more: string[]): Uint8Array {
    this.#write('crlnumber', `${number}\n`);
    this.#run(
      'ca',
      '-gencrl',
      '-config',
      'ca.cnf',
      '-keyfile',
      'ca.key',
      '-cert',
      'ca.pem',
      '-out',
      'list.pem',
      ...more,
    );
    this.#run('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der');
    return new Uint8Array(readFileSync(join(this.folder, 'list.der')));
  }
}
