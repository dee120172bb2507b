import type { KioskEvent, Language, Mode } from '../../machines/events.ts';

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
}

export type Alarm = 0 | 1 | 2;

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
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [string, string])[] }
  /** `label` is null where the title of the screen says it. */
  | { readonly kind: 'choices'; readonly label: string | null; readonly choices: readonly Button[] }
  /** `filled` of `places`, said as `entered`; keys by position (see keypads.ts), null for none, and the key that erases. */
  | {
      readonly kind: 'pin';
      /** Whose secret is entered: it goes into a buffer of its own. */
      readonly of: 'resident' | 'staff';
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
};

/** A value with every `event` taken out. */
export type Stripped<T> = T extends readonly (infer Item)[]
  ? readonly Stripped<Item>[]
  : T extends object
    ? { readonly [K in keyof T as K extends 'event' ? never : K]: Stripped<T[K]> }
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

/** Whose secret the keys of this screen enter; null when it has none. */
export const padOf = (screen: Screen): 'resident' | 'staff' | null =>
  screen.blocks.find((block) => block.kind === 'pin')?.of ?? null;

/** The frame that is sent: the JSON of the screen without events. */
export function frameOf(screen: Screen, seq: number): string {
  return JSON.stringify({ type: 'screen', seq, screen }, (key, value) => (key === 'event' ? undefined : value));
}
