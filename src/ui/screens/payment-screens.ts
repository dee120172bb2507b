import { kindOf } from '../../certificates/catalogue.ts';
import { maskSign } from '../../certificates/preview.ts';
import type { Means } from '../../machines/events.ts';
import type { PaymentContext } from '../../machines/payment.ts';
import {
  back,
  button,
  cancel,
  facts,
  notice,
  type Part,
  picture,
  pinPad,
  type Scene,
  type Serving,
  text,
  waiting,
} from './parts.ts';
import type { Block, Button, Picture } from './screen.ts';
import { activePaths } from './view.ts';

/** Screens of paying otherwise than with coins, and of the choice. Of a person they show what is masked alone. */

const pictures: Readonly<Record<Means, Picture>> = { coins: 'coins', cashless: 'touch', counter: 'receipt' };

const price = ({ say }: Scene, context: PaymentContext): Block =>
  facts([say('paying.price'), say('yen', { n: context.price })]);

/** What the money is for: the masked paper, as it was checked. What is masked is there for the eye alone. */
export function paperFacts({ view, say, language }: Scene, ...more: readonly (readonly [string, string])[]): Block {
  const context = view.session?.context;
  if (context === undefined || context.kind === null) return facts(...more);
  const rows = context.preview.map(({ field, value }) => [say(`preview.${field}`), value] as const);
  const sheets = say('preview.sheets', { n: context.pages });
  return {
    kind: 'facts',
    personal: Object.fromEntries(rows.filter(([, value]) => value.includes(maskSign)).map(([name]) => [name, ''])),
    rows: [[say('confirming.certificate'), `${kindOf(context.kind).title[language]}　${sheets}`], ...rows, ...more],
  };
}

/** Paper and price, before anything is paid. */
const toPay = (scene: Scene, context: PaymentContext): Block =>
  paperFacts(scene, [scene.say('paying.price'), scene.say('yen', { n: context.price })]);

/** Back to the choice, where there is one. */
export const backToChoice = ({ say }: Scene, { offered }: PaymentContext): Button[] =>
  offered.length > 1 ? [back(say)] : [];

const screens: Readonly<Record<string, (scene: Scene, context: PaymentContext) => Part>> = {
  offering: ({ say }) => ({ ...waiting(say('starting.title'), say('starting.text')), buttons: [cancel(say)] }),
  choosing: (scene, context) => ({
    title: scene.say('choosingMeans.title'),
    blocks: [
      ...(context.notice === 'not-paid' || context.notice === 'no-slip'
        ? [notice('warning', scene.say(`notice.${context.notice}`))]
        : []),
      toPay(scene, context),
      text(scene.say('preview.masked')),
      {
        kind: 'choices',
        label: null,
        choices: context.offered.map((means) =>
          button(
            'choice',
            scene.say(`means.${means}`),
            { type: 'resident.chooseMeans', means },
            { id: `means.${means}`, detail: scene.say(`means.${means}.detail`) },
          ),
        ),
      },
    ],
    buttons: [cancel(scene.say)],
  }),
  touching: (scene, context) => ({
    title: scene.say('touching.title'),
    blocks: [
      picture(pictures.cashless, scene.say('touching.title')),
      toPay(scene, context),
      text(scene.say('touching.text')),
    ],
    buttons: [cancel(scene.say), ...backToChoice(scene, context)],
  }),
  stopping: ({ say }) => waiting(say('stopping.title'), say('stopping.text')),
  issuing: ({ say }) => waiting(say('issuing.title'), say('starting.text')),
  atCounter: (scene, context) => ({
    title: scene.say('atCounter.title'),
    blocks: [
      picture(pictures.counter, scene.say('atCounter.title')),
      price(scene, context),
      text(scene.say('atCounter.text')),
      notice('info', scene.say('atCounter.after')),
    ],
    // Nobody knows who stands here: another payment would give the paper to whoever it is.
    buttons: [cancel(scene.say)],
  }),
  withdrawing: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  enteringNumber: ({ say }, { complete, length, notice: said }) => ({
    title: say('enteringNumber.title'),
    blocks: [
      said === 'wrong-number' ? notice('error', say('notice.wrong-number')) : text(say('enteringNumber.text')),
      pinPad(say, 'pickup', say('enteringNumber.label'), length),
    ],
    buttons: [button('go', say('button.enter'), { type: 'resident.submitPin' }, { disabled: !complete })],
  }),
  checkingNumber: ({ say }) => waiting(say('enteringNumber.title'), say('starting.text')),
  askingStaff: ({ say }) => ({
    title: say('askingStaff.title'),
    blocks: [picture('staff', say('askingStaff.title')), text(say('askingStaff.text'))],
  }),
};

/** The screen of the payment that runs in the visit, or null: coins have their own. */
export function paymentScreenOf(scene: Scene): Serving | null {
  const { payment } = scene.view;
  if (payment === null) return null;
  // Waiting and warning are of the state above them.
  const path = (activePaths(payment.value)[0] ?? '').split('.');
  const state = path.findLast((name) => name !== 'waiting' && name !== 'warning') ?? '';
  const part = screens[state]?.(scene, payment.context);
  return part === undefined ? null : { state, part: { step: 4, ...part } };
}
