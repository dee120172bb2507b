import type { PurposeGuide } from './topics.ts';

export const purposesEn: PurposeGuide = {
  passport: {
    title: 'Applying for a passport',
    words: 'travel abroad renewal',
    text: [
      'For a first passport, or when your name or the prefecture of your registered domicile (本籍) has changed: the whole family register, not older than 6 months.',
      'When you apply in Mynaportal it may not be needed.',
    ],
  },
  'driving-licence': {
    title: 'Getting a driving licence',
    words: 'driving school',
    text: [
      'For a first licence: a residence record that shows the registered domicile (本籍). No My Number on it.',
      'Foreign nationals: one that shows the nationality or region.',
    ],
  },
  car: {
    title: 'Buying a car, changing its owner',
    words: 'vehicle registration kei',
    text: [
      'An ordinary car: a seal registration certificate not older than 3 months.',
      'A kei car: a residence record or a seal registration certificate, not older than 3 months.',
    ],
  },
  home: {
    title: 'Buying or renting a home',
    words: 'mortgage loan lease contract',
    text: [
      'For renting, a residence record and an income certificate are often asked for.',
      'For buying and for loans, a seal registration certificate too. Sometimes the residence record of the whole household is wanted.',
    ],
  },
  inheritance: {
    title: 'An inheritance',
    words: 'died estate bank land',
    text: [
      'Those who inherit often need their family register, a seal registration certificate and a residence record.',
      'The registers of the person who died, from birth to death (除籍, 改製原戸籍), are not issued here. Please go to the municipal counter.',
    ],
  },
  marriage: {
    title: 'Reporting a marriage or divorce',
    words: 'wedding',
    text: [
      'Since March 2024 no family register is needed for the report.',
      'To show it to an employer or a bank, use the whole family register.',
    ],
  },
  childcare: {
    title: 'Nursery, child allowance',
    words: 'kindergarten daycare',
    text: [
      'A tax certificate of this or last year may be asked for. If you have moved, it comes from where you lived on 1 January of that year.',
    ],
  },
  scholarship: {
    title: 'Scholarship, school fees',
    words: 'university support',
    text: ['An income certificate and the residence record of the family are often asked for.'],
  },
  work: {
    title: 'For an employer',
    words: 'job work company',
    text: [
      'A certificate of items in the residence record is what is usually wanted.',
      'To tell your employer your My Number, a residence record with it can be used. Have it shown only when you were asked for it.',
    ],
  },
  'residence-status': {
    title: 'Residence status (visa)',
    words: 'immigration extension permanent',
    text: [
      'Often: the residence record of the whole household with everything but My Number, a tax certificate and a tax payment certificate.',
    ],
  },
  pension: {
    title: 'Claiming a pension',
    words: 'old age survivors',
    text: [
      'A residence record, a family register or an income certificate may be asked for.',
      'If you write your My Number on the claim, some of them can be left out.',
    ],
  },
  'old-address': {
    title: 'Showing a former address',
    words: 'address history land',
    text: [
      'The address history in the family register (戸籍の附票) shows every address while you were in that register.',
      'For the last address alone, a residence record is enough.',
    ],
  },
};
