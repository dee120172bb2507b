import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exactMoney, madoguchi, startKiosk, temporaryFolder, writeConfig } from '../harness.ts';

const visit = async (out: string, ...args: string[]) => {
  const run = await madoguchi('visit', '--certificate', 'juminhyo', '--out', out, '--json', ...args);
  const last = run.stdout.trimEnd().split('\n').at(-1) ?? '';
  return { ...run, result: last.startsWith('{') ? JSON.parse(last) : null };
};
const text = (pdf: string) => execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });

describe.concurrent('madoguchi visit', () => {
  it('delivers: a clean PDF with the name exactly, a receipt, a sound log, money that adds up', async () => {
    using folder = temporaryFolder();
    const { code, result } = await visit(folder.path, '--card', 'adult', '--pin', '1234', '--coins', '100,100');
    expect(code).toBe(0);
    expect(result).toMatchObject({ outcome: 'delivered', pages: 1, paid: 200 });
    expect(Object.keys(result)).toEqual(['outcome', 'transaction', 'pages', 'paid', 'pdf', 'receipt', 'log']);
    execFileSync('qpdf', ['--check', result.pdf]);
    const paper = text(result.pdf);
    expect(paper).toContain('渡邉\u{E010F}');
    expect(paper).toContain(result.transaction);
    expect(paper).toMatch(/1 ?\/ ?1/);
    expect(paper).not.toMatch(/(?<!\d)\d{12}(?!\d)/);
    expect(readFileSync(result.receipt).subarray(1, 4).toString()).toBe('PNG');
    const verified = await madoguchi('audit', 'verify', '--data', folder.path);
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('sound') });
    const money = await madoguchi('audit', 'money', '--data', folder.path);
    expect(money.stdout).toMatch(/taken +200 yen/);
    expect(money.stdout).toMatch(/sum +0 yen/);
  });

  it('prints chosen members and asked-for items only', async () => {
    using folder = temporaryFolder();
    const { result } = await visit(
      folder.path,
      ...[
        '--card',
        'adult',
        '--pin',
        '1234',
        '--members',
        '1,2',
        '--show',
        'relationship,myNumber',
        '--coins',
        '100,50,50',
      ],
    );
    expect(result).toMatchObject({ outcome: 'delivered', paid: 200 });
    const paper = text(result.pdf);
    expect(paper).toContain('世帯の一部');
    expect(paper).toContain('健太郎');
    expect(paper).not.toContain('大和');
    expect(paper.match(/(?<!\d)\d{12}(?!\d)/g)).toHaveLength(2);
    expect(paper).toMatch(/筆頭者の氏名 +【省略】/);
  });

  it('asks again after wrong PINs and delivers with the third', async () => {
    using folder = temporaryFolder();
    const pins = ['--pin', '0000', '--pin', '1111', '--pin', '1234'];
    const { code, result } = await visit(folder.path, '--card', 'adult', ...pins, '--coins', '100,100');
    expect([code, result.outcome]).toEqual([0, 'delivered']);
    const shown = await madoguchi('audit', 'show', '--data', folder.path, '--type', 'pin.verify.result');
    expect(shown.stdout.match(/"tries":\d/g)).toEqual(['"tries":2', '"tries":1']);
  });

  it('ends locked after three wrong PINs, as the card says', async () => {
    using folder = temporaryFolder();
    const { code, result } = await visit(
      folder.path,
      ...['--card', 'adult', '--pin', '0000', '--pin', '1111', '--pin', '2222', '--pin', '1234'],
    );
    expect(code).toBe(1);
    expect(result).toMatchObject({ outcome: 'locked', pages: 0, paid: 0, pdf: null });
  });

  it.each([
    ['locked', 'locked'],
    ['expired', 'refused:certificate-expired'],
    ['child', 'refused:under-15'],
  ])('the card %s ends %s and takes no money', async (card, outcome) => {
    using folder = temporaryFolder();
    const { code, result } = await visit(folder.path, '--card', card, '--pin', '1234', '--coins', '100,100');
    expect(code).toBe(1);
    expect(result).toMatchObject({ outcome, pages: 0, paid: 0, pdf: null });
  });

  it.each(['foreign', 'expiring'])('the card %s gets its paper', async (card) => {
    using folder = temporaryFolder();
    const { code, result } = await visit(folder.path, '--card', card, '--pin', '1234', '--coins', '100,100');
    expect([code, result.outcome]).toEqual([0, 'delivered']);
  });

  it('gives back what was put in when the price is not reached', async () => {
    using folder = temporaryFolder();
    const { code, result } = await visit(folder.path, '--card', 'adult', '--pin', '1234', '--coins', '100');
    expect([code, result.outcome, result.paid]).toEqual([1, 'cancelled', 0]);
    const money = await madoguchi('audit', 'money', '--data', folder.path);
    expect(money.stdout).toMatch(/owed +0 yen[\s\S]*returned +100 yen/);
  });

  it('owes it where there are no hoppers, and prints a claim slip', async () => {
    using folder = temporaryFolder();
    const exact = ['--config', writeConfig(folder.path, exactMoney)];
    const { code, result } = await visit(folder.path, '--card', 'adult', '--pin', '1234', '--coins', '100', ...exact);
    expect(code).toBe(1);
    expect(result).toMatchObject({ outcome: 'cancelled', pages: 0, paid: 0, pdf: null });
    expect(existsSync(result.receipt)).toBe(true);
    const money = await madoguchi('audit', 'money', '--data', folder.path);
    expect(money.stdout).toMatch(/owed +100 yen/);
    const slips = await madoguchi('audit', 'show', '--data', folder.path, '--type', 'slip.intent');
    expect(slips.stdout).toContain('"slip":"claim","amount":100');
  });

  it('takes a coin that overshoots only where it can give change', async () => {
    using folder = temporaryFolder();
    const asked = ['--card', 'adult', '--pin', '1234', '--coins'];
    const { result: change } = await visit(folder.path, ...asked, '500');
    expect(change).toMatchObject({ outcome: 'delivered', paid: 200 });
    const money = await madoguchi('audit', 'money', '--data', folder.path);
    expect(money.stdout).toMatch(/returned +300 yen/);
    using other = temporaryFolder();
    const exact = ['--config', writeConfig(other.path, exactMoney)];
    const { result } = await visit(other.path, ...asked, '500,100,500,100', ...exact);
    expect(result).toMatchObject({ outcome: 'delivered', paid: 200 });
  });

  it('offers nothing that the configuration has switched off', async () => {
    using folder = temporaryFolder();
    const config = writeConfig(folder.path, { services: { juminhyo: { enabled: false, fee: 200 } } });
    const { result } = await visit(folder.path, '--card', 'adult', '--pin', '1234', '--config', config);
    expect(result).toMatchObject({ outcome: 'refused:not-offered', paid: 0, pdf: null });
  });

  it('keeps the log of an earlier visit in the same folder', async () => {
    using folder = temporaryFolder();
    const first = await visit(folder.path, '--card', 'adult', '--pin', '1234', '--coins', '100,100');
    const second = await visit(folder.path, '--card', 'foreign', '--pin', '1234', '--coins', '100,100');
    expect(second.result.transaction).not.toBe(first.result.transaction);
    expect((await madoguchi('audit', 'verify', '--data', folder.path)).code).toBe(0);
    const exported = await madoguchi('audit', 'export', '--data', folder.path, '--format', 'csv');
    expect(exported.stdout).toContain(first.result.transaction);
    expect(exported.stdout).toContain(second.result.transaction);
  });
});

