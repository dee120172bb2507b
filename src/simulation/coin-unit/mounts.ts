import { createServer, type Socket } from 'node:net';
import type { AcceptorModel } from './acceptor-model.ts';

/** The model behind a raw TCP port on the loopback interface, as a ccTalk line behind a serial device server. */
export interface TcpMount {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on `port`; 0 lets the system choose. There is one wire: a new connection takes it over from the one before. */
export function serveOverTcp(acceptor: AcceptorModel, port = 0): Promise<TcpMount> {
  const sockets = new Set<Socket>();
  let current: Socket | null = null;
  const server = createServer((socket) => {
    sockets.add(socket);
    current = socket;
    socket.setNoDelay(true);
    void acceptor.open({ data: (bytes) => socket.write(bytes), closed: () => socket.destroy() });
    socket.on('data', (bytes) => current === socket && acceptor.write(bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      if (current !== socket) return;
      current = null;
      acceptor.close();
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const socket of sockets) socket.destroy();
          }),
      });
    });
  });
}
