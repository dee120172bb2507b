import { describe, expect, it } from 'vitest';
import type { EmbeddedCentreOptions } from '../../src/centre/embedded.ts';
import { amountsEver, pricesOn } from '../../src/centre/offers.ts';
import { verifyDocument } from '../../src/certificates/signature.ts';
import { NOON, refusedWith, TestOffice, town, withRegister } from './office.ts';

const offerOf = async (card: string, kind: string, options: Partial<EmbeddedCentreOptions> = {}, time = NOON) => {
  const office = new TestOffice(options);
  office.time = time;
  return (await office.authenticated(card)).offers.find((offer) => offer.kind === kind);
};
const at = (text: string): number => Date.parse(`${text}:00+09:00`);

describe('who can have which kind', () => {
  it.each([
    ['adult', 'inkan', true],
    ['third-generation', 'inkan', 'seal-cancelled'],
    ['registered-elsewhere', 'inkan', 'no-seal-registration'],
    ['family-of-leaver', 'shotoku', 'no-tax-data'],
    ['old-card', 'nozei', 'no-tax-data'],
    ['adult', 'koseki-zenbu', true],
    ['foreign', 'koseki-zenbu', 'no-family-register'],
    ['special', 'fuhyo', 'no-family-register'],
    ['honseki-elsewhere', 'koseki-kojin', 'registration-needed'],
    ['registration-rejected', 'koseki-kojin', 'registration-needed'],
    ['registered', 'fuhyo', 'registration-pending'],
    ['registered-elsewhere', 'koseki-zenbu', true],
    ['expiring', 'koseki-zenbu', 'registration-needed'],
    ['old-card', 'koseki-zenbu', 'family-register-elsewhere'],
    ['notice', 'juminhyo', 'register-busy'],
  ] as const)('%s: %s is %s', async (card, kind, available) => {
    expect((await offerOf(card, kind))?.available).toBe(available);
  });

  it('while a notice (届) about the family is worked on, nothing of its register', async () => {
    const busy = withRegister(({ families }) => ({
      families: families.map((family) => ({ ...family, noticePending: true })),
    }));
    expect(await offerOf('adult', 'koseki-zenbu', { town: busy })).toMatchObject({ available: 'register-busy' });
    expect(await offerOf('adult', 'juminhyo', { town: busy })).toMatchObject({ available: true });
  });

  it('a refusal carries no name', async () => {
    expect(await offerOf('third-generation', 'inkan')).toMatchObject({ members: [], items: [] });
  });
});

describe('the state of the register is that of the moment of issue', () => {
  it('a seal cancelled after the offer is not issued (Niigata, Saitama, Kumamoto 2023)', async () => {
    const office = new TestOffice();
    const { authentication, offers } = await office.authenticated('adult');
    expect(offers.find(({ kind }) => kind === 'inkan')?.available).toBe(true);
    office.centre.enter(
      withRegister(({ seals }) => ({
        seals: seals.map((seal) => ({ ...seal, standing: 'cancelled' as const })),
      })).register,
    );
    expect(await office.issue(authentication, {}, { kind: 'inkan' })).toEqual(refusedWith('seal-cancelled'));
  });
});

describe('hours', () => {
  it.each([
    ['2026-11-20T08:59', 'outside-office-hours'],
    ['2026-11-20T09:00', true],
    ['2026-11-20T16:59', true],
    ['2026-11-20T17:00', 'outside-office-hours'],
    // A Saturday, a Sunday and a national holiday (勤労感謝の日).
    ['2026-11-21T12:00', 'outside-office-hours'],
    ['2026-11-22T12:00', 'outside-office-hours'],
    ['2026-11-23T12:00', 'outside-office-hours'],
    ['2026-11-20T23:30', 'outside-hours'],
  ] as const)('of the family register on %s: %s', async (time, available) => {
    expect((await offerOf('adult', 'koseki-zenbu', {}, at(time)))?.available).toBe(available);
  });

  it('of the municipality that keeps the register, not of the one of residence', async () => {
    expect((await offerOf('registered-elsewhere', 'fuhyo', {}, at('2026-11-20T08:45')))?.available).toBe(true);
  });

  it('are those of the terminal for everything else', async () => {
    expect((await offerOf('adult', 'inkan', {}, at('2026-11-22T21:00')))?.available).toBe(true);
  });
});

