import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { HidModel } from '../../src/simulation/hid/bus.ts';
import { type Call, serveNode } from './hid-wire.ts';

/** `_IOC(direction, 'H', number, size)` of linux/hidraw.h: what is looked at is type and number. */
const hidraw = { descriptorSize: 1, descriptor: 2, name: 4, setFeature: 6, getFeature: 7 } as const;
const errno = { io: 5, again: 11, noDevice: 19, notTty: 25 } as const;
/** How long a read waits for a report. */
const readMs = 20;

/** A device node that a program under the preload opens, reads and asks as if the kernel had made it. */
class BedDevice {
  readonly #model: HidModel;
  readonly #reports: Uint8Array[] = [];
  #waiting: (() => void) | null = null;
  gone = false;
  close = (): void => {};

  constructor(model: HidModel) {
    this.#model = model;
  }

  /** One input report: one read. */
  send(report: Uint8Array): void {
    this.#reports.push(report);
    this.#waiting?.();
  }

  pull(): void {
    this.gone = true;
    this.#waiting?.();
  }

  read(length: number, call: Call): void {
    const settle = (late: boolean): void => {
      const report = this.#reports[0];
      if (!this.gone && report === undefined && !late) return;
      clearTimeout(timer);
      this.#waiting = null;
      if (this.gone) call.done(-1, errno.io);
      else if (report === undefined) call.done(-1, errno.again);
      else {
        this.#reports.shift();
        call.fill(report.subarray(0, length), Math.min(length, report.length));
      }
    };
    const timer = setTimeout(() => settle(true), readMs);
    this.#waiting = () => settle(false);
    settle(false);
  }

  write(length: number, call: Call): void {
    call.fetch(length, () => call.done(length));
  }

  ioctl(request: number, call: Call): void {
    const { descriptor, features } = this.#model;
    const size = (request >>> 16) & 0x3fff;
    const length = Buffer.alloc(4);
    length.writeUInt32LE(descriptor.length);
    const answers: Readonly<Record<number, () => void>> = {
      [hidraw.descriptorSize]: () => call.fill(length, 0),
      [hidraw.descriptor]: () => call.fill(Buffer.concat([length, descriptor]), 0),
      [hidraw.name]: () => call.fill(Buffer.from('bed\0'), 4),
      [hidraw.getFeature]: () =>
        call.fetch(1, ([id = 0]) => {
          const body = features.get(id);
          const report = Uint8Array.of(id, ...(body ?? [])).subarray(0, size);
          if (body === undefined) call.done(-1, errno.io);
          else call.fill(report, report.length);
        }),
      [hidraw.setFeature]: () =>
        call.fetch(size, ([id = 0, ...body]) => {
          features.set(id, Uint8Array.from(body));
          call.done(size);
        }),
    };
    const reply = ((request >>> 8) & 0xff) === 0x48 ? answers[request & 0xff] : undefined;
    if (this.gone) call.done(-1, errno.noDevice);
    else if (reply === undefined) call.done(-1, errno.notTty);
    else reply();
  }
}

const major = 241;

/** A machine's /sys and /dev for one program under test, with HID devices that come and go. Needs the Debian package umockdev. */
export class HidBed {
  readonly folder = mkdtempSync(join(tmpdir(), 'hid-bed-'));
  readonly #devices: BedDevice[] = [];
  #other = { close: (): void => {} };
  #plugged = 0;

  async start(): Promise<this> {
    for (const name of ['sys/class', 'sys/bus/usb/devices', 'sys/bus/hid/devices', 'sys/dev/char', 'dev/.node'])
      mkdirSync(join(this.folder, name), { recursive: true });
    mkdirSync(join(this.folder, 'ioctl/dev'), { recursive: true });
    // -100: the preload goes on to the real call.
    const real = (_: number, call: Call): void => call.done(-100);
    this.#other = await serveNode(join(this.folder, 'ioctl/_default'), { ioctl: real, read: real, write: real });
    return this;
  }

  /** Environment of the program under test. */
  get env(): Record<string, string> {
    return { LD_PRELOAD: 'libumockdev-preload.so.0', UMOCKDEV_DIR: this.folder };
  }

