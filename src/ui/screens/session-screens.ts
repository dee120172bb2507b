import { kindOf } from '../../certificates/catalogue.ts';
import { adviceOn } from '../../locales/advice.ts';
import { dayIn } from '../../locales/index.ts';
import { services } from '../../machines/events.ts';
import { chosenOffer } from '../../machines/session-context.ts';
import {
  alarmOf,
  back,
  button,
  cancel,
  confirm,
  facts,
  lastTryPart,
  notice,
  type Part,
  picture,
  pinPad,
  type SessionScene,
  text,
  triesLeft,
  waiting,
} from './parts.ts';
import { backToChoice } from './payment-screens.ts';
import type { Block } from './screen.ts';

function refusalPart({ say, context, language, shop }: SessionScene): Part {
  const { what, why, remedy, contacts } = adviceOn(context.refusal ?? 'card-fault', language, shop);
  return {
    title: say('refused.title'),
    blocks: [
      notice('error', what),
      facts([say('refused.why'), why], [say('refused.remedy'), remedy], ...contacts),
      ...(context.advice === 'printed' ? [notice('info', say('refused.printed'))] : []),
      ...(context.advice === 'failed' ? [notice('warning', say('refused.printFailed'))] : []),
    ],
    buttons: [
      ...(context.advice === 'none' ? [button('back', say('button.print'), { type: 'resident.print' })] : []),
      confirm(say('button.ok')),
    ],
  };
}

const pinPart = ({ say, context }: SessionScene): Part => ({
  title: say('enteringPin.title'),
  step: 2,
  blocks: [
    ...(context.notice === 'wrong-pin' ? [notice('error', say('notice.wrong-pin'))] : []),
    ...(context.notice === 'pin-uncertain' ? [notice('warning', say('notice.pin-uncertain'))] : []),
    triesLeft(say, context.tries.auth ?? 0),
    pinPad(say, 'auth', say('enteringPin.label'), context.pinLength),
  ],
  buttons: [
    cancel(say),
    button('go', say('button.enter'), { type: 'resident.submitPin' }, { disabled: !context.pinComplete }),
  ],
});

/** Names of items of the chosen kind, as the screen says them. */
const itemLabels = ({ context, language }: SessionScene): ReadonlyMap<string, string> =>
  new Map(context.kind === null ? [] : kindOf(context.kind).items.map(({ id, label }) => [id, label[language]]));

/** Fewer or more copies; only what can be pressed is there. */
const copiesBlock = ({ say, context }: SessionScene): Block => {
  const { copies } = context.wish;
  const most = chosenOffer(context)?.copies ?? 1;
  const step = (name: 'fewer' | 'more', to: number) =>
    button(
      'choice',
      say(`copies.${name}`),
      { type: 'resident.copies', copies: to },
      { id: `copies.${name}`, disabled: to < 1 || to > most },
    );
  return {
    kind: 'choices',
    label: say('copies.label', { n: copies, most }),
    choices: [step('fewer', copies - 1), step('more', copies + 1)],
  };
};

function optionsPart(scene: SessionScene): Part {
  const { say, context } = scene;
  const offer = chosenOffer(context);
  const chosen = context.wish.members;
  const members = offer?.members ?? [];
  const labels = itemLabels(scene);
  const isChosen = (id: string): boolean =>
    offer?.people === 'one' ? (chosen[0] ?? members[0]?.id) === id : chosen.length === 0 || chosen.includes(id);
  return {
    title: say('choosingOptions.title'),
    step: 3,
    blocks: [
      ...(members.length > 1
        ? [
            {
              kind: 'choices' as const,
              label: say('choosingOptions.members'),
              choices: members.map((member) => {
                const pressed = isChosen(member.id);
                return button(
                  'choice',
                  member.name,
                  { type: 'resident.toggleMember', id: member.id },
                  {
                    id: `member.${member.id}`,
                    pressed,
                    detail: say(member.holder ? 'member.you' : 'member.other', {
                      shown: say(pressed ? 'option.on' : 'option.off'),
                    }),
                  },
                );
              }),
            },
          ]
        : []),
      ...(offer === null || offer.items.length === 0
        ? []
        : [
            {
              kind: 'choices' as const,
              label: say('choosingOptions.items'),
              choices: offer.items.map((item) => {
                const pressed = context.wish.items.includes(item);
                return button(
                  'choice',
                  labels.get(item) ?? item,
                  { type: 'resident.toggleItem', item },
                  { id: `option.${item}`, pressed, detail: say(pressed ? 'option.on' : 'option.off') },
                );
              }),
            },
          ]),
    ],
    buttons: [cancel(say), back(say), button('go', say('button.next'), { type: 'resident.next' })],
  };
}

