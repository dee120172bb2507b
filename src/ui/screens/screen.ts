import type { KioskEvent, Language, Mode, PinKind } from '../../machines/events.ts';
import type { Speech } from '../../speech/speech.ts';

/** What the display shows, as data. Text is already in the resident's language. */
export interface Screen {
  /** Which screen this is: the path of active states, e.g. `session.enteringPin`. */
  readonly id: string;
  readonly language: Language;
  /** BCP 47 tag of it. */
  readonly lang: string;
  readonly title: string;
  /** Where in the visit this is, or null outside one. */
  readonly step: { readonly number: number; readonly of: number; readonly label: string } | null;
  readonly blocks: readonly Block[];
  readonly buttons: readonly Button[];
  /** A person is waited for and the warning is on. */
  readonly warning: { readonly text: string; readonly button: Button } | null;
  /** Grows while a card or paper is forgotten: 0 quiet, 1 a chime, 2 a loud one. */
  readonly alarm: Alarm;
  /** Languages to change to at any moment; the one that is spoken is pressed. */
  readonly languages: readonly Button[];
  /** Nobody has begun: the languages stand open. */
  readonly greets: boolean;
  /** How the screen may look and wait, each on or off at any moment. */
  readonly modes: readonly Button[];
  /** Those that are on. */
  readonly look: readonly Mode[];
  /** Words of what the display does by itself. */
  readonly words: { readonly languages: string; readonly close: string; readonly up: string; readonly down: string };
  /** Of the glass, in inches: letters and keys are as large as they must be in millimetres. */
  readonly diagonal: number;
  /** Opens the staff panel; null on the panel itself. */
  readonly staff: Button | null;
  /** Whether devices and residents are simulated: said on every screen. */
  readonly simulated: string | null;
  /** What it is read aloud through; null when it is not. */
  readonly voice: 'earphone' | 'loudspeaker' | null;
  /** What only the voice says beside what can be seen, e.g. what is on the receipt. */
  readonly said: readonly (readonly [string, string])[];
  /** The visit is only tried, without card, money and paper: said on every screen of it, larger than anything else beside it. */
  readonly practice: string | null;
}

/** A screen with nothing on it. */
export const emptyScreen: Screen = {
  id: '',
  language: 'en',
  lang: 'en',
  title: '',
  step: null,
  blocks: [],
  buttons: [],
  warning: null,
  alarm: 0,
  languages: [],
  greets: false,
  modes: [],
  look: [],
  words: { languages: '', close: '', up: '', down: '' },
  diagonal: 24,
  staff: null,
  simulated: null,
  voice: null,
  said: [],
  practice: null,
};

export type Alarm = 0 | 1 | 2;

/** Who types on the keys of a screen: each into a buffer of their own. */
export type Typist = 'resident' | 'staff' | 'practice';

export type Picture =
  | 'card-in'
  | 'card-out'
  | 'pin'
  | 'paper'
  | 'coins'
  | 'touch'
  | 'wait'
  | 'stop'
  | 'staff'
  | 'receipt'
  | 'welcome';

export type Block =
  | { readonly kind: 'picture'; readonly picture: Picture; readonly label: string }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'notice';
      readonly tone: 'info' | 'warning' | 'error';
      readonly text: string;
      /** What to look at; the sign of its tone when it is left out. */
      readonly picture?: Picture;
    }
  | {
      readonly kind: 'facts';
      readonly rows: readonly (readonly [string, string])[];
      /** Rows about a person, by their names: how their values are read, through the earphone only. */
      readonly personal?: Readonly<Record<string, string>>;
    }
  /** `label` is null where the title of the screen says it. */
  | { readonly kind: 'choices'; readonly label: string | null; readonly choices: readonly Button[] }
  /** `filled` of `places`, said as `entered`; keys by position (see keypads.ts), null for none, and the key that erases. */
  | {
      readonly kind: 'pin';
      /** Whose secret is entered: it goes into a buffer of its own. */
      readonly of: Typist;
      /** What is entered; only the digits of `auth` can be mixed. */
      readonly pad: PinKind | 'staff' | 'pickup';
      readonly digits: 'in order' | 'mixed';
      readonly label: string;
      readonly places: number;
      readonly filled: number;
      readonly entered: string;
      readonly keys: readonly (string | null)[];
      readonly columns: number;
      readonly back: string;
    }
  | {
      readonly kind: 'money';
      readonly price: string;
      readonly paid: string;
      readonly left: string;
      readonly labels: readonly [string, string, string];
    };

/** Something to touch. `event` stays in the server: the display sends only the id of what it was shown. */
export interface Button {
  readonly id: string;
  readonly label: string;
  /** Second line, smaller. */
  readonly detail?: string;
  readonly role: 'go' | 'back' | 'stop' | 'choice';
  /** Choices that can be on or off. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  /** The label is a person's name: how it is read, through the earphone only. */
  readonly personal?: string;
  /** BCP 47 tag of its label, where that is another than the screen's. */
  readonly lang?: string;
  readonly event: KioskEvent;
}

/** The same screen as it goes to the display, without the events. */
export type ScreenFrame = {
  readonly type: 'screen';
  /** Goes up with every frame; a touch that names an older one is dropped. */
  readonly seq: number;
  readonly screen: Stripped<Screen>;
  /** Null while the screen is not read aloud. */
  readonly speech: Speech | null;
};

/** A value without what stays in the server. */
export type Stripped<T> = T extends readonly (infer Item)[]
  ? readonly Stripped<Item>[]
  : T extends object
    ? { readonly [K in keyof T as K extends 'event' | 'personal' ? never : K]: Stripped<T[K]> }
    : T;

/** Everything that can be touched on a screen. */
export function buttonsOf(screen: Screen): readonly Button[] {
  return [
    ...screen.buttons,
    ...screen.languages,
    ...screen.modes,
    ...(screen.staff === null ? [] : [screen.staff]),
    ...(screen.warning === null ? [] : [screen.warning.button]),
    ...screen.blocks.flatMap((block) => (block.kind === 'choices' ? block.choices : [])),
  ];
}

/** The keys of an entry. */
export type Pad = Extract<Block, { readonly kind: 'pin' }>;

/** Those of this screen; null when it has none. */
export const padOf = ({ blocks }: Pick<Screen, 'blocks'>): Pad | null =>
  blocks.find((block) => block.kind === 'pin') ?? null;

/** What stays here: what a button does, and how a name is read, which is in the speech where it may be heard. */
const shown = ({ event: _, personal: __, ...button }: Button): Stripped<Button> => button;

const shownBlock = (block: Block): Stripped<Block> => {
  if (block.kind === 'choices') return { ...block, choices: block.choices.map(shown) };
  if (block.kind !== 'facts') return block;
  const { personal: _, ...facts } = block;
  return facts;
};

const withoutEvents = (screen: Screen): Stripped<Screen> => ({
  ...screen,
  blocks: screen.blocks.map(shownBlock),
  buttons: screen.buttons.map(shown),
  warning: screen.warning === null ? null : { text: screen.warning.text, button: shown(screen.warning.button) },
  languages: screen.languages.map(shown),
  modes: screen.modes.map(shown),
  staff: screen.staff === null ? null : shown(screen.staff),
});

/** The frame that is sent: the JSON of the screen without events. */
export const frameOf = (screen: Screen, seq: number, speech: Speech | null = null): string =>
  JSON.stringify({ type: 'screen', seq, screen: withoutEvents(screen), speech });
