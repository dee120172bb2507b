/** The devices on the USB that speak HID: `/dev/hidraw*`, or models in memory. */
export interface HidTransport {
  /** What is plugged in now, one entry for each outermost collection. Rejects with a sentence when nobody can say. */
  list(): Promise<readonly HidInfo[]>;
  /** Opens a device. Rejects with a sentence when it cannot be opened. */
  open(path: string, listener: HidListener): Promise<HidLink>;
}

export interface HidInfo {
  readonly path: string;
  /** USB ids, 0 to 0xffff. */
  readonly vendor: number;
  readonly product: number;
  readonly serial: string | null;
  /** Usage of the outermost collection: page in the upper, id in the lower 16 bits. */
  readonly usage: number;
}

export interface HidListener {
  /** One input report, whole, with its id where the device numbers its reports. */
  report(bytes: Uint8Array): void;
  /** The device went away. Not called after `close()`. */
  closed(reason: string): void;
}

export interface HidLink {
  readonly descriptor: Uint8Array;
  /** @param length bytes of the report with its id @returns the report, its id first */
  getFeature(id: number, length: number): Promise<Uint8Array>;
  /** @param bytes the report, its id first (0 where reports have none) */
  setFeature(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
