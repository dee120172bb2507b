import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signDocument } from '../../src/certificates/signature.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import { counting, documentOf, payloadOf, person } from '../certificates/fixtures.ts';
import { root, temporaryFolder } from '../harness.ts';
import { fileOf, pdfOf, scanned } from '../verification/paper.ts';
import { launchChromium } from './browser.ts';

const folder = temporaryFolder();
const pictures = { front: '', reverse: '', stranger: '', blank: '' };
let chromium: Awaited<ReturnType<typeof launchChromium>>;
let page: Page;
const asked: string[] = [];

beforeAll(async () => {
  execFileSync('node', [join(root, 'scripts/build-verify-page.ts'), join(folder.path, 'built')]);
  const { documentKey, municipality } = await sampleTown(Date.parse('2026-07-01T00:00:00Z'));
  const genuine = await pdfOf(signDocument(payloadOf([person()], { municipality }), documentKey, counting()));
  const stranger = await pdfOf(documentOf([person()]));
  const scans = { front: scanned(genuine, 1), reverse: scanned(genuine, 2), stranger: scanned(stranger, 1) };
  for (const [name, picture] of Object.entries(scans)) {
    pictures[name as keyof typeof scans] = join(folder.path, `${name}.png`);
    writeFileSync(join(folder.path, `${name}.png`), fileOf(picture));
  }
  scans.front.data.fill(255);
  pictures.blank = join(folder.path, 'blank.png');
  writeFileSync(pictures.blank, fileOf(scans.front));
  chromium = await launchChromium({ width: 900, height: 1_400 });
}, 60_000);

afterAll(async () => {
  await chromium.close();
  folder[Symbol.dispose]();
});

async function open(): Promise<void> {
  page = await chromium.newPage();
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(join(folder.path, 'built/index.html')).href);
}
const choose = (...files: readonly string[]) => page.setInputFiles('input[type=file]', [...files]);
const found = async () => page.$$eval('[data-found]', (items) => items.map((item) => item.getAttribute('data-found')));
const judged = () => page.waitForSelector('[data-genuine]', { timeout: 20_000 });

describe('the page for receivers, from a file', () => {
  it('knows a genuine certificate, restores its reverse, and asks nobody', async () => {
    await open();
    await choose(pictures.front);
    await judged();
    expect(await found()).toEqual(['signature', 'all-pages', 'content-not-compared']);
    await choose(pictures.reverse);
    await page.waitForSelector('.restored');
    expect(await found()).toEqual(['signature', 'all-pages', 'reverse-as-signed']);
    const said = await page.textContent('#page');
    for (const text of ['架空県窓口市', '渡邉\u{E010F}　葛\u{E0102}子', '北海道札幌市中央区北一条西二丁目1番地'])
      expect(said).toContain(text);
    expect(asked.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
    const folderOfPictures = process.env.PICTURES;
    if (folderOfPictures !== undefined)
      await page.screenshot({ path: join(folderOfPictures, 'verify.png'), fullPage: true });
  });

  it('speaks both languages', async () => {
    const heading = () => page.textContent('h1');
    const before = await heading();
    await page.click('button');
    expect(new Set([before, await heading()])).toEqual(new Set(['証明書の確認', 'Check a certificate']));
  });

  it('says that nothing vouches for the paper of a stranger', async () => {
    await open();
    await choose(pictures.stranger);
    await judged();
    expect(await page.getAttribute('[data-genuine]', 'data-genuine')).toBe('false');
    expect(await found()).toEqual(['unknown-key']);
  });

  it('says when there is no code, and when there is no camera', async () => {
    await open();
    await choose(pictures.blank);
    await page.getByText(/符号を読み取れません|No code was found/).waitFor();
    expect(await page.$('[data-genuine]')).toBeNull();
    await page.getByRole('button', { name: /カメラ|camera/ }).click();
    await page.getByText(/カメラを使えません|camera cannot be used/).waitFor();
  });
});
