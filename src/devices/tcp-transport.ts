import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { ByteListener, ByteTransport } from './transport.ts';

export interface TcpAddress {
  readonly host: string;
  readonly port: number;
  /** Milliseconds to wait for the connection; 5,000 unless given. */
  readonly connectTimeoutMs?: number;
}

/** A TCP connection as a line of bytes: a printer's raw port (9100), or a serial device server. */
export function tcpTransport({ host, port, connectTimeoutMs = 5_000 }: TcpAddress): ByteTransport {
  let socket: Socket | null = null;

  const open = (listener: ByteListener): Promise<void> =>
    new Promise((resolve, reject) => {
      const opening = connect({ host, port, noDelay: true });
      let reason = 'closed by the device';
      opening.setTimeout(connectTimeoutMs, () => opening.destroy(new Error(`no connection in ${connectTimeoutMs} ms`)));
      opening.on('error', (error) => {
        reason = error.message;
      });
      opening.once('connect', () => {
        opening.setTimeout(0);
        socket = opening;
        resolve();
      });
      opening.on('data', (bytes) => {
        if (socket === opening) listener.data(bytes);
      });
      opening.once('close', () => {
        reject(new Error(`${host}:${port}: ${reason}`));
        if (socket !== opening) return;
        socket = null;
        listener.closed(reason);
      });
    });

  return {
    open,
    write: (bytes) => {
      socket?.write(bytes);
    },
    close: () => {
      const closing = socket;
      socket = null;
      closing?.destroy();
    },
  };
}
