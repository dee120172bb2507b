import type { Refusal } from '../../machines/actors.ts';
import type { KioskEvent, Language } from '../../machines/events.ts';
import { chosenOffer, type SessionContext } from '../../machines/session-context.ts';
import { type Say, sayIn, textKey } from '../locales/index.ts';
import type { Block, Button, Picture, Screen } from './screen.ts';
import { activePaths, type View } from './view.ts';

/** What the screens say of the shop besides the snapshot. */
export interface ShopFacts {
  readonly hours: { readonly open: string; readonly close: string };
  readonly fee: number;
  readonly coins: readonly number[];
  readonly languages: readonly Language[];
  readonly simulated: boolean;
}

interface Part {
  readonly title: string;
  readonly blocks?: readonly Block[];
  readonly buttons?: readonly Button[];
  readonly step?: number;
  readonly alarm?: 0 | 1;
}

interface Scene {
  readonly view: View;
  readonly say: Say;
  readonly shop: ShopFacts;
}

interface SessionScene extends Scene {
  readonly context: SessionContext;
}

const text = (value: string): Block => ({ kind: 'text', text: value });
const picture = (name: Picture, label: string): Block => ({ kind: 'picture', picture: name, label });
const notice = (tone: 'info' | 'warning' | 'error', value: string): Block => ({ kind: 'notice', tone, text: value });

const button = (role: Button['role'], label: string, event: KioskEvent, extra: Partial<Button> = {}): Button => ({
  id: event.type,
  label,
  role,
  event,
  ...extra,
});

const cancel = (say: Say): Button => button('stop', say('button.cancel'), { type: 'resident.cancel' });
const back = (say: Say): Button => button('back', say('button.back'), { type: 'resident.back' });

const waiting = (title: string, label: string, step?: number): Part => ({
  title,
  blocks: [picture('wait', title), text(label)],
  ...(step === undefined ? {} : { step }),
});

/** What the staff are told, by reason. */
function staffText(reason: string | null, say: Say): string {
  return say(textKey(`staff.${reason}`) ?? 'staff.other');
}

const shopRows = ({ shop, say }: Scene): Block => ({
  kind: 'facts',
  rows: [
    [say('open.hours'), `${shop.hours.open} – ${shop.hours.close}`],
    [say('open.fee'), say('yen', { n: shop.fee })],
    [say('open.coins'), shop.coins.map((n) => say('piece', { n })).join('  ')],
  ],
});

/** Screens of the terminal while nobody is served, by the state of its service region. */
const terminalScreens: Readonly<Record<string, (scene: Scene) => Part>> = {
  booting: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  recovering: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  selfTesting: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  deciding: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  starting: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  session: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  makingSafe: ({ say }) => waiting(say('staffNeeded.title'), say('starting.text')),
  resolvingStaff: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  open: (scene) => ({
    title: scene.say('open.title'),
    blocks: [
      picture('welcome', scene.say('open.title')),
      text(scene.say('open.text')),
      shopRows(scene),
      notice('info', scene.say('open.noChange')),
    ],
    buttons: [button('go', scene.say('button.start'), { type: 'resident.start' })],
  }),
  closed: (scene) => ({
    title: scene.say('closed.title'),
    blocks: [picture('stop', scene.say('closed.title')), text(scene.say('closed.text')), shopRows(scene)],
  }),
  outOfService: (scene) => ({
    title: scene.say('outOfService.title'),
    blocks: [picture('stop', scene.say('outOfService.title')), text(scene.say('outOfService.text'))],
  }),
  cardLeft: ({ say, view }) => ({
    title: say('cardLeft.title'),
    blocks: [picture('card-out', say('cardLeft.title')), text(say('cardLeft.text'))],
    alarm: view.terminal.matches({ service: { cardLeft: 'reminding' } }) ? 1 : 0,
  }),
  staffNeeded: ({ say, view }) => ({
    title: say('staffNeeded.title'),
    blocks: [
      picture('staff', say('staffNeeded.title')),
      text(say('staffNeeded.text')),
      { kind: 'facts', rows: [[say('staffNeeded.reason'), staffText(view.terminal.context.staffReason, say)]] },
    ],
  }),
};

const steps = ['step.card', 'step.pin', 'step.certificate', 'step.payment', 'step.paper'] as const;

