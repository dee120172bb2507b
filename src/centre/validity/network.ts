import { readFile } from 'node:fs/promises';
import { done, failed, messageOf, type Outcome } from '../../outcome.ts';

/** Milliseconds for one exchange; a person is waiting in front of the screen. */
const PATIENCE = 5_000;
/** Bytes: an answer is a few kilobytes, a list of a whole country's certificates some megabytes. */
const MOST = 64 * 2 ** 20;

async function exchange(url: string, init: RequestInit): Promise<Outcome<Uint8Array, 'offline'>> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) return failed('offline', `${url}: HTTP ${response.status}`);
    if (Number(response.headers.get('content-length') ?? 0) > MOST) return failed('offline', `${url}: too much`);
    return done(new Uint8Array(await response.arrayBuffer()));
  } catch (error) {
    return failed('offline', `${url}: ${messageOf(error)}`);
  }
}

/** OCSP over HTTP (RFC 6960 appendix A). */
export const ocspOverHttp = (url: string) => (request: Uint8Array) =>
  exchange(url, {
    method: 'POST',
    headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
    body: Uint8Array.from(request),
  });

/** A list from the web, or from a file that something else keeps up to date. */
export const listFrom = (place: string) => async (): Promise<Outcome<Uint8Array, 'offline'>> => {
  if (/^https?:/.test(place)) return exchange(place, { headers: { accept: 'application/pkix-crl' } });
  try {
    return done(new Uint8Array(await readFile(place)));
  } catch (error) {
    return failed('offline', messageOf(error));
  }
};
