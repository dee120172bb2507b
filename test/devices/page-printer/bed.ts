import { createPagePrinter } from '../../../src/devices/page-printer/driver.ts';
import { httpTransport } from '../../../src/devices/page-printer/http-transport.ts';
import type { IppTransport } from '../../../src/devices/page-printer/ipp-transport.ts';
import type { PagePrinter, PrintOutcome } from '../../../src/devices/page-printer/port.ts';
import { memoryTransport, serveOverHttp } from '../../../src/simulation/page-printer/mounts.ts';
import { PagePrinterModel } from '../../../src/simulation/page-printer/printer-model.ts';
import { settle, VirtualClock } from '../virtual-clock.ts';

/** As much of a PDF as the printer model looks at. */
export const pdfOf = (pages: number): Uint8Array => Buffer.from(`%PDF-1.4\n${'<< /Type /Page >>\n'.repeat(pages)}`);

/** What carries the requests of many printers, one after the other. */
export interface Mount extends AsyncDisposable {
  readonly name: 'memory' | 'http';
  transportTo(model: PagePrinterModel): IppTransport;
}

export const memory: Mount = {
  name: 'memory',
  transportTo: memoryTransport,
  [Symbol.asyncDispose]: async () => {},
};

/** A true socket on the loopback interface; whoever is behind it can be changed. */
export async function overHttp(): Promise<Mount> {
  let current: PagePrinterModel | null = null;
  const mount = await serveOverHttp({ handle: async (body) => current?.handle(body) ?? null });
  return {
    name: 'http',
    transportTo: (model) => {
      current = model;
      return httpTransport(mount.uri);
    },
    [Symbol.asyncDispose]: () => mount.close(),
  };
}

/** One printer, the driver before it, and a clock that goes on only when nothing is on the wire. */
export interface Bed {
  readonly clock: VirtualClock;
  readonly model: PagePrinterModel;
  readonly printer: PagePrinter;
  readonly abort: AbortController;
  /** Calls back before the request of this number leaves; 1 is the first. */
  before(request: number, happen: () => void): void;
  /** Prints `T1`, and gives up after five minutes as the session does. */
  print(pages: number): Promise<PrintOutcome>;
}

const GIVE_UP_MS = 300_000;

export function bedOn(mount: Mount, { pollMs = 1_500 } = {}): Bed {
  let onTheWire = 0;
  let sent = 0;
  const hooks = new Map<number, () => void>();
  const clock = new VirtualClock();
  /** Resolves when nothing is on the wire but answers that wait for the clock. */
  const quiet = async (): Promise<void> => {
    while (onTheWire > model.late) await settle();
  };
  const model = new PagePrinterModel({ clock, pageMs: 2_000 });
  const wire = mount.transportTo(model);
  const transport: IppTransport = {
    post: (body, signal) => {
      sent++;
      hooks.get(sent)?.();
      onTheWire++;
      const posted = wire.post(body, signal).finally(() => onTheWire--);
      void clock.hold(quiet());
      return posted;
    },
  };
  const printer = createPagePrinter({ clock, uri: model.uri, transport, pollMs });
  const abort = new AbortController();
  return {
    clock,
    model,
    printer,
    abort,
    before: (request, happen) => {
      hooks.set(request, happen);
    },
    print: (pages) => {
      clock.setTimeout(() => abort.abort(), GIVE_UP_MS);
      const options = { record: () => undefined, progress: () => undefined, signal: abort.signal };
      return clock.until(printer.print({ name: 'T1', pdf: pdfOf(pages), pages, sides: 1 }, options));
    },
  };
}
