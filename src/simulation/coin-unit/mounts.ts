import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { ByteTransport } from '../../devices/transport.ts';

/** A wire behind a raw TCP port on the loopback interface, as a ccTalk line is behind a serial device server. */
export interface TcpMount {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on `port`; 0 lets the system choose. There is one wire: a new connection takes it over from the one before. */
export function serveOverTcp(wire: ByteTransport, port = 0): Promise<TcpMount> {
  const sockets = new Set<Socket>();
  let current: Socket | null = null;
  const server = createServer((socket) => {
    sockets.add(socket);
    current = socket;
    socket.setNoDelay(true);
    void wire.open({ data: (bytes) => socket.write(bytes), closed: () => socket.destroy() });
    socket.on('data', (bytes) => current === socket && wire.write(bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      if (current !== socket) return;
      current = null;
      wire.close();
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

/** A wire behind a pseudo-terminal, as a ccTalk line is behind a USB adapter. */
export interface PseudoTerminalMount {
  /** What the host has set, e.g. `9600 8N1`. */
  readonly settings: string;
  /** Takes the terminal away under the host, as pulling the adapter does. */
  close(): Promise<void>;
}

/**
 * Makes a pseudo-terminal with Python 3 and puts the wire behind it. The wire has no other host meanwhile.
 * @param link where the symbolic link to it is made, so that it has the same name each time it is plugged in
 */
export async function servePseudoTerminal(wire: ByteTransport, link: string): Promise<PseudoTerminalMount> {
  const helper = spawn('python3', [join(import.meta.dirname, 'pseudo-terminal.py'), link], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(helper, 'close');
  let settings = '';
  let complaint = '';
  helper.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
    settings = text.trim().split('\n').at(-1) ?? settings;
  });
  helper.stdout.on('data', (bytes) => wire.write(bytes));
  helper.stdin.on('error', () => {});
  await Promise.race([once(helper.stderr, 'data'), ended]);
  if (helper.exitCode !== null) throw new Error(`no pseudo-terminal: ${complaint}`);
  await wire.open({ data: (bytes) => helper.stdin.write(bytes), closed: () => helper.stdin.end() });
  return {
    get settings() {
      return settings;
    },
    close: async () => {
      wire.close();
      helper.stdin.end();
      await ended;
    },
  };
}
