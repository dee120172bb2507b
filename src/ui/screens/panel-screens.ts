import { type Say, textKey } from '../../locales/index.ts';
import { type Device, reasonsFor, type StaffAct, staffActs, subjectOf } from '../../machines/events.ts';
import type { PanelContext } from '../../machines/panel.ts';
import { button, facts, notice, type Part, pinPad, type Scene, staffText, text, waiting } from './parts.ts';
import type { Block, Button, Picture } from './screen.ts';
import { activePaths } from './view.ts';

/** The staff panel (係員用画面): small enough for a clerk who has never seen it. In the shop's language. */

const close = (say: Say): Button => button('stop', say('panel.close'), { type: 'panel.close' });
const back = (say: Say): Button => button('back', say('button.back'), { type: 'panel.back' });

const isWorking = ({ view }: Scene, device: Device): boolean =>
  view.terminal.matches({ [device]: 'working' } as Parameters<typeof view.terminal.matches>[0]);

/** What staff do about a device that has stopped: by the first of its reasons, where that tells more. */
export const troubleText = (device: Device, [reason]: readonly string[], say: Say): string =>
  say(textKey(`panel.trouble.${device}.${reason}`) ?? `panel.trouble.${device}`);

/** Where to look when a device has stopped. */
const pictureOf: Readonly<Record<Device, Picture>> = {
  reader: 'card-in',
  coins: 'coins',
  cashless: 'touch',
  receipts: 'receipt',
  pages: 'paper',
  centre: 'wait',
  touch: 'touch',
  keypad: 'pin',
};

/** Acts that answer what happens now; all others are the day's work. */
const atOnce: readonly StaffAct[] = [
  'resolve',
  'restart',
  'counter-paid',
  'counter-confirm',
  'paper',
  'refund',
  'sold',
  'out-of-service',
  'in-service',
];

/** What is wrong now, gravest first, each with what to do. */
function troubles(scene: Scene): Block[] {
  const { say, shop, view } = scene;
  const { staffReason } = view.terminal.context;
  const found = [
    ...(staffReason === null ? [] : [notice('error', staffText(staffReason, say), 'staff')]),
    ...(view.delivery?.matches('deciding') ? [notice('error', say('panel.trouble.count'), 'paper')] : []),
    ...(view.payment?.matches('askingStaff') ? [notice('error', say('panel.trouble.slip'), 'receipt')] : []),
    ...(view.delivery?.matches('printing') && view.delivery.hasTag('blocked')
      ? [notice('error', say('panel.trouble.jam'), 'paper')]
      : []),
    ...shop.devices
      .filter((device) => !isWorking(scene, device))
      .map((device) =>
        notice('error', troubleText(device, shop.health[device]?.reasons ?? [], say), pictureOf[device]),
      ),
    ...(view.terminal.matches({ duty: 'off' }) ? [notice('warning', say('panel.trouble.duty'), 'stop')] : []),
  ];
  return found.length === 0 ? [notice('info', say('panel.allWell'))] : found.slice(0, 2);
}

const lights = (scene: Scene): Block =>
  facts([
    scene.say('panel.lights'),
    scene.shop.devices
      .map((device) => `${isWorking(scene, device) ? '○' : '×'} ${scene.say(`panel.device.${device}`)}`)
      .join('　'),
  ]);

/** Acts that mean something now. */
function possible({ view, shop }: Scene): readonly StaffAct[] {
  const { terminal, session, payment } = view;
  const not: StaffAct[] = [
    ...(payment?.matches('atCounter') ? [] : (['counter-paid'] as const)),
    ...(payment?.matches('askingStaff') ? [] : (['counter-confirm'] as const)),
    ...(view.delivery?.matches('deciding') ? [] : (['paper'] as const)),
    ...(shop.change ? [] : (['hopper-filled', 'hopper-emptied'] as const)),
    ...(terminal.hasTag('needs-staff') ? [] : (['resolve'] as const)),
    ...(session === null ? (['restart'] as const) : []),
    ...(terminal.matches({ duty: 'on' }) || session !== null ? (['test-page'] as const) : []),
    terminal.matches({ duty: 'on' }) ? 'in-service' : 'out-of-service',
  ];
  return staffActs.filter((act) => !not.includes(act));
}

