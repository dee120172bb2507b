import type { Kind } from '../../kind.ts';
import { type InkanContent, inkanContent } from './content.ts';
import { inkanForm } from './form.ts';
import { inkanLayout } from './layout.ts';

/** 印鑑登録証明書 (each municipality's 印鑑条例, after the national 印鑑登録証明事務処理要領). */
const inkan: Kind<InkanContent> = {
  order: 3,
  official: '印鑑登録証明書',
  title: { ja: '印鑑登録証明書', en: 'Seal registration certificate (印鑑登録証明書)' },
  detail: { ja: '実印の証明', en: 'Proves your registered seal' },
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
