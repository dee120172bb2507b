import type { IppAttributes, IppValue } from './ipp-codec.ts';

type Attribute = { readonly name: string; readonly value: IppValue & { readonly value: unknown } };

/** What every job is printed with: A4, one copy, at full size (the ground is drawn for 100 %). */
const TEMPLATE: readonly Attribute[] = [
  { name: 'copies', value: { kind: 'integer', value: 1 } },
  { name: 'media', value: { kind: 'keyword', value: 'iso_a4_210x297mm' } },
  { name: 'print-scaling', value: { kind: 'keyword', value: 'none' } },
];

/** RFC 8011 5.2.8. */
const SIDES: Readonly<Record<1 | 2, Attribute>> = {
  1: { name: 'sides', value: { kind: 'keyword', value: 'one-sided' } },
  2: { name: 'sides', value: { kind: 'keyword', value: 'two-sided-long-edge' } },
};

const supportOf = (name: string): string => `${name}-supported`;

/** Names of the printer attributes that say which of the template it knows. */
export const TEMPLATE_SUPPORT = [...TEMPLATE, SIDES[1]].map(({ name }) => supportOf(name));

/** The part of the template that `printer` says it supports; an attribute it does not know could make it refuse the job. */
export const supportedTemplate = (printer: IppAttributes, sides: 1 | 2): IppAttributes =>
  new Map(
    [...TEMPLATE, SIDES[sides]]
      .filter((attribute) => supports(printer, attribute))
      .map(({ name, value }) => [name, [value]]),
  );

/** Whether it prints on both sides; one that does not say so does not. */
export const printsBothSides = (printer: IppAttributes): boolean => supports(printer, SIDES[2]);

const supports = (printer: IppAttributes, { name, value }: Attribute): boolean =>
  (printer.get(supportOf(name)) ?? []).some((known) => covers(known, value.value));

const covers = (known: IppValue, value: unknown): boolean =>
  known.kind === 'range'
    ? typeof value === 'number' && known.lower <= value && value <= known.upper
    : 'value' in known && known.value === value;
