import type { HidInfo, HidListener, HidTransport } from '../../devices/hid/transport.ts';

/** A HID device as a model: what it says of itself, and its feature reports. */
export interface HidModel {
  readonly info: HidInfo;
  readonly descriptor: Uint8Array;
  /** Feature reports by id, without the id. */
  readonly features: Map<number, Uint8Array>;
}

/** The USB in memory: devices are plugged in, pulled out, and send reports. */
export class HidBus {
  readonly #devices = new Map<string, HidModel>();
  readonly #listeners = new Map<string, HidListener>();
  /** A fault: opening does not succeed. */
  locked = false;

  plug(model: HidModel): void {
    this.#devices.set(model.info.path, model);
  }

  unplug(path: string): void {
    this.#devices.delete(path);
    const listener = this.#listeners.get(path);
    this.#listeners.delete(path);
    listener?.closed(`${path}: could not read from HID device: Input/output error`);
  }

  /** One input report. Lost when nobody has opened the device. */
  send(path: string, report: Uint8Array): void {
    this.#listeners.get(path)?.report(report);
  }

  get open(): readonly string[] {
    return [...this.#listeners.keys()];
  }

  readonly transport: HidTransport = {
    list: async () => [...this.#devices.values()].map(({ info }) => info),
    open: async (path, listener) => {
      const model = this.#devices.get(path);
      if (model === undefined || this.locked) throw new Error(`cannot open device with path ${path}`);
      this.#listeners.set(path, listener);
      return {
        descriptor: model.descriptor,
        getFeature: async (id, length) => {
          const body = model.features.get(id);
          if (body === undefined) throw new Error('could not get feature report from device');
          return Uint8Array.of(id, ...body).subarray(0, length);
        },
        setFeature: async ([id = 0, ...body]) => {
          model.features.set(id, Uint8Array.from(body));
        },
        close: async () => {
          if (this.#listeners.get(path) === listener) this.#listeners.delete(path);
        },
      };
    },
  };
}
