import { sleep } from '../clock.ts';
import { VirtualCard } from '../simulation/card/virtual-card.ts';
import { type Dice, dice as diceOf } from '../simulation/dice.ts';
import { goOn } from '../simulation/practising.ts';
import { Resident, type Wish } from '../simulation/resident.ts';
import type { SampleTown } from '../simulation/town/town.ts';
import { buttonsOf } from '../ui/screens/screen.ts';
import { Clerk } from './clerk.ts';
import { faults } from './faults.ts';
import type { VisitPlan } from './plan.ts';
import type { Shop } from './shop.ts';

/** A visit that has not come to its end by then breaks I9. Milliseconds. */
const longestVisit = 3_600_000;

/** What is done on every screen, and not on one alone. */
const everywhere: readonly VisitPlan['habit'][] = ['changes-look', 'uses-headset'];

/** What the person at the screen does at a look, other than what is asked; true when that was all of it. */
function habitOf(shop: Shop, plan: VisitPlan, dice: Dice): (screen: string) => boolean {
  const { habit, at } = plan;
  let times = 0;
  const press = (id: string): void => void shop.kiosk.display.touch(shop.kiosk.display.seq, id);
  const acts: Readonly<Record<VisitPlan['habit'], () => boolean>> = {
    steady: () => false,
    leaves: () => true,
    hesitates: () => times++ < 400,
    stops: () => {
      if (times++ < 3) press('resident.cancel');
      return false;
    },
    'pulls-card': () => {
      if (times++ === 0) shop.devices.reader.remove();
      return false;
    },
    'presses-anything': () => {
      if (times++ > 6) return false;
      const buttons = buttonsOf(shop.kiosk.display.screen);
      if (buttons.length > 0) press(dice.pick(buttons).id);
      return true;
    },
    'changes-look': () => {
      const { languages, modes } = shop.kiosk.display.screen;
      const switches = [...languages, ...modes];
      // Whoever did it for ever would be waited for as long.
      if (switches.length > 0 && times < 12 && dice.chance(30)) {
        times += 1;
        press(dice.pick(switches).id);
      }
      return false;
    },
    'uses-headset': () => {
      if (times === 0 || (times < 6 && dice.chance(20))) shop.kiosk.headset(times++ % 2 === 0);
      return false;
    },
    'drops-coins': () => {
      if (times++ < 5) shop.devices.acceptor.drop(dice.pick([10, 50, 100, 500]));
      return false;
    },
  };
  const act = acts[habit];
  let gone = false;
  return (screen) => {
    if (!shop.hasPower || gone) return true;
    if (screen !== at && !everywhere.includes(habit)) return false;
    const instead = act();
    if (habit === 'leaves') gone = true;
    return instead;
  };
}

/** Faults and the power cut come right after their rows. */
function arm(shop: Shop, plan: VisitPlan): void {
  let rows = 0;
  const seen = new Set<string>();
  shop.onRow = ({ type }) => {
    rows += 1;
    const isNow = (after: number | string): boolean => after === rows || (after === type && !seen.has(type));
    for (const { fault, after, seed } of plan.faults) {
      if (!isNow(after)) continue;
      shop.onTrouble?.(fault);
      shop.faultsInjected += 1;
      faults[fault](shop.devices, diceOf(seed), shop.line);
    }
    const cut = plan.cut !== null && isNow(plan.cut.after);
    seen.add(type);
    if (!cut) return;
    const underWay = plan.cut?.underWay;
    shop.cut();
    if (!underWay) throw new Error('the power is cut');
  };
}

/** Looks until a card that was taken away too early is touched again. */
const againAfter = 10;

