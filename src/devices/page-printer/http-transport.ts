import { request } from 'node:http';
import type { IppTransport } from './ipp-transport.ts';
import { ippIn } from './ipp-transport.ts';

/** Answers of a printer are a few kilobytes; more than this is not a printer. */
const MAX_ANSWER = 4 * 1024 * 1024;
/** RFC 8010 3.3: the port of the `ipp` scheme. */
const IPP_PORT = 631;

/**
 * IPP over HTTP/1.1 (RFC 8010 section 4): every request has a connection of its own, so that a broken one belongs to
 * exactly one request. No `Expect: 100-continue`: small devices answer it badly. Throws when `uri` is not an ipp URI.
 */
export function httpTransport(uri: string): IppTransport {
  const { protocol, hostname, port, pathname } = new URL(uri);
  if (protocol !== 'ipp:') throw new Error(`printer URI must start with ipp://, not ${protocol}//`);
  return {
    post: (body, signal) =>
      new Promise((resolve, reject) => {
        const outgoing = request({
          hostname,
          port: port === '' ? IPP_PORT : Number(port),
          path: pathname === '' ? '/' : pathname,
          method: 'POST',
          agent: false,
          signal,
          headers: { 'Content-Type': 'application/ipp', 'Content-Length': body.length },
        });
        outgoing.on('error', reject);
        outgoing.on('response', (incoming) => {
          const chunks: Buffer[] = [];
          let size = 0;
          incoming.on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            size += chunk.length;
            if (size > MAX_ANSWER) incoming.destroy(new Error('answer too long'));
          });
          incoming.on('error', reject);
          incoming.on('aborted', () => reject(new Error('connection lost in the middle of the answer')));
          incoming.on('end', () => {
            const { statusCode: status = 0, headers } = incoming;
            try {
              resolve(ippIn({ status, type: headers['content-type'] ?? '', body: Buffer.concat(chunks) }));
            } catch (error) {
              reject(error);
            }
          });
        });
        outgoing.end(body);
      }),
  };
}
