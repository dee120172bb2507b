import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JpkiClient } from '../../src/card/jpki.ts';
import { CardReaderDriver } from '../../src/devices/card-reader/driver.ts';
import { PcscTransport } from '../../src/devices/card-reader/pcsc-transport.ts';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { type SampleTown, sampleTown } from '../../src/simulation/town/town.ts';
import { systemClock } from '../../src/system-clock.ts';
import { madoguchi } from '../harness.ts';
import { PrivatePcscd, VpcdSlot } from './pcscd.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the virtual card behind a real pcscd', () => {
  let town: SampleTown;
  let pcscd: PrivatePcscd;
  let slot: VpcdSlot;
  const card = (name: string): VirtualCard => {
    const profile = town.cards.get(name);
    if (profile === undefined) throw new Error(name);
    return new VirtualCard(profile);
  };
  const opensc = (tool: string, ...args: string[]) =>
    execFileSync(tool, args, { env: pcscd.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  beforeAll(async () => {
    town = await sampleTown(systemClock.now());
    pcscd = await new PrivatePcscd(37_111).start();
    slot = new VpcdSlot(pcscd.port);
    process.env.PCSCLITE_CSOCK_NAME = pcscd.socket;
  });
  afterAll(async () => {
    slot.remove();
    await pcscd[Symbol.asyncDispose]();
  });

  it("is taken for a My Number card by OpenSC's own JPKI driver, which reads its certificate", async () => {
    const adult = card('adult');
    slot.insert(adult);
    await pause(1_000);
    expect(opensc('opensc-tool', '--name')).toContain('JPKI');
    const listed = opensc('pkcs15-tool', '--list-certificates');
    expect(listed).toContain('User Authentication Certificate');
    const pem = opensc('pkcs15-tool', '--read-certificate', '02');
    expect(new X509Certificate(pem).raw).toEqual(Buffer.from(adult.profile.auth?.certificate ?? []));
    slot.remove();
    await pause(600);
  });

  it('signs for OpenSC after its PIN, openssl verifies it, and a wrong PIN takes one try', async () => {
    const adult = card('adult');
    slot.insert(adult);
    await pause(1_000);
    const data = join(pcscd.folder, 'data');
    const signature = join(pcscd.folder, 'signature');
    const publicKey = join(pcscd.folder, 'key.pem');
    writeFileSync(data, 'a nonce');
    const sign = (pin: string) =>
      spawnSync(
        'pkcs11-tool',
        ['--sign', '--mechanism', 'SHA256-RSA-PKCS', '--id', '02', '--pin', pin, '-i', data, '-o', signature],
        { env: pcscd.env, encoding: 'utf8' },
      );
    expect(sign('9999').status).not.toBe(0);
    expect(adult.memory.authTries).toBe(2);
    const signed = sign('1234');
    expect(signed.stderr).toBe(signed.status === 0 ? signed.stderr : '');
    expect(signed.status).toBe(0);
    expect(adult.memory.authTries).toBe(3);
    writeFileSync(
      publicKey,
      new X509Certificate(Buffer.from(adult.profile.auth?.certificate ?? [])).publicKey.export({ type: 'spki', format: 'pem' }),
    );
    const verified = execFileSync('openssl', ['dgst', '-sha256', '-verify', publicKey, '-signature', signature, data]);
    expect(String(verified)).toContain('Verified OK');
    slot.remove();
    await pause(600);
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
    const adult = card('adult');
    slot.insert(adult);
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
    slot.insert(adult);
    await until('in 2');
    await reader.stop();
    slot.remove();
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
