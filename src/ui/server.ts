import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import fastifyStatic from '@fastify/static';
import Fastify from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { keypads } from '../keypads.ts';
import type { BenchPort } from './bench.ts';
import type { Display } from './display.ts';
import type { Hands } from './hands.ts';

export interface ServerOptions {
  readonly port: number;
  readonly display: Pick<Display, 'frame' | 'subscribe' | 'touch' | 'key' | 'erase'>;
  readonly bench: BenchPort | null;
  /** Fingers and keys that the terminal itself listens to. */
  readonly hands?: Pick<Hands, 'subscribe'>;
  /** Folder of the built client. */
  readonly clientFolder: string;
  /** Folder of the recordings, where there are any. */
  readonly speechFolder?: string | null;
  /** Secret of the display's address; only the browser started with it may show the screen. */
  readonly token: string;
  readonly note: (sentence: string) => void;
}

export interface Server {
  /** Address of the kiosk screen, with the token. */
  readonly screen: string;
  /** Address of the bench, or null. */
  readonly bench: string | null;
  close(): Promise<void>;
}

/** Highest position on any keypad. */
const lastKey = Math.max(...Object.values(keypads).map(({ keys }) => keys.length)) - 1;

/** A frame from the display; nothing else is listened to. */
const touchFrame = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('touch'), seq: z.number().int(), id: z.string().max(80) }),
  z.strictObject({ type: z.literal('key'), seq: z.number().int(), position: z.number().int().min(0).max(lastKey) }),
  z.strictObject({ type: z.literal('erase'), seq: z.number().int() }),
]);

const maxFrameBytes = 2_048;

const same = (a: string, b: string): boolean => {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
};

const parse = (data: string): unknown => {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
};

/** One frame from the display, as text. False when it is none. */
export function hear(display: Pick<Display, 'touch' | 'key' | 'erase'>, data: string): boolean {
  const frame = touchFrame.safeParse(parse(data));
  if (!frame.success) return false;
  if (frame.data.type === 'touch') display.touch(frame.data.seq, frame.data.id);
  else if (frame.data.type === 'key') display.key(frame.data.seq, frame.data.position);
  else display.erase(frame.data.seq);
  return true;
}

/** Close codes of RFC 6455 and our own: 4000 another display took over, 4001 a frame that is not one. */
const closed = { replaced: 4000, malformed: 4001 } as const;

/** Serves the screen on loopback only. One display at a time; a new one with the token takes over the running session. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { display, bench, token, note } = options;
  const http = Fastify({ logger: false, bodyLimit: maxFrameBytes });
  const host = `127.0.0.1:${options.port}`;
  const hosts = [host, `localhost:${options.port}`];
  const ownHost = (request: IncomingMessage) => hosts.includes(request.headers.host ?? '');

  http.addHook('onRequest', async (request, reply) => {
    if (!ownHost(request.raw)) await reply.code(421).send('This address is not served here.\n');
    reply.header(
      'Content-Security-Policy',
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'",
    );
    reply.header('X-Content-Type-Options', 'nosniff');
    reply.header('Referrer-Policy', 'no-referrer');
    reply.header('Cache-Control', 'no-store');
  });
  await http.register(fastifyStatic, { root: options.clientFolder, cacheControl: false });
  if (options.speechFolder != null)
    await http.register(fastifyStatic, {
      root: options.speechFolder,
      prefix: '/speech/',
      cacheControl: false,
      decorateReply: false,
    });
  http.get('/', (_, reply) => reply.sendFile('index.html'));
  if (bench !== null) {
    http.get('/bench', (_, reply) => reply.sendFile(bench.page));
    http.get<{ Params: { name: string } }>('/bench/file/:name', (request, reply) => {
      const file = bench.file(request.params.name);
      if (file === null) return reply.code(404).send('There is no such page or slip.\n');
      return reply.type(file.type).send(Buffer.from(file.bytes));
    });
  }

  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes });
  let current: WebSocket | null = null;

  const serveDisplay = (socket: WebSocket): void => {
    current?.close(closed.replaced, 'another display took over');
    current = socket;
    socket.send(display.frame);
    const unsubscribe = display.subscribe((frame) => socket.send(frame));
    const letGo = options.hands?.subscribe((message) => socket === current && socket.send(message));
    socket.on('message', (data, binary) => {
      if (!binary && hear(display, String(data))) return;
      note('the display sent something that is not a touch; it was disconnected');
      socket.close(closed.malformed, 'not a touch');
    });
    socket.on('close', () => {
      unsubscribe();
      letGo?.();
      if (current === socket) current = null;
    });
  };

  const serveBench = (socket: WebSocket, port: BenchPort): void => {
    socket.send(port.state);
    const unsubscribe = port.subscribe((state) => socket.send(state));
    socket.on('message', (data, binary) => {
      const wrong = port.command(binary ? null : parse(String(data)));
      if (wrong !== null) socket.send(JSON.stringify({ type: 'error', sentence: wrong }));
    });
    socket.on('close', unsubscribe);
  };

  http.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', `http://${host}`);
    const { origin } = request.headers;
    const refuse = (status: string) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    if (!ownHost(request)) return refuse('421 Misdirected Request');
    if (origin === undefined || !hosts.some((own) => origin === `http://${own}`)) return refuse('403 Forbidden');
    const forBench = bench !== null && url.pathname === '/bench/socket';
    if (!forBench && url.pathname !== '/socket') return refuse('404 Not Found');
    if (!forBench && !same(url.searchParams.get('token') ?? '', token)) return refuse('401 Unauthorized');
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('error', (error) => note(`a display connection broke: ${error.message}`));
      if (forBench && bench !== null) serveBench(webSocket, bench);
      else serveDisplay(webSocket);
    });
  });

  try {
    await http.listen({ host: '127.0.0.1', port: options.port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new Error(`Port ${options.port} is taken. Stop what uses it, or set screen.port in the configuration.`);
    throw error;
  }
  return {
    screen: `http://${host}/#${token}`,
    bench: bench === null ? null : `http://${host}/bench`,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      await http.close();
    },
  };
}
