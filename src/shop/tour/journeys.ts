import { type Act, actOf } from './acts.ts';

/** Ways through a visit that only begin after many steps, or that need several people: the tour takes them first. */

const start = (service: string): string => `touch resident.start > touch service.${service}`;
const menu = `${start('certificates')} > insert adult > enter right > pull > touch certificate.juminhyo`;
const price = `${menu} > touch resident.next > touch resident.confirm`;
const slip = `${price} > touch means.counter > wait > staff counter-paid > enter wrong > enter wrong > enter wrong`;
const change = `${start('pin-change')} > insert adult > touch pin.auth > enter wrong > enter new > enter again`;
const reset = `${start('pin-reset')} > insert reserved > touch resident.confirm > enter wrong > enter new > enter again`;
const apply = `${start('registration')} > insert honseki-elsewhere > enter right > touch resident.confirm`;
const uncounted = `${price} > touch means.coins > wait > coin 100 > coin 100 > trouble pages unplugged > wait > wait > wait`;

const refusedGuide = `${start('certificates')} > insert expired > touch guide.read`;
const practised = 'touch practice.start > touch service.certificates > touch practice.card-in > wait > enter right';
const triedPrice = `${practised} > wait > wait > touch practice.card-out > touch certificate.juminhyo > touch resident.next > touch resident.confirm > wait > wait > wait`;

const lastTry = ['touch resident.cancel', 'wait > wait', 'pull', 'touch resident.confirm > enter wrong'];

const ways: readonly string[] = [
  ...['coins', 'cashless', 'counter'].map((means) => `${triedPrice} > touch means.${means} > wait`),
  `${triedPrice} > touch means.counter > wait > touch practice.register > enter right > wait > wait > wait`,
  'touch practice.start > touch language.en > touch mode.slow',
  'touch practice.start > insert adult > wait',
  'touch practice.start > touch panel.open',
  'touch practice.start > trouble cashless unplugged > wait > wait',
  'touch practice.start > staff out-of-service cleaning > touch practice.start',
  'touch practice.start > trouble night falls, and the reader goes > wait > touch practice.start > insert adult',
  `${price} > trouble receipts out of paper > touch means.counter > wait`,
  `${start('certificates')} > insert expiring > enter right > pull > touch resident.confirm`,
  `${start('certificates')} > insert expiring > enter right > pull > touch resident.cancel`,
  `${start('pin-change')} > insert adult > touch pin.auth > enter right > enter birthday > enter again > wait`,
  `${start('pin-reset')} > insert reserved > touch resident.confirm > enter right > enter birthday > enter again > wait`,
  `${price} > touch means.coins > wait > coin 100 > coin 100 > trouble pages jam > wait > wait > mend > wait > wait`,
  `${start('certificates')} > insert notice > enter right > pull > touch certificate.juminhyo`,
  `${start('certificates')} > insert child > enter right`,
  `shop coins-or-cashless > ${menu} > touch resident.next > trouble cashless unplugged > touch resident.confirm > wait`,
  `shop free > ${price} > wait > wait`,
  `${start('certificates')} > insert adult > enter right > pull > touch certificate.inkan > touch resident.back`,
  `shop without-certificates > ${start('certificates')} > insert adult > enter right`,
  `shop coins > ${price} > wait > coin 100 > touch resident.cancel > wait > staff restart stuck > wait`,
  `shop coins > ${price} > wait > coin 100 > touch resident.cancel > wait > wait > touch resident.confirm`,
  `shop coins > ${price} > wait > coin 100 > touch resident.cancel > wait > wait > at once touch resident.confirm, staff restart`,
  `shop coins > ${price} > wait > coin 100 > touch resident.cancel > wait > wait > staff restart stuck`,
  `shop register > ${price} > wait`,
  `shop cashless > ${price} > wait`,
  `shop cashless > ${menu} > touch resident.next > trouble cashless unplugged > touch resident.confirm > wait`,
  `${price} > touch means.cashless > trouble cashless half for good > tap credit > wait > wait`,
  ...['staff counter-confirm', 'touch resident.cancel', 'wait > touch resident.moreTime', 'wait > wait'].map(
    (end) => `${slip} > ${end}`,
  ),
  `${start('pin-change')} > insert sign-locked > touch pin.sign > wait`,
  ...lastTry.map((end) => `${change} > enter wrong > ${end}`),
  ...lastTry.map((end) => `${reset} > enter wrong > ${end}`),
  ...lastTry.map((end) => `${apply} > enter wrong > enter wrong > ${end}`),
  `${start('registration')} > insert honseki-elsewhere:1 > enter right > touch resident.confirm`,
  `${start('registration')} > insert registered > enter right > touch resident.confirm`,
  `${start('registration')} > insert adult > enter right > wait > touch resident.confirm`,
  `${start('registration')} > insert registered > enter right > wait > wait`,
  `${start('registration')} > insert honseki-elsewhere > trouble centre slow once authenticated > enter right > wait`,
  `${start('registration')} > insert honseki-elsewhere > trouble centre slow once authenticated > enter right > pull`,
  `${apply} > trouble centre slow > enter right > wait > wait`,
  `${start('pin-reset')} > trouble centre slow > insert reserved > pull`,
  `${start('pin-reset')} > trouble centre slow > insert reserved > wait`,
  `${start('card-check')} > trouble next card mute > insert adult > wait > wait`,
  `${start('certificates')} > insert adult > trouble card mute at VERIFY > enter right > wait`,
  `${start('certificates')} > insert adult > trouble centre cut > enter right > wait`,
  `${start('certificates')} > insert adult > trouble centre slow > enter right > wait`,
  `${start('certificates')} > insert expired > wait`,
  `${refusedGuide} > wait > wait`,
  `${refusedGuide} > wait > touch guide.list > touch topic.card`,
  'touch guide.card > touch language.en > touch mode.slow > wait',
  ...['language.en', 'mode.slow'].map(
    (key) => `touch guide.purposes > touch topic.passport > at once touch guide.print, touch ${key}`,
  ),
  ...['print-again', 'give-back', 'all-out'].map((why) => `${uncounted} > mend > staff paper ${why} > wait`),
  ...['give-back', 'all-out'].map(
    (why) =>
      `${price} > touch means.coins > wait > coin 100 > coin 100 > wait > trouble pages jam, and are unplugged > wait > wait > wait > staff paper ${why} > wait`,
  ),
  'staff out-of-service cleaning > trouble pages jam > touch panel.open > enter right > touch panel.more > touch act.test-page > wait > wait',
  'trouble receipts offline > wait > touch panel.open > enter right > touch panel.more > touch act.test-slip > wait',
];

export const journeys: readonly (readonly Act[])[] = ways.map((way) => way.split(' > ').map(actOf));
