import {
  type DocumentPayload,
  type JuminhyoContent,
  type JuminhyoOptions,
  type JuminhyoPerson,
  juminhyoPages,
} from '../certificates/document.ts';
import { japanDate } from '../japan-time.ts';
import type { Holder } from './admission.ts';
import type { RefusalCode, ServiceOffer } from './port.ts';
import { HEAD, type Resident } from './register.ts';
import type { HouseholdRows } from './store.ts';

export type Option = ServiceOffer['options'][number];

/** People whose rows stand in the register now, in its order. */
const registered = (household: HouseholdRows): readonly Resident[] =>
  household.residents.filter(({ standing }) => standing === 'resident' || standing === 'moving-out');

/** Whom the holder may choose: everybody in the household, the holder first. */
export const membersFor = ({ resident: holder, household }: Holder): ServiceOffer['members'] =>
  registered(household)
    .map(({ id, name }) => ({ id, name, holder: id === holder.id }))
    .sort((a, b) => Number(b.holder) - Number(a.holder));

/** What of `allowed` means anything in this household: 本籍 is kept of Japanese nationals only (住基法 30条の45). */
export const optionsFor = ({ household }: Holder, allowed: readonly Option[]): readonly Option[] =>
  allowed.filter((option) => option !== 'honseki' || registered(household).some(({ honseki }) => honseki !== null));

/**
 * The content of a 住民票の写し as the register stands, or why there is none: `option-not-allowed` for an option or a
 * person that was not offered, `member-moving-out` when somebody with a 転出届 would be on it, `register-busy` when the
 * household has no head at the moment.
 */
export function juminhyoContent(
  holder: Holder,
  options: JuminhyoOptions,
  allowed: readonly Option[],
): JuminhyoContent | RefusalCode {
  const offered = optionsFor(holder, allowed);
  const asked = (['relationship', 'honseki', 'myNumber'] as const).filter((option) => options[option]);
  if (!asked.every((option) => offered.includes(option))) return 'option-not-allowed';

  const all = registered(holder.household);
  const chosen = options.members.length === 0 ? all : all.filter(({ id }) => options.members.includes(id));
  if (!options.members.every((member) => chosen.some(({ id }) => id === member))) return 'option-not-allowed';
  if (chosen.some(({ standing }) => standing === 'moving-out')) return 'member-moving-out';

  const head = all.find(({ relationship }) => relationship === HEAD);
  if (head === undefined) return 'register-busy';
  return {
    address: holder.household.address,
    wholeHousehold: chosen.length === all.length,
    householdHead: options.relationship ? head.name : null,
    persons: chosen.map((resident) => juminhyoPerson(resident, options)),
  };
}

/** One row, with nothing on it that was not asked for (住基法 12条5項). */
function juminhyoPerson(resident: Resident, options: JuminhyoOptions): JuminhyoPerson {
  const { name, kana, alias, birthDate, sex, residentSince, addressSince, notifiedOn, previousAddress } = resident;
  return {
    name,
    kana,
    alias,
    birthDate,
    sex,
    relationship: options.relationship ? resident.relationship : null,
    residentSince,
    addressSince,
    notifiedOn,
    previousAddress,
    honseki: options.honseki ? resident.honseki : null,
    hittousha: options.honseki ? resident.hittousha : null,
    myNumber: options.myNumber ? resident.myNumber : null,
    foreign: resident.foreign,
  };
}

/** @param now milliseconds; the document is issued on that day in Japan */
export const juminhyoPayload = (
  facts: Pick<DocumentPayload, 'transaction' | 'holder' | 'municipality'>,
  content: JuminhyoContent,
  now: number,
): DocumentPayload => ({
  schema: 1,
  kind: 'juminhyo',
  ...facts,
  issuedOn: japanDate(now),
  pages: juminhyoPages(content.persons.length),
  content,
});

/** Every text that would be set on paper. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