describe.concurrent('bad input is refused with a sentence', () => {
  it.each([
    ['an unknown card', ['--card', 'nobody', '--pin', '1234'], 'There is no card nobody'],
    ['a PIN of three digits', ['--card', 'adult', '--pin', '123'], 'A PIN is four digits'],
    ['coins that do not exist', ['--card', 'adult', '--pin', '1234', '--coins', '25'], 'Coins of 10, 50, 100 and 500'],
    ['an unknown item', ['--card', 'adult', '--pin', '1234', '--show', 'salary'], 'It has: relationship'],
    ['members that are no positions', ['--card', 'adult', '--pin', '1234', '--members', 'x'], 'Positions like'],
    ['a missing configuration', ['--card', 'adult', '--pin', '1234', '--config', '/nowhere'], 'no such file'],
  ])('%s', async (_, args, sentence) => {
    using folder = temporaryFolder();
    const { code, stderr } = await visit(folder.path, ...args);
    expect(code).not.toBe(0);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/ {4}at /);
  });

  it('lists every fault of a configuration by key', async () => {
    using folder = temporaryFolder();
    const config = writeConfig(folder.path, { colour: 'red', coins: { accept: [7] } });
    const { code, stderr } = await madoguchi('start', '--config', config);
    expect(code).toBe(1);
    expect(stderr).toContain('colour: there is no such key');
    expect(stderr).toContain('coins.accept.0');
  });

  it('a port that is taken, and a data folder that is in use', async () => {
    await using kiosk = await startKiosk();
    using folder = temporaryFolder();
    const config = writeConfig(folder.path);
    const taken = await madoguchi('start', '--config', config, '--port', new URL(kiosk.bench).port);
    expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining('is taken. Stop what uses it') });
    const used = await madoguchi('start', '--config', config, '--data', kiosk.data);
    expect(used).toMatchObject({ code: 1, stderr: expect.stringContaining('Another terminal') });
  });

  it('a log that is not there, or is none', async () => {
    using folder = temporaryFolder();
    expect(await madoguchi('audit', 'verify', '--data', folder.path)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no log'),
    });
    writeFileSync(join(folder.path, 'log.sqlite'), 'this is not a database, it is a text of some length');
    const { code, stderr } = await madoguchi('audit', 'show', '--data', folder.path);
    expect(code).toBe(1);
    expect(stderr).toMatch(/not a (log|database)/);
  });
});
