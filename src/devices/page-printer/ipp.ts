import type { IppAttributes, IppGroup, IppGroupName, IppMessage, IppStringKind, IppValue } from './ipp-codec.ts';

/** Operations used, and those that say what a printer could do with a document it holds (RFC 8011 5.4.15, IANA registry). */
export const OPERATIONS = {
  'Print-Job': 0x0002,
  'Validate-Job': 0x0004,
  'Create-Job': 0x0005,
  'Send-Document': 0x0006,
  'Cancel-Job': 0x0008,
  'Get-Job-Attributes': 0x0009,
  'Get-Jobs': 0x000a,
  'Get-Printer-Attributes': 0x000b,
  'Restart-Job': 0x000e,
  'Pause-Printer': 0x0010,
  'Resume-Printer': 0x0011,
  'Purge-Jobs': 0x0012,
  /** RFC 3998. */
  'Reprocess-Job': 0x002c,
  /** PWG 5100.11. */
  'Resubmit-Job': 0x003a,
} as const;
export type IppOperation = keyof typeof OPERATIONS;

/** Status codes (RFC 8011 B.1). Below 0x0100 is success. */
export const STATUS = {
  ok: 0x0000,
  badRequest: 0x0400,
  forbidden: 0x0401,
  notPossible: 0x0404,
  notFound: 0x0406,
  gone: 0x0407,
  documentFormatNotSupported: 0x040a,
  attributesNotSupported: 0x040b,
  charsetNotSupported: 0x040d,
  internalError: 0x0500,
  operationNotSupported: 0x0501,
  versionNotSupported: 0x0503,
  notAcceptingJobs: 0x0506,
  busy: 0x0507,
} as const;

/** Status codes of a request that was not carried out: client errors. */
export const isRefusal = (status: number): boolean => status >= 0x0400 && status < 0x0500;

/** job-state (RFC 8011 5.3.7). From `canceled` on a job is over. */
export const JOB_STATE = {
  pending: 3,
  held: 4,
  processing: 5,
  stopped: 6,
  canceled: 7,
  aborted: 8,
  completed: 9,
} as const;

export const isTerminal = (state: number): boolean => state >= JOB_STATE.canceled;

/** printer-state (RFC 8011 5.4.11). */
export const PRINTER_STATE = { idle: 3, processing: 4, stopped: 5 } as const;

export const integer = (value: number): IppValue => ({ kind: 'integer', value });
export const enumeration = (value: number): IppValue => ({ kind: 'enum', value });
export const boolean = (value: boolean): IppValue => ({ kind: 'boolean', value });
export const string = (kind: IppStringKind, value: string): IppValue => ({ kind, value });
export const keywords = (...values: readonly string[]): IppValue[] => values.map((value) => string('keyword', value));

/** Attributes from pairs; a lone value stands for a list of one. */
export const attributes = (pairs: Readonly<Record<string, IppValue | readonly IppValue[]>>): IppAttributes =>
  new Map(Object.entries(pairs).map(([name, value]) => [name, 'kind' in value ? [value] : value]));

/** The attributes every message starts with, in the order RFC 8011 4.1.4 demands. */
export const LANGUAGE = {
  'attributes-charset': string('charset', 'utf-8'),
  'attributes-natural-language': string('naturalLanguage', 'en'),
} as const;

export const groupsOf = (message: IppMessage, name: IppGroupName): readonly IppGroup[] =>
  message.groups.filter((group) => group.name === name);

const NONE: IppAttributes = new Map();

/** Attributes of the first group of a kind; empty when there is none. */
export const groupOf = (message: IppMessage, name: IppGroupName): IppAttributes =>
  groupsOf(message, name)[0]?.attributes ?? NONE;

/** All values of an attribute that are numbers. */
export const numbersIn = (from: IppAttributes, name: string): readonly number[] =>
  (from.get(name) ?? []).flatMap((value) => (value.kind === 'integer' || value.kind === 'enum' ? [value.value] : []));

/** The first value of an attribute as a number; null when absent or of another kind. */
export function numberIn(from: IppAttributes, name: string): number | null {
  const value = from.get(name)?.[0];
  return value?.kind === 'integer' || value?.kind === 'enum' ? value.value : null;
}

/** All values of an attribute that are text of some sort. */
export function textsIn(from: IppAttributes, name: string): readonly string[] {
  return (from.get(name) ?? []).flatMap((value) =>
    'value' in value && typeof value.value === 'string' ? [value.value] : [],
  );
}

export const textIn = (from: IppAttributes, name: string): string | null => textsIn(from, name)[0] ?? null;

export function booleanIn(from: IppAttributes, name: string): boolean | null {
  const value = from.get(name)?.[0];
  return value?.kind === 'boolean' ? value.value : null;
}
