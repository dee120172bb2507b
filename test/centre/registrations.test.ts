import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../harness.ts';
import {
  cardSignature,
  MINUTE,
  NOON,
  pairOf,
  refusedWith,
  TestOffice,
  town,
  withResident,
  withStatus,
} from './office.ts';

const CHOUBA = { code: '992020', name: '架空県帳場市' };
const DAY = 24 * 60 * MINUTE;

async function standing(office: TestOffice, card: string) {
  const { authentication } = await office.authenticated(card);
  return office.centre.registration({ authentication });
}

interface Changes {
  readonly transaction?: string;
  readonly application?: Uint8Array;
  readonly signer?: string;
  readonly authentication?: string;
}

/** What a terminal does to file the application of a card's holder. */
async function apply(office: TestOffice, card: string, changes: Changes = {}) {
  const authentication = changes.authentication ?? (await office.authenticated(card)).authentication;
  const found = await office.centre.registration({ authentication });
  const given = found.outcome === 'done' ? found.value.application : null;
  const application = changes.application ?? given ?? new Uint8Array([1]);
  const { certificate, key } = pairOf(changes.signer ?? card, 'sign');
  const signature = cardSignature(application, key);
  const { transaction = 't-1' } = changes;
  return office.centre.register({ authentication, transaction, application, certificate, signature });
}

describe('where an application stands', () => {
  it('is shown to people whose family register is elsewhere', async () => {
    const office = new TestOffice();
    expect(await standing(office, 'honseki-elsewhere')).toEqual({
      outcome: 'done',
      value: { state: 'none', municipality: CHOUBA, opensOn: null, application: expect.any(Uint8Array) },
    });
    for (const card of ['adult', 'foreign'])
      expect(await standing(office, card), card).toEqual(refusedWith('registration-not-needed'));
  });

  it('is submitted until the opening day, and then what the office decided', async () => {
    const office = new TestOffice();
    // Filed on 2026-11-19: 20, 24, 25, 26, 27 are business days, the 23rd is a holiday.
    const submitted = { state: 'submitted', municipality: CHOUBA, opensOn: '2026-11-27', application: null };
    expect(await standing(office, 'registered')).toEqual({ outcome: 'done', value: submitted });
    office.time = Date.parse('2026-11-26T22:59:59+09:00');
    expect(await standing(office, 'registered')).toMatchObject({ value: submitted });
    office.time = Date.parse('2026-11-27T06:30:00+09:00');
    expect(await standing(office, 'registered')).toMatchObject({
      value: { state: 'approved', opensOn: null, application: null },
    });
    expect(await standing(office, 'registration-rejected')).toMatchObject({ value: { state: 'rejected' } });
  });

  it('follows the family register to another municipality', async () => {
    const familyRegister = { code: '992038', name: '架空県印影市' };
    const office = new TestOffice({ town: withResident('r1702', { familyRegister }) });
    expect(await standing(office, 'registered')).toMatchObject({
      value: { state: 'none', municipality: familyRegister },
    });
  });

  it('needs an authentication, and a service that is open', async () => {
    const office = new TestOffice();
    expect(await office.centre.registration({ authentication: 'guessed' })).toEqual(refusedWith('signature-invalid'));
    const maintained = new TestOffice({ maintenance: ['2026-11-20'] });
    expect(await standing(maintained, 'honseki-elsewhere')).toEqual(refusedWith('maintenance'));
    office.time = Date.parse('2026-11-20T23:00:00+09:00');
    expect(await standing(office, 'honseki-elsewhere')).toEqual(refusedWith('outside-hours'));
  });
});

