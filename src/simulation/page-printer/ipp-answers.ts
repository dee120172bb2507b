import {
  attributes,
  boolean,
  enumeration,
  integer,
  isTerminal,
  JOB_STATE,
  keywords,
  LANGUAGE,
  OPERATIONS,
  PRINTER_STATE,
  string,
  textsIn,
} from '../../devices/page-printer/ipp.ts';
import type { IppAttributes, IppGroup, IppMessage, IppValue } from '../../devices/page-printer/ipp-codec.ts';

/** A job inside the printer. */
export interface ModelJob {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly user: string;
  /** Seconds of printer-up-time. */
  readonly createdAt: number;
  state: number;
  /** Set by Cancel-Job while a page is under way: the job ends at the next page boundary. */
  cancelled: boolean;
  /** Pages on a sheet. */
  readonly sides: number;
  pages: number;
  sheets: number;
  /** The document while the printer needs it. */
  pdf: Uint8Array | null;
  processingAt: number | null;
  completedAt: number | null;
}

/** What the printer says of itself. */
export interface ModelState {
  readonly uri: string;
  readonly name: string;
  readonly state: number;
  readonly reasons: readonly string[];
  readonly accepting: boolean;
  readonly bothSides: boolean;
  /** Codes of the operations it offers. */
  readonly operations: readonly number[];
  readonly queued: number;
  readonly upTime: number;
}

/** A whole answer: status and groups after the operation group. */
export interface Answer {
  readonly status: number;
  readonly groups?: readonly IppGroup[];
}

/** The whole message that answers a request. */
export const answerTo = (request: IppMessage, { status, groups }: Answer): IppMessage => ({
  version: request.version,
  code: status,
  requestId: request.requestId,
  groups: [{ name: 'operation', attributes: attributes(LANGUAGE) }, ...(groups ?? [])],
  data: new Uint8Array(),
});

const JOB_STATE_REASONS: Readonly<Record<number, string>> = {
  [JOB_STATE.pending]: 'none',
  [JOB_STATE.held]: 'job-incoming',
  [JOB_STATE.processing]: 'job-printing',
  [JOB_STATE.stopped]: 'printer-stopped',
  [JOB_STATE.canceled]: 'job-canceled-by-user',
  [JOB_STATE.aborted]: 'aborted-by-system',
  [JOB_STATE.completed]: 'job-completed-successfully',
};

/** A document that is still here after its job is over can be printed again, and the printer says so (RFC 8011 5.3.8). */
function reasonsFor(job: ModelJob, { operations }: ModelState): readonly string[] {
  if (job.cancelled && job.completedAt === null) return ['processing-to-stop-point'];
  const again = isTerminal(job.state) && job.pdf !== null && operations.includes(OPERATIONS['Restart-Job']);
  return [JOB_STATE_REASONS[job.state] ?? 'none', ...(again ? ['job-restartable'] : [])];
}

/** Attributes that belong to no group keyword but `all` (RFC 8011 4.2.5.1). */
const wanted = (all: IppAttributes, requested: readonly string[], group: string): IppAttributes =>
  requested.length === 0 || requested.includes('all') || requested.includes(group)
    ? all
    : new Map([...all].filter(([name]) => requested.includes(name)));

const timeOrNone = (value: number | null): IppValue => (value === null ? { kind: 'noValue' } : integer(value));

