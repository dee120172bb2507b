import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { z } from 'zod';
import type { CheckStaffResult } from '../machines/actors.ts';
import { staffActs } from '../machines/events.ts';

/**
 * The staff panel without a screen: a Unix socket in the data folder, which only the terminal's own user can open. One JSON line
 * asks, one JSON line answers. It works when the browser, the centre or a device does not.
 */

/** What a question may be; the code opens every act, as it opens the panel on the screen. */
const question = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('status') }),
  z.strictObject({
    ask: z.literal('act'),
    code: z.string().regex(/^\d{4,8}$/),
    act: z.enum(staffActs),
    why: z.string().max(40),
    subject: z.string().max(40).nullable(),
  }),
]);

/** What stands behind the socket; the status tells nobody's data (I12). */
export interface StaffPort {
  readonly status: () => object;
  check(code: Uint8Array): Promise<CheckStaffResult>;
  perform(order: {
    readonly act: (typeof staffActs)[number];
    readonly who: string;
    readonly why: string;
    readonly subject: string | null;
  }): Promise<{ readonly result: 'done' | 'failed' }>;
}

const largestQuestion = 4_096;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

async function answer(text: string, port: StaffPort): Promise<object> {
  const asked = question.safeParse(parse(text));
  if (!asked.success) return { error: 'not a question' };
  if (asked.data.ask === 'status') return port.status();
  const { act, code, subject, why } = asked.data;
  const said = await port.check(Buffer.from(code, 'latin1'));
  if (said.result === 'later') return { error: 'wait a little and enter the code again' };
  if (said.result === 'unknown') return { error: 'wrong code' };
  return port.perform({ act, who: said.who, why, subject });
}

/** Listens at `path`. @returns the function that ends it */
export async function serveStaff(path: string, port: StaffPort): Promise<() => void> {
  rmSync(path, { force: true });
  const server = createServer((socket: Socket) => {
    let heard = '';
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('data', (text: string) => {
      heard += text;
      const end = heard.indexOf('\n');
      if (end === -1 && heard.length < largestQuestion) return;
      socket.pause();
      answer(end === -1 ? '' : heard.slice(0, end), port).then(
        (said) => socket.end(`${JSON.stringify(said)}\n`),
        () => socket.end(`${JSON.stringify({ error: 'not possible' })}\n`),
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  return () => {
    server.close();
    rmSync(path, { force: true });
  };
}
