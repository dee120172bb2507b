import type { SnapshotFrom } from 'xstate';
import { dayIn, timeIn } from '../../locales/index.ts';
import type { cardCheckMachine } from '../../machines/card-check.ts';
import type { PinKind } from '../../machines/events.ts';
import type { PinServiceContext } from '../../machines/pin-setup.ts';
import type { registrationMachine } from '../../machines/registration.ts';
import {
  back,
  button,
  cancel,
  confirm,
  facts,
  lastTryPart,
  notice,
  picture,
  pinPad,
  type Scene,
  type Screens,
  type Serving,
  screenIn,
  text,
  triesLeft,
  waiting,
} from './parts.ts';
import type { Block } from './screen.ts';

/** Screens of the services inside a visit, by the last name on the path of the service's state. */

const enter = ({ say }: Scene, complete: boolean) =>
  button('go', say('button.enter'), { type: 'resident.submitPin' }, { disabled: !complete });

const pinKinds: readonly PinKind[] = ['auth', 'sign'];

/** What is wrong with the entry before. */
function pinNotice({ say }: Scene, reason: PinServiceContext['notice']): Block[] {
  if (reason === null) return [];
  if (reason === 'wrong-pin' || reason === 'different') return [notice('error', say(`notice.${reason}`))];
  return [notice('error', say(`weak.${reason}`))];
}

const pinScreens: Screens<PinServiceContext> = {
  choosingPin: ({ say }, { tries }) => ({
    title: say('choosingPin.title'),
    blocks: [
      {
        kind: 'choices',
        label: null,
        choices: pinKinds.map((pin) =>
          button(
            'choice',
            say(`pin.${pin}`),
            { type: 'resident.choosePin', pin },
            {
              id: `pin.${pin}`,
              disabled: tries[pin] === null,
              detail:
                tries[pin] === null
                  ? say('pin.none')
                  : tries[pin] === 0
                    ? say('pin.locked')
                    : say('pin.tries', { n: tries[pin] }),
            },
          ),
        ),
      },
    ],
    buttons: [cancel(say)],
  }),
  findingReservation: ({ say }) => waiting(say('findingReservation.title'), say('readingCard.text')),
  explaining: ({ say, language }, { prove, set, until }) => ({
    title: say('reset.title', { pin: say(`pin.${set}`) }),
    blocks: [
      picture('pin', say('reset.title', { pin: say(`pin.${set}`) })),
      text(say('reset.text', { pin: say(`pin.${prove}`) })),
      facts([say('reset.until'), timeIn(language, until ?? 0)]),
    ],
    buttons: [cancel(say), confirm(say('button.go'))],
  }),
  lastTry: ({ say }, context) => lastTryPart({ say, wrong: context.notice === 'wrong-pin' }),
  enteringCurrent: (scene, { prove, tries, length, complete, notice: reason }) => ({
    title: scene.say(`enteringCurrent.${prove}`),
    blocks: [
      ...pinNotice(scene, reason),
      triesLeft(scene.say, tries[prove] ?? 0),
      pinPad(scene.say, prove, scene.say(`pin.${prove}`), length),
    ],
    buttons: [cancel(scene.say), enter(scene, complete)],
  }),
  enteringFresh: (scene, { set, length, complete, notice: reason }) => ({
    title: scene.say(`enteringFresh.${set}`),
    blocks: [
      ...pinNotice(scene, reason),
      notice('info', scene.say(`enteringFresh.rule.${set}`)),
      pinPad(scene.say, set, scene.say(`pin.${set}`), length),
    ],
    buttons: [cancel(scene.say), enter(scene, complete)],
  }),
  judging: ({ say }) => waiting(say('verifyingPin.title'), say('readingCard.text')),
  enteringAgain: (scene, { set, length, complete }) => ({
    title: scene.say(`enteringAgain.${set}`),
    blocks: [pinPad(scene.say, set, scene.say(`pin.${set}`), length)],
    buttons: [cancel(scene.say), back(scene.say), enter(scene, complete)],
  }),
  comparing: ({ say }) => waiting(say('verifyingPin.title'), say('readingCard.text')),
  setting: ({ say }) => waiting(say('settingPin.title'), say('readingCard.text')),
  succeeded: ({ say }, { prove, set }) => ({
    title: say(prove === set ? 'succeeded.change' : 'succeeded.reset'),
    blocks: [picture('pin', say(`pin.${set}`)), text(say(`pin.${set}`)), text(say('succeeded.text'))],
    buttons: [confirm(say('button.ok'))],
  }),
};

