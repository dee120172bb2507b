import type { Kind } from '../../kind.ts';
import type { ResidentsContent } from '../../residents/content.ts';
import { residentsForm } from '../../residents/form.ts';
import { residentsLayout } from '../../residents/layout.ts';
import { residentsTable } from '../../residents/table.ts';

/** 住民票の写し (住基法 12条). */
const juminhyo: Kind<ResidentsContent> = {
  ...residentsTable,
  order: 1,
  official: '住民票の写し',
  title: { ja: '住民票の写し', en: 'Residence record (住民票の写し)' },
  detail: { ja: '住所や世帯の証明', en: 'Proves your address and household' },
  layout: residentsLayout({
    title: '住民票の写し',
    sentence: (scope) => `この写しは、${scope}の住民票の原本と相違ないことを証明する。`,
  }),
  form: residentsForm('住民票の写し', (scope) => `この写しは、${scope}の住民票の原本と相違ないことを証明する。`),
};

export default juminhyo;