function refusalPart({ say, context }: SessionScene): Part {
  const code: Refusal = context.refusal ?? 'card-fault';
  const [what = '', where = ''] = say(`refusal.${code}`).split('|');
  return {
    title: say('refused.title'),
    blocks: [
      picture('stop', say('refused.title')),
      notice('error', what),
      { kind: 'facts', rows: [[say('refused.where'), where]] },
      text(say('refusal.phone')),
    ],
    buttons: [button('go', say('button.ok'), { type: 'resident.confirm' })],
  };
}

function pinPart({ say, context }: SessionScene): Part {
  const tries = context.tries ?? 0;
  const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', null, '0', null];
  return {
    title: say('enteringPin.title'),
    step: 2,
    blocks: [
      ...(context.notice === 'wrong-pin' ? [notice('error', say('notice.wrong-pin'))] : []),
      notice(
        tries === 1 ? 'warning' : 'info',
        tries === 1 ? say('enteringPin.lastTry') : say('enteringPin.tries', { n: tries }),
      ),
      {
        kind: 'pin',
        label: say('enteringPin.label'),
        length: 4,
        filled: context.pinLength,
        keys,
        back: say('button.erase'),
      },
    ],
    buttons: [
      cancel(say),
      button('go', say('button.enter'), { type: 'resident.submitPin' }, { disabled: context.pinLength !== 4 }),
    ],
  };
}

function optionsPart({ say, context }: SessionScene): Part {
  const offer = chosenOffer(context);
  const chosen = context.options.members;
  const members = offer?.members ?? [];
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
                const pressed = chosen.length === 0 || chosen.includes(member.id);
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
      {
        kind: 'choices',
        label: say('choosingOptions.items'),
        choices: (offer?.options ?? []).map((option) =>
          button(
            'choice',
            say(`option.${option}`),
            { type: 'resident.toggleOption', option },
            {
              id: `option.${option}`,
              pressed: context.options[option],
              detail: say(context.options[option] ? 'option.on' : 'option.off'),
            },
          ),
        ),
      },
    ],
    buttons: [cancel(say), back(say), button('go', say('button.next'), { type: 'resident.next' })],
  };
}

function confirmPart({ say, context }: SessionScene): Part {
  const offer = chosenOffer(context);
  const { members } = context.options;
  const items = (['relationship', 'honseki', 'myNumber'] as const).filter((option) => context.options[option]);
  return {
    title: say('confirming.title'),
    step: 3,
    blocks: [
      {
        kind: 'facts',
        rows: [
          [say('confirming.certificate'), say('certificate.juminhyo')],
          [
            say('confirming.members'),
            members.length === 0 ? say('confirming.whole') : say('confirming.people', { n: members.length }),
          ],
          [
            say('confirming.items'),
            items.length === 0 ? say('confirming.none') : items.map((item) => say(`option.${item}`)).join('、'),
          ],
          [say('confirming.copies'), say('confirming.one')],
          [say('confirming.fee'), say('yen', { n: offer?.fee ?? 0 })],
        ],
      },
      notice('warning', say('confirming.noRefund')),
    ],
    buttons: [cancel(say), back(say), button('go', say('button.confirm'), { type: 'resident.confirm' })],
  };
}

function payPart({ say, view, context }: SessionScene): Part {
  const { price, paid } = view.payment?.context ?? { price: context.fee, paid: 0 };
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
      ...(closing ? [] : [text(say('paying.text'))]),
    ],
    buttons: closing ? [] : [cancel(say)],
  };
}

