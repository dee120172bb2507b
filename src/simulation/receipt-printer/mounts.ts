import { createServer, type Socket } from 'node:net';
import type { ByteTransport } from '../../devices/transport.ts';
import type { ReceiptConnection, ReceiptPrinterModel } from './printer-model.ts';

/** The model behind the driver without a wire. Bytes arrive a turn later, as over a wire. */
export function memoryTransport(printer: ReceiptPrinterModel): ByteTransport {
  let connection: ReceiptConnection | null = null;
  return {
    open: async (listener) => {
      const mine: ReceiptConnection = printer.connect((bytes) => {
        queueMicrotask(() => {
          if (connection === mine) listener.data(bytes);
        });
      });
      connection = mine;
    },
    write: (bytes) => {
      const target = connection;
      queueMicrotask(() => target?.receive(bytes));
    },
    close: () => {
      connection?.close();
      connection = null;
    },
  };
}

/** The model behind a raw TCP port on the loopback interface. */
export interface TcpMount {
  readonly port: number;
  /** Cuts every connection, as a network does. */
  disconnectAll(): void;
  close(): Promise<void>;
}

/** Listens on `port`; 0 lets the system choose. 9100 is the usual one. */
export function serveOverTcp(printer: ReceiptPrinterModel, port = 0): Promise<TcpMount> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    const connection = printer.connect((bytes) => socket.write(bytes));
    socket.on('data', (bytes) => connection.receive(bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      connection.close();
    });
  });
  const disconnectAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        disconnectAll,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            disconnectAll();
          }),
      });
    });
  });
}
