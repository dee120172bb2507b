import { adviceOn } from '../../locales/advice.ts';
import { moreOn } from './guide-screens.ts';
import {
  button,
  confirm,
  facts,
  notice,
  type Part,
  picture,
  type SessionScene,
  type SessionScreens,
  text,
  waiting,
} from './parts.ts';

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
      ...moreOn(say, context.refusal ?? 'card-fault'),
      confirm(say('button.ok')),
    ],
  };
}

/** Screens of a refusal and of money that goes back, by the state of the flow. */
export const endingScreens: SessionScreens = {
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
