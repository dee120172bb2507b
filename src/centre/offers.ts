import { kinds } from '../certificates/catalogue.ts';
import type { Wish } from '../certificates/document.ts';
import type { Choice, Kind } from '../certificates/kind.ts';
import { japanDate, japanDateTime } from '../japan-time.ts';
import type { Holder } from './admission.ts';
import { isRefusal } from './answers.ts';
import { isBusinessDay } from './business-days.ts';
import type { RefusalCode } from './port.ts';
import type { Desk, Fee, Office, Registers } from './register.ts';
import { type RegistrationState, registrationState } from './registrations.ts';
import type { Store } from './store.ts';

/** A kind that the shop offers; `fee` where the shop says it. */
export interface Offered {
  readonly name: string;
  readonly kind: Kind;
  readonly fee: number | readonly Fee[] | null;
}

/** What a shop says of a kind. */
export type Services = Readonly<
  Record<string, { readonly enabled: boolean; readonly fee?: number | readonly Fee[] | undefined } | undefined>
>;

/** Yen on a day; the last row that began by then counts. */
const feeOn = (fee: number | readonly Fee[], day: string): number | null =>
  typeof fee === 'number' ? fee : (fee.findLast(({ from }) => from <= day)?.yen ?? null);

/** The shop's fee, else the municipality's, else the usual one. A shop speaks for the municipality it stands in only. */
export const feeOf = ({ name, kind, fee }: Offered, desk: Desk, town: Office, day: string): number =>
  feeOn((desk === town ? fee : null) ?? desk.fees[name] ?? [], day) ?? kind.fee;

/** The kinds of the catalogue that the shop offers, in the order of the menu; all when it says nothing. */
export const offeredOf = (services?: Services): readonly Offered[] =>
  [...kinds].flatMap(([name, kind]) => {
    const service = services === undefined ? { enabled: true } : services[name];
    return service?.enabled ? [{ name, kind, fee: service.fee ?? null }] : [];
  });

/** What each kind costs that a shop in this town offers, yen for one copy. */
export const pricesOn = (town: Office, services: Services, day: string): { kind: string; fee: number }[] =>
  offeredOf(services).map((offered) => ({ kind: offered.name, fee: feeOf(offered, town, town, day) }));

/** Every amount that may ever be asked for one copy here: by the shop, by the town or by those whose registers it can ask. */
export const amountsEver = (town: Office, services: Services): number[] =>
  offeredOf(services).flatMap(({ name, kind, fee }) =>
    [town, ...(kind.keptBy === 'residence' ? [] : town.elsewhere)].flatMap((desk) => {
      const stated = (desk === town ? fee : null) ?? desk.fees[name] ?? [];
      return typeof stated === 'number' ? [stated] : [kind.fee, ...stated.map(({ yen }) => yen)];
    }),
  );

/** What the registers say of a holder, and which municipality answers. */
export interface Answering {
  readonly desk: Desk;
  readonly registers: Registers;
}

/** Kinds without the 利用登録, by where the application stands. */
const notRegistered: Partial<Record<RegistrationState, RefusalCode>> = {
  none: 'registration-needed',
  rejected: 'registration-needed',
  submitted: 'registration-pending',
};

/** The registers of the municipality of residence: read once, for whatever kind. */
export const registersOf = (store: Store, { resident, household }: Holder, now: number): Registers => ({
  today: japanDate(now),
  holder: resident,
  household,
  seal: store.seal(resident.id),
  taxes: store.taxes(resident.id),
  family: null,
});

/**
 * Which municipality issues this kind to this holder: the one of residence, or the one that keeps the family register. There, who
 * lives elsewhere needs the 利用登録 first.
 */
export function answering(store: Store, town: Office, kind: Kind, registers: Registers): Answering | RefusalCode {
  if (kind.keptBy === 'residence') return { desk: town, registers };
  const { holder, today } = registers;
  if (holder.familyRegister === null) return 'no-family-register';
  const { code } = holder.familyRegister;
  const desk = [town, ...town.elsewhere].find(({ municipality }) => municipality.code === code);
  if (desk === undefined) return 'family-register-elsewhere';
  if (desk !== town) {
    const refusal = notRegistered[registrationState(store.registration(holder.id, code), today)];
    if (refusal !== undefined) return refusal;
  }
  const family = store.family(holder.id, code);
  return family === null ? 'no-family-register' : { desk, registers: { ...registers, family } };
}

/** Why nothing of this kind is issued at this moment, or null. */
export function notNow({ desk, registers }: Answering, kind: Kind, now: number): RefusalCode | null {
  const { officeHours } = desk;
  const time = japanDateTime(now).slice(-5);
  const atWork = officeHours.days === 'every' || isBusinessDay(registers.today);
  if (kind.hours === 'office' && !(atWork && time >= officeHours.open && time < officeHours.close))
    return 'outside-office-hours';
  const pending = kind.keptBy === 'residence' ? registers.household.noticePending : registers.family?.noticePending;
  return pending ? 'register-busy' : null;
}

/** Whether the copy of the registers is too old to issue from. What is no time is old. */
export const isStale = ({ copy }: Desk, now: number): boolean =>
  !(Math.abs(now - copy.asOf(now)) <= copy.limit * 60_000);

/** What the holder may choose of the kind at this desk. */
export function choiceAt({ desk, registers }: Answering, kind: Kind): Choice | RefusalCode {
  const choice = kind.offer(registers);
  return isRefusal(choice)
    ? choice
    : { ...choice, items: choice.items.filter((item) => !desk.withheld.includes(item)) };
}

/** Whether everything wished was offered, and no more copies than the kind allows. */
export function isAllowed({ members, items, copies }: Wish, kind: Kind, choice: Choice): boolean {
  const known = (wished: readonly string[], offered: readonly string[]) => wished.every((id) => offered.includes(id));
  return (
    known(
      members,
      choice.members.map(({ id }) => id),
    ) &&
    known(items, choice.items) &&
    (kind.people !== 'one' || members.length <= 1) &&
    Number.isInteger(copies) &&
    copies >= 1 &&
    copies <= kind.copies
  );
}
