import type { Guide } from './topics.ts';

export const guideEn: Guide = {
  card: {
    title: 'What the My Number card is',
    words: 'individual number identity photo chip front back',
    text: [
      'A plastic card with a photo, given to those who apply for it. The first one is free.',
      'The front shows name, address, date of birth, sex and photo. The back shows the 12-digit My Number (個人番号). The chip holds digital certificates.',
      'For social security, tax and disaster procedures it proves your number and who you are with one card. Everywhere else it is a photo ID.',
      'It may be refused as photo ID when the photo has a background, is blurred, or does not look like you. Cards applied for on or after 2 December 2024 for a child under one carry no photo.',
    ],
  },
  'at-this-machine': {
    title: 'What you can do at this machine',
    words: 'residence record seal family register tax early night holiday convenience store',
    text: [
      'You get residence records (住民票の写し), seal registration certificates, family register and tax certificates, also early, late and on holidays.',
      'Which of them there are depends on your municipality. The list comes after your card was read.',
      'It uses the user authentication certificate of the card and its PIN of 4 digits. It never uses your 12-digit My Number.',
      'You can also reset a locked PIN (with a reservation made in the app), change a PIN, and apply for the use of family register certificates (利用登録).',
    ],
  },
  pins: {
    title: 'The four PINs',
    words: 'password signature authentication register tries',
    text: [
      'User authentication (利用者証明用): 4 digits. For certificates, Mynaportal and health insurance. Locked after three wrong tries in a row.',
      'Signature (署名用): 6 to 16 capital letters and digits. For e-Tax and other signed applications, moving out online, passports. Locked after five wrong tries in a row.',
      'Resident register (住民基本台帳用): 4 digits. For changes of address at the counter. Locked after three.',
      'Face-entry support (券面事項入力補助用): 4 digits. For putting the card on a phone and filling in forms. Locked after three.',
      'Tell them to nobody, do not carry a note of them with the card, and change them from time to time.',
    ],
  },
  'pin-forgotten': {
    title: 'A PIN is forgotten or locked',
    words: 'reset unlock reservation app counter',
    text: [
      'The municipal counter where you live sets it anew; bring the card and proof of identity. All four at once can be set only there.',
      'The signature and the user authentication PIN can be reset at this machine too, for 24 hours after a face check and reservation in the app “JPKI暗証番号リセット”.',
      'A locked card is not broken. The other PINs work as before.',
    ],
  },
  certificates: {
    title: 'The two digital certificates',
    words: 'signature authentication revoked 15',
    text: [
      'The user authentication certificate is for logging in and for getting certificates at this machine. It holds no name or address, so moving does not end it.',
      'The signature certificate is for making and sending electronic documents. It ends by itself when your name or address changes. The counter gives you a new one, free, when you report the change.',
      'The holder asks for the new signature certificate. Somebody else can do it with an inquiry letter, which takes several days; a member of the household with a sealed letter of proxy, when reporting a move.',
      'A card received under the age of 15 has no signature certificate. From 15 on you can ask for it at the counter.',
    ],
  },
  validity: {
    title: 'How long the card is valid',
    words: 'expiry birthday 18 20 validity',
    text: [
      '18 and over: the card until the tenth birthday after issue, its certificates until the fifth.',
      '15 to 17: the card and both certificates until the fifth birthday.',
      'Under 15: the card and the user authentication certificate until the fifth birthday. There is no signature certificate.',
      'Cards received on or before 31 March 2022 under the age of 20: until the fifth birthday. No certificate outlives its card.',
      '“Check my card” at this machine tells when yours expires.',
    ],
  },
  'foreign-residents': {
    title: 'Cards of foreign residents',
    words: 'period of stay residence card permanent extension visa',
    text: [
      'Permanent residents, special permanent residents and Highly Skilled Professionals (ii): as for Japanese nationals.',
      'Other mid- to long-term residents: until the last day of the period of stay.',
      'Temporary refuge or provisional stay: until the end of that period. After birth or loss of nationality: 60 days from that day.',
      'When your stay is extended, extend the card at the counter before it expires. While the extension is pending it can be extended by two months at most.',
      'A card that expired together with the period of stay may have to be made anew, for a fee.',
    ],
  },
  renewal: {
    title: 'Expiring and expired',
    words: 'renew expired notice three months health insurance',
    text: [
      'From the day after the date three months before expiry, the municipal counter where you live renews it. A notice comes about three months before.',
      'While the card is valid, the counter gives you a new certificate for an expired one, free.',
      'With an expired certificate there are no certificates at this machine and no e-Tax. As health insurance it goes on for about three months, without consent to share data.',
    ],
  },
  moving: {
    title: 'Moving, marriage and other changes',
    words: 'move in out address name change 90 30 14 days continued use',
    text: [
      'Bring the card when you report it. The new address or name is written on the card and into its chip. The resident register PIN is needed.',
      'You, a member of your household or a legal representative can do it. Others need an inquiry letter and come twice.',
      'The card stops working when continued use is not applied for within 90 days of reporting the move in; when the move in is not reported within 30 days of the planned move out; or when it is reported 14 days or more after the move.',
    ],
  },
  lost: {
    title: 'Lost or stolen',
    words: 'loss theft stop suspend telephone 0120-95-0178 police',
    text: [
      'Call at once: 0120-95-0178 (free, any hour of any day; other languages 0120-0178-27). The functions of the card are stopped.',
      'Where that does not connect: My Number card call centre 0570-783-578, or 050-3818-1250 (paid).',
      'Then report it to your municipality. If it was lost outside your home, report it to the police too and note the number of the report.',
      'When it is found, the municipal counter ends the suspension.',
    ],
  },
  replacement: {
    title: 'A new card in its place',
    words: 'reissue broken burnt fee 800 1000 express',
    text: [
      'Apply anew with the number of the police report (lost outside), the fire certificate (burnt), or the damaged card itself.',
      'It costs 800 yen, 1,000 yen with certificates. Express issue: 1,800 yen, 2,000 yen with certificates.',
    ],
  },
  'first-card': {
    title: 'How to get a card',
    words: 'apply post smartphone photo notification card free',
    text: [
      'Apply free by post, computer, smartphone or at some ID photo booths. Forms are at your municipality.',
      'The form of the notification card, which ended on 25 May 2020, still works. A form with a QR code can be had from your municipality.',
      'A notice comes after about a month. Take it and proof of identity to the place it names. A notification card or resident register card is handed in there.',
      'It works at this machine from the day after you received it.',
    ],
  },
  'face-card': {
    title: 'The face-authentication card',
    words: 'no PIN health insurance switch proxy',
    text: [
      'A card (顔認証マイナンバーカード) without PINs. It is a health insurance card, checked by machine or by eye, and a photo ID.',
      'It cannot be used for certificates at this machine, Mynaportal, or anything else with a PIN.',
      'The counter switches between it and the usual card, for a proxy too with other papers, while the user authentication certificate is valid.',
    ],
  },
  copying: {
    title: 'What may be copied',
    words: 'front back number case photo ID',
    text: [
      'Anybody may copy the front, if you agree.',
      'The number on the back may be copied only for the procedures that the law names.',
      'The case that comes with the card hides the number and the organ donation field. Please use it.',
    ],
  },
  'at-home': {
    title: 'Using it at home',
    words: 'computer card reader smartphone e-Tax Mynaportal online',
    text: [
      'With the client software and a listed IC card reader, or with a supported smartphone, you can use e-Tax and Mynaportal at home.',
      'Signed applications ask for the signature PIN, logging in for the user authentication PIN.',
    ],
  },
  stopping: {
    title: 'Not using the certificates',
    words: 'withdraw revoke hold stop',
    text: [
      'At the municipal counter you can have the certificates withdrawn, at once or after a hold.',
      'After that there are no certificates at this machine. The card is still a photo ID.',
    ],
  },
  safety: {
    title: 'Why the card is safe',
    words: 'privacy data chip lock ISO 15408',
    text: [
      'A lost card is stopped at any hour. The photo makes it hard for others to use. Whoever sees the number gets at nothing with it.',
      'The chip holds what is needed and no tax or pension data. It erases itself when somebody tries to read it by force.',
      'Each application and certificate has its own PIN, which locks after wrong tries. The card is certified to ISO/IEC 15408.',
      'The certificates do not use the My Number. That is why private services may use them too.',
    ],
  },
};
