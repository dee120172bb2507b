import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';

/** What became of one posted message. `never`: no connection came about. `lost`: it may have arrived, and no answer did. */
export type Posted =
  | { readonly reached: 'answered'; readonly status: number; readonly body: Uint8Array }
  | { readonly reached: 'never'; readonly detail: string }
  | { readonly reached: 'lost'; readonly detail: string };

/** Carries one message to the terminal and brings the answer. Never rejects. */
export interface NexoTransport {
  /** @param signal ends the waiting; the message is then `lost`, or `never` when no connection had come about */
  post(body: Uint8Array, signal: AbortSignal): Promise<Posted>;
}

/** Answers are a few kilobytes with receipts; more than this is not a payment terminal. */
const longestAnswer = 1024 * 1024;

/**
 * nexo JSON by HTTP POST, as terminals listen for on the local network. Every message has a connection of its own, so that a
 * broken one belongs to exactly one message.
 * @param url `http://` or `https://`, e.g. `http://192.168.1.20:8443/nexo`
 */
export function httpTransport(url: string): NexoTransport {
  const target = new URL(url);
  const request = target.protocol === 'https:' ? overHttps : overHttp;
  return {
    post: (body, signal) =>
      new Promise((resolve) => {
        let connected = false;
        const outgoing = request(target, {
          method: 'POST',
          agent: false,
          signal,
          headers: { 'Content-Type': 'application/json', 'Content-Length': body.length },
        });
        const broken = ({ message }: Error): void =>
          resolve({ reached: connected ? 'lost' : 'never', detail: message.slice(0, 100) });
        outgoing.on('socket', (socket) => {
          socket.once('connect', () => {
            connected = true;
          });
        });
        outgoing.on('error', broken);
        outgoing.on('response', (incoming) => {
          const chunks: Buffer[] = [];
          let size = 0;
          incoming.on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            size += chunk.length;
            if (size > longestAnswer) incoming.destroy(new Error('answer too long'));
          });
          incoming.on('error', broken);
          incoming.on('end', () =>
            resolve({ reached: 'answered', status: incoming.statusCode ?? 0, body: Buffer.concat(chunks) }),
          );
        });
        outgoing.end(body);
      }),
  };
}
