import type { Refusal } from '../machines/actors.ts';
import type { RefusalText } from './advice.ts';

/** English: what happened, why, what to do. */
export const refusalsEn: Readonly<Record<Refusal, RefusalText>> = {
  'not-a-my-number-card': [
    'This is not a My Number card.',
    'Notification cards, seal-registration cards and insurance cards do not work at this machine.',
    'Please insert your My Number card.',
  ],
  'resident-register-card': [
    'The old resident-register card (住基カード) does not work.',
    'Certificates are issued with the My Number card only.',
    'You can apply for a My Number card at the municipal counter where you live.',
  ],
  smartphone: [
    'The certificate in a smartphone does not work at this machine.',
    'This machine reads cards only.',
    'Please insert your My Number card.',
  ],
  'face-only-card': [
    'This seems to be a face-authentication card without a PIN.',
    'It serves as health-insurance card and photo ID, not for services that ask for a PIN.',
    'The municipal counter where you live can change it into a card with PINs.',
  ],
  'no-auth-certificate': [
    'This card carries no user certificate.',
    'It was not wanted when the card was issued, or it was withdrawn.',
    'The municipal counter where you live can put one in.',
  ],
  'no-sign-certificate': [
    'This card carries no signature certificate.',
    'Cards issued before the age of 15, or without the wish for one, have none.',
    'The municipal counter where you live can put one in.',
  ],
  'card-expired': [
    'The card has expired.',
    'When the card expires, its certificates stop working too.',
    'Please apply for a new card at the municipal counter where you live.',
  ],
  'certificate-expired': [
    'The user certificate on the card has expired.',
    'A certificate ends on the fifth birthday after issue, earlier than most cards.',
    'While the card itself is valid, the municipal counter where you live gives you a new certificate.',
  ],
  'certificate-not-accepted': [
    'The certificate on this card cannot be used here.',
    'It could not be confirmed as a user certificate of the public authentication service (JPKI).',
    'Please have the card looked at at the municipal counter where you live.',
  ],
  'certificate-revoked': [
    'The user certificate on the card has been revoked.',
    'It was withdrawn, or the card was replaced.',
    'If you have a newer card, please use it. If not, ask at the municipal counter where you live.',
  ],
  'certificate-suspended': [
    'The functions of this card are suspended.',
    'It has been reported lost or stolen.',
    'When the card has been found, the municipal counter where you live lifts the suspension.',
  ],
  'revocation-unknown': [
    'Whether the certificate is valid cannot be checked now.',
    'The centre that knows does not answer. Nothing is wrong with your card or PIN.',
    'Please try again later.',
  ],
  'signature-invalid': [
    'Your card could not prove who holds it.',
    'It took too long, or the card answered wrongly.',
    'Please start again. If it goes on, ask at the municipal counter where you live.',
  ],
  'sign-certificate-expired': [
    'The signature certificate on the card has expired.',
    'It ends on the fifth birthday after issue.',
    'The municipal counter where you live gives you a new one.',
  ],
  'sign-certificate-not-accepted': [
    'The signature certificate on this card cannot be used here.',
    'It could not be confirmed as your signature certificate of the public authentication service (JPKI).',
    'Please have the card looked at at the municipal counter where you live.',
  ],
  'sign-certificate-revoked': [
    'The signature certificate on the card has been revoked.',
    'It is revoked by itself when the address or the name changes, as after a move or a marriage.',
    'The municipal counter where you live gives you a new one, free of charge.',
  ],
  'sign-certificate-suspended': [
    'The functions of this card are suspended.',
    'It has been reported lost or stolen.',
    'When the card has been found, the municipal counter where you live lifts the suspension.',
  ],
  'holder-unknown': [
    'No record belongs to this card now.',
    'A replacement of the card or a move may not be finished yet.',
    'Please ask at the municipal counter where you live.',
  ],
  'other-municipality': [
    'This machine does not issue certificates of the municipality where you live.',
    'Not every municipality takes part.',
    'Please apply at the municipal counter where you live.',
  ],
  'card-lapsed-by-move': [
    'After your move the card was not registered for continued use.',
    'A card stops working when this is not done within 90 days of reporting the move, or when the report was late.',
    'Please ask about the card at the municipal counter where you live.',
  ],
  'under-15': [
    'Not issued here to people under 15.',
    'This is a rule of the municipality.',
    'A parent or guardian can apply at the municipal counter.',
  ],
  'moved-out': [
    'Not issued here because a move out has been reported.',
    'Your record belongs to the municipality of your new address, which issues nothing before you report moving in.',
    'Please report the move, with the card, at the counter of your new municipality.',
  ],
  'moving-out': [
    'Not issued here because a move out is planned.',
    'After a move-out report, certificates are issued at the counter only.',
    'Please apply at the municipal counter.',
  ],
  'member-moving-out': [
    'Somebody you chose is about to move out.',
    'Certificates with that person on them are issued at the counter only.',
    'Leave that person out, or apply at the municipal counter.',
  ],
  'protected-person': [
    'It cannot be issued here.',
    'By rule this certificate is not handled by machines.',
    'Please apply at the municipal counter.',
  ],
  deceased: [
    'It cannot be issued here.',
    'By rule this certificate is not handled by machines.',
    'Please ask at the municipal counter.',
  ],
  'same-day-card': [
    'A card works from the day after it was handed out or changed.',
    'Its data reach the certificate centre on the next day.',
    'Please come again tomorrow.',
  ],
  'moved-in-today': [
    'Nothing is issued on the day a move is reported.',
    'The new address is recorded on the next day.',
    'Please come again tomorrow, or apply at the municipal counter.',
  ],
  'outside-hours': [
    'It is outside the hours of service.',
    'Certificates are issued at set hours.',
    'Please come again during the hours.',
  ],
  maintenance: [
    'Not possible now because of maintenance.',
    'The certificate centre is being maintained.',
    'Please come again on another day.',
  ],
  'register-busy': [
    'Not possible now because a report is being processed.',
    'Nothing is issued until the report has been recorded.',
    'Please try in a few days, or ask at the municipal counter.',
  ],
  'register-stale': [
    'Not possible now: the newest records cannot be read.',
    'Nothing is issued from old records.',
    'Please try again later, or ask at the municipal counter.',
  ],
  'unregistered-character': [
    'A name has a character this machine cannot print.',
    'It never prints a similar one in its place.',
    'Please apply at the municipal counter. No money was taken.',
  ],
  'text-too-long': [
    'A name or address is too long for the paper of this machine.',
    'It never prints a part of one.',
    'Please apply at the municipal counter. No money was taken.',
  ],
  'option-not-allowed': [
    'It cannot be issued with these choices.',
    'This municipality does not offer them, or not together.',
    'Please change them and apply again.',
  ],
  'not-offered': [
    'This service is not offered here.',
    'This shop or municipality does not have it yet.',
    'Please apply at the municipal counter.',
  ],
  'outside-office-hours': [
    'The family register office is closed now.',
    'Certificates of the family register are issued in office hours on weekdays only.',
    'Please come again on a weekday, or apply at the municipality of your 本籍.',
  ],
  'no-seal-registration': [
    'You have no registered seal.',
    'A seal certificate (印鑑登録証明書) needs a registration.',
    'Please register your seal at the municipal counter.',
  ],
  'seal-cancelled': [
    'Your seal registration was cancelled.',
    'That happens with a move, a change of name, or on request.',
    'Please register your seal again at the municipal counter.',
  ],
  'no-tax-data': [
    'There is no tax record of this year.',
    'No income was declared, or you lived elsewhere on 1 January.',
    'Please declare it, or ask the municipality where you lived on 1 January.',
  ],
  'no-family-register': [
    'Your family register was not found.',
    'This terminal cannot issue a certificate of it.',
    'Please apply at the municipality of your 本籍.',
  ],
  'family-register-elsewhere': [
    'The municipality of your 本籍 does not issue at terminals.',
    'Family register certificates come from that municipality.',
    'Please apply there, at the counter or by post.',
  ],
  'registration-needed': [
    'You have to register first.',
    'Your 本籍 is not where you live.',
    'Choose the registration (利用登録申請) on the first screen. Certificates can be had some days later.',
  ],
  'no-reservation': [
    'There is no reservation for resetting a PIN.',
    'First your face is checked and a reservation made in the app "JPKI暗証番号リセット" on a smartphone.',
    'Come within 24 hours of the reservation. The municipal counter resets PINs too.',
  ],
  'reservation-expired': [
    'The reservation for resetting a PIN has run out.',
    'A reservation lasts 24 hours.',
    'Reserve again in the app "JPKI暗証番号リセット", or go to the municipal counter.',
  ],
  'reservation-used': [
    'This reservation has been used already.',
    'One reservation serves one reset.',
    'If you do not know the new PIN, reserve again or go to the municipal counter.',
  ],
  'registration-not-needed': [
    'You need no registration.',
    'Your family register is where you live, or you have no Japanese family register.',
    'Family-register certificates can be had without it.',
  ],
  'registration-pending': [
    'Your application has arrived already.',
    'The municipality of your family register is checking it.',
    'Please wait for the opening day, then ask for the certificate.',
  ],
  'registration-approved': [
    'You are registered already.',
    'The municipality of your family register has registered you.',
    'You can ask for family-register certificates.',
  ],
  'registration-uncertain': [
    'Whether your application arrived could not be confirmed.',
    'The answer was lost on the way.',
    'Choose "Register for the family register" again: it shows whether it arrived.',
  ],
  'pin-locked': [
    'The PIN of the user certificate (4 digits) is locked.',
    'After three wrong tries in a row the card locks itself. It is not broken.',
    'The municipal counter unlocks it; with a reservation in the app "JPKI暗証番号リセット" this machine resets it too.',
  ],
  'sign-pin-locked': [
    'The password of the signature certificate (6–16 characters) is locked.',
    'After five wrong tries in a row the card locks itself. The PIN of 4 digits works as before.',
    'The municipal counter unlocks it; with a reservation in the app "JPKI暗証番号リセット" this machine resets it too.',
  ],
  'no-pin-left': [
    'This cannot be done here because no PIN is left that works.',
    'One PIN that is not locked is needed to prove that the card is yours.',
    'Please go to the municipal counter where you live, with the card and another ID.',
  ],
  'nothing-locked': [
    'No PIN is locked.',
    'A reset is for PINs that are locked.',
    'If you know the PIN, choose "Change a PIN". If you forgot it, go to the municipal counter.',
  ],
  'pin-uncertain': [
    'Setting the PIN was interrupted.',
    'Whether it changed is not known, and one try may have counted.',
    'Look at the tries left with "Check my card"; then try the new PIN first, and the old one after it.',
  ],
  'card-fault': [
    'The card gave a wrong answer.',
    'Its chip is broken, or it was not inserted properly.',
    'Please try again. If it goes on, have the card looked at at the municipal counter.',
  ],
  'card-mute': [
    'The card gives no answer.',
    'It is the wrong way round, not all the way in, or its chip is dirty.',
    'Check the direction and insert it again. If it goes on, ask at the municipal counter.',
  ],
  'reader-fault': [
    'The card reader has a fault.',
    'Nothing is wrong with your card.',
    'Please tell the staff. Other machines can be used as well.',
  ],
  'centre-offline': [
    'The certificate centre cannot be reached.',
    'The line or the centre has a fault. Nothing is wrong with your card or PIN.',
    'Please try again later.',
  ],
  printer: [
    'It could not be printed. No paper has come out.',
    'The printer stopped.',
    'The money you put in will be returned. Please tell the staff.',
  ],
  'printer-not-ready': [
    'The printer cannot print now.',
    'It is jammed, open, or out of paper or toner.',
    'No money was taken. Please tell the staff; when it is mended you can begin again.',
  ],
  coins: [
    'The coin unit has a fault.',
    'It could no longer count coins correctly and was stopped.',
    'The money you put in will be returned. Please tell the staff.',
  ],
  cashless: [
    'It could not be found out whether your cashless payment was made.',
    'The payment terminal does not answer.',
    'Its records will be looked at, and you get back what was charged. Please tell the staff.',
  ],
  'document-check': [
    'The certificate that arrived could not be proved right, so it is not printed.',
    "This check keeps somebody else's or an altered certificate from coming out.",
    'No money was taken. Please tell the staff.',
  ],
};
