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
  title: {
    ja: '住民票の写し',
    'ja-easy': '｜住民票《じゅうみんひょう》の｜写《うつ》し',
    en: 'Residence record (住民票の写し)',
    'zh-Hans': '住民票副本（住民票の写し）',
    'zh-Hant': '住民票謄本（住民票の写し）',
    ko: '주민표 등본(住民票の写し)',
    vi: 'Bản sao phiếu cư trú (住民票の写し)',
    pt: 'Cópia do registro de residência (住民票の写し)',
  },
  detail: {
    ja: '住所や世帯の証明',
    'ja-easy': '｜住所《じゅうしょ》や｜家族《かぞく》を｜書《か》いた｜紙《かみ》',
    en: 'Proves your address and household',
    'zh-Hans': '证明住址和家庭成员',
    'zh-Hant': '證明住址和家庭成員',
    ko: '주소와 세대를 증명',
    vi: 'Chứng nhận địa chỉ và hộ gia đình',
    pt: 'Comprova o endereço e a família da residência',
  },
  layout: residentsLayout({
    title: '住民票の写し',
    sentence: (scope) => `この写しは、${scope}の住民票の原本と相違ないことを証明する。`,
  }),
  form: residentsForm('住民票の写し', (scope) => `この写しは、${scope}の住民票の原本と相違ないことを証明する。`),
};

export default juminhyo;
