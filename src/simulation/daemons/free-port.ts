import { createServer, type Server } from 'node:net';

/** Listens there on the loopback interface; null where somebody else does. */
const listen = (port: number): Promise<Server | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

const portOf = (server: Server | null): number => {
  const address = server?.address() ?? null;
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const closed = (server: Server | null): Promise<void> =>
  new Promise((resolve) => (server === null ? resolve() : server.close(() => resolve())));

/** A TCP port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = await listen(0);
  const port = portOf(server);
  await closed(server);
  return port;
}

/** The first of two TCP ports, one after the other, that nobody listens on. */
export async function twoFreePorts(): Promise<number> {
  for (;;) {
    const first = await listen(0);
    const port = portOf(first);
    const second = port < 65_535 ? await listen(port + 1) : null;
    await Promise.all([closed(first), closed(second)]);
    if (second !== null) return port;
  }
}
