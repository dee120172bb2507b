/**
 * The process that calls pcscd, for PcscTransport. `smartcard` blocks its thread in some calls (establishing a context, a
 * disconnect with reset) for as long as card or pcscd like; here nobody else waits for that thread.
 */
import { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../../outcome.ts';
import { encodeFrame, FrameReader } from './pcsc-frames.ts';
import { PcscService } from './pcsc-service.ts';

/** At once and without atexit handlers, which would wait for a card that does not answer. pcscd resets the card. */
const die = (): never => process.kill(process.pid, 'SIGKILL') as never;

const frames = new FrameReader((frame) => service?.receive(frame));
const channel = new Socket({
  fd: 3,
  onread: {
    buffer: new Uint8Array(0xffff),
    callback: (length, buffer) => {
      frames.push(buffer.subarray(0, length));
      return true;
    },
  },
});
channel.on('error', die);
channel.on('close', die);
const say: ConstructorParameters<typeof PcscService>[0]['say'] = (kind, number, content) =>
  void channel.write(encodeFrame(kind, number, content));

let service: PcscService | null = null;
try {
  const { default: binding } = await import('smartcard');
  service = new PcscService({ binding, readerName: process.argv[2] || null, say, pause });
  void service.watch();
} catch (error) {
  say('missing', 0, Buffer.from(`the PC/SC binding is not installed (${messageOf(error)})`));
}
