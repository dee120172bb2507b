import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { JpkiClient } from '../../src/card/jpki.ts';
import { CardReaderDriver } from '../../src/devices/card-reader/driver.ts';
import { PcscTransport } from '../../src/devices/card-reader/pcsc-transport.ts';
import { type SampleTown, sampleTown } from '../../src/simulation/town/town.ts';
import { systemClock } from '../../src/system-clock.ts';
import { madoguchi } from '../harness.ts';
import { PrivatePcscd, ServedSlot } from './pcscd.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the virtual card behind a real pcscd', () => {
  let town: SampleTown;
  let pcscd: PrivatePcscd;
  let slot: ServedSlot;
  const certificateOf = (name: string) =>
    new X509Certificate(Buffer.from(town.cards.get(name)?.auth?.certificate ?? []));
  const run = (tool: string, ...args: string[]) =>
    new Promise<{ readonly code: number; readonly output: string }>((resolve) => {
      execFile(tool, args, { env: pcscd.env, encoding: 'utf8', timeout: 20_000 }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` }),
      );
    });

  /** Waits until pcscd sees a card. */
  const present = async () => {
    for (let tries = 0; tries < 50; tries += 1) {
      if (/^0 +Yes/m.test((await run('opensc-tool', '-l')).output)) return;
      await pause(100);
    }
    throw new Error('pcscd does not see the card');
  };

  beforeAll(async () => {
    town = await sampleTown(systemClock.now());
    pcscd = await new PrivatePcscd().start();
    slot = new ServedSlot(pcscd);
    process.env.PCSCLITE_CSOCK_NAME = pcscd.socket;
  });
  afterEach(async () => {
    slot.remove();
    await pause(600);
  });
  afterAll(async () => {
    slot.remove();
    await pcscd[Symbol.asyncDispose]();
  });

  it("is taken for a My Number card by OpenSC's own JPKI driver, which reads its certificate", async () => {
    slot.insert('adult');
    await present();
    expect((await run('opensc-tool', '--name')).output).toContain('jpki');
    const listed = await run('pkcs15-tool', '--list-certificates');
    expect(listed.output).toContain('User Authentication Certificate');
    const pem = (await run('pkcs15-tool', '--read-certificate', '01')).output;
    expect(new X509Certificate(pem.slice(pem.indexOf('-----BEGIN'))).raw).toEqual(certificateOf('adult').raw);
  });

  it('signs for OpenSC after its PIN, openssl verifies it, and a wrong PIN takes one try', async () => {
    slot.insert('adult');
    await present();
    const data = join(pcscd.folder, 'data');
    const signature = join(pcscd.folder, 'signature');
    const publicKey = join(pcscd.folder, 'key.pem');
    writeFileSync(data, 'a nonce');
    const mechanism = ['--sign', '--mechanism', 'SHA256-RSA-PKCS', '--id', '01'];
    const sign = (pin: string) => run('pkcs11-tool', ...mechanism, '--pin', pin, '-i', data, '-o', signature);
    expect((await sign('9999')).code).toBe(1);
    expect(slot.tries('adult')).toBe(2);
    expect(await sign('1234')).toMatchObject({ code: 0 });
    expect(slot.tries('adult')).toBe(3);
    writeFileSync(publicKey, certificateOf('adult').publicKey.export({ type: 'spki', format: 'pem' }));
    const verified = await run('openssl', 'dgst', '-sha256', '-verify', publicKey, '-signature', signature, data);
    expect(verified.output).toContain('Verified OK');
  });

  it('serves the card client over PC/SC: events with insertion numbers, one authentication, and a pcscd that dies', async () => {
    const events: string[] = [];
    const reader = new CardReaderDriver(new PcscTransport(null), systemClock);
    reader.start({
      inserted: (insertion) => events.push(`in ${insertion}`),
      removed: (insertion) => events.push(`out ${insertion}`),
      health: (state) => events.push(state),
    });
    const until = async (event: string) => {
      for (let tries = 0; tries < 200 && !events.includes(event); tries += 1) await pause(50);
      expect(events).toContain(event);
    };
    await until('working');
    slot.insert('adult');
    await until('in 1');
    const outcome = await reader.session(1, async (channel) => {
      const client = new JpkiClient((command) => channel.transmit(command));
      const identified = await client.identify();
      const certificate = await client.readAuthCertificate();
      await client.authPinState();
      const verified = await client.verifyAuthPin(Buffer.from('1234'));
      const signed = await client.signWithAuthKey(createHash('sha256').update('x').digest());
      return [identified, certificate, verified, signed].map((step) => step.outcome);
    });
    expect(outcome).toEqual({ outcome: 'done', value: ['done', 'done', 'done', 'done'] });
    const after = await reader.session(1, async (channel) => {
      const client = new JpkiClient((command) => channel.transmit(command));
      await client.select();
      return client.signWithAuthKey(new Uint8Array(32));
    });
    expect(after).toMatchObject({ value: { outcome: 'failed', fault: 'card' } });
    slot.remove();
    await until('out 1');
    expect(await reader.session(1, async () => 'late')).toMatchObject({ outcome: 'failed', fault: 'removed' });

    await pcscd.kill();
    await until('failed');
    events.length = 0;
    await pcscd.start();
    await until('working');
    slot.insert('adult');
    await until('in 2');
    await reader.stop();
  });

  it('madoguchi card serve puts a named card there, and says so when nothing listens', async () => {
    const nobody = await madoguchi('card', 'serve', '--card', 'adult', '--vpcd', 'localhost:1');
    expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('no vpcd at localhost:1') });
    const unknown = await madoguchi('card', 'serve', '--card', 'nobody', '--vpcd', `localhost:${pcscd.port}`);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no card nobody') });
    const wrong = await madoguchi('card', 'serve', '--card', 'adult', '--vpcd', 'somewhere');
    expect(wrong.stderr).toContain('localhost:35963');
  });
});
