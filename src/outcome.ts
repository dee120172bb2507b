/**
 * What became of something a device, the card or the centre was asked to do.
 *
 * `failed` means it certainly did not happen. `unknown` means nobody can say: the request left, no answer came. The two
 * are never merged, because a failed effect may be tried again and an unknown one never (invariants I3, I6).
 */
export type Outcome<T, Fault extends string> =
  | { readonly outcome: 'done'; readonly value: T }
  | { readonly outcome: 'failed'; readonly fault: Fault; readonly detail?: string }
  | { readonly outcome: 'unknown'; readonly detail: string };

export const done = <T>(value: T): { outcome: 'done'; value: T } => ({ outcome: 'done', value });

export const failed = <Fault extends string>(
  fault: Fault,
  detail?: string,
): { outcome: 'failed'; fault: Fault; detail?: string } =>
  detail === undefined ? { outcome: 'failed', fault } : { outcome: 'failed', fault, detail };

export const unknown = (detail: string): { outcome: 'unknown'; detail: string } => ({ outcome: 'unknown', detail });

/** The text of something caught, for a log line or an error sentence. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
