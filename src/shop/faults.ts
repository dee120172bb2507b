import { plugInHands, type SimulatedDevices } from '../simulation/devices.ts';
import type { Dice } from '../simulation/dice.ts';
import { keypadModel } from '../simulation/hid/keypad-model.ts';
import { touchPanelModel } from '../simulation/hid/touch-panel-model.ts';
import { wrongAnswerNames } from '../simulation/page-printer/connection-faults.ts';
import type { CentreLine } from './centre-line.ts';

/** Something that goes wrong with a device, the line or the centre. Numbers it needs come from the dice. */
type Fault = (devices: SimulatedDevices, dice: Dice, centre: CentreLine) => void;

const lineFaults = [
  'deaf',
  'collision',
  'badEcho',
  'noEcho',
  'nak',
  'busy',
  'duplicate',
  'late',
  'split',
  'drop',
] as const;

const spoil = (device: { faults: { exchanges?: unknown[] } } | undefined, dice: Dice): void => {
  if (device !== undefined)
    device.faults.exchanges = Array.from({ length: 1 + dice.below(3) }, () =>
      dice.chance(30) ? null : dice.pick(lineFaults),
    );
};

const hopperOf = ({ coins }: SimulatedDevices, dice: Dice) => dice.pick(coins.hoppers);

/** Every fault a simulated shop knows, by its name in plans and reports. */
export const faults = {
  'pages-jam': ({ pages }) => pages.raise('media-jam'),
  'pages-empty': ({ pages }) => pages.raise('media-empty'),
  'pages-cover': ({ pages }) => pages.raise('cover-open'),
  'pages-toner': ({ pages }) => pages.raise('toner-empty'),
  'pages-toner-low': ({ pages }) => pages.raise('toner-low'),
  'pages-paused': ({ pages }) => pages.raise('paused'),
  'pages-refusing': ({ pages }) => pages.raise('not-accepting'),
  'pages-unplugged': ({ pages }) => pages.raise('offline'),
  'pages-keeping': ({ pages }) => {
    pages.raise('keeps-documents');
    pages.forgets = 'never';
  },
  'pages-power': ({ pages }, dice) => pages.powerCycle({ history: dice.chance(50) }),
  'pages-abort': ({ pages }, dice) => pages.abortAt(1 + dice.below(2)),
  'pages-answer-lost': ({ pages }, dice) =>
    pages.failNext(
      dice.pick(['Get-Jobs', 'Cancel-Job', 'Get-Job-Attributes', 'Create-Job', 'Send-Document']),
      dice.pick(['drop-before', 'drop-after']),
    ),
  'pages-wrong-answer': ({ pages }, dice) =>
    pages.failNext(
      dice.pick(['Get-Jobs', 'Cancel-Job', 'Get-Job-Attributes', 'Create-Job', 'Send-Document']),
      dice.pick(wrongAnswerNames),
    ),
  'cashless-unplugged': ({ cashless }) => {
    cashless.offline = true;
  },
  'cashless-answer-lost': ({ cashless }, dice) =>
    cashless.failNext(
      dice.pick(['TransactionStatus', 'Abort', 'Reversal', 'Payment']),
      dice.pick(['drop-before', 'drop-after']),
    ),
  'cashless-power': ({ cashless }, dice) => cashless.powerCycle({ journal: dice.chance(70) }),
  'cashless-partial': ({ cashless }) => {
    cashless.approveOnly = 100;
  },
  'cashless-no-reversal': ({ cashless }) => {
    cashless.refuseReversals = 'NotAllowed';
  },
  'receipts-end': ({ receipts }) => receipts.raise('paper-end'),
  'receipts-cover': ({ receipts }) => receipts.raise('cover-open'),
  'receipts-cutter': ({ receipts }) => receipts.raise('cutter-error'),
  'receipts-offline': ({ receipts }, dice) => (dice.chance(50) ? receipts.loseNextAnswer() : receipts.raise('offline')),
  'coins-line': ({ acceptor }, dice) => spoil(acceptor, dice),
  'coins-dead': ({ acceptor }) => {
    acceptor.faults.dead = true;
  },
  'coins-power': ({ coins }) => coins.powerCycle(),
  'hopper-line': (devices, dice) => spoil(hopperOf(devices, dice), dice),
  'hopper-jam': (devices, dice) => {
    hopperOf(devices, dice).faults.jamAfter = dice.below(3);
  },
  'hopper-power': (devices, dice) => {
    hopperOf(devices, dice).faults.powerLossAfter = dice.below(3);
  },
  'hopper-fraud': (devices, dice) => {
    hopperOf(devices, dice).faults.fraudAfter = dice.below(3);
  },
  'hopper-late-coin': (devices, dice) => {
    const hopper = hopperOf(devices, dice);
    hopper.faults.jamAfter = dice.below(2);
    hopper.faults.lateCoin = true;
  },
  'hopper-dead': (devices, dice) => {
    hopperOf(devices, dice).faults.dead = true;
  },
  'hopper-empty': (devices, dice) => hopperOf(devices, dice).fillTo(0),
  'reader-unplugged': ({ reader }) => reader.setHealth('failed'),
  'touch-unplugged': ({ hid }) => hid.unplug(touchPanelModel().info.path),
  'keypad-unplugged': ({ hid }) => hid.unplug(keypadModel().info.path),
  'card-pulled': ({ reader }) => reader.remove(),
  'card-torn': ({ reader }, dice) => {
    if (reader.card !== null) reader.card.faults = { tearAfter: 1 + dice.below(10) };
  },
  'card-mute': ({ reader }, dice) => {
    if (reader.card !== null) reader.card.faults = { muteAt: 1 + dice.below(10) };
  },
  'centre-line': (_devices, dice, centre) => {
    centre.state = dice.pick(['silent', 'cut']);
  },
  'centre-mixed-up': (_devices, _dice, centre) => {
    centre.state = 'mixed-up';
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as FaultName[];

/** Everything is mended, plugged in and filled again. */
export function heal(
  { acceptor, cashless, coins, hid, pages, reader, receipts }: SimulatedDevices,
  centre: CentreLine,
): void {
  for (const condition of pages.conditions) pages.clear(condition);
  pages.mendLine();
  pages.forgets = 'purge-jobs';
  cashless.offline = false;
  cashless.approveOnly = null;
  cashless.refuseReversals = null;
  for (const condition of receipts.conditions) receipts.clear(condition);
  acceptor.faults = {};
  for (const hopper of coins.hoppers) {
    hopper.faults = {};
    hopper.fillTo(50);
  }
  reader.setHealth('working');
  plugInHands(hid);
  if (reader.card !== null) reader.card.faults = {};
  centre.state = 'well';
}
