/** Japan Standard Time: UTC+9 all year. All opening hours and dates on paper are in it. */
const offsetMs = 9 * 3_600_000;

/** A Date whose UTC fields are the Japanese wall clock. */
const shifted = (at: number): Date => new Date(at + offsetMs);

/** ISO date in Japan, e.g. `2026-11-22`. */
export const japanDate = (at: number): string => shifted(at).toISOString().slice(0, 10);

/** `2026-11-22 13:05` in Japan. */
export const japanDateTime = (at: number): string => shifted(at).toISOString().slice(0, 16).replace('T', ' ');

/** `13:05:09` in Japan. */
export const japanClock = (at: number): string => shifted(at).toISOString().slice(11, 19);

/** Minutes since midnight in Japan, 0–1439. */
export const japanMinutes = (at: number): number => shifted(at).getUTCHours() * 60 + shifted(at).getUTCMinutes();
