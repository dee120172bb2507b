/** The page of the simulated devices, as the server hands it on; there is none on real hardware. */
export interface BenchPort {
  readonly page: 'bench.html' | 'replay.html';
  /** A `BenchState` as JSON text. */
  readonly state: string;
  subscribe(listener: (state: string) => void): () => void;
  /** Does what a person or a fault would do. Answers a sentence when the message is none of those. */
  command(message: unknown): string | null;
  /** A printed page or slip by name. */
  file(name: string): { readonly type: string; readonly bytes: Uint8Array } | null;
}

/** What the bench shows. */
export interface BenchState {
  readonly type: 'bench';
  readonly cardIn: string | null;
  readonly cards: readonly {
    readonly name: string;
    readonly description: string;
    /** Left of each PIN; null = never set. */
    readonly tries: { readonly auth: number | null; readonly sign: number | null };
  }[];
  readonly money: { readonly cashBox: number; readonly returned: number; readonly paidOut: number };
  readonly hoppers: readonly { readonly yen: number; readonly coins: number }[];
  /** The payment terminal: what it asks for, and what each customer was charged, in yen. */
  readonly cashless: {
    readonly asking: number | null;
    readonly customers: readonly { readonly name: string; readonly charged: number }[];
    readonly offline: boolean;
  };
  /** How the validity service answers. */
  readonly validity: readonly { readonly mode: string; readonly on: boolean }[];
  readonly pageFaults: readonly { readonly fault: string; readonly on: boolean }[];
  /** How the A4 printer forgets jobs when it is asked to. */
  readonly forgettings: readonly { readonly how: string; readonly on: boolean }[];
  /** Operations of the A4 printer, and what can be arranged for the next one of each. */
  readonly pageLine: { readonly operations: readonly string[]; readonly faults: readonly string[] };
  readonly receiptFaults: readonly { readonly fault: string; readonly on: boolean }[];
  /** A headset is plugged in: the screen is read aloud. */
  readonly headset: boolean;
  /** Active states of all statecharts, e.g. `session.flow.paying`. */
  readonly states: readonly string[];
  /** Last rows of the log, newest first. */
  readonly log: readonly { readonly seq: number; readonly type: string; readonly data: string }[];
  /** What came out of the printers, newest first; the name is that of the file. */
  readonly paper: readonly { readonly name: string; readonly label: string }[];
}

/** What the page of a replay shows. */
export interface ReplayState {
  readonly type: 'replay';
  readonly name: string;
  /** Number of the step that is shown. */
  readonly shown: number;
  readonly steps: readonly {
    /** `13:05:09.250` in Japan. */
    readonly at: string;
    readonly kind: 'visit' | 'screen' | 'row' | 'trouble' | 'power' | 'broken';
    readonly text: string;
    readonly states: readonly string[];
  }[];
}
