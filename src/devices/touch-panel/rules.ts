import type { Contact } from './frames.ts';

/** What tells a finger from a palm, a wet glass and a cleaning cloth. */
export interface TouchLimits {
  /** Largest share of the screen's width or height that a fingertip covers. */
  readonly size: number;
  /** Shortest touch, in milliseconds: a spark or a drop is shorter. */
  readonly shortMs: number;
  /** Longest touch, in milliseconds: something leans on the glass. */
  readonly longMs: number;
  /** How far a finger may slide and still mean what it touched first, as a share of the screen. */
  readonly travel: number;
}

export const defaultLimits: TouchLimits = { size: 0.15, shortMs: 15, longMs: 10_000, travel: 0.04 };

/** A contact of a frame together with what was seen of it before. Places are shares of the screen. */
export interface Seen {
  readonly contact: Contact;
  readonly x: number;
  readonly y: number;
  readonly from: { readonly x: number; readonly y: number };
  /** How many fingers are on the glass now. */
  readonly fingers: number;
}

/** Rules that a touch can break while it lasts. Those of its length are timers of the filter. */
export const rules: readonly {
  readonly name: string;
  readonly breaks: (seen: Seen, limits: TouchLimits) => boolean;
}[] = [
  { name: 'palm', breaks: ({ contact }) => !contact.confident },
  { name: 'large', breaks: ({ contact }, { size }) => contact.size > size },
  { name: 'beside', breaks: ({ x, y }) => !(x >= 0 && x <= 1 && y >= 0 && y <= 1) },
  // A second finger, a hand, or rain on the glass, which begins in many places at once.
  { name: 'many', breaks: ({ fingers }) => fingers > 1 },
  { name: 'slid', breaks: ({ x, y, from }, { travel }) => Math.hypot(x - from.x, y - from.y) > travel },
];

/** Whether something on the glass counts as a finger, which a palm that rests beside it does not. */
export const isFinger = ({ tip, confident, size }: Contact, limits: TouchLimits): boolean =>
  tip && confident && size <= limits.size;
