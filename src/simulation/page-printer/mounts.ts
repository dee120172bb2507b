import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { IppTransport } from '../../devices/page-printer/ipp-transport.ts';
import { ippIn } from '../../devices/page-printer/ipp-transport.ts';
import type { PagePrinterModel } from './printer-model.ts';

/** The model behind the driver without a wire: same bytes, same faults. */
export function memoryTransport(printer: Pick<PagePrinterModel, 'handle'>): IppTransport {
  return {
    post: async (body, signal) => {
      const answer = await Promise.race([printer.handle(body), aborted(signal)]);
      if (answer === null) throw new Error('connection lost');
      return ippIn(answer);
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
  });
}

/** The model behind HTTP on the loopback interface, for any IPP client. */
export interface HttpMount {
  /** `ipp://127.0.0.1:<port>/ipp/print`. */
  readonly uri: string;
  close(): Promise<void>;
}

/** Listens on `port`; 0 lets the system choose. A dropped connection is a destroyed socket. */
export async function serveOverHttp(printer: Pick<PagePrinterModel, 'handle'>, port = 0): Promise<HttpMount> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const answer = await printer.handle(Buffer.concat(chunks));
      if (answer === null) {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, { 'Content-Type': answer.type, 'Content-Length': answer.body.length });
      response.end(answer.body);
    });
  });
  await listen(server, port);
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    uri: `ipp://127.0.0.1:${actual}/ipp/print`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
