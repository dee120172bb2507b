import { done, failed, type Outcome } from '../../outcome.ts';
import type { Field } from '../hid/descriptor.ts';
import { type Report, readValue } from '../hid/report.ts';
import type { Slot, TouchLayout } from './layout.ts';

/** A finger as the panel sees it. */
export interface Contact {
  readonly id: number;
  /** Whether it touches the glass. */
  readonly tip: boolean;
  /** Whether the panel takes it for a finger and not for a palm. */
  readonly confident: boolean;
  /** In the panel's own units. */
  readonly x: number;
  readonly y: number;
  /** Share of the panel's width or height it covers, the larger of both; 0 where the panel does not say. */
  readonly size: number;
}

/** Everything on the glass at one moment. */
export interface Frame {
  readonly contacts: readonly Contact[];
  /** Whether a contact that is not here is gone. Panels without a contact count may leave out what does not change. */
  readonly whole: boolean;
}

interface Pending {
  readonly contacts: Contact[];
  readonly total: number;
  readonly scanTime: number | null;
}

/**
 * Puts reports together to frames. In parallel mode a report is a frame; in hybrid mode the first report carries the
 * number of contacts, those that follow have the rest and the number 0 ("Windows Precision Touchscreen Protocol",
 * https://learn.microsoft.com/windows-hardware/design/component-guidelines/touchscreen-packet-reporting-modes).
 */
export class FrameReader {
  readonly #layout: TouchLayout;
  readonly #most: number;
  #pending: Pending | null = null;

  /** @param most contacts the panel says it can tell apart */
  constructor(layout: TouchLayout, most: number) {
    this.#layout = layout;
    this.#most = most;
  }

  /** The frame that this report completes; null while more of it is to come, and for reports that are not of touches. */
  read({ id, body }: Report): Outcome<Frame | null, 'malformed'> {
    const report = this.#layout.reports.get(id);
    if (report === undefined) return done(null);
    const count = report.count === null ? null : readValue(report.count, body);
    const scanTime = report.scanTime === null ? null : readValue(report.scanTime, body);
    const found = report.slots.map((slot) => contactOf(slot, body));
    const contacts = found.filter((contact) => contact !== null);
    if (contacts.length < found.length || (report.count !== null && count === null))
      return this.#wrong(`report ${id} has ${body.length} bytes, which is too short`);
    if (count === null) return done({ contacts, whole: false });
    if (count > this.#most) return this.#wrong(`${count} contacts were reported by a panel of ${this.#most}`);
    return done(this.#join(contacts, count, scanTime));
  }

  #wrong(sentence: string): Outcome<never, 'malformed'> {
    this.#pending = null;
    return failed('malformed', sentence);
  }

  #join(contacts: readonly Contact[], count: number, scanTime: number | null): Frame | null {
    const before = this.#pending;
    const goesOn = count === 0 && before !== null && before.scanTime === scanTime;
    const now = goesOn ? before : { contacts: [], total: count, scanTime };
    now.contacts.push(...contacts.slice(0, now.total - now.contacts.length));
    const complete = now.contacts.length >= now.total;
    this.#pending = complete ? null : now;
    return complete ? { contacts: now.contacts, whole: true } : null;
  }
}

function contactOf(slot: Slot, body: Uint8Array): Contact | null {
  const x = readValue(slot.x, body);
  const y = readValue(slot.y, body);
  const tip = readValue(slot.tip, body);
  if (x === null || y === null || tip === null) return null;
  const said = (field: Field | null, silent: number): number =>
    field === null ? silent : (readValue(field, body) ?? silent);
  const share = (field: Field | null, across: Field): number => said(field, 0) / (across.max - across.min);
  return {
    id: said(slot.contact, 0),
    tip: tip !== 0 && said(slot.inRange, 1) !== 0,
    confident: said(slot.confidence, 1) !== 0,
    x,
    y,
    size: Math.max(share(slot.width, slot.x), share(slot.height, slot.y)),
  };
}
