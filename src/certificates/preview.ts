import { kindOf } from './catalogue.ts';
import type { DocumentPayload } from './document.ts';
import { blank, type Expected, omitted } from './form.ts';

/** What the screen shows of a paper before it is paid for. */
export const previewFields = ['name', 'address', 'honseki', 'hittousha', 'fiscalYear'] as const;
export type PreviewField = (typeof previewFields)[number];

/** A value of the paper of which too little is left to learn anything from, but enough to see that it is one's own. */
export interface PreviewRow {
  readonly field: PreviewField;
  readonly value: string;
}

/** Longest value that is shown: from there on nothing is told, the length either. */
const longest = 8;

/** Fields that say nothing of a person. */
const open: readonly PreviewField[] = ['fiscalYear'];

/** Stands for what is not shown. */
export const maskSign = '●';

/** A character with the selector of its form. */
const characters = /.[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]?/gsu;

/** The first character, the rest as ●; spaces stay. */
const masked = (value: string): string =>
  (value.match(characters) ?? [])
    .slice(0, longest)
    .map((char, index) => (index === 0 || /\s/u.test(char) ? char : maskSign))
    .join('');

const isOf = (field: PreviewField, [path]: Expected): boolean => path === field || path.endsWith(`[0].${field}`);

/**
 * The head of a document with its values masked, from what the printer's door expects on the paper.
 * @returns a row for each field that this kind has, in the order of `previewFields`
 */
export function previewOf(payload: DocumentPayload): readonly PreviewRow[] {
  const { head, body } = kindOf(payload.kind).form(payload);
  return previewFields.flatMap((field) => {
    const found = [...head, ...body].find((expected) => isOf(field, expected));
    if (found === undefined || found[1] === blank) return [];
    // What was not asked for is seen before it is missed.
    const shown = open.includes(field) || found[1] === omitted;
    return [{ field, value: shown ? found[1] : masked(found[1]) }];
  });
}
