import type { Clock } from '../clock.ts';
import type { HopperPlace } from '../devices/coin-unit/port.ts';
import { VirtualCard } from './card/virtual-card.ts';
import { MemoryReader } from './card-reader/memory-reader.ts';
import { CashlessModel } from './cashless/terminal-model.ts';
import type { AcceptorModel, AcceptorOptions } from './coin-unit/acceptor-model.ts';
import { CoinUnitModel } from './coin-unit/coin-unit-model.ts';
import { HidBus } from './hid/bus.ts';
import { keypadModel } from './hid/keypad-model.ts';
import { touchPanelModel } from './hid/touch-panel-model.ts';
import { PagePrinterModel } from './page-printer/printer-model.ts';
import { ReceiptPrinterModel } from './receipt-printer/printer-model.ts';
import type { SampleTown } from './town/town.ts';

/** Coins in each hopper at the beginning. */
const hopperFill = 50;

/** One of each device, at byte level, and the named cards of the sample town. */
export interface SimulatedDevices {
  readonly reader: MemoryReader;
  /** Acceptor and hoppers on one wire. */
  readonly coins: CoinUnitModel;
  readonly acceptor: AcceptorModel;
  /** The payment terminal; whether the shop has one says the configuration. */
  readonly cashless: CashlessModel;
  readonly receipts: ReceiptPrinterModel;
  readonly pages: PagePrinterModel;
  /** The USB with touch panel and keypad; whether the terminal reads them itself says the configuration. */
  readonly hid: HidBus;
  readonly cards: ReadonlyMap<string, VirtualCard>;
  /** The validity service behind the embedded centre. */
  readonly validity: SampleTown['responder'];
}

/** Also those that are plugged in already. */
export function plugInHands(hid: HidBus): void {
  hid.plug(touchPanelModel());
  hid.plug(keypadModel());
}

export function simulatedDevices(
  clock: Clock,
  town: SampleTown,
  options: {
    readonly pageMs?: number;
    readonly hoppers: readonly HopperPlace[];
    readonly acceptor?: AcceptorOptions;
  },
): SimulatedDevices {
  const hoppers = options.hoppers.map((place) => ({ ...place, coins: hopperFill }));
  const hid = new HidBus();
  plugInHands(hid);
  const coins = new CoinUnitModel(clock, { hoppers, acceptor: options.acceptor ?? {} });
  return {
    reader: new MemoryReader({ clock }),
    coins,
    acceptor: coins.acceptor,
    cashless: new CashlessModel({ clock }),
    receipts: new ReceiptPrinterModel({ clock }),
    pages: new PagePrinterModel({ clock, ...(options.pageMs === undefined ? {} : { pageMs: options.pageMs }) }),
    hid,
    validity: town.responder,
    cards: new Map([...town.cards].map(([name, profile]) => [name, new VirtualCard(profile)])),
  };
}
