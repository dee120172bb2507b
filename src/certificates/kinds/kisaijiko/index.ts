import type { Kind } from '../../kind.ts';
import type { ResidentsContent } from '../../residents/content.ts';
import { residentsForm } from '../../residents/form.ts';
import { residentsLayout } from '../../residents/layout.ts';
import { residentsTable } from '../../residents/table.ts';

/** 住民票記載事項証明書 (住基法 12条1項). */
const kisaijiko: Kind<ResidentsContent> = {
  ...residentsTable,
  order: 2,
  official: '住民票記載事項証明書',
  title: { ja: '住民票記載事項証明書', en: 'Certificate of items in the residence record (住民票記載事項証明書)' },
  detail: { ja: '住民票にある事項の証明', en: 'For employers and schools that ask for this form' },
  layout: residentsLayout({
    title: '住民票記載事項証明書',
    sentence: (scope) => `${scope}について、住民票に以上のとおり記載されていることを証明する。`,
  }),
  form: residentsForm(
    '住民票記載事項証明書',
    (scope) => `${scope}について、住民票に以上のとおり記載されていることを証明する。`,
  ),
};

export default kisaijiko;