const registrationScreens: Screens<SnapshotFrom<typeof registrationMachine>['context']> = {
  asking: ({ say }) => waiting(say('registration.asking'), say('readingCard.text')),
  explaining: ({ say, language }, { known }) => {
    const mayApply = known?.state === 'open' || known?.state === 'rejected';
    return {
      title: say('registration.title'),
      blocks: [
        {
          kind: 'facts',
          personal: { [say('registration.municipality')]: '' },
          rows: [
            [say('registration.municipality'), known?.municipality ?? ''],
            [say('registration.state'), say(`registration.state.${known?.state ?? 'open'}`)],
            ...(known?.opensOn == null ? [] : [[say('registration.opensOn'), dayIn(language, known.opensOn)] as const]),
          ],
        },
        text(say(mayApply ? 'registration.text' : 'registration.after')),
      ],
      buttons: [cancel(say), confirm(say(mayApply ? 'button.apply' : 'button.ok'))],
    };
  },
  lastTry: ({ say }, { wrong }) => lastTryPart({ say, wrong }),
  enteringPassword: (scene, { tries, length, complete, wrong }) => ({
    title: scene.say('enteringCurrent.sign'),
    blocks: [
      ...pinNotice(scene, wrong ? 'wrong-pin' : null),
      triesLeft(scene.say, tries),
      pinPad(scene.say, 'sign', scene.say('pin.sign'), length),
    ],
    buttons: [cancel(scene.say), enter(scene, complete)],
  }),
  submitting: ({ say }) => waiting(say('registration.submitting'), say('readingCard.text')),
  printingSlip: ({ say }) => waiting(say('registration.submitted'), say('starting.text')),
  submitted: ({ say, language }, { filed, slip }) => ({
    title: say('registration.submitted'),
    blocks: [
      picture('receipt', say('registration.submitted')),
      facts(
        [say('registration.receipt'), filed?.receipt ?? ''],
        [say('registration.opensOn'), filed === null ? '' : dayIn(language, filed.opensOn)],
      ),
      slip === 'printed'
        ? notice('info', say('registration.slip.printed'))
        : notice('warning', say('registration.slip.failed')),
      text(say('registration.after')),
    ],
    buttons: [confirm(say('button.ok'))],
  }),
};

const allPins = ['auth', 'sign', 'register', 'text'] as const;

const cardCheckScreens: Screens<SnapshotFrom<typeof cardCheckMachine>['context']> = {
  reading: ({ say }) => waiting(say('readingCard.title'), say('readingCard.text')),
  showing: ({ say, language }, context) => {
    const read = context.facts;
    if (read === null) return waiting(say('readingCard.title'), say('readingCard.text'));
    const day = (on: string | null, none: string): string => (on === null ? none : dayIn(language, on));
    const { lapse } = read;
    return {
      title: say('cardCheck.title'),
      blocks: [
        ...(lapse === null
          ? []
          : [
              notice(
                lapse.past ? 'error' : 'warning',
                say(lapse.past ? `lapse.${lapse.what}.past` : `lapse.${lapse.what}.renew`),
              ),
            ]),
        facts(
          [say('cardCheck.cardUntil'), day(read.cardUntil, say('cardCheck.unknown'))],
          [say('cardCheck.authUntil'), day(read.authUntil, say('cardCheck.absent'))],
          [say('cardCheck.sign'), say(read.has.sign ? 'cardCheck.present' : 'cardCheck.absent')],
          ...allPins.map((pin) => {
            const tries = read.tries[pin];
            const state =
              tries === null ? say('pin.none') : tries === 0 ? say('pin.locked') : say('pin.tries', { n: tries });
            return [say(`pin.${pin}`), state] as const;
          }),
        ),
        text(say('cardCheck.text')),
      ],
      buttons: [confirm(say('button.ok'))],
    };
  },
};

/** The screen of the service that runs in the visit, or null. */
export const serviceScreenOf = (scene: Scene): Serving | null =>
  screenIn(scene, scene.view.pinChange, pinScreens) ??
  screenIn(scene, scene.view.pinReset, pinScreens) ??
  screenIn(scene, scene.view.registration, registrationScreens) ??
  screenIn(scene, scene.view.cardCheck, cardCheckScreens);