/** What the person does with means that are not coins. */
export function payingBy(
  shop: Shop,
  { tap, register }: Pick<VisitPlan, 'tap' | 'register'>,
): Pick<Wish, 'atTerminal' | 'atRegister' | 'atStaff' | 'pickup'> {
  const { cashless, receipts } = shop.devices;
  const slip = (): string => receipts.slips.findLast(({ text }) => text.includes('お支払い票'))?.text ?? '';
  const numberOn = (pattern: RegExp): string => pattern.exec(slip())?.[1] ?? '';
  const order = (act: 'counter-paid' | 'counter-confirm'): void =>
    void shop.clerkDoes(act, '', numberOn(/票の番号\D*(\d{10})/));
  let touched = 0;
  return {
    atTerminal: () => {
      if (cashless.asking === null || tap === 'never') return;
      if (tap === 'cancel') return cashless.pressCancel();
      touched += 1;
      if (tap === 'torn-charged' && touched === 1) cashless.tap('credit', { torn: 'charged' });
      else if (tap === 'torn-not-charged' && touched === 1) cashless.tap('credit', { torn: 'not-charged' });
      else if (touched === 1 || touched === againAfter) cashless.tap(tap === 'poor' ? 'poor' : 'credit');
    },
    atRegister: () => {
      if (register !== 'never') order('counter-paid');
    },
    atStaff: () => {
      if (register !== 'lost-number') order('counter-confirm');
    },
    pickup: () => {
      const number = numberOn(/引換番号[^\d\n]*(\d{4})/);
      if (register === 'paid') return number;
      // Any other: once in ten thousand slips a fixed one would be the right one.
      return number === '0000' ? '0001' : '0000';
    },
  };
}

const atRest = (shop: Shop): boolean => {
  const { display, log } = shop.kiosk;
  return (
    log.state.open.size === 0 &&
    ['open', 'closed', 'outOfService', 'staffNeeded', 'cardLeft'].includes(display.screen.id)
  );
};

/** Looks of somebody who puts the real card in while practising, at most. */
const looksOfPractice = 60;

/** A visit is tried until the terminal waits again, or a real one begins. */
async function practise(shop: Shop, { practises }: VisitPlan, card: VirtualCard, dice: Dice): Promise<void> {
  const { clock, devices, kiosk } = shop;
  const { actor, display } = kiosk;
  const until = practises === 'whole' ? Number.POSITIVE_INFINITY : dice.below(looksOfPractice);
  display.touch(display.seq, 'practice.start');
  for (let looks = 0; shop.hasPower && actor.getSnapshot().matches({ service: 'practising' }); looks += 1) {
    if (looks === until) devices.reader.insert(card);
    else goOn(display, '9517');
    await sleep(clock, 200);
  }
}

/** Somebody comes, does what the plan says, and goes. Resolves when the terminal stands again, or has no power. */
async function perform(shop: Shop, plan: VisitPlan, dice: Dice, town: SampleTown): Promise<void> {
  const profile = town.cards.get(plan.card);
  if (profile === undefined) throw new Error(`no card ${plan.card} in the sample town`);
  const { devices, clock, kiosk } = shop;
  const { display } = kiosk;
  const card = new VirtualCard(profile);
  if (plan.practises !== 'no') await practise(shop, plan, card, dice);
  const resident = new Resident(display, devices.reader, devices.acceptor, clock, {
    ...plan,
    card,
    ...payingBy(shop, plan),
    instead: habitOf(shop, plan, dice),
    lookMs: 200,
  });
  display.touch(display.seq, 'resident.start');
  await sleep(clock, 200);
  await resident.visit(() => !shop.hasPower || atRest(shop));
}

/**
 * One visit, and everything afterwards until the terminal waits for the next person.
 * @param onEnd called when the visit is over, before anybody tidies up
 * @throws when it never comes to that
 */
export async function runVisit(
  shop: Shop,
  plan: VisitPlan,
  town: SampleTown,
  onEnd: () => void = () => {},
): Promise<void> {
  const dice = diceOf(plan.faults[0]?.seed ?? 7);
  const clerk = new Clerk(shop, plan.clerk, dice);
  arm(shop, plan);
  clerk.begin();
  try {
    await shop.clock.until(perform(shop, plan, dice, town), longestVisit);
  } finally {
    clerk.end();
    shop.onRow = null;
  }
  onEnd();
  await shop.clock.until(clerk.tidy(), longestVisit);
  shop.onRow = null;
  await shop.clock.until(clerk.payClaims(), longestVisit);
}