/** The job group of an answer, holding what `requested-attributes` asks for. */
export function jobGroup(job: ModelJob, printer: ModelState, requested: readonly string[]): IppGroup {
  const all = attributes({
    'job-id': integer(job.id),
    'job-uri': string('uri', `${printer.uri}/${job.id}`),
    'job-uuid': string('uri', job.uuid),
    'job-printer-uri': string('uri', printer.uri),
    'job-name': string('name', job.name),
    'job-originating-user-name': string('name', job.user),
    'job-state': enumeration(job.state),
    'job-state-reasons': keywords(...reasonsFor(job, printer)),
    'job-impressions-completed': integer(Math.min(job.pages, job.sheets * job.sides)),
    'job-media-sheets-completed': integer(job.sheets),
    sides: keywords(job.sides === 2 ? 'two-sided-long-edge' : 'one-sided'),
    'job-printer-up-time': integer(printer.upTime),
    'time-at-creation': integer(job.createdAt),
    'time-at-processing': timeOrNone(job.processingAt),
    'time-at-completed': timeOrNone(job.completedAt),
    'attributes-charset': LANGUAGE['attributes-charset'],
    'attributes-natural-language': LANGUAGE['attributes-natural-language'],
  });
  return { name: 'job', attributes: wanted(all, requested, 'job-description') };
}

/** What Create-Job and Send-Document answer with (RFC 8011 4.2.1.2). */
export const JOB_SUMMARY = ['job-id', 'job-uri', 'job-uuid', 'job-state', 'job-state-reasons'];

/** media-size in hundredths of a millimetre (PWG 5100.7). */
const A4: IppValue = {
  kind: 'collection',
  members: attributes({ 'x-dimension': integer(21_000), 'y-dimension': integer(29_700) }),
};

export function printerGroup(printer: ModelState, requested: readonly string[]): IppGroup {
  const all = attributes({
    'printer-uri-supported': string('uri', printer.uri),
    'uri-security-supported': keywords('none'),
    'uri-authentication-supported': keywords('none'),
    'printer-name': string('name', printer.name),
    'printer-info': string('text', printer.name),
    'printer-make-and-model': string('text', 'Model A4'),
    'printer-more-info': string('uri', 'http://printer.invalid/'),
    'printer-location': string('text', ''),
    'printer-state': enumeration(printer.state),
    'printer-state-reasons': keywords(...(printer.reasons.length === 0 ? ['none'] : printer.reasons)),
    'printer-is-accepting-jobs': boolean(printer.accepting),
    'queued-job-count': integer(printer.queued),
    'printer-up-time': integer(printer.upTime),
    'ipp-versions-supported': keywords('1.1', '2.0'),
    'operations-supported': printer.operations.map(enumeration),
    'charset-configured': LANGUAGE['attributes-charset'],
    'charset-supported': LANGUAGE['attributes-charset'],
    'natural-language-configured': LANGUAGE['attributes-natural-language'],
    'generated-natural-language-supported': LANGUAGE['attributes-natural-language'],
    'document-format-default': string('mimeMediaType', 'application/pdf'),
    'document-format-supported': string('mimeMediaType', 'application/pdf'),
    'pdl-override-supported': keywords('not-attempted'),
    'compression-supported': keywords('none'),
    'multiple-document-jobs-supported': boolean(false),
    'multiple-operation-time-out': integer(120),
    'color-supported': boolean(false),
    'pages-per-minute': integer(30),
    'copies-default': integer(1),
    'copies-supported': { kind: 'range', lower: 1, upper: 1 },
    'sides-default': keywords('one-sided'),
    'sides-supported': keywords('one-sided', ...(printer.bothSides ? ['two-sided-long-edge'] : [])),
    'media-default': keywords('iso_a4_210x297mm'),
    'media-supported': keywords('iso_a4_210x297mm'),
    'media-col-default': { kind: 'collection', members: attributes({ 'media-size': A4 }) },
    'media-ready': keywords('iso_a4_210x297mm'),
    'print-scaling-default': keywords('none'),
    'print-scaling-supported': keywords('none', 'fit'),
    'orientation-requested-default': enumeration(3),
    'orientation-requested-supported': enumeration(3),
  });
  return { name: 'printer', attributes: wanted(all, requested, 'printer-description') };
}

/** requested-attributes of a request; empty means the operation's default. */
export const requestedIn = (operation: IppAttributes): readonly string[] => textsIn(operation, 'requested-attributes');

export const stateOf = (blocked: boolean, active: boolean): number =>
  blocked ? PRINTER_STATE.stopped : active ? PRINTER_STATE.processing : PRINTER_STATE.idle;