/** Whose rows will be on the paper; the name of a person only where one is chosen. */
function peopleOf({ say, context }: SessionScene): string {
  const offer = chosenOffer(context);
  const { members } = context.wish;
  if (offer?.people === 'holder') return say('confirming.holder');
  if (offer?.people === 'one')
    return offer.members.find(({ id }) => id === (members[0] ?? offer.members[0]?.id))?.name ?? '';
  return members.length === 0 ? say('confirming.whole') : say('confirming.people', { n: members.length });
}

function confirmPart(scene: SessionScene): Part {
  const { say, context, language } = scene;
  const offer = chosenOffer(context);
  const { copies, items } = context.wish;
  const labels = itemLabels(scene);
  return {
    title: say('confirming.title'),
    step: 3,
    blocks: [
      {
        kind: 'facts',
        rows: [
          [say('confirming.certificate'), context.kind === null ? '' : kindOf(context.kind).title[language]],
          [say('confirming.members'), peopleOf(scene)],
          ...(offer === null || offer.items.length === 0
            ? []
            : [
                [
                  say('confirming.items'),
                  items.length === 0 ? say('confirming.none') : items.map((item) => labels.get(item)).join('、'),
                ] as const,
              ]),
          [say('confirming.copies'), say('copies.n', { n: copies })],
          [say('confirming.fee'), say('yen', { n: (offer?.fee ?? 0) * copies })],
        ],
      },
      ...((offer?.copies ?? 1) > 1 ? [copiesBlock(scene)] : []),
      notice('warning', say('confirming.noRefund')),
    ],
    buttons: [cancel(say), back(say), confirm(say('button.confirm'))],
  };
}

function payPart(scene: SessionScene): Part {
  const { say, view, context } = scene;
  const { price, paid, exact } = view.payment?.context ?? { price: context.fee, paid: 0, exact: null };
  const closing = view.payment === null || !view.payment.hasTag('accepting');
  return {
    title: say(closing ? 'paying.closing' : 'paying.title'),
    step: 4,
    blocks: [
      picture(closing ? 'wait' : 'coins', say('paying.title')),
      {
        kind: 'money',
        price: say('yen', { n: price }),
        paid: say('yen', { n: paid }),
        left: say('yen', { n: Math.max(0, price - paid) }),
        labels: [say('paying.price'), say('paying.paid'), say('paying.left')],
      },
      // Its place is kept until the acceptor has been told.
      ...(closing ? [] : [text(exact === null ? '\u00a0' : say(exact ? 'paying.text' : 'paying.change'))]),
    ],
    buttons:
      closing || view.payment === null
        ? []
        : [
            cancel(say),
            ...(paid === 0 && view.payment.hasTag('human') ? backToChoice(scene, view.payment.context) : []),
          ],
  };
}

