import { familyChoice } from '../../families/content.ts';
import { honseki } from '../../items.ts';
import type { Kind } from '../../kind.ts';
import { type FuhyoContent, fuhyoContent, fuhyoPages } from './content.ts';
import { fuhyoForm } from './form.ts';
import { fuhyoLayout } from './layout.ts';

/** 戸籍の附票の写し (住基法 20条): since 2022-01-11 without 本籍 and 筆頭者 unless asked. */
const fuhyo: Kind<FuhyoContent> = {
  order: 9,
  official: '戸籍の附票の写し',
  title: {
    ja: '戸籍の附票の写し',
    'ja-easy': '｜戸籍《こせき》の｜附票《ふひょう》の｜写《うつ》し',
    en: 'Address history in the family register (戸籍の附票の写し)',
    'zh-Hans': '户籍附票副本（戸籍の附票の写し）',
    'zh-Hant': '戶籍附票謄本（戸籍の附票の写し）',
    ko: '호적 부표 등본(戸籍の附票の写し)',
    vi: 'Lịch sử địa chỉ trong hộ tịch (戸籍の附票の写し)',
    pt: 'Histórico de endereços no registro de família (戸籍の附票の写し)',
  },
  detail: {
    ja: '住所の移り変わりの証明',
    'ja-easy': '｜前《まえ》からの｜住所《じゅうしょ》を｜全部《ぜんぶ》｜書《か》いた｜紙《かみ》',
    en: 'Proves where you have lived',
    'zh-Hans': '证明历次住址',
    'zh-Hant': '證明歷次住址',
    ko: '주소의 변동을 증명',
    vi: 'Chứng nhận những nơi đã sống',
    pt: 'Comprova onde você morou',
  },
  keptBy: 'family-register',
  people: 'several',
  items: [honseki],
  hours: 'office',
  copies: 5,
  fee: 200,
  offer: (registers) => {
    const choice = familyChoice(registers);
    return typeof choice === 'string' ? choice : { ...choice, items: ['honseki'] };
  },
  content: fuhyoContent,
  pages: fuhyoPages,
  layout: fuhyoLayout,
  form: fuhyoForm,
  specimens: [
    {
      honseki: '見本県見本市見本町0番',
      hittousha: '見本　太郎',
      since: '2016-01-01',
      whole: true,
      persons: [
        {
          name: '見本　太郎',
          birthDate: '1989-01-08',
          sex: '男',
          addresses: [{ address: '見本県見本市見本町0丁目0番0号', since: '2019-05-01' }],
        },
      ],
    },
    {
      honseki: null,
      hittousha: null,
      since: '2016-01-01',
      whole: false,
      persons: Array.from({ length: 12 }, () => ({
        name: '見本　花子',
        birthDate: '1989-01-08',
        sex: '女' as const,
        addresses: Array.from({ length: 3 }, () => ({ address: '見本県見本市見本町0丁目0番0号', since: '2019-05-01' })),
      })),
    },
  ],
};

export default fuhyo;
