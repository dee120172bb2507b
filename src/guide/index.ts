import type { Language } from '../machines/events.ts';
import { guideEn } from './en.ts';
import { guideJa } from './ja.ts';
import { guideJaEasy } from './ja-easy.ts';
import { guideKo } from './ko.ts';
import { guidePt } from './pt.ts';
import { purposesEn } from './purposes-en.ts';
import { purposesJa } from './purposes-ja.ts';
import { purposesJaEasy } from './purposes-ja-easy.ts';
import { purposesKo } from './purposes-ko.ts';
import { purposesPt } from './purposes-pt.ts';
import { purposesVi } from './purposes-vi.ts';
import { purposesZhHans } from './purposes-zh-Hans.ts';
import { purposesZhHant } from './purposes-zh-Hant.ts';
import type { Guide, GuideText, PurposeGuide, Topic } from './topics.ts';
import { guideVi } from './vi.ts';
import { guideZhHans } from './zh-Hans.ts';
import { guideZhHant } from './zh-Hant.ts';

/** The guide in each language; a topic or a text that is missing fails the type check. */
const guides: Readonly<Record<Language, Guide & PurposeGuide>> = {
  ja: { ...guideJa, ...purposesJa },
  'ja-easy': { ...guideJaEasy, ...purposesJaEasy },
  en: { ...guideEn, ...purposesEn },
  'zh-Hans': { ...guideZhHans, ...purposesZhHans },
  'zh-Hant': { ...guideZhHant, ...purposesZhHant },
  ko: { ...guideKo, ...purposesKo },
  vi: { ...guideVi, ...purposesVi },
  pt: { ...guidePt, ...purposesPt },
};

export const textOn = (topic: Topic, language: Language): GuideText => guides[language][topic];
