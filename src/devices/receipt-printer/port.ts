import type { Outcome } from '../../outcome.ts';
import type { DeviceHealth } from '../health.ts';

/** `failed` means nothing was printed; `unknown` that bytes left and the printer did not confirm them. */
export type ReceiptFault = 'offline' | 'paper-end' | 'cover-open' | 'cutter-error';

/** An ESC/POS printer, 80 mm, 576 dots, 48 columns, with real-time status (DLE EOT) and process-id acknowledgement (GS ( H). */
export interface ReceiptPrinter {
  /** Prints a slip written in the ReceiptLine language (https://www.ofsc.or.jp/receiptline/) and cuts the paper. */
  print(markup: string): Promise<Outcome<null, ReceiptFault>>;
  health(): Promise<DeviceHealth>;
}
