import { done, failed, type Outcome } from '../../outcome.ts';
import type { Descriptor, Field } from '../hid/descriptor.ts';
import { usages } from './usages.ts';

/** Where one finger stands in a report. Null for what the panel does not say. */
export interface Slot {
  readonly x: Field;
  readonly y: Field;
  readonly tip: Field;
  readonly inRange: Field | null;
  readonly confidence: Field | null;
  readonly width: Field | null;
  readonly height: Field | null;
  readonly contact: Field | null;
}

/** One kind of report with fingers in it. */
export interface TouchReport {
  readonly slots: readonly Slot[];
  readonly count: Field | null;
  readonly scanTime: Field | null;
}

export interface TouchLayout {
  readonly reports: ReadonlyMap<number, TouchReport>;
  /** A finger that has the panel's axes. */
  readonly first: Slot;
  /** Feature with the most contacts the panel can tell apart. */
  readonly maximum: Field | null;
  /** Feature that switches the panel from mouse to touch. */
  readonly mode: Field | null;
}

const screens: readonly number[] = [usages.touchScreen, usages.touchPad];

/** Finds the fingers in the reports of a digitizer, whoever made it. */
export function layoutOf({ fields }: Descriptor): Outcome<TouchLayout, 'unfit'> {
  const usageOf = ({ usages: [first], array }: Field): number | null => (array ? null : (first?.[0] ?? null));
  const having = (list: readonly Field[], usage: number): Field | null =>
    list.find((field) => usageOf(field) === usage) ?? null;
  const inputs = fields.filter(({ kind, application }) => kind === 'input' && screens.includes(application));
  const reports = new Map<number, TouchReport>();
  for (const id of new Set(inputs.map(({ report }) => report))) {
    const here = inputs.filter(({ report }) => report === id);
    const slots = [...new Set(here.map(({ collection }) => collection))].flatMap((collection): Slot[] => {
      const finger = here.filter((field) => field.collection === collection);
      const [x, y, tip] = [usages.x, usages.y, usages.tip].map((usage) => having(finger, usage));
      if (!x || !y || !tip) return [];
      return [
        {
          x,
          y,
          tip,
          inRange: having(finger, usages.inRange),
          confidence: having(finger, usages.confidence),
          width: having(finger, usages.width),
          height: having(finger, usages.height),
          contact: having(finger, usages.contact),
        },
      ];
    });
    if (slots.length > 0)
      reports.set(id, { slots, count: having(here, usages.contactCount), scanTime: having(here, usages.scanTime) });
  }
  const slots = [...reports.values()].flatMap((report) => report.slots);
  const [first] = slots;
  if (first === undefined) return failed('unfit', 'Its reports have no finger with X, Y and tip switch.');
  const flat = slots.some(({ x, y }) => x.max <= x.min || y.max <= y.min);
  if (flat) return failed('unfit', 'Its X or Y has no range.');
  const features = fields.filter(({ kind }) => kind === 'feature');
  return done({ reports, first, maximum: having(features, usages.maximum), mode: having(features, usages.deviceMode) });
}
