import type { Kind } from '../kind.ts';
import { type ResidentsContent, residentsContent, residentsItems, residentsOffer, residentsPages } from './content.ts';
import { residentsSpecimens } from './specimens.ts';

/** What the papers of the residents' register have in common: all but their names and wording. */
export const residentsTable = {
  keptBy: 'residence',
  people: 'several',
  items: residentsItems,
  hours: 'terminal',
  copies: 5,
  fee: 200,
  offer: residentsOffer,
  content: residentsContent,
  pages: residentsPages,
  specimens: residentsSpecimens,
} as const satisfies Partial<Kind<ResidentsContent>>;
