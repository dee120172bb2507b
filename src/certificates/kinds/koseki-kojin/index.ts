import { type FamilyContent, familyChoice, familyPages, familySpecimens, oneOfFamily } from '../../families/content.ts';
import { familyForm } from '../../families/form.ts';
import { familyLayout } from '../../families/layout.ts';
import type { Kind } from '../../kind.ts';

/** 戸籍個人事項証明書 (戸籍法 120条; 戸籍法施行規則 73条). */
const kosekiKojin: Kind<FamilyContent> = {
  order: 8,
  official: '戸籍個人事項証明書',
  title: { ja: '戸籍個人事項証明書（戸籍抄本）', en: 'Family register, one person (戸籍個人事項証明書)' },
  detail: { ja: '戸籍にいる一人の証明', en: 'Birth and marriage of one person' },
  keptBy: 'family-register',
  people: 'one',
  items: [],
  hours: 'office',
  copies: 5,
  fee: 450,
  offer: familyChoice,
  content: oneOfFamily,
  pages: familyPages,
  layout: familyLayout(
    '個人事項証明',
    'これは、戸籍中の一部の者について記録されている事項の全部を証明した書面である。',
  ),
  form: familyForm('個人事項証明', 'これは、戸籍中の一部の者について記録されている事項の全部を証明した書面である。'),
  specimens: familySpecimens.slice(0, 1),
};

export default kosekiKojin;
