import { keypads } from '../../keypads.ts';
import { type Say, textKey } from '../../locales/index.ts';
import type { Device, KioskEvent, Language, Means, PinKind } from '../../machines/events.ts';
import type { SessionContext } from '../../machines/session-context.ts';
import type { Alarm, Block, Button, Picture, Screen } from './screen.ts';
import { activePaths, type View } from './view.ts';

/** What the screens say of the shop besides the snapshot. */
export interface ShopFacts {
  readonly hours: { readonly open: string; readonly close: string };
  readonly phone: string;
  /** What is issued here, with the yen for one copy. */
  readonly services: readonly { readonly kind: string; readonly fee: number }[];
  /** When certificates of the family registers (戸籍) are issued, Japan time `HH:MM`; null where none is offered. */
  readonly officeHours: { readonly days: 'business' | 'every'; readonly open: string; readonly close: string } | null;
  readonly coins: readonly number[];
  /** What can be paid with. */
  readonly means: readonly Means[];
  /** Those of this shop. */
  readonly devices: readonly Device[];
  /** What each device last said of itself, in the keywords of its driver. */
  readonly health: Readonly<Partial<Record<Device, { readonly reasons: readonly string[] }>>>;
  /** Whether there are hoppers that can give change. */
  readonly change: boolean;
  /** Value of the coins in each hopper, by its address. */
  readonly hoppers: Readonly<Record<string, number>>;
  readonly languages: readonly Language[];
  /** Of the screen, in inches. */
  readonly diagonal: number;
  readonly simulated: boolean;
  /** Whether it can be read aloud here: the speech was built. */
  readonly speaks: boolean;
}

/** What one state adds to the frame that all screens share. */
export interface Part {
  readonly title: string;
  readonly blocks?: readonly Block[];
  readonly buttons?: readonly Button[];
  readonly step?: number;
  readonly alarm?: Alarm;
  readonly said?: Screen['said'];
}

/** The screen of a machine that a visit has invoked. */
export interface Serving {
  /** Last name on the path of its state. */
  readonly state: string;
  readonly part: Part;
}

export interface Scene {
  readonly view: View;
  readonly language: Language;
  readonly say: Say;
  readonly shop: ShopFacts;
}

export interface SessionScene extends Scene {
  readonly context: SessionContext;
}

/** Screens by the state of the session's flow region. */
export type SessionScreens = Readonly<Record<string, (scene: SessionScene) => Part>>;

/** How loudly what lies there is called to mind. */
export const alarmOf = (snapshot: { hasTag(tag: 'reminding' | 'alarming'): boolean } | null): Alarm =>
  snapshot?.hasTag('alarming') ? 2 : snapshot?.hasTag('reminding') ? 1 : 0;

export const text = (value: string): Block => ({ kind: 'text', text: value });
export const picture = (name: Picture, label: string): Block => ({ kind: 'picture', picture: name, label });
export const notice = (tone: 'info' | 'warning' | 'error', value: string, shown?: Picture): Block => ({
  kind: 'notice',
  tone,
  text: value,
  ...(shown === undefined ? {} : { picture: shown }),
});
export const facts = (...rows: readonly (readonly [string, string])[]): Block => ({ kind: 'facts', rows });

export const button = (
  role: Button['role'],
  label: string,
  event: KioskEvent,
  extra: Partial<Button> = {},
): Button => ({ id: event.type, label, role, event, ...extra });

export const cancel = (say: Say): Button => button('stop', say('button.cancel'), { type: 'resident.cancel' });
export const back = (say: Say): Button => button('back', say('button.back'), { type: 'resident.back' });
export const confirm = (label: string): Button => button('go', label, { type: 'resident.confirm' });

export const waiting = (title: string, label: string, step?: number): Part => ({
  title,
  blocks: [picture('wait', title), text(label)],
  ...(step === undefined ? {} : { step }),
});

/** Characters by position, null where there is none. */
export const keysOf = (keys: string): (string | null)[] => [...keys].map((key) => (key === ' ' ? null : key));

/** The field and the keys of one PIN. */
export const pinPad = (say: Say, pin: PinKind | 'staff' | 'pickup', label: string, filled: number): Block => {
  const { keys, columns, places } = keypads[pin];
  return {
    kind: 'pin',
    of: pin === 'staff' ? 'staff' : 'resident',
    pad: pin,
    digits: 'in order',
    label,
    places,
    filled,
    entered: say('pin.entered', { n: filled }),
    keys: keysOf(keys),
    columns,
    back: say('button.erase'),
  };
};

/** How many tries are left, said before each entry. */
export const triesLeft = (say: Say, tries: number): Block =>
  tries === 1 ? notice('warning', say('enteringPin.lastTry')) : notice('info', say('enteringPin.tries', { n: tries }));

/** A brake before the entry that may lock the card. */
export const lastTryPart = ({ say, wrong }: { readonly say: Say; readonly wrong: boolean }): Part => ({
  title: say('lastTry.title'),
  blocks: [
    ...(wrong ? [notice('error', say('notice.wrong-pin'))] : []),
    notice('warning', say('lastTry.text')),
    text(say('lastTry.advice')),
  ],
  buttons: [cancel(say), confirm(say('button.tryOnce'))],
});

/** What the staff are told, by reason. */
export function staffText(reason: string | null, say: Say): string {
  return say(textKey(`staff.${reason}`) ?? 'staff.other');
}

/** The screens of a machine that is invoked, by the last name on the path of its state. */
export type Screens<Context> = Readonly<Record<string, (scene: Scene, context: Context) => Part>>;

/** The screen of such a machine, or null while it does not run. */
export function screenIn<Context>(
  scene: Scene,
  snapshot: { readonly value: unknown; readonly context: Context } | null,
  screens: Screens<Context>,
): Serving | null {
  if (snapshot === null) return null;
  const state = activePaths(snapshot.value)[0]?.split('.').at(-1) ?? '';
  const part = screens[state]?.(scene, snapshot.context);
  // A state without a screen decides at once and is left before anyone sees it.
  return part === undefined ? null : { state, part };
}
