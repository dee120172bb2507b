/** What the guide tells of the card, in the order of the list; each topic fits two pages of the screen. */
export const cardTopics = [
  'card',
  'at-this-machine',
  'pins',
  'pin-forgotten',
  'certificates',
  'validity',
  'foreign-residents',
  'renewal',
  'moving',
  'lost',
  'replacement',
  'first-card',
  'face-card',
  'copying',
  'at-home',
  'stopping',
  'safety',
] as const;

/** What people need a certificate for (使いみち), and the kinds that are usually asked for. Another may be: whoever asks for it decides. */
export const purposes = {
  passport: ['koseki-zenbu'],
  'driving-licence': ['juminhyo'],
  car: ['inkan', 'juminhyo'],
  home: ['juminhyo', 'inkan', 'shotoku'],
  inheritance: ['koseki-zenbu', 'inkan', 'juminhyo'],
  marriage: ['koseki-zenbu'],
  childcare: ['kazei', 'shotoku'],
  scholarship: ['shotoku', 'juminhyo'],
  work: ['kisaijiko', 'juminhyo'],
  'residence-status': ['juminhyo', 'kazei', 'nozei'],
  pension: ['juminhyo', 'koseki-kojin', 'shotoku'],
  'old-address': ['fuhyo', 'juminhyo'],
} as const;
export type Purpose = keyof typeof purposes;

/** The two lists of the guide: what to know about the card, and which certificate a purpose needs. */
export const sections = ['card', 'purposes'] as const;
export type Section = (typeof sections)[number];

export type CardTopic = (typeof cardTopics)[number];
export type Topic = CardTopic | Purpose;

export const isPurpose = (topic: Topic): topic is Purpose => topic in purposes;
export const sectionOf = (topic: Topic): Section => (isPurpose(topic) ? 'purposes' : 'card');
export const topicsOf: Readonly<Record<Section, readonly Topic[]>> = {
  card: cardTopics,
  purposes: Object.keys(purposes) as Purpose[],
};

/** A topic in one language: what it is called, words by which people look for it, and its paragraphs. */
export interface GuideText {
  readonly title: string;
  /** Words of the matter that do not stand in the title, separated by spaces. */
  readonly words: string;
  readonly text: readonly string[];
}

export type Guide = Readonly<Record<CardTopic, GuideText>>;
export type PurposeGuide = Readonly<Record<Purpose, GuideText>>;
