import { kindOf } from '../../certificates/catalogue.ts';
import { dayIn } from '../../locales/index.ts';
import { chosenOffer } from '../../machines/session-context.ts';
import { guideButton } from './guide-screens.ts';
import {
  back,
  button,
  cancel,
  confirm,
  notice,
  type Part,
  type SessionScene,
  type SessionScreens,
  text,
  waiting,
} from './parts.ts';
import type { Block } from './screen.ts';

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
                    personal: member.kana ?? '',
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

/** The one person who is chosen, where only one can be. */
const chosenPerson = ({ context }: SessionScene) => {
  const { members = [], people } = chosenOffer(context) ?? {};
  const chosen = context.wish.members[0] ?? members[0]?.id;
  return people === 'one' ? (members.find(({ id }) => id === chosen) ?? null) : null;
};

/** Whose rows will be on the paper; the name of a person only where one is chosen. */
function peopleOf(scene: SessionScene): string {
  const { say, context } = scene;
  const offer = chosenOffer(context);
  const { members } = context.wish;
  if (offer?.people === 'holder') return say('confirming.holder');
  if (offer?.people === 'one') return chosenPerson(scene)?.name ?? '';
  return members.length === 0 ? say('confirming.whole') : say('confirming.people', { n: members.length });
}

function confirmPart(scene: SessionScene): Part {
  const { say, context, language } = scene;
  const offer = chosenOffer(context);
  const { copies, items } = context.wish;
  const labels = itemLabels(scene);
  const person = chosenPerson(scene);
  return {
    title: say('confirming.title'),
    step: 3,
    blocks: [
      {
        kind: 'facts',
        ...(person === null ? {} : { personal: { [say('confirming.members')]: person.kana ?? '' } }),
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

/** Screens of choosing a certificate, by the state of the flow. */
export const certificateScreens: SessionScreens = {
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
                  ? `${kindOf(kind).detail[language]} ${say('yen', { n: fee })}`
                  : say('certificate.unavailable'),
            },
          ),
        ),
      },
    ],
    buttons: [cancel(say), guideButton(say, 'purposes')],
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
};
