import type { LogState } from '../log/state.ts';
import type { Visit } from '../log/visit.ts';
import type { Kiosk } from '../main.ts';
import { frameOf, type Screen } from '../ui/screens/screen.ts';
import type { View } from '../ui/screens/view.ts';
import type { Violation } from './judge.ts';
import type { Watched } from './watched.ts';

/** What there is to look at in one moment. */
export interface Now {
  readonly shop: Watched;
  readonly kiosk: Kiosk;
  readonly state: LogState;
  /** The visits that are not over. */
  readonly visits: readonly Visit[];
  readonly view: View;
  readonly screen: Screen;
}

export interface Rule {
  readonly invariant: Violation['invariant'];
  /** What is broken, or null. */
  readonly broken: (now: Now) => string | null;
}

const say = (is: boolean, sentence: string): string | null => (is ? sentence : null);
/** A page for staff to look at, which belongs to no visit (see `test-page.intent`). */
export const isTestPage = (name: string): boolean => name.startsWith('TEST-');
const insideNobody = ['open', 'closed', 'outOfService', 'cardLeft'] as const;
const nobodyThere = ({ view: { terminal } }: Now): boolean =>
  insideNobody.some((service) => terminal.matches({ service }));

/** Payment is in a state in which coins may fall: opened, or told to stop and not done with that. */
const mayTakeCoins = ({ payment, terminal }: View): boolean =>
  terminal.matches({ service: 'booting' }) ||
  terminal.matches({ service: 'recovering' }) ||
  (payment !== null && (payment.hasTag('accepting') || payment.matches('closing') || payment.matches('deciding')));

/** What must be so at any instant, also between a row and the effect it allows. */
export const always: readonly Rule[] = [
  {
    invariant: 'I2',
    broken: ({ visits }) => say(visits.length > 1, `${visits.length} visits at once`),
  },
  {
    invariant: 'I2',
    broken: ({ kiosk: { parts }, state }) =>
      say(
        parts.caseFile.transaction !== null && !state.open.has(parts.caseFile.transaction),
        'a case file of a visit that is not open',
      ),
  },
  {
    invariant: 'I2',
    broken: ({ shop, state, visits }) =>
      say(
        shop.devices.pages.known.some(
          (name) =>
            !state.unerased.has(name) &&
            !isTestPage(name) &&
            !visits.some(({ transaction, print }) => print !== 'none' && name.startsWith(transaction)),
        ),
        'the printer has a job of no open visit',
      ),
  },
  {
    invariant: 'I4',
    broken: ({ state: { money } }) => {
      let sum = 0;
      for (const yen of Object.values(money)) sum += yen;
      return say(sum !== 0, `the accounts sum to ${sum} yen`);
    },
  },
  {
    invariant: 'I4',
    broken: ({ state: { money } }) =>
      say(Math.min(money.held, money.taken, money.owed) < 0, 'an account holds less than nothing'),
  },
  {
    invariant: 'I4',
    broken: ({ shop }) => {
      const { cashBox, filled, inHoppers, inserted, paidOut, returned, rolling } = shop.devices.coins.money;
      return say(inserted + filled !== cashBox + returned + paidOut + inHoppers + rolling, 'the models lost a coin');
    },
  },
  {
    invariant: 'I4',
    broken: ({ visits }) =>
      say(
        visits.some(({ money, printOutcome }) => money.taken > 0 && printOutcome !== 'printed'),
        'money taken for paper that is not out',
      ),
  },
  {
    invariant: 'I4',
    broken: ({ visits }) =>
      say(
        visits.some(({ issued, money }) => money.taken > (issued?.fee ?? 0)),
        'more money taken than the paper costs',
      ),
  },
  {
    invariant: 'I5',
    broken: ({ shop: { devices }, view, visits }) => {
      // A gate that does not close takes coins whatever it was told.
      if (devices.acceptor.faults.gateOpen || ![10, 50, 100, 500].some((yen) => devices.acceptor.takes(yen)))
        return null;
      if (!visits.some(({ accepting, documentChecked }) => accepting && documentChecked !== null))
        return 'coins are taken and no visit may pay';
      return say(!mayTakeCoins(view), 'coins are taken in a state that takes none');
    },
  },
  {
    invariant: 'I8',
    broken: ({ kiosk: { parts }, visits }) =>
      say(visits.length === 0 && !(parts.caseFile.wiped && parts.pin.wiped), 'something personal and nobody is there'),
  },
  {
    invariant: 'I2',
    broken: ({ view: { practice }, visits }) =>
      say(practice !== null && visits.length > 0, 'a visit is open while one is only tried'),
  },
  {
    invariant: 'I8',
    broken: ({ kiosk: { parts }, view: { practice } }) =>
      say(practice === null && !parts.practicePin.wiped, 'what was typed in practice is left'),
  },
  {
    invariant: 'I9',
    broken: ({ view: { terminal } }) =>
      say(terminal.matches({ service: 'open' }) && terminal.context.insertion !== null, 'open with a card in the slot'),
  },
];

/** What must be so besides whenever everything that needs no time has been done. */
export const atRest: readonly Rule[] = [
  {
    invariant: 'I10',
    broken: ({ kiosk, screen }) => {
      const meant = kiosk.screen();
      if (meant.id !== screen.id) return `the display shows ${screen.id} in ${meant.id}`;
      return say(frameOf(meant, 0) !== frameOf(screen, 0), `the display shows another ${screen.id}`);
    },
  },
  {
    invariant: 'I10',
    broken: ({ screen, view: { panel, practice } }) =>
      say(
        (screen.practice !== null) !== (practice !== null && !(panel?.hasTag('open') ?? false)),
        `${screen.id} does not say whether it is practice`,
      ),
  },
  {
    invariant: 'I2',
    broken: (now) => say(nobodyThere(now) && now.visits.length > 0, 'the terminal waits and a visit is open'),
  },
  {
    invariant: 'I2',
    broken: ({ kiosk: { parts }, state, view: { session } }) => {
      if (session === null) return null;
      const { transaction } = session.context;
      return say(
        parts.caseFile.transaction !== transaction || !state.open.has(transaction),
        'a visit whose case file is another one',
      );
    },
  },
  {
    invariant: 'I9',
    broken: ({ shop: { devices }, view: { terminal } }) =>
      say(
        terminal.matches({ service: 'open' }) && devices.reader.occupied && terminal.matches({ reader: 'working' }),
        'open, and the slot holds a card',
      ),
  },
];
