import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renewableFrom } from '../../../src/card/validity.ts';
import { japanDate } from '../../../src/japan-time.ts';
import { CARDS } from '../../../src/simulation/town/cards.ts';
import { sampleTown } from '../../../src/simulation/town/town.ts';
import { TestOffice } from '../../centre/office.ts';

const NOW = Date.parse('2026-11-20T12:00:00+09:00');
const TODAY = '2026-11-20';
const town = await sampleTown(NOW);
const card = (name: string) => {
  const found = town.cards.get(name);
  if (found === undefined) throw new Error(`no card ${name}`);
  return found;
};
const lastDay = (certificate: Uint8Array | undefined) =>
  japanDate(new X509Certificate(certificate ?? '').validToDate.getTime());

describe('the catalogue of cards', () => {
  it('has a name, a holder and a description for each, and a holder has one', () => {
    expect(new Set(CARDS.map(({ name }) => name)).size).toBe(CARDS.length);
    expect(new Set(CARDS.map(({ resident }) => resident)).size).toBe(CARDS.length);
  });

  it('has cards as they are personalised: numbers, last day and face', () => {
    for (const { name, serial, municipality, expires, face, unlockKey } of town.cards.values()) {
      expect(serial, name).toMatch(/^\d{15}$/);
      expect(municipality, name).toMatch(/^99\d{3}$/);
      expect(expires, name).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(face.address, name).not.toBe('');
      expect(face.securityCode, name).toMatch(/^\d{4}$/);
      expect(unlockKey.length, name).toBe(44);
    }
    expect(card('adult').face).toMatchObject({ name: '渡邉\u{E010F}　健太郎', birthDate: '1984-05-14', sex: '1' });
    expect(card('other-town').municipality).toBe('99202');
    expect(new Set([...town.cards.values()].map(({ serial }) => serial)).size).toBe(town.cards.size);
  });

  it('has no certificate that outlives its card', () => {
    for (const { name, auth, sign, expires } of town.cards.values())
      for (const pair of [auth, sign]) if (pair !== null) expect(lastDay(pair.certificate) <= expires, name).toBe(true);
  });

  it('has cards and certificates that end as their names say', () => {
    expect(lastDay(card('adult').auth?.certificate)).toBe('2029-05-14');
    expect(card('adult').expires).toBe('2034-05-14');
    expect(lastDay(card('expired').auth?.certificate)).toBe('2026-11-10');
    expect(card('expired').expires > TODAY).toBe(true);
    expect(card('expired-card').expires).toBe('2026-11-10');
    expect(lastDay(card('expired-card').auth?.certificate)).toBe('2026-11-10');
    expect(card('end-of-stay').expires).toBe('2026-12-20');
    expect(lastDay(card('end-of-stay').auth?.certificate)).toBe('2026-12-20');
    expect(town.residents.find(({ id }) => id === 'r1501')?.foreign?.expires).toBe('2026-12-20');
    expect(renewableFrom(lastDay(card('expiring').auth?.certificate)) <= TODAY).toBe(true);
    // A child's card lasts to the fifth birthday, like its certificate.
    expect(card('child').expires).toBe(lastDay(card('child').auth?.certificate));
    expect(lastDay(card('next-generation').auth?.certificate) > '2031').toBe(true);
  });

  it('has PINs that are blocked, and PINs that never were', () => {
    const tries = (name: string) => [card(name).pins.auth.tries, card(name).pins.sign.tries];
    expect(tries('sign-locked')).toEqual([3, 0]);
    expect(tries('both-locked')).toEqual([0, 0]);
    expect(tries('reserved')).toEqual([0, 5]);
    expect(tries('reserved-sign')).toEqual([3, 0]);
    expect(tries('face-only')).toEqual([null, null]);
    expect(card('face-only').auth).not.toBeNull();
  });

  it('has tokens of other kinds', () => {
    expect(card('android').tokenLabel).toBe('JPKIAPGPSETOKEN');
    expect(card('iphone').tokenLabel).toBe('JPKIAPIOSTOKEN');
    expect(card('next-generation')).toMatchObject({ tokenLabel: 'JPKIAPICCTOKEN3', generation: 'next' });
    expect(card('next-generation').auth?.key.asymmetricKeyDetails?.namedCurve).toBe('secp384r1');
  });

  it.each([
    ['adult', null],
    ['child', 'under-15'],
    ['foreign', null],
    ['locked', null],
    ['expiring', null],
    ['expired', 'certificate-expired'],
    ['last-try', null],
    ['new', 'same-day-card'],
    ['large', null],
    ['suspended', 'certificate-suspended'],
    ['revoked', 'certificate-revoked'],
    ['unconfirmed', 'revocation-unknown'],
    ['long-name', null],
    ['alias', null],
    ['protected', 'protected-person'],
    ['moved-out', 'moved-out'],
    ['family-of-leaver', null],
    ['moving-out', 'moving-out'],
    ['notice', null],
    ['sign-revoked', null],
    ['moved-unfinished', 'card-lapsed-by-move'],
    ['sign-locked', null],
    ['expired-card', 'certificate-expired'],
    ['end-of-stay', null],
    ['wrong-issuer', 'certificate-not-accepted'],
    ['sign-as-auth', 'certificate-not-accepted'],
    ['third-generation', null],
    ['unknown-generation', 'certificate-not-accepted'],
    ['other-town', 'other-municipality'],
    ['next-generation', null],
    ['honseki-elsewhere', null],
    ['registered', null],
    ['registration-rejected', null],
  ] as const)('has %s, whom the centre answers %s', async (name, code) => {
    const answer = await new TestOffice().presentCard(name);
    expect(answer.outcome === 'failed' && answer.fault === 'refused' ? answer.code : null).toBe(code);
  });
});
