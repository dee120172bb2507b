import { addDays } from '../calendar.ts';

/** How a card came into the municipality with its holder. ISO dates. */
export interface MoveIn {
  /** 転出予定日, as given where the holder came from. */
  readonly plannedLeaving: string;
  /** 転入日. */
  readonly movedOn: string;
  /** Day of the 転入届. */
  readonly notifiedOn: string;
  /** Day of the 継続利用 procedure; null when it has not been done. */
  readonly continuedOn: string | null;
}

interface MoveRule {
  /** First day of a 転入届 to which the row applies. */
  readonly from: string;
  /** The 転入届 must come within so many days of the planned leaving. */
  readonly noticeAfterLeaving: number;
  /** A 転入届 so many days after moving in comes too late. */
  readonly lateAfterMoving: number;
  /** 継続利用 must come within so many days of the 転入届. */
  readonly continuedAfterNotice: number;
}

/** The latest row that began by then counts. "14日以上離れている" of the guidance for holders is taken at its word. */
const RULES: readonly MoveRule[] = [
  { from: '2016-01-01', noticeAfterLeaving: 30, lateAfterMoving: 14, continuedAfterNotice: 90 },
];

/**
 * Whether a card has stopped working because its holder moved. While there is time left for 継続利用 it has not.
 *
 * @param today ISO date
 */
export function lapsedByMove({ plannedLeaving, movedOn, notifiedOn, continuedOn }: MoveIn, today: string): boolean {
  const rule = RULES.findLast(({ from }) => from <= notifiedOn);
  return (
    rule !== undefined &&
    (notifiedOn > addDays(plannedLeaving, rule.noticeAfterLeaving) ||
      notifiedOn >= addDays(movedOn, rule.lateAfterMoving) ||
      (continuedOn ?? today) > addDays(notifiedOn, rule.continuedAfterNotice))
  );
}
