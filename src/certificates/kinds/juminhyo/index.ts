import type { Kind } from '../../kind.ts';
import {
  type ResidentsContent,
  residentsContent,
  residentsItems,
  residentsOffer,
  residentsPages,
} from '../../residents/content.ts';
import { residentsForm } from '../../residents/form.ts';
import { residentsLayout } from '../../residents/layout.ts';
import { residentsSpecimens } from '../../residents/specimens.ts';

/** 住民票の写し (住基法 12条). */
const juminhyo: Kind<ResidentsContent> = {
  order: 1,
  official: '住民票の写し',
  title: { ja: '住民票の写し', en: 'Residence record (住民票の写し)' },
  detail: { ja: '住所や世帯の証明', en: 'Proves your address and household' },
  keptBy: 'residence',
  people: 'several',
  items: residentsItems,
  hours: 'terminal',
  copies: 5,
  fee: 200,
  offer: residentsOffer,
  content: residentsContent,
  pages: residentsPages,
  layout: residentsLayout({
    title: '住民票の写し',
    sentence: (scope) => `この写しは、${scope}の住民票の原本と相違ないことを証明する。`,
  }),
  form: residentsForm('住民票の写し', (scope) => `この写しは、${scope}の住民票の原本と相違ないことを証明する。`),
  specimens: residentsSpecimens,
};

export default juminhyo;
