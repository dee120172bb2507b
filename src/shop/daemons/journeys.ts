import { type Act, actOf } from './acts.ts';

/** A way through the terminal on real daemons. */
export interface Journey {
  readonly name: string;
  readonly acts: readonly Act[];
  /** How its visits end, as the log says. */
  readonly outcomes: readonly string[];
}

const start = (service: string): string => `touch resident.start > touch service.${service}`;
const toPin = `${start('certificates')} > insert adult`;
const toCertificate = 'enter right > wait takingCardBack > pull > touch certificate.juminhyo';
const toConfirmed = 'touch resident.next > touch resident.confirm';
const toPrice = `${toPin} > ${toCertificate} > ${toConfirmed}`;
const paid = 'touch means.coins > coin 100 > coin 100';
const home = 'touch resident.collected > wait open';

/** Name, what happens, and how the visits end. */
const ways: readonly (readonly [string, string, readonly string[]])[] = [
  ['paper', `${toPrice} > ${paid} > ${home}`, ['delivered']],
  [
    'wrong-pin',
    `${toPin} > enter wrong > ${toCertificate} > ${toConfirmed} > touch means.coins > coin 500 > ${home}`,
    ['delivered'],
  ],
  [
    'coins-back',
    `${toPrice} > touch means.coins > coin 100 > touch resident.cancel > touch resident.confirm > wait open`,
    ['cancelled'],
  ],
  [
    'card-pulled',
    `${toPin} > wait enteringPin > pull > insert adult > ${toCertificate} > ${toConfirmed} > ${paid} > ${home}`,
    ['delivered'],
  ],
  ['jam', `${toPrice} > trouble pages jam > ${paid} > wait blocked > mend > ${home}`, ['delivered']],
  [
    'reader-killed',
    `trouble reader killed > wait outOfService > mend > wait open > ${toPrice} > ${paid} > ${home}`,
    ['delivered'],
  ],
  [
    'printer-killed',
    `trouble pages killed > wait outOfService > mend > wait open > ${toPrice} > ${paid} > ${home}`,
    ['delivered'],
  ],
  ['walks-away', `${toPin} > ${toCertificate} > wait warning > wait open`, ['timeout']],
  ['cashless', `${toPrice} > touch means.cashless > tap credit > ${home}`, ['delivered']],
  [
    'register',
    `${toPrice} > touch means.counter > wait atCounter > staff counter-paid > wait enteringNumber > enter right > ${home}`,
    ['delivered'],
  ],
  [
    'pin-change',
    `${start('pin-change')} > insert adult > touch pin.auth > enter right > enter new > enter new > wait succeeded > touch resident.confirm > pull > wait open`,
    ['served'],
  ],
  [
    'test-page',
    'staff out-of-service cleaning > wait outOfService > touch panel.open > enter right > touch panel.more > touch act.test-page > wait menu > touch panel.close > wait outOfService > staff in-service > wait open',
    [],
  ],
];

export const journeys: readonly Journey[] = ways.map(([name, way, outcomes]) => ({
  name,
  acts: way.split(' > ').map(actOf),
  outcomes,
}));
