import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFiles } from '../certificates/tools.ts';
import { madoguchi, temporaryFolder } from '../harness.ts';

describe('madoguchi verify', () => {
  it('knows what a terminal printed, from file, pictures and text', async () => {
    using folder = temporaryFolder();
    const out = folder.path;
    const visit = await madoguchi(
      ...['visit', '--certificate', 'juminhyo', '--card', 'adult', '--pin', '1234'],
      ...['--coins', '100,100', '--out', out, '--json'],
    );
    const { pdf } = JSON.parse(visit.stdout.trimEnd().split('\n').at(-1) ?? '');
    const file = await madoguchi('verify', pdf, '--json');
    expect(file.code).toBe(0);
    const { findings, genuine, pages } = JSON.parse(file.stdout);
    expect(genuine).toBe(true);
    expect(findings.map(({ found }: { found: string }) => found)).toContain('text-as-signed');
    expect(pages[0]).toMatchObject({ kind: 'juminhyo', title: '住民票の写し', page: 1, pages: 1 });
    expect(pages[0].key).toBeUndefined();

    withFiles({ 'a.pdf': new Uint8Array(readFileSync(pdf)) }, (run, read) => {
      run('pdftoppm', '-r', '200', '-gray', '-png', '%a.pdf', '%p');
      for (const side of ['1', '2']) writeFileSync(join(out, `${side}.png`), read(`p-${side}.png`));
    });
    const [front, reverse] = [join(out, '1.png'), join(out, '2.png')];
    const both = await madoguchi('verify', '--image', front, reverse);
    expect([both.code, both.stdout]).toEqual([0, expect.stringContaining('健太郎')]);
    const one = await madoguchi('verify', '--image', front, '--language', 'ja');
    expect([one.code, one.stdout]).toEqual([0, expect.stringContaining('記載の内容はまだ確かめていません。')]);
    expect((await madoguchi('verify', '--image', reverse)).code).toBe(1);

    const keys = join(out, 'keys.json');
    writeFileSync(keys, '{}');
    expect(await madoguchi('verify', pdf, '--keys', keys)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('is not known'),
    });
    writeFileSync(keys, '{"a":{"code":"1"}}');
    expect((await madoguchi('verify', pdf, '--keys', keys)).code).toBe(2);
  }, 60_000);

  it.each([
    ['nothing', []],
    ['two things', ['a.pdf', '--qr', 'x']],
    ['a file that is not there', ['/nowhere.pdf']],
    ['an option that is none', ['--what']],
    ['a language that is none', ['a.pdf', '--language', 'fr']],
  ])('does not judge %s: exit 2', async (_, args) => {
    expect((await madoguchi('verify', ...args)).code).toBe(2);
  });

  it('does not take another text for a code: exit 1', async () => {
    expect(await madoguchi('verify', '--qr', 'MG1:ABC')).toMatchObject({ code: 1, stdout: /NOT genuine/ });
  });
});
