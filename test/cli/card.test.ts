import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { madoguchi, temporaryFolder } from '../harness.ts';

describe('madoguchi card list', () => {
  it('names every card with what it is for', async () => {
    const { code, stdout } = await madoguchi('card', 'list');
    expect(code).toBe(0);
    const names = stdout.trim().split('\n');
    for (const name of ['adult', 'locked', 'face-only', 'third-generation', 'next-generation', 'other-town'])
      expect(names.some((line) => new RegExp(`^${name} +\\S`).test(line))).toBe(true);
    expect(stdout).toMatch(/^next-generation .*[Ff]orecast/m);
  });

  it('is JSON when asked, without PINs and names', async () => {
    const { stdout } = await madoguchi('card', 'list', '--json');
    const cards = JSON.parse(stdout);
    expect(cards.find(({ name }: { name: string }) => name === 'locked').tries).toEqual({ auth: 0, sign: 5 });
    expect(stdout).not.toMatch(/1234|ABC123/);
  });
});

describe('madoguchi card read', () => {
  it('says what the chip says without a PIN', async () => {
    const { code, stdout } = await madoguchi('card', 'read', '--card', 'sign-locked');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^card valid until +\d{4}-\d\d-\d\d$/m);
    expect(stdout).toMatch(/^user PIN .* 3 tries left$/m);
    expect(stdout).toMatch(/^signature PIN .* locked$/m);
    expect(stdout).not.toContain('BEGIN CERTIFICATE');
  });

  it('gives the certificate only when asked', async () => {
    const { stdout } = await madoguchi('card', 'read', '--card', 'adult', '--certificate');
    expect(new X509Certificate(stdout.slice(stdout.indexOf('-----BEGIN'))).subject).toContain('CN=');
  });

  it('tells PINs that were never set, and the forecast of a next card', async () => {
    expect((await madoguchi('card', 'read', '--card', 'face-only')).stdout).toMatch(/^user PIN .* never set$/m);
    expect((await madoguchi('card', 'read', '--card', 'next-generation')).stdout).toContain(
      'generation next (forecast)',
    );
  });

  it.each([
    [['--card', 'nobody'], 'There is no card nobody. There are: adult'],
    [['--card', 'old-card'], 'This is no My Number card: resident-register-card.'],
    [['--wait', 'long'], 'A number of seconds, 0–3600.'],
    [['--wait', '1'], 'There is no card in a reader: '],
  ])('%j ends with a sentence', async (args, sentence) => {
    const { code, stderr } = await madoguchi('card', 'read', ...args);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('madoguchi card serve', () => {
  it.each([
    ['no JSON', 'cannot be read'],
    ['{"tries":{}}', 'This is not the memory of a card'],
  ])('does not begin with a state file that holds %s', async (content, sentence) => {
    using folder = temporaryFolder();
    const state = join(folder.path, 'state.json');
    writeFileSync(state, content);
    const { code, stderr } = await madoguchi(
      ...['card', 'serve', '--card', 'adult', '--vpcd', 'localhost:1', '--state', state],
    );
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain('Delete it to begin with a new card.');
  });

  it('knows the forms of an ATR', async () => {
    const { code, stderr } = await madoguchi('card', 'serve', '--card', 'adult', '--vpcd', 'localhost:1', '--atr', 'x');
    expect(code).toBe(1);
    expect(stderr).toMatch(/Allowed choices are contact-1, .*pupi/);
  });
});
