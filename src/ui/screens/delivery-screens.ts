import { kindOf } from '../../certificates/catalogue.ts';
import {
  alarmOf,
  button,
  cancel,
  facts,
  notice,
  type Part,
  picture,
  type SessionScene,
  type SessionScreens,
  text,
  waiting,
} from './parts.ts';
import { backToChoice, paperFacts } from './payment-screens.ts';

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
      // Where there is a choice of means, it is shown there.
      ...(scene.shop.means.length > 1 ? [] : [paperFacts(scene)]),
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

/** What stands on the receipt beside what the screen says. */
const receiptSaid = (
  { say, context, language }: Pick<SessionScene, 'say' | 'context' | 'language'>,
  change: number,
): NonNullable<Part['said']> => [
  [say('voice.receipt'), context.kind === null ? '' : kindOf(context.kind).title[language]],
  [say('paying.price'), say('yen', { n: context.fee })],
  [say('paying.paid'), say('yen', { n: context.fee + change })],
];

function deliveryPart({ say, view, context, language }: SessionScene): Part {
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
      said: receiptSaid({ say, context, language }, delivery.context.change),
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

/** Screens of the coins and of the paper, by the state of the flow. */
export const deliveryScreens: SessionScreens = {
  paying: payPart,
  delivering: deliveryPart,
};
