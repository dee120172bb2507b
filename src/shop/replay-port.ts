import { z } from 'zod';
import { japanClock } from '../japan-time.ts';
import { type StatechartName, statecharts } from '../machines/catalogue.ts';
import { drawStatechart } from '../simulation/model/draw.ts';
import type { BenchPort, ReplayState } from '../ui/bench.ts';
import { emptyScreen, type ScreenFrame } from '../ui/screens/screen.ts';
import type { ServerOptions } from '../ui/server.ts';
import type { RecordedStep } from './recording.ts';

const command = z.strictObject({ act: z.literal('show'), step: z.int().min(0) });

/** `13:05:09.250` in Japan. */
export const momentText = (at: number): string => `${japanClock(at)}.${String(at % 1_000).padStart(3, '0')}`;

/** What is shown while the power is off. */
const dark: ScreenFrame = { type: 'screen', seq: 0, screen: { ...emptyScreen, id: 'dark' }, speech: null };

/** A recording behind the bench's address: one step at a time, with its screen on the display. Nothing runs any more. */
export class ReplayPort implements BenchPort {
  readonly page = 'replay.html';
  readonly #name: string;
  readonly #steps: readonly RecordedStep[];
  readonly #pictures: ReadonlyMap<string, Uint8Array>;
  readonly #listeners = new Set<(state: string) => void>();
  readonly #displays = new Set<(frame: string) => void>();
  #shown = 0;

  private constructor(name: string, steps: readonly RecordedStep[], pictures: ReadonlyMap<string, Uint8Array>) {
    this.#name = name;
    this.#steps = steps;
    this.#pictures = pictures;
  }

  /** @param steps at least one */
  static async of(name: string, steps: readonly RecordedStep[]): Promise<ReplayPort> {
    const pictures = new Map<string, Uint8Array>();
    for (const chart of Object.keys(statecharts) as StatechartName[])
      pictures.set(`${chart}.svg`, Buffer.from(await drawStatechart(chart, statecharts[chart])));
    return new ReplayPort(name, steps, pictures);
  }

  get state(): string {
    const state: ReplayState = {
      type: 'replay',
      name: this.#name,
      shown: this.#shown,
      steps: this.#steps.map(({ at, kind, text, states }) => ({ at: momentText(at), kind, text, states })),
    };
    return JSON.stringify(state);
  }

  subscribe(listener: (state: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  command(message: unknown): string | null {
    const read = command.safeParse(message);
    if (!read.success || read.data.step >= this.#steps.length)
      return `Allowed is {"act":"show","step":0 to ${this.#steps.length - 1}}.`;
    this.#shown = read.data.step;
    for (const display of this.#displays) display(this.display.frame);
    for (const listener of this.#listeners) listener(JSON.stringify({ type: 'shown', shown: this.#shown }));
    return null;
  }

  file(name: string): { readonly type: string; readonly bytes: Uint8Array } | null {
    const bytes = this.#pictures.get(name);
    return bytes === undefined ? null : { type: 'image/svg+xml', bytes };
  }

  /** The display of the step that is shown. A touch does nothing: what happened has happened. */
  get display(): ServerOptions['display'] {
    const frame = (): string => this.#steps[this.#shown]?.frame ?? JSON.stringify(dark);
    const nothing = () => 'stale' as const;
    return {
      get frame() {
        return frame();
      },
      subscribe: (listener) => {
        this.#displays.add(listener);
        return () => this.#displays.delete(listener);
      },
      touch: nothing,
      key: nothing,
      erase: nothing,
    };
  }
}
