import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DAY } from '../../../src/calendar.ts';
import { crlValidity, type FetchList } from '../../../src/centre/validity/crl.ts';
import { listFrom } from '../../../src/centre/validity/network.ts';
import { japanDate } from '../../../src/japan-time.ts';
import { done, failed, type Outcome } from '../../../src/outcome.ts';
import { sampleKey } from '../../../src/simulation/town/keys.ts';
import { makeAuthority } from '../../../src/simulation/town/pki.ts';
import { temporaryFolder } from '../../harness.ts';
import { type Entry, OpensslAuthority } from './openssl-authority.ts';

const MINUTE = 60_000;
const year = Number(japanDate(Date.now()).slice(0, 4));
const folders = [temporaryFolder(), temporaryFolder()] as const;
const openssl = new OpensslAuthority(folders[0].path, makeAuthority('auth', year));
const sameName = new OpensslAuthority(folders[1].path, makeAuthority('auth', year, sampleKey('ca-auth-3')));
afterAll(() => {
  for (const folder of folders) folder[Symbol.dispose]();
});

const EVERYTHING: Readonly<Record<string, Entry>> = {
  '5a000001': 'valid',
  '5a000002': 'keyCompromise',
  '5a000003': 'certificateHold',
  '5a000004': 'revoked',
  '5a000005': 'removeFromCRL',
};
const good = openssl.issue('5a000001');
openssl.index(EVERYTHING);
const list = openssl.list('10');

/** A service whose one source gives what the test says, and a clock moved by hand. */
function serviceOf(answer: Outcome<Uint8Array, 'offline'>) {
  const state = { time: Date.now(), answer, fetched: 0 };
  const fetch: FetchList = async () => {
    state.fetched += 1;
    return state.answer;
  };
  const service = crlValidity({
    clock: { now: () => state.time },
    authorities: [openssl.certificate],
    lists: [fetch],
  });
  const check = (serial = '5a000001') => service.check(openssl.issue(serial), openssl.certificate);
  return { state, check };
}

describe('a list made by openssl', () => {
  it('says what is revoked, on hold or taken off it; what is not on it is valid', async () => {
    const { check } = serviceOf(done(list));
    expect(await check('5a000001')).toBe('valid');
    expect(await check('5a000002')).toBe('revoked');
    expect(await check('5a000003')).toBe('suspended');
    expect(await check('5a000004')).toBe('revoked');
    expect(await check('5a000005')).toBe('valid');
  });

  it('can be a file', async () => {
    const path = join(folders[0].path, 'list-in-use.der');
    const service = crlValidity({
      clock: { now: Date.now },
      authorities: [openssl.certificate],
      lists: [listFrom(path)],
    });
    expect(await service.check(good, openssl.certificate)).toBe('unknown');
    writeFileSync(path, list);
    const second = crlValidity({
      clock: { now: Date.now },
      authorities: [openssl.certificate],
      lists: [listFrom(path)],
    });
    expect(await second.check(good, openssl.certificate)).toBe('valid');
  });

  it('is believed to its end and five minutes for the clocks, and not before its beginning', async () => {
    const { state, check } = serviceOf(done(list));
    const start = state.time;
    state.time = start + DAY + 4 * MINUTE;
    expect(await check()).toBe('valid');
    state.time = start + DAY + 7 * MINUTE;
    expect(await check()).toBe('unknown');
    const early = serviceOf(done(list));
    early.state.time = start - 10 * MINUTE;
    expect(await early.check()).toBe('unknown');
  });

  it('is fetched again each hour, and kept when that fails', async () => {
    const { state, check } = serviceOf(done(list));
    expect(await check()).toBe('valid');
    expect(await check('5a000003')).toBe('suspended');
    expect(state.fetched).toBe(1);
    state.answer = failed('offline');
    state.time += 60 * MINUTE;
    expect(await check()).toBe('valid');
    expect(state.fetched).toBe(2);
    openssl.index({ ...EVERYTHING, '5a000001': 'certificateHold' });
    state.answer = done(openssl.list('11'));
    openssl.index(EVERYTHING);
    state.time += 60 * MINUTE;
    expect(await check()).toBe('suspended');
  });

  it('with a lower number than the one in hand is an old one', async () => {
    openssl.index({ ...EVERYTHING, '5a000001': 'revoked' });
    const newer = openssl.list('20');
    openssl.index(EVERYTHING);
    const { state, check } = serviceOf(done(newer));
    expect(await check()).toBe('revoked');
    state.answer = done(list);
    state.time += 60 * MINUTE;
    expect(await check()).toBe('revoked');
  });

  it('is asked for again after a minute when there is none', async () => {
    const { state, check } = serviceOf(failed('offline'));
    expect(await check()).toBe('unknown');
    state.answer = done(list);
    expect(await check()).toBe('unknown');
    state.time += MINUTE;
    expect(await check()).toBe('valid');
  });

  it.each([
    ['nothing that could be had', () => failed('offline')],
    ['no list', () => done(new Uint8Array([1, 2, 3]))],
    ['by another authority of the same name', () => done(sameName.list('30'))],
    ['signed with SHA-1', () => done(openssl.list('30', '-md', 'sha1'))],
    ['of another part of the certificates', () => done(openssl.list('30', '-crlexts', 'elsewhere'))],
    ['changed after it was signed', () => done(list.map((byte, at) => (at === 100 ? byte ^ 1 : byte)))],
  ] as const)('that is %s says nothing', async (_, answer) => {
    expect(await serviceOf(answer()).check()).toBe('unknown');
  });

  it('of the part of the certificates that are listed at its distribution point is enough for those', async () => {
    const { check } = serviceOf(done(openssl.list('30', '-crlexts', 'here')));
    expect(await check()).toBe('valid');
    expect(await check('5a000003')).toBe('suspended');
  });

  it('of one authority says nothing about another of the same name', async () => {
    const service = crlValidity({
      clock: { now: Date.now },
      authorities: [openssl.certificate, sameName.certificate],
      lists: [async () => done(list)],
    });
    expect(await service.check(sameName.issue('5a000001'), sameName.certificate)).toBe('unknown');
    expect(await service.check(good, openssl.certificate)).toBe('valid');
  });
});
