import { services } from '../../machines/events.ts';
import {
  alarmOf,
  back,
  button,
  cancel,
  lastTryPart,
  notice,
  type Part,
  picture,
  pinPad,
  type SessionScene,
  type SessionScreens,
  text,
  triesLeft,
  waiting,
} from './parts.ts';

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

const takeCard = ({ say, view }: SessionScene): Part => ({
  title: say('takingCardBack.title'),
  step: 2,
  alarm: alarmOf(view.session),
  blocks: [picture('card-out', say('takingCardBack.title')), text(say('takingCardBack.text'))],
  buttons: [cancel(say)],
});

/** Screens from the choice of the service to the card that goes back, by the state of the flow. */
export const entryScreens: SessionScreens = {
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
  guiding: ({ say }) => waiting(say('readingCard.title'), say('readingCard.text')),
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
};
