import { mkdtempSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { Config } from '../../config.ts';
import { OPERATIONS } from '../../devices/page-printer/ipp.ts';
import { createKiosk, type KioskOptions } from '../../main.ts';
import { serveOverHttp } from '../../simulation/cashless/mounts.ts';
import { servePseudoTerminal } from '../../simulation/coin-unit/mounts.ts';
import type { Daemons } from '../../simulation/daemons/daemons.ts';
import type { IppevePrinter } from '../../simulation/daemons/ippeveprinter.ts';
import { ServedSlot } from '../../simulation/daemons/served-slot.ts';
import { simulatedDevices } from '../../simulation/devices.ts';
import { serveOverTcp } from '../../simulation/receipt-printer/mounts.ts';
import type { SampleTown } from '../../simulation/town/town.ts';
import type { Pages } from '../pages.ts';
import { allDay } from '../tour/world.ts';
import type { Books, Watched } from '../watched.ts';

export interface DaemonShopOptions {
  /** Its devices and its data folder are replaced. */
  readonly config: Config;
  readonly clock: Clock;
  readonly town: SampleTown;
  readonly daemons: Daemons;
  readonly pages: Pages;
  readonly inspect: NonNullable<KioskOptions['inspect']>;
}

/**
 * ippeveprinter's books. It keeps a job and its document for a minute after its end and cannot be made to forget it, but nobody can
 * print it again (../../../docs/page-printer.md), so neither counts as left behind.
 */
const pagesOf = (printer: IppevePrinter): Books['pages'] => ({
  get tray() {
    return printer.tray;
  },
  get created() {
    return printer.created;
  },
  get requests() {
    return printer.requests.map(({ operation }) => operation);
  },
  get strayCancels() {
    const stray = ({ operation, status }: IppevePrinter['requests'][number]): boolean =>
      operation === OPERATIONS['Cancel-Job'] && status === 'client-error-not-found';
    return printer.requests.filter(stray).length;
  },
  known: [],
  spooled: 0,
});

/** The sample configuration as it is in a shop with everything: real transports, every way to pay, at every hour. */
function configOf(config: Config, wires: Config['devices'], dataFolder: string): Config {
  return { ...config, devices: wires, payment: { counter: true }, hours: allDay, dataFolder };
}

/**
 * One terminal in real time, as its configuration plugs it in a shop: card behind pcscd, paper through ippeveprinter, coin unit at a
 * pseudo-terminal, receipt printer and payment terminal behind sockets.
 */
export interface DaemonShop extends Watched, AsyncDisposable {
  readonly slot: ServedSlot;
  /** Path of the terminal's log. */
  readonly log: string;
}

/** Puts a terminal there and starts it. What was opened is closed again when it cannot be started. */
export async function openDaemonShop(options: DaemonShopOptions): Promise<DaemonShop> {
  const { clock, config, daemons, inspect, pages, town } = options;
  const { pcscd, printer } = daemons;
  await using opened = new AsyncDisposableStack();
  const folder = mkdtempSync(join(daemons.folder, 'shop-'));
  const models = simulatedDevices(clock, town, { hoppers: config.coins.hoppers });
  const closing = <Mount extends { close(): Promise<void> }>(mount: Mount): Mount =>
    opened.adopt(mount, () => mount.close());
  const cashless = closing(await serveOverHttp(models.cashless));
  const receipts = closing(await serveOverTcp(models.receipts));
  const link = join(folder, 'coins');
  closing(await servePseudoTerminal(models.coins, link));
  const slot = new ServedSlot(pcscd, folder);
  opened.defer(() => slot.remove());
  const wires: Config['devices'] = {
    cardReader: { transport: 'pcsc', reader: 'Virtual PCD' },
    coinUnit: { transport: 'serial', path: readlinkSync(link) },
    cashless: { transport: 'nexo', url: cashless.url, poi: models.cashless.poi },
    receiptPrinter: { transport: 'tcp', host: '127.0.0.1', port: receipts.port },
    pagePrinter: { transport: 'ipp', uri: printer.uri },
  };
  const notes: string[] = [];
  const shopConfig = configOf(config, wires, join(folder, 'data'));
  const note = (sentence: string): void => void notes.push(sentence);
  const kiosk = await createKiosk({
    config: shopConfig,
    clock,
    town,
    simulated: models,
    press: pages,
    inspect,
    note,
  });
  opened.defer(() => kiosk.stop());
  const owned = opened.move();
  const { acceptor, coins } = models;
  return {
    ...{ town, kiosk, notes, slot, hasPower: true, log: join(shopConfig.dataFolder, 'log.sqlite') },
    devices: {
      acceptor,
      coins,
      cashless: models.cashless,
      receipts: models.receipts,
      reader: slot,
      pages: pagesOf(printer),
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