function deliveryPart({ say, view, context }: SessionScene): Part {
  const { delivery } = view;
  if (delivery === null) return waiting(say('printing.title'), say('printing.text'), 5);
  if (delivery.matches('collecting'))
    return {
      title: say('collecting.title'),
      step: 5,
      alarm: alarmOf(delivery),
      blocks: [
        picture('paper', say('collecting.title')),
        text(say('collecting.sheets', { n: context.pages })),
        ...(delivery.context.change > 0
          ? [notice('info', say('collecting.change', { amount: say('yen', { n: delivery.context.change }) }))]
          : []),
        ...(delivery.context.receipt === 'failed'
          ? [
              notice('warning', say('collecting.noReceipt')),
              { kind: 'facts' as const, rows: [[say('claim.transaction'), context.transaction]] as const },
            ]
          : []),
        text(say('collecting.text')),
      ],
      buttons: [button('go', say('button.collected'), { type: 'resident.collected' })],
    };
  if (delivery.matches('deciding'))
    return {
      title: say('printing.stopped'),
      step: 5,
      blocks: [
        picture('staff', say('printing.stopped')),
        notice('error', say('deciding.text')),
        facts([say('claim.transaction'), context.transaction]),
      ],
      buttons: [button('stop', say('deciding.leave'), { type: 'resident.cancel' })],
    };
  if (delivery.matches('changing')) return waiting(say('changing.title'), say('starting.text'), 5);
  if (!delivery.matches('printing')) return waiting(say('receipt.title'), say('starting.text'), 5);
  const blocked = delivery.hasTag('blocked');
  const title = say(blocked ? 'printing.stopped' : 'printing.title');
  return {
    title,
    step: 5,
    blocks: [
      picture(blocked ? 'staff' : 'paper', title),
      text(say('printing.sheets', { n: delivery.context.sheets, total: context.pages })),
      blocked ? notice('error', say('printing.blocked')) : text(say('printing.text')),
    ],
  };
}

const takeCard = ({ say, view }: SessionScene): Part => ({
  title: say('takingCardBack.title'),
  step: 2,
  alarm: alarmOf(view.session),
  blocks: [picture('card-out', say('takingCardBack.title')), text(say('takingCardBack.text'))],
  buttons: [cancel(say)],
});