describe('fees', () => {
  it('are those of the municipality, of the day', async () => {
    expect((await offerOf('adult', 'kazei'))?.fee).toBe(250);
    expect((await offerOf('adult', 'kazei', {}, at('2026-03-31T12:00')))?.fee).toBe(200);
    expect((await offerOf('adult', 'koseki-zenbu'))?.fee).toBe(350);
    expect((await offerOf('registered-elsewhere', 'koseki-zenbu'))?.fee).toBe(400);
  });

  it('may be said by the shop, also from a day on, but not for another municipality', async () => {
    const fee = [
      { from: '2026-01-01', yen: 300 },
      { from: '2026-12-01', yen: 320 },
    ];
    const services = { 'koseki-zenbu': { enabled: true, fee } };
    expect((await offerOf('adult', 'koseki-zenbu', { services }))?.fee).toBe(300);
    expect((await offerOf('adult', 'koseki-zenbu', { services }, at('2026-12-01T12:00')))?.fee).toBe(320);
    expect((await offerOf('registered-elsewhere', 'koseki-zenbu', { services }))?.fee).toBe(400);
    expect(amountsEver(town, services).toSorted()).toEqual([300, 320, 400, 400, 450, 450, 450].toSorted());
  });

  it('are told for what the shop offers only', () => {
    const services = { inkan: { enabled: true, fee: 180 }, kazei: { enabled: true }, nozei: { enabled: false } };
    expect(pricesOn(town, services, '2026-03-31')).toEqual([
      { kind: 'inkan', fee: 180 },
      { kind: 'kazei', fee: 200 },
    ]);
  });
});

describe('documents', () => {
  it('of taxes are of the newest year that is issued, in the weeks of the changeover of the one before', async () => {
    const yearOn = async (day: string) => {
      const office = new TestOffice();
      office.time = at(`${day}T12:00`);
      const { authentication } = await office.authenticated('adult');
      const answer = await office.issue(authentication, {}, { kind: 'kazei' });
      return answer.outcome === 'done' ? (answer.value.payload.content as { fiscalYear: number }).fiscalYear : answer;
    };
    expect(await yearOn('2026-06-09')).toBe(2025);
    expect(await yearOn('2026-06-10')).toBe(2026);
  });

  it('of a register elsewhere are signed by the municipality that keeps it', async () => {
    const office = new TestOffice();
    const { authentication } = await office.authenticated('registered-elsewhere');
    const answer = await office.issue(authentication, {}, { kind: 'koseki-zenbu' });
    if (answer.outcome !== 'done') throw new Error(JSON.stringify(answer));
    const { payload } = answer.value;
    expect(payload.municipality).toEqual({ code: '992020', name: '架空県帳場市', mayor: '見本　二葉' });
    const { holder, kind } = payload;
    const expected = { transaction: 't-1', holder, kind, copies: 1, read: { from: NOON, to: NOON } };
    expect(verifyDocument(answer.value, town.documentKeys, expected)).toBeNull();
    const stranger = new Map([[town.documentKey.keyId, town.documentKeys.get(town.documentKey.keyId) as Uint8Array]]);
    expect(verifyDocument(answer.value, stranger, expected)).toBe('signature');
  });

  it('of one person of a family are of the holder when nobody is named', async () => {
    const office = new TestOffice();
    const { authentication } = await office.authenticated('adult');
    const names = async (members: string[], transaction: string) => {
      const answer = await office.issue(authentication, { members }, { kind: 'koseki-kojin', transaction });
      if (answer.outcome !== 'done') return answer;
      return (answer.value.payload.content as { members: { name: string }[] }).members.map(({ name }) => name);
    };
    expect(await names([], 't-1')).toEqual(['健太郎']);
    expect(await names(['r0103'], 't-2')).toEqual(['大和']);
    expect(await names(['r0103', 'r0104'], 't-3')).toEqual(refusedWith('option-not-allowed'));
    expect(await names(['r0301'], 't-4')).toEqual(refusedWith('option-not-allowed'));
  });

  it('of a kind that the shop does not offer are refused', async () => {
    const office = new TestOffice({ services: { juminhyo: { enabled: true } } });
    const { authentication, offers } = await office.authenticated('adult');
    expect(offers.map(({ kind }) => kind)).toEqual(['juminhyo']);
    for (const kind of ['inkan', 'passport'])
      expect(await office.issue(authentication, {}, { kind, transaction: kind })).toEqual(refusedWith('not-offered'));
  });
});
