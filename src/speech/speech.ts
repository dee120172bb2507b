/** Something that is said in one breath. */
export interface Utterance {
  /** As it is shown while it is said. */
  readonly text: string;
  /** Names of the recordings, in their order; fewer than the words where some are missing. */
  readonly clips: readonly string[];
}

/** What a screen says. */
export interface Speech {
  /** From the top to the bottom: what is there, and the key for each thing that can be done. */
  readonly said: readonly Utterance[];
  /** What each key of the screen is called, by its id: said when it gets the focus. */
  readonly keys: Readonly<Record<string, Utterance>>;
}

/** The recordings of one language, by the key of their phrase. */
export type Clips = (language: string) => {
  has(key: string): boolean;
  /** Name of the recording, or null where there is none. */
  file(key: string): string | null;
  /** Length of the longest key. */
  readonly longest: number;
};
