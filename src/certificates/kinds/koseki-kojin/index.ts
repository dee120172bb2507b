import { type FamilyContent, familyChoice, familyPages, familySpecimens, oneOfFamily } from '../../families/content.ts';
import { familyForm } from '../../families/form.ts';
import { familyLayout } from '../../families/layout.ts';
import type { Kind } from '../../kind.ts';

/** 戸籍個人事項証明書 (戸籍法 120条; 戸籍法施行規則 73条). */
const kosekiKojin: Kind<FamilyContent> = {
  order: 8,
  official: '戸籍個人事項証明書',
  title: {
    ja: '戸籍個人事項証明書（戸籍抄本）',
    'ja-easy': '｜戸籍個人事項証明書《こせきこじんじこうしょうめいしょ》（｜戸籍抄本《こせきしょうほん》）',
    en: 'Family register, one person (戸籍個人事項証明書)',
    'zh-Hans': '户籍个人事项证明书（戸籍個人事項証明書）',
    'zh-Hant': '戶籍個人事項證明書（戸籍個人事項証明書）',
    ko: '호적 개인사항 증명서(戸籍個人事項証明書)',
    vi: 'Giấy hộ tịch, một người (戸籍個人事項証明書)',
    pt: 'Registro de família, uma pessoa (戸籍個人事項証明書)',
  },
  detail: {
    ja: '戸籍にいる一人の証明',
    'ja-easy': '｜戸籍《こせき》にいる｜一人《ひとり》を｜書《か》いた｜紙《かみ》',
    en: 'Birth and marriage of one person',
    'zh-Hans': '证明户籍上的一个人',
    'zh-Hant': '證明戶籍上的一個人',
    ko: '호적에 있는 한 사람을 증명',
    vi: 'Sinh và kết hôn của một người',
    pt: 'Nascimento e casamento de uma pessoa',
  },
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
