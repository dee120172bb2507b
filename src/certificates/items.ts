import type { Item } from './kind.ts';

/** 本籍 and 筆頭者, in the register of residents and in the 附票 alike. */
export const honseki: Item = {
  id: 'honseki',
  label: {
    ja: '本籍・筆頭者',
    'ja-easy': '｜本籍《ほんせき》（｜戸籍《こせき》がある｜所《ところ》）と｜筆頭者《ひっとうしゃ》',
    en: 'Registered domicile (本籍)',
    'zh-Hans': '本籍、户籍首位者（筆頭者）',
    'zh-Hant': '本籍、戶籍首位者（筆頭者）',
    ko: '본적(本籍)・필두자',
    vi: 'Nơi có hộ tịch (本籍)',
    pt: 'Domicílio de família (本籍)',
  },
};
