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
  title: {
    ja: '住民票記載事項証明書',
    'ja-easy': '｜住民票記載事項証明書《じゅうみんひょうきさいじこうしょうめいしょ》',
    en: 'Certificate of items in the residence record (住民票記載事項証明書)',
    'zh-Hans': '住民票记载事项证明书（住民票記載事項証明書）',
    'zh-Hant': '住民票記載事項證明書（住民票記載事項証明書）',
    ko: '주민표 기재사항 증명서(住民票記載事項証明書)',
    vi: 'Giấy chứng nhận nội dung phiếu cư trú (住民票記載事項証明書)',
    pt: 'Certidão de itens do registro de residência (住民票記載事項証明書)',
  },
  detail: {
    ja: '住民票にある事項の証明',
    'ja-easy': '｜会社《かいしゃ》や｜学校《がっこう》に｜出《だ》す｜紙《かみ》',
    en: 'For employers and schools that ask for this form',
    'zh-Hans': '用于要求这种格式的单位和学校',
    'zh-Hant': '用於要求這種格式的公司和學校',
    ko: '이 양식을 요구하는 회사나 학교에 제출',
    vi: 'Cho công ty, trường học yêu cầu mẫu này',
    pt: 'Para empresas e escolas que pedem esta forma',
  },
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
