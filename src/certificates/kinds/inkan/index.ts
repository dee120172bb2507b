import type { Kind } from '../../kind.ts';
import { type InkanContent, inkanContent } from './content.ts';
import { inkanForm } from './form.ts';
import { inkanLayout } from './layout.ts';

/** 印鑑登録証明書 (each municipality's 印鑑条例, after the national 印鑑登録証明事務処理要領). */
const inkan: Kind<InkanContent> = {
  order: 3,
  official: '印鑑登録証明書',
  title: {
    ja: '印鑑登録証明書',
    'ja-easy': '｜印鑑登録証明書《いんかんとうろくしょうめいしょ》',
    en: 'Seal registration certificate (印鑑登録証明書)',
    'zh-Hans': '印章登记证明书（印鑑登録証明書）',
    'zh-Hant': '印鑑登記證明書（印鑑登録証明書）',
    ko: '인감등록증명서(印鑑登録証明書)',
    vi: 'Giấy chứng nhận đăng ký con dấu (印鑑登録証明書)',
    pt: 'Certidão de registro de carimbo (印鑑登録証明書)',
  },
  detail: {
    ja: '実印の証明',
    'ja-easy': '｜登録《とうろく》したはんこ（｜実印《じついん》）の｜紙《かみ》',
    en: 'Proves your registered seal',
    'zh-Hans': '证明登记过的印章',
    'zh-Hant': '證明登記過的印鑑',
    ko: '등록한 인감을 증명',
    vi: 'Chứng nhận con dấu đã đăng ký',
    pt: 'Comprova o carimbo registrado',
  },
  keptBy: 'residence',
  people: 'holder',
  items: [],
  hours: 'terminal',
  copies: 5,
  fee: 200,
  offer: ({ seal }) => {
    if (seal === null) return 'no-seal-registration';
    return seal.standing === 'cancelled' ? 'seal-cancelled' : { members: [], items: [] };
  },
  content: inkanContent,
  pages: () => 1,
  layout: inkanLayout,
  form: inkanForm,
  specimens: [
    {
      name: '見本　太郎',
      kana: 'ミホン　タロウ',
      alias: null,
      birthDate: '1989-01-08',
      foreign: false,
      address: '見本市見本町0番0号',
      impression: { millimetres: 8, dots: 32, words: Array.from({ length: 32 }, () => 0xaaaaaaaa) },
    },
    {
      name: 'MIHON TARO',
      kana: null,
      alias: '見本　太郎',
      birthDate: '1989-01-08',
      foreign: true,
      address: '見本市見本町0番0号',
      impression: { millimetres: 25, dots: 32, words: Array.from({ length: 32 }, () => 0x55555555) },
    },
  ],
};

export default inkan;
