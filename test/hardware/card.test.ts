import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeyName } from '../../src/card/jpki-data.ts';
import { atrChoices } from '../../src/simulation/card/atr.ts';
import type { CardProfile } from '../../src/simulation/card/profile.ts';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { PrivatePcscd } from '../../src/simulation/daemons/pcscd.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import { systemClock } from '../../src/system-clock.ts';
import { madoguchi } from '../harness.ts';
import { VpcdSlot } from './vpcd-slot.ts';

/** How OpenSC names what belongs to a key pair: PKCS#15 id, PKCS#11 slot. */
const opensc: Readonly<Record<KeyName, { id: string; slot: string; label: string; pin: string; wrong: string }>> = {
  auth: { id: '01', slot: '0', label: 'User Authentication', pin: '1234', wrong: '9999' },
  sign: { id: '02', slot: '1', label: 'Digital Signature', pin: 'ABC123', wrong: 'ZZZZZZ' },
};
const keyNames = ['auth', 'sign'] as const;

describe("OpenSC's own JPKI driver, with the virtual card behind a real pcscd", () => {
  let adult: CardProfile;
  let pcscd: PrivatePcscd;
  let slot: VpcdSlot;
  let card: VirtualCard;
  const run = (tool: string, ...args: string[]) =>
    new Promise<{ readonly code: number; readonly output: string }>((resolve) => {
      execFile(tool, args, { env: pcscd.env, encoding: 'utf8', timeout: 20_000 }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` }),
      );
    });
  const triesLeft = async (name: KeyName): Promise<number> => {
    const { output } = await run('pkcs15-tool', '-D');
    const said = new RegExp(`PIN \\[${opensc[name].label} PIN\\][^[]*\\[[^[]*\\[[^[]*Tries left\\s*: (\\d)`).exec(
      output,
    );
    return Number(said?.[1]);
  };
  const login = (name: KeyName, pin: string) =>
    run('pkcs11-tool', '--slot-index', opensc[name].slot, '--login', '--pin', pin, '--list-objects');

  beforeAll(async () => {
    const found = (await sampleTown(systemClock.now())).cards.get('adult');
    if (found === undefined) throw new Error('no adult');
    adult = found;
    pcscd = await new PrivatePcscd(systemClock).start();
    slot = new VpcdSlot(pcscd, 0);
  });
  afterEach(() => slot.remove());
  afterAll(async () => {
    await slot[Symbol.asyncDispose]();
    await pcscd[Symbol.asyncDispose]();
  });

  it.each(atrChoices)('takes it for a My Number card with the answer to reset %s', async (atr) => {
    await slot.insert(new VirtualCard(adult), { atr });
    expect((await run('opensc-tool', '--reader', '0', '--name')).output).toContain('jpki');
  });

  describe('in every way a program uses it', () => {
    beforeEach(async () => {
      card = new VirtualCard(adult);
      await slot.insert(card);
    });

    it('finds its PINs, keys and certificates', async () => {
      const { output } = await run('pkcs15-tool', '-D');
      for (const { label } of Object.values(opensc))
        for (const object of [`PIN [${label} PIN]`, `Key [${label} Key]`, `[${label} Certificate]`, `Certificate CA]`])
          expect(output).toContain(object);
      expect(await triesLeft('auth')).toBe(3);
      expect(await triesLeft('sign')).toBe(5);
    });

    it('reads both certificates, that for signatures after its PIN only', async () => {
      const read = (name: KeyName, ...more: string[]) =>
        run('pkcs15-tool', '--read-certificate', opensc[name].id, ...more);
      const raw = (pem: string) => new X509Certificate(pem.slice(pem.indexOf('-----BEGIN'))).raw;
      expect(raw((await read('auth')).output)).toEqual(Buffer.from(adult.auth?.certificate ?? []));
      expect((await read('sign')).code).toBe(1);
      const { id, pin } = opensc.sign;
      const opened = await read('sign', '--verify-pin', '--auth-id', id, '--pin', pin);
      expect(raw(opened.output)).toEqual(Buffer.from(adult.sign?.certificate ?? []));
    });

    it.each(keyNames)('signs with %s after its PIN, and openssl verifies it', async (name) => {
      const file = (end: string) => join(pcscd.folder, `${name}.${end}`);
      writeFileSync(file('data'), 'a nonce');
      const { id, slot: index, pin } = opensc[name];
      const mechanism = ['--sign', '--mechanism', 'SHA256-RSA-PKCS', '--id', id, '--slot-index', index];
      const files = ['-i', file('data'), '-o', file('signature')];
      expect(await run('pkcs11-tool', ...mechanism, ...files, '--login', '--pin', pin)).toMatchObject({ code: 0 });
      const { publicKey } = new X509Certificate(Buffer.from(adult[name]?.certificate ?? []));
      writeFileSync(file('pem'), publicKey.export({ type: 'spki', format: 'pem' }));
      const args = ['-sha256', '-verify', file('pem'), '-signature', file('signature'), file('data')];
      expect((await run('openssl', 'dgst', ...args)).output).toContain('Verified OK');
      expect(readFileSync(file('signature'))).toHaveLength(256);
    });

    it.each(keyNames)(
      'counts the tries of %s as the card does: a wrong one, the right one, and until it locks',
      async (name) => {
        const { pin, wrong } = opensc[name];
        const all = card.memory.tries[name] ?? 0;
        expect(await login(name, wrong)).toMatchObject({
          code: 1,
          output: expect.stringContaining('CKR_PIN_INCORRECT'),
        });
        expect([card.memory.tries[name], await triesLeft(name)]).toEqual([all - 1, all - 1]);
        expect(await login(name, pin)).toMatchObject({ code: 0 });
        expect([card.memory.tries[name], await triesLeft(name)]).toEqual([all, all]);
        for (let tries = all; tries > 0; tries -= 1) await login(name, wrong);
        expect([card.memory.tries[name], await triesLeft(name)]).toEqual([0, 0]);
        expect(await login(name, pin)).toMatchObject({ code: 1 });
        const other = name === 'auth' ? 'sign' : 'auth';
        expect(await login(other, opensc[other].pin)).toMatchObject({ code: 0 });
      },
    );
  });
});

it('madoguchi card serve says so when nothing listens, and what it wants', async () => {
  const serve = (card: string, vpcd: string) => madoguchi('card', 'serve', '--card', card, '--vpcd', vpcd);
  const [nobody, unknown, wrong] = await Promise.all([
    serve('adult', 'localhost:1'),
    serve('nobody', 'localhost:35963'),
    serve('adult', 'somewhere'),
  ]);
  expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('no vpcd at localhost:1') });
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no card nobody') });
  expect(wrong.stderr).toContain('localhost:35963');
});
