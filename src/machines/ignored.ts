import type { StatechartName } from './catalogue.ts';

/**
 * Events that mean nothing in some states, each with the reason (I10). `in` are state paths; a path covers the states below
 * it. Every pair of event and state that no transition handles must stand here, and none that one does.
 */
export interface Ignored {
  readonly events: readonly string[];
  readonly in: readonly string[];
  readonly reason: string;
}

const residentIn = (events: readonly string[], paths: readonly string[], reason: string): Ignored => ({
  events,
  in: paths,
  reason,
});

const noButton = 'no such button is on this screen; a touch meant for another screen is dropped by its number first';
const busy = 'the machine is working and shows no buttons; it ends by itself or by its deadline';

/** States of the session in which the resident is asked nothing. */
const sessionBusy = [
  'flow.readingCard',
  'flow.beginning',
  'flow.printingAdvice',
  'flow.verifyingPin',
  'flow.authenticating',
  'flow.requestingDocument',
  'flow.checkingDocument',
  'flow.settling',
  'flow.payingBack',
  'flow.printingClaim',
  'flow.wiping',
  'flow.finished',
] as const;

/** States of the session in which a service of its own asks the resident. */
const serving = ['flow.changingPin', 'flow.resettingPin', 'flow.registering', 'flow.checkingCard'] as const;

const sessionStates = [
  'flow.choosingService',
  'flow.insertingCard',
  'flow.readingCard',
  'flow.beginning',
  'flow.lastTry',
  ...serving,
  'flow.guiding',
  'flow.returningCard',
  'flow.noticingLapse',
  'flow.printingAdvice',
  'flow.enteringPin',
  'flow.verifyingPin',
  'flow.authenticating',
  'flow.takingCardBack',
  'flow.choosingCertificate',
  'flow.choosingOptions',
  'flow.confirmingMyNumber',
  'flow.confirming',
  'flow.requestingDocument',
  'flow.checkingDocument',
  'flow.paying',
  'flow.delivering',
  'flow.refused',
  'flow.settling',
  'flow.payingBack',
  'flow.takingMoney',
  'flow.printingClaim',
  'flow.showingClaim',
  'flow.wiping',
  'flow.finished',
] as const;

const sessionExcept = (...states: string[]): string[] => sessionStates.filter((state) => !states.includes(state));

/** Service states of the terminal in which no visit runs. */
const noVisit = [
  'service.booting',
  'service.recovering',
  'service.selfTesting',
  'service.deciding',
  'service.open',
  'service.closed',
  'service.outOfService',
  'service.starting',
  'service.cardLeft',
  'service.makingSafe',
  'service.staffNeeded',
  'service.resolvingStaff',
] as const;

/** The same, and those in which one is only tried. */
const noRealVisit = [...noVisit, 'service.practising'] as const;

/** Everything a resident can do inside a visit, but for the language. */
const residentActs = [
  'resident.chooseService',
  'resident.choosePin',
  'resident.print',
  'resident.pinChanged',
  'resident.submitPin',
  'resident.chooseCertificate',
  'resident.chooseMeans',
  'resident.toggleItem',
  'resident.copies',
  'resident.toggleMember',
  'resident.next',
  'resident.back',
  'resident.confirm',
  'resident.cancel',
  'resident.moreTime',
  'resident.collected',
] as const;

const panelStates = [
  'closed',
  'entering',
  'checking',
  'menu',
  'daily',
  'listing',
  'choosingSubject',
  'asking',
  'acting',
] as const;

const panelExcept = (...states: readonly string[]): string[] => panelStates.filter((state) => !states.includes(state));

/** States of the payment; those of the payment terminal one by one. */
const paymentStates = [
  'beginning',
  'offering',
  'sorting',
  'choosing',
  'opening',
  'deciding',
  'collecting',
  'closing',
  'cashless.touching',
  'cashless.stopping',
  'issuing',
  'atCounter',
  'withdrawing',
  'enteringNumber',
  'checkingNumber',
  'askingStaff',
  'finished',
] as const;

const paymentExcept = (...states: readonly string[]): string[] =>
  paymentStates.filter((state) => !states.some((one) => state === one || state.startsWith(`${one}.`)));

const noPatience = 'the machine works or has ended: nobody is waited for';