function deliveryPart({ say, view, context }: SessionScene): Part {
  const { delivery } = view;
  if (delivery === null) return waiting(say('printing.title'), say('printing.text'), 5);
  if (delivery.matches('collecting'))
    return {
      title: say('collecting.title'),
      step: 5,
      alarm: delivery.hasTag('reminding') ? 1 : 0,
      blocks: [
        picture('paper', say('collecting.title')),
        text(say('collecting.sheets', { n: context.pages })),
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
  alarm: view.session?.hasTag('reminding') ? 1 : 0,
  blocks: [picture('card-out', say('takingCardBack.title')), text(say('takingCardBack.text'))],
  buttons: [cancel(say)],
});

/** Screens of a visit, by the state of the session's flow region. */
const sessionScreens: Readonly<Record<string, (scene: SessionScene) => Part>> = {
  choosingService: ({ say }) => ({
    title: say('choosingService.title'),
    blocks: [
      {
        kind: 'choices',
        label: null,
        choices: [
          button(
            'choice',
            say('choosingService.certificates'),
            { type: 'resident.chooseService', service: 'certificates' },
            { detail: say('choosingService.certificates.detail') },
          ),
        ],
      },
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
  verifyingPin: ({ say }) => waiting(say('verifyingPin.title'), say('readingCard.text'), 2),
  authenticating: ({ say }) => waiting(say('authenticating.title'), say('starting.text'), 2),
  takingCardBack: takeCard,
  choosingCertificate: ({ say, context }) => ({
    title: say('choosingCertificate.title'),
    step: 3,
    blocks: [
      ...(context.lapsesOn === null
        ? []
        : [notice('warning', say('choosingCertificate.lapses', { date: context.lapsesOn }))]),
      {
        kind: 'choices',
        label: null,
        choices: context.offers.map(({ kind, available, fee }) =>
          button(
            'choice',
            say(`certificate.${kind}`),
            { type: 'resident.chooseCertificate', kind },
            {
              id: `certificate.${kind}`,
              detail: available === true ? say('yen', { n: fee }) : say('certificate.unavailable'),
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
      button('go', say('confirmingMyNumber.yes'), { type: 'resident.confirm' }),
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
  settling: ({ say }) => waiting(say('settling.title'), say('starting.text')),
  printingClaim: ({ say }) => waiting(say('settling.title'), say('starting.text')),
  showingClaim: ({ say, context }) => ({
    title: say('claim.title'),
    blocks: [
      picture('receipt', say('claim.title')),
      context.claim === 'printed'
        ? text(say('claim.text', { amount: say('yen', { n: context.due }) }))
        : notice('error', say('claim.failed')),
      {
        kind: 'facts',
        rows: [
          [say('claim.transaction'), context.transaction],
          [say('paying.paid'), say('yen', { n: context.due })],
        ],
      },
    ],
    buttons: [button('go', say('button.ok'), { type: 'resident.confirm' })],
  }),
  wiping: ({ say }) => waiting(say('settling.title'), say('starting.text')),
  finished: ({ say }) => waiting(say('settling.title'), say('starting.text')),
};

/** The first name on the path of a region, e.g. `paying` of `flow.paying`. */
const stateIn = (paths: readonly string[], region: string): string =>
  paths.find((path) => path.startsWith(`${region}.`))?.split('.')[1] ?? '';

/**
 * The screen of a snapshot: a pure function of it and of what the shop is. Every state has a screen; a state without one is a
 * programming error and throws.
 */
export function screenOf(view: View, shop: ShopFacts): Screen {
  const { language } = view.terminal.context;
  const say = sayIn(language);
  const scene: Scene = { view, say, shop };
  const service = stateIn(activePaths(view.terminal.value), 'service');
  const { session } = view;
  const flow = session === null ? '' : stateIn(activePaths(session.value), 'flow');
  const make =
    session === null
      ? terminalScreens[service]?.bind(null, scene)
      : sessionScreens[flow]?.bind(null, { ...scene, context: session.context });
  if (make === undefined) throw new Error(`no screen for ${service} ${flow}`);
  const part = make();
  const warned = session?.hasTag('warning') || view.payment?.hasTag('warning') || false;
  return {
    id: session === null ? service : `session.${flow}`,
    language,
    title: part.title,
    step:
      part.step === undefined
        ? null
        : { number: part.step, of: steps.length, label: say(steps[part.step - 1] ?? 'step.card') },
    blocks: part.blocks ?? [],
    buttons: part.buttons ?? [],
    alarm: part.alarm ?? 0,
    warning: warned
      ? { text: say('warning.text'), button: button('go', say('button.moreTime'), { type: 'resident.moreTime' }) }
      : null,
    languages: shop.languages
      .filter((other) => other !== language)
      .map((other) =>
        button(
          'choice',
          sayIn(other)('language.name'),
          { type: 'resident.language', language: other },
          { id: `language.${other}` },
        ),
      ),
    simulated: shop.simulated ? say('simulated.banner') : null,
  };
}
