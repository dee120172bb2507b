import { type ApplicationName, type PinName, pins } from '../../card/jpki-data.ts';
import type { CardProfile } from './profile.ts';

/** What VERIFY compares with besides the four PINs: values that are printed on the card (照合番号). Nobody can change them. */
interface CodeForm {
  readonly application: ApplicationName;
  readonly file: number;
  /** Wrong tries in a row until it locks. How many a real card gives is not public: ten is our choice. */
  readonly maxTries: number;
  readonly valueFor: (profile: CardProfile) => string;
}

const eraYears = new Intl.DateTimeFormat('en-u-ca-japanese', { year: 'numeric', timeZone: 'UTC' });

/** An ISO date as YYMMDD with the year of the Japanese era: 1980-02-17 (昭和55) is `550217`. */
export function eraDate(isoDate: string): string {
  const year = eraYears.formatToParts(new Date(isoDate)).find(({ type }) => type === 'year')?.value ?? '';
  return `${year.padStart(2, '0')}${isoDate.slice(5, 7)}${isoDate.slice(8, 10)}`;
}

/** 照合番号A: the My Number. */
const codeA = ({ face }: CardProfile): string => face.myNumber;

/** 照合番号B: birth as YYMMDD in the era, year of the card's end, security code; 14 digits. */
const codeB = ({ face, expires }: CardProfile): string =>
  eraDate(face.birthDate) + expires.slice(0, 4) + face.securityCode;

/** soltia48/myna-card src/ap/text.rs and surface.rs. */
export const codes = {
  /** Blocked on every card that was looked at; what it guards is not known. */
  textBlocked: { application: 'text', file: 0x0012, maxTries: 0, valueFor: () => '' },
  textA: { application: 'text', file: 0x0014, maxTries: 10, valueFor: codeA },
  textB: { application: 'text', file: 0x0015, maxTries: 10, valueFor: codeB },
  surfaceBirth: {
    application: 'surface',
    file: 0x0011,
    maxTries: 10,
    valueFor: ({ face }: CardProfile) => eraDate(face.birthDate),
  },
  surfaceB: { application: 'surface', file: 0x0012, maxTries: 10, valueFor: codeB },
  surfaceA: { application: 'surface', file: 0x0013, maxTries: 10, valueFor: codeA },
} as const satisfies Readonly<Record<string, CodeForm>>;

export type CodeName = keyof typeof codes;

/** Everything a VERIFY can be sent to. */
export type ReferenceName = PinName | CodeName;

export const isPin = (name: ReferenceName): name is PinName => Object.hasOwn(pins, name);

export const pinNames = Object.keys(pins) as readonly PinName[];
export const codeNames = Object.keys(codes) as readonly CodeName[];

const characters = { digits: /^[0-9]*$/, 'digits-and-capitals': /^[0-9A-Z]*$/ } as const;

/** Why a value cannot be a PIN of this name, or null. */
export function pinMisfit(name: PinName, value: string): 'length' | 'characters' | null {
  const form = pins[name];
  if (value.length < form.minLength || value.length > form.maxLength) return 'length';
  return characters[form.characters].test(value) ? null : 'characters';
}
