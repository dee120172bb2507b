import type { StatechartName } from '../../machines/catalogue.ts';

/** States and transitions that nothing done to a whole terminal reaches. One that is reached all the same is an error. */
export interface OutOfReach {
  readonly machine: StatechartName;
  readonly reason: string;
  /** Paths of states and ids of transitions. */
  readonly ids: readonly string[];
}

export const outOfReach: readonly OutOfReach[] = [
  {
    machine: 'terminal',
    reason:
      'only a log that takes no row makes this effect throw; full and broken disks are played in test/data/unwritable.test.ts',
    ids: [
      'service.booting | xstate.error.actor.boot | 0',
      'service.recovering | xstate.error.actor.recover | 0',
      'service.selfTesting | xstate.error.actor.selfTest | 0',
      'service.starting | xstate.error.actor.openSession | 0',
      'service.resolvingStaff | xstate.error.actor.resolveStaff | 0',
    ],
  },
  {
    machine: 'terminal',
    reason: 'no screen of the guide has such a button, nor has a screen that waits for its print',
    ids: ['service.open.guiding | resident.start | 0', 'service.open.guiding | guide.* | 0'],
  },
  {
    machine: 'guide',
    reason:
      'only a log that takes no row makes this effect throw; the driver of the receipt printer gives a slip up after 60 seconds, and this waits for 70',
    ids: ['printing | xstate.error.actor.printGuide | 0', 'printing | xstate.after.slip.guide.printing | 0'],
  },
  {
    machine: 'terminal',
    reason: 'each step of the safe state is caught on its own',
    ids: ['service.makingSafe | xstate.error.actor.makeSafe | 0'],
  },
  {
    machine: 'terminal',
    reason: 'every device answers, or its driver gives it up, before this deadline',
    ids: [
      'service.selfTesting | xstate.after.inside.terminal.service.selfTesting | 0',
      'service.makingSafe | xstate.after.inside.terminal.service.makingSafe | 0',
    ],
  },
  {
    machine: 'terminal',
    reason: 'a session whose effects keep their word does not fail; a broken one is played by the model test',
    ids: ['service.session | xstate.error.actor.session | 0'],
  },
  {
    machine: 'terminal',
    reason: 'practice offers nothing for which it has no actor',
    ids: ['service.practising | xstate.error.actor.practice | 0'],
  },
  {
    machine: 'session',
    reason: 'the reader tells of the removal before the answer of the conversation that it broke off',
    ids: ['flow.readingCard | xstate.done.actor.readCard | 1'],
  },
  {
    machine: 'session',
    reason: "the card's driver gives a mute card up before this deadline",
    ids: ['flow.readingCard | xstate.after.readCard.session.flow.readingCard | 0'],
  },
  {
    machine: 'session',
    reason: 'no screen of this service has such a button',
    ids: [
      'flow.resettingPin | resident.choosePin | 0',
      'flow.registering | resident.choosePin | 0',
      'flow.registering | resident.back | 0',
      'flow.checkingCard | resident.choosePin | 0',
      'flow.checkingCard | resident.pinChanged | 0',
      'flow.checkingCard | resident.submitPin | 0',
      'flow.checkingCard | resident.back | 0',
      'flow.checkingCard | resident.cancel | 0',
      'flow.refused | resident.cancel | 0',
    ],
  },
  {
    machine: 'cardCheck',
    reason: "the card's driver gives a mute card up before this deadline",
    ids: ['reading | xstate.after.readCard.cardCheck.reading | 0'],
  },
  {
    machine: 'cardCheck',
    reason: 'the reader tells of the removal before the answer of the conversation that it broke off',
    ids: ['reading | xstate.done.actor.inspectCard | 1'],
  },
  {
    machine: 'terminal',
    reason:
      'only a visit that the safe state could not close, because the log took no row, is left for staff to resolve twice',
    ids: ['service.resolvingStaff | xstate.done.actor.resolveStaff | 0'],
  },
  {
    machine: 'session',
    reason: 'looking at a card ends in no such way',
    ids: ['flow.checkingCard | xstate.done.actor.cardCheck | 3', 'flow.checkingCard | xstate.done.actor.cardCheck | 4'],
  },
  {
    machine: 'session',
    reason: 'pages are made and read back while virtual time stands',
    ids: [
      'flow.checkingDocument | resident.cancel | 0',
      'flow.checkingDocument | xstate.after.checkDocument.session.flow.checkingDocument | 0',
    ],
  },
  {
    machine: 'session',
    reason: 'the driver of the receipt printer gives a slip up after 60 seconds, and this waits for 70',
    ids: [
      'flow.printingAdvice | xstate.after.slip.session.flow.printingAdvice | 0',
      'flow.printingClaim | xstate.after.slip.session.flow.printingClaim | 0',
    ],
  },
  {
    machine: 'payment',
    reason: 'the acceptor takes coins from the moment that ends this state, and tells of one with a later poll',
    ids: ['opening | coin.credited | 0'],
  },
  {
    machine: 'payment',
    reason: 'the driver of the receipt printer gives a slip up after 60 seconds, and this waits for 70',
    ids: ['issuing | xstate.after.slip.payment.issuing | 0'],
  },
  {
    machine: 'delivery',
    reason: 'the driver of the receipt printer gives a slip up after 60 seconds, and this waits for 70',
    ids: ['receipt | xstate.after.slip.delivery.receipt | 0'],
  },
  {
    machine: 'registration',
    reason: 'the driver of the receipt printer gives a slip up after 60 seconds, and this waits for 70',
    ids: ['printingSlip | xstate.after.slip.registration.printingSlip | 0'],
  },
  {
    machine: 'session',
    reason: "the hoppers' driver says what became of a payout before this deadline",
    ids: ['flow.payingBack | xstate.after.payout.session.flow.payingBack | 0'],
  },
  {
    machine: 'delivery',
    reason: "the hoppers' driver says what became of a payout before this deadline",
    ids: ['changing | xstate.after.payout.delivery.changing | 0'],
  },
  {
    machine: 'delivery',
    reason: "the page printer's driver says what it knows of a job before this deadline",
    ids: ['printing.stopping | xstate.after.printStop.delivery.printing.stopping | 0'],
  },
  {
    machine: 'payment',
    reason: 'two troubles at once: a gate that does not close, and a payment terminal that answers late',
    ids: ['offering | coin.credited | 0'],
  },
  {
    machine: 'payment',
    reason: 'the device answers, or its driver gives it up, before this deadline',
    ids: [
      'offering | xstate.after.inside.payment.offering | 0',
      'opening | xstate.after.coins.payment.opening | 0',
      'closing | xstate.after.coins.payment.closing | 0',
      'cashless | xstate.after.cashless.payment.cashless | 0',
    ],
  },
  {
    machine: 'payment',
    reason: 'the acceptor is told within milliseconds; no poll that finds it reset falls in between',
    ids: ['opening | coin.trouble | 0'],
  },
  {
    machine: 'payment',
    reason: "the end of a slip and the register's word are rows of one log, and the first one counts",
    ids: ['withdrawing | xstate.done.actor.withdrawSlip | 0', 'withdrawing | xstate.done.actor.withdrawSlip | 1'],
  },
  {
    machine: 'payment',
    reason: 'a row and a comparison take no virtual time',
    ids: [
      'withdrawing | xstate.after.inside.payment.withdrawing | 0',
      'checkingNumber | xstate.after.inside.payment.checkingNumber | 0',
    ],
  },
  {
    machine: 'pinReset',
    reason: 'nobody in the sample town has reserved a new PIN for one that is not locked',
    ids: ['findingReservation | xstate.done.actor.findReservation | 0'],
  },
  {
    machine: 'panel',
    reason:
      'only a log that takes no row makes this effect throw; full and broken disks are played in test/data/unwritable.test.ts',
    ids: [
      'checking | xstate.error.actor.checkStaff | 0',
      'listing | xstate.error.actor.listSubjects | 0',
      'acting | xstate.error.actor.staffAct | 0',
    ],
  },
  {
    machine: 'panel',
    reason: 'a staff code is looked at while virtual time stands',
    ids: ['checking | xstate.after.inside.panel.checking | 0'],
  },
];
