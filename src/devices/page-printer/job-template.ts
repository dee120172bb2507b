import type { IppAttributes, IppValue } from './ipp-codec.ts';

/** What every certificate is printed with: A4, one side, one copy, at full size (the ground is drawn for 100 %). */
const TEMPLATE: readonly { readonly name: string; readonly value: IppValue & { readonly value: unknown } }[] = [
  { name: 'copies', value: { kind: 'integer', value: 1 } },
  { name: 'sides', value: { kind: 'keyword', value: 'one-sided' } },
  { name: 'media', value: { kind: 'keyword', value: 'iso_a4_210x297mm' } },
  { name: 'print-scaling', value: { kind: 'keyword', value: 'none' } },
];

/** Names of the printer attributes that say which of the template it knows. */
export const TEMPLATE_SUPPORT = TEMPLATE.map(({ name }) => `${name}-supported`);

/** The part of the template that `printer` says it supports; an attribute it does not know could make it refuse the job. */
export const supportedTemplate = (printer: IppAttributes): IppAttributes =>
  new Map(
    TEMPLATE.filter(({ name, value }) =>
      (printer.get(`${name}-supported`) ?? []).some((known) => covers(known, value.value)),
    ).map(({ name, value }) => [name, [value]]),
  );

const covers = (known: IppValue, value: unknown): boolean =>
  known.kind === 'range'
    ? typeof value === 'number' && known.lower <= value && value <= known.upper
    : 'value' in known && known.value === value;