/** What changing and resetting a PIN ignore; `asking` and `working` are the states that only one of them has. */
function pinIgnored(asking: readonly string[], working: readonly string[]): readonly Ignored[] {
  const inSetting = (...names: readonly string[]) => names.map((name) => `setting.${name}`);
  const entries = inSetting('enteringCurrent', 'enteringFresh', 'enteringAgain');
  const busyStates = [...working, ...inSetting('gathering', 'judging', 'comparing', 'setting'), 'finished'];
  const choosing = asking.filter((state) => state === 'choosingPin');
  const explaining = asking.filter((state) => state !== 'choosingPin');
  const others = inSetting('lastTry', 'succeeded');
  const all = [...asking, ...busyStates, ...entries, ...others];
  const without = (...states: readonly string[]) => all.filter((state) => !states.includes(state));
  return [
    residentIn(['resident.choosePin'], without(...choosing), noButton),
    residentIn(['resident.pinChanged', 'resident.submitPin'], without(...entries), noButton),
    residentIn(['resident.confirm'], without(...explaining, ...others), noButton),
    residentIn(['resident.back'], without('setting.enteringAgain'), noButton),
    residentIn(['resident.cancel'], busyStates, busy),
    residentIn(['resident.cancel'], ['setting.succeeded'], noButton),
    { events: ['patience.expired'], in: busyStates, reason: noPatience },
    {
      events: ['card.removed'],
      in: [...inSetting('gathering', 'judging', 'comparing', 'setting'), 'finished'],
      reason:
        'the conversation with the card answers by itself, and a card that is gone is found when it is next asked',
    },
  ];
}

