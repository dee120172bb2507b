import { enumeration, integer, JOB_STATE, keywords, numberIn, STATUS, string } from '../../devices/page-printer/ipp.ts';
import type { IppAttributes, IppMessage, IppValue } from '../../devices/page-printer/ipp-codec.ts';
import { encodeIpp } from '../../devices/page-printer/ipp-codec.ts';
import type { HttpAnswer } from '../../devices/page-printer/ipp-transport.ts';

/** An answer as it would have been, and what a wrong one can be made of. */
export interface Before {
  readonly answer: IppMessage;
  /** What was answered to the request before; null for the first. */
  readonly previous: Uint8Array | null;
}

const http = (body: Uint8Array, status = 200, type = 'application/ipp'): HttpAnswer => ({ status, type, body });
const message = (answer: IppMessage): HttpAnswer => http(encodeIpp(answer));

/** The same answer with something else said of each job in it; one without a job gets one. */
const ofJob =
  (change: (job: IppAttributes) => Iterable<readonly [string, readonly IppValue[] | null]>) =>
  ({ answer }: Before): HttpAnswer => {
    const changed = (job: IppAttributes): IppAttributes => {
      const attributes = new Map(job);
      for (const [name, values] of change(job)) {
        if (values === null) attributes.delete(name);
        else attributes.set(name, values);
      }
      return attributes;
    };
    return message({
      ...answer,
      groups: answer.groups.map((group) =>
        group.name === 'job' ? { name: 'job', attributes: changed(group.attributes) } : group,
      ),
    });
  };

const NIL_UUID = 'urn:uuid:00000000-0000-5000-8000-000000000000';
const completed = [
  ['job-state', [enumeration(JOB_STATE.completed)]],
  ['job-state-reasons', keywords('job-completed-successfully')],
] as const;
const counted = (sheets: number) =>
  [
    ['job-impressions-completed', [integer(sheets)]],
    ['job-media-sheets-completed', [integer(sheets)]],
  ] as const;
const refused =
  (status: number) =>
  ({ answer }: Before) =>
    message({ ...answer, code: status, groups: answer.groups.filter(({ name }) => name === 'operation') });

/** Answers that are not what the printer meant to say, though it did what it was asked. */
const wrongAnswers = {
  'other-request': ({ answer }) => message({ ...answer, requestId: answer.requestId + 1 }),
  /** The answer to the request before comes (again) in the place of this one. */
  'previous-answer': ({ answer, previous }) =>
    http(previous ?? encodeIpp({ ...answer, requestId: answer.requestId - 1 })),
  /** About the job before it. */
  'other-job': ofJob((job) => [['job-id', [integer((numberIn(job, 'job-id') ?? 1) - 1 || 2)]], ...completed]),
  /** A job of this number in another printer, all printed. */
  'other-printer': ofJob(() => [
    ['job-name', [string('name', 'another')]],
    ['job-uuid', [string('uri', NIL_UUID)]],
    ...completed,
    ...counted(3),
  ]),
  'other-uuid': ofJob(() => [['job-uuid', [string('uri', NIL_UUID)]], ...completed, ...counted(3)]),
  anonymous: ofJob(() => [['job-name', null], ['job-uuid', null], ...completed, ...counted(3)]),
  'no-number': ofJob(() => [['job-id', null]]),
  'count-back': ofJob(() => counted(0)),
  'count-beyond': ofJob(() => counted(99)),
  contradiction: ofJob(() => [
    ['job-state', [enumeration(JOB_STATE.completed)]],
    ['job-state-reasons', keywords('job-printing')],
  ]),
  'false-completed': ofJob(() => [...completed, ...counted(3)]),
  'false-canceled': ofJob(() => [
    ['job-state', [enumeration(JOB_STATE.canceled)]],
    ['job-state-reasons', keywords('job-canceled-by-user')],
  ]),
  'no-groups': ({ answer }) => message({ ...answer, groups: [] }),
  'says-refused': refused(STATUS.badRequest),
  'says-unknown': refused(STATUS.notFound),
  'says-busy': refused(STATUS.busy),
  'server-error': refused(STATUS.internalError),
  truncated: ({ answer }) => http(encodeIpp(answer).subarray(0, -9)),
  empty: () => http(new Uint8Array()),
  garbage: () => http(Uint8Array.from({ length: 200 }, (_, index) => (index * 151 + 7) & 0xff)),
  'http-error': ({ answer }) => http(encodeIpp(answer), 500),
  'http-unauthorized': ({ answer }) => http(encodeIpp(answer), 401),
  html: () => http(Buffer.from('<!DOCTYPE html><title>Printer</title>'), 200, 'text/html'),
  'other-type': ({ answer }) => http(encodeIpp(answer), 200, 'application/octet-stream'),
} as const satisfies Readonly<Record<string, (before: Before) => HttpAnswer>>;

export type WrongAnswer = keyof typeof wrongAnswers;
export const wrongAnswerNames = Object.keys(wrongAnswers) as readonly WrongAnswer[];
export const isWrongAnswer = (name: string): name is WrongAnswer => name in wrongAnswers;
export const wrongly = (how: WrongAnswer, before: Before): HttpAnswer => wrongAnswers[how](before);

/**
 * What happens, once, to one request.
 *
 * `drop-…`: the connection breaks before the printer has the request, or before its answer is back. `twice`: the request
 * arrives twice, and the second answer comes back. `cutInside`: it breaks inside the request; of a document a printer that
 * begins early has printed that many sheets. `power…`: the printer goes off and on again, before or after it did what it was
 * asked; `history`: whether it still knows its jobs then. `unplugged…`: from then on nothing reaches it. `lateMs`: the answer
 * leaves that much later.
 */
export type ConnectionFault =
  | 'drop-before'
  | 'drop-after'
  | 'twice'
  | 'unplugged-before'
  | 'unplugged-after'
  | WrongAnswer
  | { readonly lateMs: number }
  | { readonly cutInside: number }
  | { readonly power: 'before' | 'after'; readonly history: boolean };

/** Every fault of the line by a name, for whoever chooses one. */
export const lineFaults: ReadonlyMap<string, ConnectionFault> = new Map<string, ConnectionFault>([
  ...(['drop-before', 'drop-after', 'twice', 'unplugged-before', 'unplugged-after', ...wrongAnswerNames] as const).map(
    (fault) => [fault, fault] as const,
  ),
  ['late by a minute', { lateMs: 60_000 }],
  ['cut inside', { cutInside: 0 }],
  ['cut inside, a sheet printed', { cutInside: 1 }],
  ['power before, history lost', { power: 'before', history: false }],
  ['power before, history kept', { power: 'before', history: true }],
  ['power after, history lost', { power: 'after', history: false }],
  ['power after, history kept', { power: 'after', history: true }],
]);
