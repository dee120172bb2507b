/** One condition: whether the paper stands still, and what printer-state-reasons says of it (RFC 8011 5.4.12), if anything. */
interface ConditionFacts {
  readonly stops: boolean;
  readonly reason: string | null;
}

/** What is wrong with the printer until somebody puts it right. */
export const conditions = {
  'media-jam': { stops: true, reason: 'media-jam-error' },
  'media-empty': { stops: true, reason: 'media-empty-error' },
  'cover-open': { stops: true, reason: 'cover-open-error' },
  'toner-empty': { stops: true, reason: 'toner-empty-error' },
  'toner-low': { stops: false, reason: 'toner-low-warning' },
  /** The queue is stopped: Pause-Printer, or somebody at the printer's own panel. */
  paused: { stops: true, reason: 'paused' },
  /** printer-is-accepting-jobs is false. */
  'not-accepting': { stops: false, reason: null },
  /** The network cable is out; what the printer has, it prints. */
  offline: { stops: false, reason: null },
  /** The duplex unit is out. */
  'one-sided': { stops: false, reason: null },
  /** Documents stay in the printer when their jobs are over, and can be printed again. */
  'keeps-documents': { stops: false, reason: null },
} as const satisfies Readonly<Record<string, ConditionFacts>>;

export type PrinterCondition = keyof typeof conditions;

export const printerConditions = Object.keys(conditions) as readonly PrinterCondition[];

export const stops = (standing: ReadonlySet<PrinterCondition>): boolean =>
  [...standing].some((condition) => conditions[condition].stops);

export const reasonsOf = (standing: ReadonlySet<PrinterCondition>): readonly string[] =>
  [...standing].flatMap((condition) => conditions[condition].reason ?? []);