export const ignored: Readonly<Record<StatechartName, readonly Ignored[]>> = {
  terminal: [
    residentIn(residentActs, noVisit, 'no visit is running; the buttons of one are not shown'),
    {
      events: ['resident.start'],
      in: noVisit.filter((state) => state !== 'service.open'),
      reason: 'the start button is shown only while the terminal is open',
    },
    {
      events: ['coin.credited', 'coin.trouble'],
      in: noRealVisit,
      reason: 'coins are inhibited without a visit; one that was already rolling is in the log as suspense',
    },
    {
      events: ['counter.paid', 'counter.confirmed'],
      in: noRealVisit,
      reason: 'a slip for the register waits only within a visit; staff are told that it does not',
    },
    {
      events: ['staff.resolved'],
      in: [...noRealVisit.filter((state) => state !== 'service.staffNeeded'), 'service.session'],
      reason: 'staff are asked only in staffNeeded',
    },
    {
      events: ['staff.restart', 'staff.decided'],
      in: noRealVisit,
      reason: 'no visit is running that could be ended, or whose paper could be counted',
    },
    {
      events: ['guide.read', 'guide.print', 'guide.close'],
      in: [...noRealVisit.filter((state) => state !== 'service.open'), 'service.open.greeting', 'service.open.changed'],
      reason: 'the guide is not open',
    },
    {
      events: ['guide.list'],
      in: noRealVisit.filter((state) => state !== 'service.open'),
      reason: 'the guide is opened from the start screen, and inside a visit',
    },
    {
      events: ['practice.start'],
      in: [...noRealVisit, 'service.session'].filter(
        (state) => !['service.open', 'service.closed', 'service.outOfService'].includes(state),
      ),
      reason: 'its button is shown only where the terminal waits for somebody, or does not serve',
    },
    { events: ['practice.hand'], in: [...noVisit, 'service.session'], reason: 'real hands do it here' },
  ],
  session: [
    { events: ['resident.start'], in: sessionStates, reason: 'the visit has begun' },
    {
      events: ['resident.language'],
      in: sessionStates,
      reason: 'the terminal keeps the language; the screen changes at once',
    },
    {
      events: ['resident.mode'],
      in: sessionExcept('flow.paying', 'flow.delivering'),
      reason: 'the patience beside it waits longer or shorter from now on; the screen changes at once',
    },
    residentIn(['resident.chooseService'], sessionExcept('flow.choosingService'), noButton),
    residentIn(
      ['resident.pinChanged', 'resident.submitPin'],
      sessionExcept('flow.enteringPin', 'flow.paying', ...serving),
      noButton,
    ),
    residentIn(['resident.choosePin'], sessionExcept(...serving), noButton),
    residentIn(['resident.print'], sessionExcept('flow.refused'), noButton),
    residentIn(['resident.cancel'], ['flow.returningCard'], 'all is done; the card is the only thing left to take'),
    residentIn(['resident.chooseMeans'], sessionExcept('flow.paying'), noButton),
    residentIn(['resident.copies'], sessionExcept('flow.confirming'), noButton),
    residentIn(['resident.chooseCertificate'], sessionExcept('flow.choosingCertificate'), noButton),
    residentIn(
      ['resident.toggleItem', 'resident.toggleMember', 'resident.next'],
      sessionExcept('flow.choosingOptions'),
      noButton,
    ),
    residentIn(
      ['resident.back'],
      sessionExcept(
        'flow.insertingCard',
        'flow.choosingOptions',
        'flow.confirmingMyNumber',
        'flow.confirming',
        'flow.paying',
        ...serving,
      ),
      noButton,
    ),
    residentIn(
      ['resident.confirm'],
      sessionExcept(
        'flow.lastTry',
        'flow.noticingLapse',
        'flow.confirmingMyNumber',
        'flow.confirming',
        'flow.refused',
        'flow.takingMoney',
        'flow.showingClaim',
        ...serving,
      ),
      noButton,
    ),
    residentIn(['resident.collected'], sessionExcept('flow.delivering'), noButton),
    residentIn(['guide.list'], sessionExcept('flow.choosingCertificate', 'flow.guiding'), noButton),
    residentIn(['guide.read'], sessionExcept('flow.refused', 'flow.guiding'), noButton),
    residentIn(['guide.print', 'guide.close'], sessionExcept('flow.guiding'), noButton),
    residentIn(['resident.cancel'], ['flow.guiding'], noButton),
    residentIn(
      ['resident.cancel'],
      sessionBusy.filter(
        (state) => !['flow.readingCard', 'flow.requestingDocument', 'flow.checkingDocument'].includes(state),
      ),
      busy,
    ),
    residentIn(['resident.cancel'], ['flow.showingClaim', 'flow.takingMoney'], noButton),
    residentIn(
      ['resident.moreTime'],
      sessionExcept('flow.paying'),
      'answered by the patience region, which alone waits for people',
    ),
    {
      events: ['coin.credited', 'coin.trouble'],
      in: sessionExcept('flow.paying'),
      reason: 'the acceptor is inhibited; a late coin is in the log as held and goes to the claim',
    },
    {
      events: ['staff.decided'],
      in: sessionExcept('flow.delivering'),
      reason: 'no paper is being waited for',
    },
    {
      events: ['counter.paid', 'counter.confirmed'],
      in: sessionExcept('flow.paying'),
      reason: 'the row of the act is refused without a slip that waits; this event comes only after it',
    },
    {
      events: ['health.changed'],
      in: sessionExcept('flow.paying'),
      reason:
        'each step hears of its own device by its result, and patience ends for whoever cannot touch anything; the terminal keeps the health',
    },
  ],
  payment: [
    residentIn(
      ['resident.moreTime'],
      paymentExcept('choosing', 'collecting', 'cashless.touching', 'atCounter', 'enteringNumber', 'askingStaff'),
      'money is moving or the machine is working: no human time runs',
    ),
    residentIn(
      ['resident.cancel'],
      ['beginning', 'sorting', 'deciding', 'withdrawing', 'checkingNumber', 'finished'],
      'passed in no time, or ending or ended already',
    ),
    residentIn(['resident.back'], paymentExcept('collecting', 'cashless.touching'), noButton),
    residentIn(['resident.chooseMeans'], paymentExcept('choosing'), noButton),
    residentIn(['resident.pinChanged', 'resident.submitPin'], paymentExcept('enteringNumber'), noButton),
    {
      events: ['coin.credited'],
      in: paymentExcept('offering', 'choosing', 'opening', 'collecting', 'closing'),
      reason: 'the acceptor is inhibited or it passes in no time; the ledger has the coin, and it is given back',
    },
    {
      events: ['coin.trouble'],
      in: paymentExcept('opening', 'collecting', 'closing'),
      reason: 'nothing is being paid with coins; the ledger and staff know of it',
    },
    {
      events: ['cashless.finished'],
      in: paymentExcept('cashless'),
      reason: 'the actor has ended with its one answer; the ledger has it',
    },
    {
      events: ['counter.paid'],
      in: paymentExcept('atCounter'),
      reason: 'no slip waits; where one was just being withdrawn, that answers that it was paid',
    },
    {
      events: ['counter.confirmed'],
      in: paymentExcept('askingStaff'),
      reason: 'staff are not asked to look at a slip',
    },
  ],
  delivery: [
    {
      events: ['resident.collected'],
      in: ['printing', 'deciding', 'taking', 'changing', 'receipt', 'finished'],
      reason: 'nothing has come out yet that could be taken',
    },
    {
      events: ['print.progress', 'print.finished'],
      in: ['deciding', 'taking', 'changing', 'receipt', 'collecting', 'finished'],
      reason: 'the printing actor has ended with its one completion',
    },
    {
      events: ['resident.cancel'],
      in: ['printing', 'taking', 'changing', 'receipt', 'collecting', 'finished'],
      reason: 'the paper is coming out; what is paid is delivered',
    },
    {
      events: ['staff.restart'],
      in: ['printing', 'taking', 'changing', 'receipt', 'finished'],
      reason: 'paper, coins and slips that move are waited for; each has its own deadline',
    },
    {
      events: ['staff.decided'],
      in: ['printing', 'taking', 'changing', 'receipt', 'collecting', 'finished'],
      reason: 'the end of the print is known, or is still being found out',
    },
  ],
  pinChange: pinIgnored(['choosingPin'], []),
  pinReset: pinIgnored(['explaining'], ['findingReservation']),
  registration: [
    residentIn(
      ['resident.pinChanged', 'resident.submitPin'],
      ['asking', 'explaining', 'lastTry', 'submitting', 'printingSlip', 'submitted', 'finished'],
      noButton,
    ),
    residentIn(
      ['resident.confirm'],
      ['asking', 'enteringPassword', 'submitting', 'printingSlip', 'finished'],
      noButton,
    ),
    residentIn(
      ['resident.choosePin', 'resident.back'],
      ['asking', 'explaining', 'lastTry', 'enteringPassword', 'submitting', 'printingSlip', 'submitted', 'finished'],
      noButton,
    ),
    residentIn(['resident.cancel'], ['asking', 'submitting', 'printingSlip', 'finished'], busy),
    residentIn(['resident.cancel'], ['submitted'], noButton),
    { events: ['patience.expired'], in: ['asking', 'submitting', 'printingSlip', 'finished'], reason: noPatience },
    {
      events: ['card.removed'],
      in: ['submitting', 'printingSlip', 'submitted', 'finished'],
      reason:
        'the conversation with the card answers by itself; then the card is no longer needed, and the visit notes that it is out',
    },
  ],
  guide: [
    residentIn(['guide.list'], ['opening', 'list', 'printing', 'finished'], noButton),
    residentIn(['guide.read'], ['opening', 'reading', 'printing', 'finished'], noButton),
    residentIn(['guide.print'], ['opening', 'list', 'printing', 'finished'], noButton),
    residentIn(['guide.close'], ['opening', 'printing', 'finished'], busy),
    { events: ['patience.expired'], in: ['opening', 'printing', 'finished'], reason: noPatience },
  ],
  panel: [
    { events: ['panel.open'], in: panelStates.filter((state) => state !== 'closed'), reason: 'the panel is open' },
    {
      events: ['panel.close'],
      in: ['closed', 'listing', 'acting'],
      reason: 'closed already, or the machine is working and ends by itself or by its deadline',
    },
    residentIn(['panel.codeChanged', 'panel.submit'], panelExcept('entering'), noButton),
    residentIn(['panel.choose'], panelExcept('menu', 'daily'), noButton),
    residentIn(['panel.more'], panelExcept('menu'), noButton),
    residentIn(['panel.subject'], panelExcept('choosingSubject'), noButton),
    residentIn(['panel.reason'], panelExcept('asking'), noButton),
    residentIn(['panel.back'], panelExcept('daily', 'choosingSubject', 'asking'), noButton),
  ],
  cardCheck: [
    residentIn(
      ['resident.choosePin', 'resident.pinChanged', 'resident.submitPin', 'resident.back'],
      ['reading', 'showing', 'finished'],
      noButton,
    ),
    residentIn(['resident.confirm'], ['reading', 'finished'], noButton),
    residentIn(['resident.cancel'], ['reading', 'finished'], busy),
    residentIn(['resident.cancel'], ['showing'], noButton),
    { events: ['patience.expired'], in: ['reading', 'finished'], reason: noPatience },
    {
      events: ['card.removed'],
      in: ['showing', 'finished'],
      reason: 'what was read stays on the screen; the visit notes that the card is out',
    },
  ],
};
