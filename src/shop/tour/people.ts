/** What the people of the tour have with them and type. */

/** Cards that a service tells apart, after a colon the tries left of the signature PIN; all have the PINs of `entries`. */
export const cardsFor: Readonly<Record<string, readonly string[]>> = {
  certificates: ['adult', 'expiring', 'last-try', 'notice', 'locked', 'iphone'],
  'pin-change': ['adult', 'sign-locked', 'both-locked'],
  'pin-reset': ['reserved', 'reserved-sign', 'late-reservation'],
  registration: ['honseki-elsewhere', 'honseki-elsewhere:1', 'registered', 'adult'],
  'card-check': ['adult', 'iphone'],
};

/** Screens at which a card is put in that nobody asked for. */
export const oddPlaces: readonly string[] = ['open', 'choosingService', 'choosingCertificate', 'choosing', 'refused'];

/** What is typed, by the pad and by what it is. `birthday`: which the centre refuses. */
export const entries: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  auth: { right: '7294', wrong: '8305', weak: '1111', new: '5837', birthday: '0514', other: '6048' },
  sign: { right: 'XKCD72', wrong: 'WRNG00', weak: '111111', new: 'NEWPW58', birthday: 'NEWPW58', other: 'OTHR69' },
  staff: { right: '246810', wrong: '135790' },
};
/** Days of birth of the holders of cards, as they would choose them for a PIN. */
export const birthdays: Readonly<Record<string, string>> = { adult: '0514', reserved: '1103' };
export const pinsOfCards = { auth: '7294', sign: 'XKCD72' };

/** What is tried at a screen that asks for an entry: what it is, first what it asks for. */
export const entriesAt: Readonly<Record<string, readonly string[]>> = {
  enteringFresh: ['new', 'birthday', 'weak', 'right'],
  enteringAgain: ['again', 'other'],
};
export const usualEntries: readonly string[] = ['right', 'wrong'];

/** Where staff open the panel: at each of these it offers something else. */
export const panelAt: readonly string[] = [
  'open',
  'atCounter',
  'askingStaff',
  'delivering',
  'staffNeeded',
  'outOfService',
];

/** What they open it for when it is not for the day's work. Nobody pours real coins here, so hoppers and box are left alone. */
const urgent: readonly string[] = [
  ...['act.resolve', 'act.restart', 'act.counter-paid', 'act.counter-confirm', 'act.paper', 'act.refund', 'act.sold'],
  ...['act.test-page', 'act.test-slip', 'act.in-service'],
];
const pouring: readonly string[] = ['reason.coins', 'reason.count'];

/** The topics of the guide are all alike. */
const topics: readonly string[] = ['topic.card', 'topic.passport'];

/** @param waits nobody is being served and the terminal is well */
export const worthTouching = (id: string, waits: boolean): boolean =>
  !pouring.some((reason) => id.startsWith(reason)) &&
  (!id.startsWith('topic.') || topics.includes(id)) &&
  (!id.startsWith('act.') || waits || urgent.includes(id));

/** Two things right behind each other, before anything could come of the first: screen, first and second. */
export const hasty: readonly (readonly [string, string, string])[] = [
  ['insertingCard', 'insert adult', 'pull'],
  ['insertingCard', 'insert adult', 'touch resident.cancel'],
  ['enteringPin', 'enter right', 'pull'],
  ['enteringPin', 'enter right', 'staff restart'],
  ['enteringPassword', 'enter right', 'pull'],
  ['enteringAgain', 'enter again', 'pull'],
  ['choosingService', 'touch resident.cancel', 'staff restart'],
  ['confirming', 'touch resident.confirm', 'touch resident.cancel'],
  ['choosing', 'touch means.coins', 'touch resident.cancel'],
  ['choosing', 'touch means.counter', 'touch resident.cancel'],
  ['paying', 'coin 100', 'touch resident.back'],
  ['paying', 'touch resident.back', 'touch resident.cancel'],
  ['touching', 'touch resident.back', 'staff restart'],
  ['takingMoney', 'touch resident.confirm', 'staff restart'],
];

/** The number on the last slip for the register. */
export function pickupOn(slips: readonly { readonly text: string }[]): string {
  const slip = slips.findLast(({ text }) => text.includes('お支払い票'));
  return /引換番号[^\d\n]*(\d{4})/.exec(slip?.text ?? '')?.[1] ?? '0000';
}
