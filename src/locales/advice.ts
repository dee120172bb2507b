import type { Refusal } from '../machines/actors.ts';
import type { Language } from '../machines/events.ts';
import { sayIn } from './index.ts';
import { refusalsEn } from './refusals-en.ts';
import { refusalsJa } from './refusals-ja.ts';
import { refusalsJaEasy } from './refusals-ja-easy.ts';
import { refusalsKo } from './refusals-ko.ts';
import { refusalsPt } from './refusals-pt.ts';
import { refusalsVi } from './refusals-vi.ts';
import { refusalsZhHans } from './refusals-zh-Hans.ts';
import { refusalsZhHant } from './refusals-zh-Hant.ts';

/** What happened, why, what to do. */
export type RefusalText = readonly [what: string, why: string, remedy: string];

/** Who can be asked. `line`: マイナンバー総合フリーダイヤル; `loss`: the same number, day and night. */
type Contact = 'staff' | 'counter' | 'line' | 'loss';

const atCounter: readonly Contact[] = ['counter', 'line'];
const here: readonly Contact[] = ['staff'];
const later: readonly Contact[] = ['staff', 'line'];

const contacts: Readonly<Record<Refusal, readonly Contact[]>> = {
  'not-a-my-number-card': ['line'],
  'resident-register-card': atCounter,
  smartphone: ['line'],
  'face-only-card': atCounter,
  'no-auth-certificate': atCounter,
  'no-sign-certificate': atCounter,
  'card-expired': atCounter,
  'certificate-expired': atCounter,
  'certificate-not-accepted': atCounter,
  'certificate-revoked': atCounter,
  'certificate-suspended': ['counter', 'loss'],
  'revocation-unknown': later,
  'signature-invalid': atCounter,
  'sign-certificate-expired': atCounter,
  'sign-certificate-not-accepted': atCounter,
  'sign-certificate-revoked': atCounter,
  'sign-certificate-suspended': ['counter', 'loss'],
  'holder-unknown': atCounter,
  'other-municipality': atCounter,
  'card-lapsed-by-move': atCounter,
  'under-15': ['counter'],
  'moved-out': atCounter,
  'moving-out': ['counter'],
  'member-moving-out': ['counter'],
  'protected-person': ['counter'],
  deceased: ['counter'],
  'same-day-card': ['counter'],
  'moved-in-today': ['counter'],
  'outside-hours': [],
  maintenance: [],
  'register-busy': ['counter'],
  'register-stale': ['counter'],
  'unregistered-character': ['counter'],
  'text-too-long': ['counter'],
  'option-not-allowed': ['counter'],
  'not-offered': ['counter'],
  'outside-office-hours': ['counter'],
  'no-seal-registration': ['counter'],
  'seal-cancelled': ['counter'],
  'no-tax-data': ['counter'],
  'no-family-register': ['counter'],
  'family-register-elsewhere': ['counter'],
  'registration-needed': [],
  'no-reservation': atCounter,
  'reservation-expired': atCounter,
  'reservation-used': atCounter,
  'registration-not-needed': [],
  'registration-pending': ['counter'],
  'registration-approved': [],
  'registration-uncertain': ['counter'],
  'pin-locked': atCounter,
  'sign-pin-locked': atCounter,
  'no-pin-left': atCounter,
  'nothing-locked': atCounter,
  'pin-uncertain': atCounter,
  'card-fault': atCounter,
  'card-mute': atCounter,
  'reader-fault': here,
  'centre-offline': here,
  printer: here,
  'printer-not-ready': here,
  coins: here,
  cashless: here,
  'document-check': here,
};

/** All of them. */
export const refusals = Object.keys(contacts) as Refusal[];

/** Refusals with the hours of service as an answer. */
const aboutHours: readonly Refusal[] = ['outside-hours', 'maintenance'];

const texts: Readonly<Record<Language, Readonly<Record<Refusal, RefusalText>>>> = {
  ja: refusalsJa,
  'ja-easy': refusalsJaEasy,
  en: refusalsEn,
  'zh-Hans': refusalsZhHans,
  'zh-Hant': refusalsZhHant,
  ko: refusalsKo,
  vi: refusalsVi,
  pt: refusalsPt,
};

/** What a refusal tells of the shop. */
export interface ShopContact {
  readonly phone: string;
  readonly hours: { readonly open: string; readonly close: string };
}

export interface Advice {
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  /** Whom to ask, and where, with the hours. */
  readonly contacts: readonly (readonly [who: string, where: string])[];
}

/** Everything a refused person is told, on the screen and on the slip alike. */
export function adviceOn(code: Refusal, language: Language, shop: ShopContact): Advice {
  const say = sayIn(language);
  const [what, why, remedy] = texts[language][code];
  const hours = `${shop.hours.open} – ${shop.hours.close}`;
  return {
    what,
    why,
    remedy,
    contacts: [
      ...(aboutHours.includes(code) ? [[say('open.hours'), hours] as const] : []),
      ...contacts[code].map(
        (contact) => [say(`contact.${contact}`), say(`contact.${contact}.where`, { phone: shop.phone })] as const,
      ),
    ],
  };
}