/** Screens of a visit, by the state of the session's flow region. */
export const sessionScreens: Readonly<Record<string, (scene: SessionScene) => Part>> = {
  choosingService: ({ say }) => ({
    title: say('choosingService.title'),
    blocks: [
      // What nearly everybody comes for stands first and alone.
      ...[services.slice(0, 1), services.slice(1)].map((row) => ({
        kind: 'choices' as const,
        label: null,
        choices: row.map((service) =>
          button(
            'choice',
            say(`choosingService.${service}`),
            { type: 'resident.chooseService', service },
            { id: `service.${service}`, detail: say(`choosingService.${service}.detail`) },
          ),
        ),
      })),
    ],
    buttons: [cancel(say)],
  }),
  insertingCard: ({ say, context }) => ({
    title: say('insertingCard.title'),
    step: 1,
    blocks: [
      ...(context.notice === 'card-removed' || context.notice === 'pin-uncertain'
        ? [notice('warning', say(`notice.${context.notice}`))]
        : []),
      picture('card-in', say('insertingCard.title')),
      text(say('insertingCard.text')),
    ],
    buttons: [cancel(say), back(say)],
  }),
  readingCard: ({ say }) => ({
    ...waiting(say('readingCard.title'), say('readingCard.text'), 1),
    buttons: [cancel(say)],
  }),
  enteringPin: pinPart,
  beginning: ({ say }) => waiting(say('readingCard.title'), say('readingCard.text'), 1),
  // Shown only between two states of the service, whose own screens stand in service-screens.ts.
  changingPin: ({ say }) => waiting(say('readingCard.title'), say('readingCard.text')),
  resettingPin: ({ say }) => waiting(say('readingCard.title'), say('readingCard.text')),
  registering: ({ say }) => waiting(say('readingCard.title'), say('readingCard.text')),
  checkingCard: ({ say }) => waiting(say('readingCard.title'), say('readingCard.text')),
  lastTry: ({ say, context }) => ({ ...lastTryPart({ say, wrong: context.notice === 'wrong-pin' }), step: 2 }),
  verifyingPin: ({ say }) => waiting(say('verifyingPin.title'), say('readingCard.text'), 2),
  authenticating: ({ say }) => waiting(say('authenticating.title'), say('starting.text'), 2),
  takingCardBack: takeCard,
  returningCard: ({ say, view }) => ({
    title: say('takingCardBack.title'),
    alarm: alarmOf(view.session),
    blocks: [picture('card-out', say('takingCardBack.title')), text(say('returningCard.text'))],
  }),
  noticingLapse: ({ say, context, language }) => {
    const { what, on } = context.lapse ?? { what: 'card', on: '1970-01-01' };
    return {
      title: say(`lapse.title.${what}`),
      step: 3,
      blocks: [
        notice('warning', say(`lapse.${what}`, { date: dayIn(language, on) })),
        text(say(`lapse.${what}.remedy`)),
      ],
      buttons: [cancel(say), confirm(say('button.go'))],
    };
  },
  choosingCertificate: ({ say, context, language }) => ({
    title: say('choosingCertificate.title'),
    step: 3,
    blocks: [
      {
        kind: 'choices',
        label: null,
        choices: context.offers.map(({ kind, available, fee }) =>
          button(
            'choice',
            kindOf(kind).title[language],
            { type: 'resident.chooseCertificate', kind },
            {
              id: `certificate.${kind}`,
              detail:
                available === true
                  ? `${kindOf(kind).detail[language]}　${say('yen', { n: fee })}`
                  : say('certificate.unavailable'),
            },
          ),
        ),
      },
    ],
    buttons: [cancel(say)],
  }),
  choosingOptions: optionsPart,
  confirmingMyNumber: ({ say }) => ({
    title: say('confirmingMyNumber.title'),
    step: 3,
    blocks: [notice('warning', say('confirmingMyNumber.text'))],
    buttons: [
      cancel(say),
      button('back', say('confirmingMyNumber.no'), { type: 'resident.back' }),
      confirm(say('confirmingMyNumber.yes')),
    ],
  }),
  confirming: confirmPart,
  requestingDocument: ({ say }) => ({
    ...waiting(say('requestingDocument.title'), say('preparing.text'), 3),
    buttons: [cancel(say)],
  }),
  checkingDocument: ({ say }) => ({
    ...waiting(say('checkingDocument.title'), say('preparing.text'), 3),
    buttons: [cancel(say)],
  }),
  paying: payPart,
  delivering: deliveryPart,
  refused: refusalPart,
  printingAdvice: ({ say }) => waiting(say('refused.printing'), say('starting.text')),
  settling: ({ say }) => waiting(say('settling.title'), say('starting.text')),
  payingBack: ({ say }) => waiting(say('payingBack.title'), say('starting.text')),
  takingMoney: ({ say, context }) => ({
    title: say(context.returned > 0 ? 'takingMoney.title' : 'reversed.title'),
    blocks: [
      ...(context.returned > 0
        ? [
            picture('coins', say('takingMoney.title')),
            facts([say('takingMoney.returned'), say('yen', { n: context.returned })]),
          ]
        : []),
      ...(context.reversed > 0
        ? [notice('info', say('reversed.text', { amount: say('yen', { n: context.reversed }) }))]
        : []),
    ],
    buttons: [confirm(say('button.ok'))],
  }),
  printingClaim: ({ say }) => waiting(say('settling.title'), say('starting.text')),
  showingClaim: ({ say, context }) => ({
    title: say(context.paidWith === 'counter' ? 'claim.counter.title' : 'claim.title'),
    blocks: [
      picture('receipt', say('claim.title')),
      context.claim === 'printed'
        ? text(
            say(context.paidWith === 'counter' ? 'claim.counter' : 'claim.text', {
              amount: say('yen', { n: context.due }),
            }),
          )
        : notice('error', say('claim.failed')),
      {
        kind: 'facts',
        rows: [
          [say('claim.transaction'), context.transaction],
          [say('claim.due'), say('yen', { n: context.due })],
        ],
      },
    ],
    buttons: [confirm(say('button.ok'))],
  }),
  wiping: ({ say }) => waiting(say('settling.title'), say('starting.text')),
  finished: ({ say }) => waiting(say('settling.title'), say('starting.text')),
};
