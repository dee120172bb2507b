import { type FamilyContent, familyPages, familySpecimens, wholeFamily } from '../../families/content.ts';
import { familyForm } from '../../families/form.ts';
import { familyLayout } from '../../families/layout.ts';
import type { Kind } from '../../kind.ts';

/** 戸籍全部事項証明書 (戸籍法 120条; 戸籍法施行規則 73条). */
const kosekiZenbu: Kind<FamilyContent> = {
  order: 7,
  official: '戸籍全部事項証明書',
  title: {
    ja: '戸籍全部事項証明書（戸籍謄本）',
    'ja-easy': '｜戸籍全部事項証明書《こせきぜんぶじこうしょうめいしょ》（｜戸籍謄本《こせきとうほん》）',
    en: 'Family register, everybody (戸籍全部事項証明書)',
    'zh-Hans': '户籍全部事项证明书（戸籍全部事項証明書）',
    'zh-Hant': '戶籍全部事項證明書（戸籍全部事項証明書）',
    ko: '호적 전부사항 증명서(戸籍全部事項証明書)',
    vi: 'Giấy hộ tịch, mọi người (戸籍全部事項証明書)',
    pt: 'Registro de família, todos (戸籍全部事項証明書)',
  },
  detail: {
    ja: '戸籍にいる全員の証明',
    'ja-easy': '｜戸籍《こせき》にいる｜人《ひと》を｜全部《ぜんぶ》｜書《か》いた｜紙《かみ》',
    en: 'Births, marriages and deaths of the whole family',
    'zh-Hans': '证明户籍上的全部成员',
    'zh-Hant': '證明戶籍上的全部成員',
    ko: '호적에 있는 전원을 증명',
    vi: 'Sinh, kết hôn, mất của cả gia đình',
    pt: 'Nascimentos, casamentos e mortes da família',
  },
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
