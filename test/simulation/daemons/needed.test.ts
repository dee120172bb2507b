import { expect, it } from 'vitest';
import { type Machine, whatIsMissing } from '../../../src/simulation/daemons/needed.ts';

const whole: Machine = { path: '/usr/bin', has: () => true, resolves: () => true, namespace: () => null };
const without = (name: string): Machine => ({ ...whole, has: (file) => !file.endsWith(`/${name}`) });

it('nothing is missing where everything is installed', () => {
  expect(whatIsMissing(whole)).toEqual([]);
});

it.each([
  ['pcscd', 'pcscd'],
  ['libifdvpcd.so', 'vsmartcard-vpcd'],
  ['ippeveprinter', 'cups-ipp-utils'],
  ['dbus-daemon', 'dbus-daemon'],
  ['gcc', 'gcc'],
  ['dlfcn.h', 'libc6-dev'],
  ['python3', 'python3'],
  ['setpriv', 'util-linux'],
  ['unshare', 'util-linux'],
  ['mount', 'mount'],
])('%s that is not there is said in one sentence, with the Debian package %s', (name, debian) => {
  expect(whatIsMissing(without(name))).toEqual([
    expect.stringMatching(new RegExp(`${name} is not installed: apt-get install ${debian}\\.$`)),
  ]);
});

it.each(['smartcard', 'serialport'])('the binding %s that is not there is said', (module) => {
  expect(whatIsMissing({ ...whole, resolves: (name) => name !== module })).toEqual([
    expect.stringContaining(`The npm package ${module} is not installed`),
  ]);
});

it('a machine that gives no mount namespace is said, when everything else is there', () => {
  const refused: Machine = { ...whole, namespace: () => 'Operation not permitted' };
  expect(whatIsMissing(refused)).toEqual([expect.stringContaining('(Operation not permitted): run this as root.')]);
  expect(whatIsMissing({ ...refused, ...without('gcc'), namespace: refused.namespace })).toHaveLength(1);
});

it('with an empty PATH every program that is looked for in it is missing', () => {
  const missing = whatIsMissing({ ...whole, path: '' });
  expect(missing.map((sentence) => sentence.split(' ')[0])).toEqual(
    expect.arrayContaining(['dbus-daemon', 'gcc', 'python3', 'setpriv', 'unshare', 'mount']),
  );
  expect(missing.join()).not.toContain('namespace');
});
