import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { messageOf } from '../../outcome.ts';
import type { HidTransport } from './transport.ts';

const binding = () =>
  import('node-hid').catch((error) => {
    throw new Error(`the HID binding is not installed (${messageOf(error)})`);
  });

/** `/dev/hidraw*` through hidapi's hidraw driver. The program needs leave to read and write them (a udev rule). */
export const nodeHidTransport: HidTransport = {
  list: async () => {
    const { default: hid } = await binding();
    return (await hid.devicesAsync()).flatMap(({ path, vendorId, productId, serialNumber, usagePage, usage }) =>
      path === undefined
        ? []
        : [
            {
              path,
              vendor: vendorId,
              product: productId,
              serial: serialNumber === undefined || serialNumber === '' ? null : serialNumber,
              usage: (usagePage ?? 0) * 0x10000 + (usage ?? 0),
            },
          ],
    );
  },
  open: async (path, listener) => {
    const { default: hid } = await binding();
    // hidapi keeps the descriptor to itself; the kernel shows it (Documentation/hid/hidraw.rst, sysfs).
    const descriptor = await readFile(`/sys/class/hidraw/${basename(path)}/device/report_descriptor`);
    // The class without a thread that outlives `process.exit()`; its errors are strings.
    const device = await hid.HIDAsync.open(path);
    let closing = false;
    device.on('data', (bytes: Buffer) => listener.report(bytes));
    device.on('error', (error: unknown) => {
      if (!closing) listener.closed(`${path}: ${messageOf(error)}`);
    });
    return {
      descriptor,
      getFeature: (id, length) => device.getFeatureReport(id, length),
      setFeature: async (bytes) => {
        await device.sendFeatureReport(Buffer.from(bytes));
      },
      close: async () => {
        closing = true;
        await device.close();
      },
    };
  },
};