  /** Plugs a model in; `send` and `unplug` act on it. */
  async plug(model: HidModel): Promise<{ send(report: Uint8Array): void; unplug(): void }> {
    const { vendor, product, serial, path } = model.info;
    const name = path.slice('/dev/'.length);
    const number = Number(name.slice('hidraw'.length));
    const hex = (value: number): string => value.toString(16).padStart(4, '0');
    this.#plugged += 1;
    const port = `1-${number + 1}`;
    const usb = `sys/devices/pci0000:00/usb1/${port}`;
    const hid = `${usb}/${port}:1.0/0003:${hex(vendor)}:${hex(product)}.${hex(this.#plugged)}`;
    const raw = `${hid}/hidraw/${name}`;
    const place = (file: string): string => join(this.folder, file);
    const write = (file: string, content: string | Uint8Array): void => {
      mkdirSync(dirname(place(file)), { recursive: true });
      writeFileSync(place(file), content);
    };
    const link = (file: string, target: string): void => {
      mkdirSync(dirname(place(file)), { recursive: true });
      rmSync(place(file), { force: true });
      symlinkSync(relative(dirname(place(file)), place(target)), place(file));
    };
    const bus = `0003:0000${hex(vendor)}:0000${hex(product)}`.toUpperCase();
    write(`${usb}/uevent`, 'DEVTYPE=usb_device\nSUBSYSTEM=usb\n');
    const facts = {
      idVendor: hex(vendor),
      idProduct: hex(product),
      manufacturer: 'Bed',
      product: 'Bed',
      bcdDevice: '0100',
    };
    for (const [key, value] of Object.entries({ ...facts, ...(serial === null ? {} : { serial }) }))
      write(`${usb}/${key}`, `${value}\n`);
    link(`${usb}/subsystem`, 'sys/bus/usb');
    write(`${usb}/${port}:1.0/uevent`, 'DEVTYPE=usb_interface\nSUBSYSTEM=usb\n');
    write(`${usb}/${port}:1.0/bInterfaceNumber`, '00\n');
    link(`${usb}/${port}:1.0/subsystem`, 'sys/bus/usb');
    write(`${hid}/uevent`, `HID_ID=${bus}\nHID_NAME=Bed\nHID_PHYS=${port}\nHID_UNIQ=${serial ?? ''}\nSUBSYSTEM=hid\n`);
    write(`${hid}/report_descriptor`, model.descriptor);
    link(`${hid}/subsystem`, 'sys/bus/hid');
    write(`${raw}/uevent`, `MAJOR=${major}\nMINOR=${number}\nDEVNAME=${name}\nSUBSYSTEM=hidraw\n`);
    write(`${raw}/dev`, `${major}:${number}\n`);
    mkdirSync(place('sys/class/hidraw'), { recursive: true });
    link(`${raw}/subsystem`, 'sys/class/hidraw');
    link(`${raw}/device`, hid);
    link(`sys/dev/char/${major}:${number}`, raw);
    write(`dev/${name}`, '');
    rmSync(place(`dev/.node/${name}`), { force: true });
    symlinkSync(`${major}:${number}`, place(`dev/.node/${name}`));
    const device = new BedDevice(model);
    const socket = place(`ioctl/dev/${name}`);
    rmSync(socket, { force: true });
    device.close = (await serveNode(socket, device)).close;
    this.#devices.push(device);
    // Last, so that it is seen whole or not at all.
    link(`sys/class/hidraw/${name}`, raw);
    return {
      send: (report) => device.send(report),
      unplug: () => {
        for (const gone of [
          `sys/class/hidraw/${name}`,
          `sys/dev/char/${major}:${number}`,
          `dev/${name}`,
          `dev/.node/${name}`,
        ])
          rmSync(place(gone), { force: true });
        rmSync(place(usb), { recursive: true, force: true });
        device.pull();
      },
    };
  }

  /** Only after the program under test has ended: the preload aborts it when its device's socket closes. */
  stop(): void {
    for (const device of this.#devices) device.close();
    this.#other.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
