/** Reasons that keep paper from coming, whatever severity the printer gives them (RFC 8011 5.4.12, PWG 5100.9). */
const BLOCKING: ReadonlySet<string> = new Set([
  'connecting-to-device',
  'cover-open',
  'developer-empty',
  'door-open',
  'fuser-over-temp',
  'fuser-under-temp',
  'input-media-tray-missing',
  'input-tray-missing',
  'interlock-open',
  'marker-supply-empty',
  'marker-waste-full',
  'media-empty',
  'media-jam',
  'media-needed',
  'opc-life-over',
  'output-area-full',
  'output-tray-missing',
  'paused',
  'shutdown',
  'spool-area-full',
  'timed-out',
  'toner-empty',
]);

const SEVERITY = /-(error|warning|report)$/;

/** Keywords without their severity suffix, each once. */
export const plainReasons = (reasons: readonly string[]): string[] => [
  ...new Set(reasons.map((reason) => reason.replace(SEVERITY, ''))),
];

/** Those that stop the printer: the known ones, and any that it calls an error. Without suffix. */
export const blockingReasons = (reasons: readonly string[]): string[] =>
  plainReasons(reasons.filter((reason) => reason.endsWith('-error') || BLOCKING.has(reason.replace(SEVERITY, ''))));
