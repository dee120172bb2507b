import type { Clock } from '../clock.ts';
import { VirtualCard } from './card/virtual-card.ts';
import { MemoryReader } from './card-reader/memory-reader.ts';
import { AcceptorModel } from './coin-unit/acceptor-model.ts';
import { PagePrinterModel } from './page-printer/printer-model.ts';
import { ReceiptPrinterModel } from './receipt-printer/printer-model.ts';
import type { SampleTown } from './town/town.ts';

/** One of each device, at byte level, and the named cards of the sample town. */
export interface SimulatedDevices {
  readonly reader: MemoryReader;
  readonly acceptor: AcceptorModel;
  readonly receipts: ReceiptPrinterModel;
  readonly pages: PagePrinterModel;
  readonly cards: ReadonlyMap<string, VirtualCard>;
  /** The validity service behind the embedded centre. */
  readonly validity: SampleTown['responder'];
}

export function simulatedDevices(
  clock: Clock,
  town: SampleTown,
  options: { readonly pageMs?: number } = {},
): SimulatedDevices {
  return {
    reader: new MemoryReader({ clock }),
    acceptor: new AcceptorModel(clock),
    receipts: new ReceiptPrinterModel({ clock }),
    pages: new PagePrinterModel({ clock, ...(options.pageMs === undefined ? {} : { pageMs: options.pageMs }) }),
    validity: town.responder,
    cards: new Map([...town.cards].map(([name, profile]) => [name, new VirtualCard(profile)])),
  };
}