describe('an application', () => {
  it('is canonical JSON that names nobody', async () => {
    const found = await standing(new TestOffice(), 'honseki-elsewhere');
    if (found.outcome !== 'done') throw new Error(found.outcome);
    const text = new TextDecoder().decode(found.value.application ?? new Uint8Array());
    expect(text).toMatch(
      /^\{"applicant":"[0-9a-f]{64}","date":"2026-11-20","kind":"registration","municipality":"992020","schema":1\}$/,
    );
  });

  it('that is signed is filed, and the same transaction gives the same receipt', async () => {
    const office = new TestOffice();
    const { authentication } = await office.authenticated('honseki-elsewhere');
    const application = await office.centre.registration({ authentication });
    const bytes = application.outcome === 'done' ? application.value.application : null;
    const first = await apply(office, 'honseki-elsewhere', { authentication, ...(bytes && { application: bytes }) });
    expect(first).toEqual({
      outcome: 'done',
      value: { receipt: expect.stringMatching(/^[0-9A-F]{4}(-[0-9A-F]{4}){2}$/), opensOn: '2026-11-30' },
    });
    expect(await apply(office, 'honseki-elsewhere', { authentication, ...(bytes && { application: bytes }) })).toEqual(
      first,
    );
    expect(await standing(office, 'honseki-elsewhere')).toMatchObject({
      value: { state: 'submitted', opensOn: '2026-11-30' },
    });
    const { authentication: another } = await office.authenticated('adult');
    expect(
      await apply(office, 'honseki-elsewhere', { authentication: another, ...(bytes && { application: bytes }) }),
    ).toEqual(refusedWith('option-not-allowed'));
    expect(await apply(office, 'honseki-elsewhere', { authentication, application: new Uint8Array([2]) })).toEqual(
      refusedWith('option-not-allowed'),
    );
  });

  it('takes as many business days as the municipality says', async () => {
    const registrations = { ...town.registrations, businessDays: { '992020': 2 } };
    const office = new TestOffice({ town: { ...town, registrations } });
    expect(await apply(office, 'honseki-elsewhere')).toMatchObject({ value: { opensOn: '2026-11-25' } });
  });

  it('is refused while one is pending or after one was approved, and may be made again after a rejection', async () => {
    const office = new TestOffice();
    expect(await apply(office, 'registered')).toEqual(refusedWith('registration-pending'));
    expect(await apply(office, 'registration-rejected')).toMatchObject({ outcome: 'done' });
    expect(await apply(office, 'registration-rejected', { transaction: 't-2' })).toEqual(
      refusedWith('registration-pending'),
    );
    office.time = NOON + 7 * DAY;
    expect(await apply(office, 'registered', { transaction: 't-3' })).toEqual(refusedWith('registration-approved'));
    expect(await apply(office, 'adult', { transaction: 't-4' })).toEqual(refusedWith('registration-not-needed'));
  });

  it('must be the very bytes the centre gave, of this day', async () => {
    const office = new TestOffice();
    const application = new TextEncoder().encode('{"schema":1}');
    expect(await apply(office, 'honseki-elsewhere', { application })).toEqual(refusedWith('signature-invalid'));
    const given = await standing(office, 'honseki-elsewhere');
    const old = given.outcome === 'done' ? given.value.application : null;
    office.time += DAY;
    expect(await apply(office, 'honseki-elsewhere', old ? { application: old } : {})).toEqual(
      refusedWith('signature-invalid'),
    );
  });

  it('must be signed by the signature key of the person who authenticated', async () => {
    const office = new TestOffice();
    expect(await apply(office, 'honseki-elsewhere', { signer: 'adult' })).toEqual(
      refusedWith('sign-certificate-not-accepted'),
    );
    const { authentication } = await office.authenticated('honseki-elsewhere');
    const found = await office.centre.registration({ authentication });
    const application = (found.outcome === 'done' && found.value.application) || new Uint8Array();
    const file = (certificate: Uint8Array, signature: Uint8Array) =>
      office.centre.register({ authentication, transaction: 't-1', application, certificate, signature });
    const auth = pairOf('honseki-elsewhere');
    const own = pairOf('honseki-elsewhere', 'sign');
    expect(await file(auth.certificate, cardSignature(application, auth.key))).toEqual(
      refusedWith('sign-certificate-not-accepted'),
    );
    expect(await file(own.certificate, cardSignature(application, auth.key))).toEqual(refusedWith('signature-invalid'));
    expect(await file(new Uint8Array(), cardSignature(application, own.key))).toEqual(
      refusedWith('sign-certificate-not-accepted'),
    );
    expect(await file(own.certificate, cardSignature(application, own.key))).toMatchObject({ outcome: 'done' });
  });

  it.each([
    ['revoked', 'sign-certificate-revoked'],
    ['suspended', 'sign-certificate-suspended'],
    ['unknown', 'revocation-unknown'],
  ] as const)('is not taken with a signature certificate that is %s', async (status, code) => {
    const office = new TestOffice({ town: withStatus(pairOf('honseki-elsewhere', 'sign').certificate, status) });
    expect(await apply(office, 'honseki-elsewhere')).toEqual(refusedWith(code));
    expect(await standing(office, 'honseki-elsewhere')).toMatchObject({ value: { state: 'none' } });
  });

  it('is remembered by the next process, also one that was filed before', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'centre.sqlite');
    const before = new TestOffice({ path });
    expect(await apply(before, 'honseki-elsewhere')).toMatchObject({ outcome: 'done' });
    before.centre.close();
    const after = new TestOffice({ path });
    for (const card of ['honseki-elsewhere', 'registered'])
      expect(await standing(after, card), card).toMatchObject({ value: { state: 'submitted' } });
    after.centre.close();
  });
});
