import { type FamilyContent, familyPages, familySpecimens, wholeFamily } from '../../families/content.ts';
import { familyForm } from '../../families/form.ts';
import { familyLayout } from '../../families/layout.ts';
import type { Kind } from '../../kind.ts';

/** 戸籍全部事項証明書 (戸籍法 120条; 戸籍法施行規則 73条). */
const kosekiZenbu: Kind<FamilyContent> = {
  order: 7,
  official: '戸籍全部事項証明書',
  title: { ja: '戸籍全部事項証明書（戸籍謄本）', en: 'Family register, everybody (戸籍全部事項証明書)' },
  detail: { ja: '戸籍にいる全員の証明', en: 'Births, marriages and deaths of the whole family' },
  keptBy: 'family-register',
  people: 'holder',
  items: [],
  hours: 'office',
  copies: 5,
  fee: 450,
  offer: ({ family }) => (family === null ? 'no-family-register' : { members: [], items: [] }),
  content: wholeFamily,
  pages: familyPages,
  layout: familyLayout('全部事項証明', 'これは、戸籍に記録されている事項の全部を証明した書面である。'),
  form: familyForm('全部事項証明', 'これは、戸籍に記録されている事項の全部を証明した書面である。'),
  specimens: familySpecimens,
};

export default kosekiZenbu;
