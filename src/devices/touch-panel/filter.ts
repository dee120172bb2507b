import type { Clock } from '../../clock.ts';
import { TimeLimit } from '../time-limit.ts';
import type { Calibration } from './calibration.ts';
import type { Contact, Frame } from './frames.ts';
import type { Pointer } from './port.ts';
import { isFinger, rules, type TouchLimits } from './rules.ts';

interface Touch {
  readonly from: { readonly x: number; readonly y: number };
  x: number;
  y: number;
  /** Whether it has broken no rule. What is void stays so until it is lifted. */
  valid: boolean;
  readonly short: TimeLimit;
  readonly long: TimeLimit;
}

/** Frames to pointers. A touch counts when it is lifted near where it went down and has broken no rule until then. */
export class TouchFilter {
  readonly #clock: Clock;
  readonly #limits: TouchLimits;
  readonly #send: (pointer: Pointer) => void;
  readonly #touches = new Map<number, Touch>();
  /** After two fingers nothing counts until all are lifted. */
  #blocked = false;

  constructor(clock: Clock, limits: TouchLimits, send: (pointer: Pointer) => void) {
    this.#clock = clock;
    this.#limits = limits;
    this.#send = send;
  }

  see({ contacts, whole }: Frame, calibration: Calibration): void {
    const down = contacts.filter(({ tip }) => tip);
    const ids = new Set(down.map(({ id }) => id));
    // A whole frame without a contact that was not seen to lift: nobody knows where it went.
    if (whole) for (const [id] of this.#touches) if (!contacts.some((contact) => contact.id === id)) this.#lose(id);
    for (const { id, tip } of contacts) if (!tip && !ids.has(id)) this.#lift(id);
    const fingers = this.#fingers(down, whole);
    if (fingers > 1) this.#block();
    for (const contact of down) this.#hold(contact, calibration(contact.x, contact.y), fingers);
    if (this.#touches.size === 0) this.#blocked = false;
  }

  /** The panel went away, or sent something that is no report. */
  reset(): void {
    for (const id of [...this.#touches.keys()]) this.#lose(id);
    this.#blocked = false;
  }

  /** Where a frame is not whole, fingers that it does not name are still there. */
  #fingers(down: readonly Contact[], whole: boolean): number {
    const named = new Set(down.map(({ id }) => id));
    const others = whole ? [] : [...this.#touches].filter(([id, { valid }]) => valid && !named.has(id));
    return down.filter((contact) => isFinger(contact, this.#limits)).length + others.length;
  }

  #block(): void {
    this.#blocked = true;
    for (const [id, touch] of this.#touches) this.#void(id, touch);
  }

  #hold(contact: Contact, [x, y]: readonly [number, number], fingers: number): void {
    const known = this.#touches.get(contact.id);
    const from = known?.from ?? { x, y };
    const broken = rules.some(({ breaks }) => breaks({ contact, x, y, from, fingers }, this.#limits));
    if (known === undefined) return this.#land(contact.id, x, y, !broken && !this.#blocked);
    if (broken) return this.#void(contact.id, known);
    const isStill = known.x === x && known.y === y;
    known.x = x;
    known.y = y;
    if (known.valid && !isStill) this.#tell(contact.id, 'move', known);
  }

  #land(id: number, x: number, y: number, valid: boolean): void {
    const touch: Touch = {
      from: { x, y },
      x,
      y,
      valid,
      short: new TimeLimit(this.#clock, this.#limits.shortMs),
      long: new TimeLimit(this.#clock, this.#limits.longMs, () => this.#void(id, touch)),
    };
    this.#touches.set(id, touch);
    if (valid) this.#tell(id, 'down', touch);
  }

  /** Many panels say 0 for the place of a finger that is gone; it was last where it was last seen. */
  #lift(id: number): void {
    const touch = this.#touches.get(id);
    if (touch === undefined) return;
    if (!touch.short.passed) this.#void(id, touch);
    if (touch.valid) this.#tell(id, 'up', touch);
    this.#forget(id, touch);
  }

  #lose(id: number): void {
    const touch = this.#touches.get(id);
    if (touch === undefined) return;
    this.#void(id, touch);
    this.#forget(id, touch);
  }

  #void(id: number, touch: Touch): void {
    if (touch.valid) this.#tell(id, 'cancel', touch);
    touch.valid = false;
  }

  #forget(id: number, { short, long }: Touch): void {
    short.clear();
    long.clear();
    this.#touches.delete(id);
  }

  #tell(contact: number, phase: Pointer['phase'], { x, y }: Touch): void {
    this.#send({ type: 'pointer', contact, phase, x, y });
  }
}
