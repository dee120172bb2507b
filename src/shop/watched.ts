import type { Kiosk } from '../main.ts';
import type { CardTraffic } from '../simulation/card/traffic.ts';
import type { SimulatedDevices } from '../simulation/devices.ts';
import type { PagePrinterModel } from '../simulation/page-printer/printer-model.ts';
import type { SampleTown } from '../simulation/town/town.ts';

/** The devices' own books: what each was told and did, in memory or behind a daemon. */
export interface Books extends Pick<SimulatedDevices, 'acceptor' | 'cashless' | 'coins' | 'receipts'> {
  readonly reader: {
    readonly traffic: readonly CardTraffic[];
    /** Another value for another card. */
    readonly card: unknown;
    readonly occupied: boolean;
  };
  readonly pages: Pick<PagePrinterModel, 'known' | 'spooled' | 'strayCancels' | 'tray'> & {
    readonly created: readonly string[];
    readonly requests: readonly number[];
  };
}

/** A terminal and its devices, as far as whoever judges them looks. */
export interface Watched {
  readonly town: SampleTown;
  readonly hasPower: boolean;
  /** The terminal that runs now. @throws when there is none */
  readonly kiosk: Kiosk;
  readonly devices: Books;
  /** Sentences for the operator's program log. */
  readonly notes: string[];
}
