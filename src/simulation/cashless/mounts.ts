import { createServer } from 'node:http';
import type { NexoTransport, Posted } from '../../devices/cashless/nexo-transport.ts';
import type { CashlessModel } from './terminal-model.ts';

/** The model behind the driver without a wire: same bytes, same faults. */
export function memoryTransport(terminal: CashlessModel): NexoTransport {
  return {
    post: async (body, signal) => {
      if (terminal.offline) return { reached: 'never', detail: 'no connection' };
      const lost: Posted = { reached: 'lost', detail: 'connection lost' };
      const given = new Promise<Posted>((resolve) => {
        if (signal.aborted) resolve(lost);
        signal.addEventListener('abort', () => resolve(lost), { once: true });
      });
      const answered = terminal
        .handle(body)
        .then((answer): Posted => (answer ? { reached: 'answered', ...answer } : lost));
      return Promise.race([answered, given]);
    },
  };
}

/** The model behind HTTP on the loopback interface. */
export interface HttpMount {
  /** `http://127.0.0.1:<port>/nexo`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on a port the system chooses. A dropped connection is a destroyed socket. */
export async function serveOverHttp(terminal: CashlessModel): Promise<HttpMount> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const answer = await terminal.handle(Buffer.concat(chunks));
      if (answer === null) {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, { 'Content-Type': 'application/json', 'Content-Length': answer.body.length });
      response.end(answer.body);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/nexo`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