const acts = (scene: Scene, among: (act: StaffAct) => boolean): Block => ({
  kind: 'choices',
  label: null,
  choices: possible(scene)
    .filter(among)
    .map((act) => button('choice', scene.say(`panel.act.${act}`), { type: 'panel.choose', act }, { id: `act.${act}` })),
});

const screens: Readonly<Record<string, (scene: Scene, context: PanelContext) => Part>> = {
  entering: ({ say }, { length, complete, refused }) => ({
    title: say('panel.entering'),
    blocks: [
      ...(refused === null ? [] : [notice('error', say(`panel.${refused}`))]),
      pinPad(say, 'staff', say('panel.code'), length),
    ],
    buttons: [close(say), button('go', say('button.enter'), { type: 'panel.submit' }, { disabled: !complete })],
  }),
  checking: ({ say }) => ({ ...waiting(say('panel.checking'), say('starting.text')), buttons: [close(say)] }),
  menu: (scene, { done }) => ({
    title: scene.say('panel.title'),
    blocks: [
      ...troubles(scene),
      lights(scene),
      ...(done === null
        ? []
        : [
            notice(
              done.result === 'done' ? 'info' : 'error',
              scene.say(done.result === 'done' ? 'panel.done' : 'panel.failed', {
                act: scene.say(`panel.act.${done.act}`),
                phone: scene.shop.phone,
              }),
            ),
          ]),
      acts(scene, (act) => atOnce.includes(act)),
    ],
    buttons: [close(scene.say), button('go', scene.say('panel.daily'), { type: 'panel.more' })],
  }),
  daily: (scene) => ({
    title: scene.say('panel.daily'),
    blocks: [acts(scene, (act) => !atOnce.includes(act))],
    buttons: [close(scene.say), back(scene.say)],
  }),
  listing: ({ say }, { act }) => waiting(say(`panel.act.${act}`), say('starting.text')),
  choosingSubject: ({ say, shop }, { act, subjects }) => {
    const kind = subjectOf[act] ?? 'claim';
    return {
      title: say(`panel.act.${act}`),
      blocks:
        subjects.length === 0
          ? [notice('info', say('panel.nothing'))]
          : [
              text(say(`panel.which.${kind}`)),
              {
                kind: 'choices',
                label: null,
                // The latest are at hand; older ones are a matter for the operator.
                choices: subjects
                  .slice(-6)
                  .map(({ id, yen }) =>
                    button(
                      'choice',
                      say(`panel.subject.${kind}`, { id, coin: shop.hoppers[id] ?? 0 }),
                      { type: 'panel.subject', id },
                      { id: `subject.${id}`, ...(yen === null ? {} : { detail: say('yen', { n: yen }) }) },
                    ),
                  ),
              },
            ],
      buttons: [close(say), back(say)],
    };
  },
  asking: ({ say }, { act, subject }) => ({
    title: say(`panel.act.${act}`),
    blocks: [
      text(say(textKey(`panel.why.${act}`) ?? 'panel.why')),
      {
        kind: 'choices',
        label: null,
        choices: (subject?.reasons ?? reasonsFor(act)).map((why) =>
          button(
            'choice',
            say(textKey(`panel.reason.${why}`) ?? 'panel.why'),
            { type: 'panel.reason', why },
            { id: `reason.${why}` },
          ),
        ),
      },
    ],
    buttons: [close(say), back(say)],
  }),
  acting: ({ say }, { act }) => waiting(say(`panel.act.${act}`), say('starting.text')),
};

/** The panel's screen while it is open, or null. */
export function panelScreenOf(scene: Scene): { readonly state: string; readonly part: Part } | null {
  const { panel } = scene.view;
  if (panel === null || !panel.hasTag('open')) return null;
  const [state = ''] = activePaths(panel.value)[0]?.split('.') ?? [];
  const part = screens[state]?.(scene, panel.context);
  return part === undefined ? null : { state, part };
}
