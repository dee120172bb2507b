import type { Config } from '../../src/config.ts';
import { type Language, type Mode, modes } from '../../src/machines/events.ts';
import type { Kiosk } from '../../src/main.ts';
import { morning } from '../../src/shop/simulate.ts';
import { tour } from '../../src/shop/tour/tour.ts';
import { Witness } from '../../src/shop/tour/witness.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import type { Screen } from '../../src/ui/screens/screen.ts';
import { type View, viewOf } from '../../src/ui/screens/view.ts';
import { settle } from '../devices/virtual-clock.ts';

/** How screens are looked at: as usual, with each mode, and with the three that take most room. */
export const looks: readonly (readonly Mode[])[] = [[], ...modes.map((mode) => [mode]), ['large', 'contrast', 'low']];

/** One screen, in any language and look. */
export interface Gathered {
  readonly id: string;
  in(language: Language, look?: readonly Mode[]): Screen;
}

interface Seen {
  readonly view: View;
  readonly screen: (view: View) => Screen;
  /** Letters and keys that it holds. */
  readonly size: number;
}

/** A screen is told apart by its state and by what it shows: with and without a notice, a warning, an alarm. */
const nameOf = ({ alarm, blocks, id, warning }: Screen): string =>
  [id, ...new Set(blocks.map(({ kind }) => kind)), ...(warning === null ? [] : ['warned']), ...(alarm ? ['alarm'] : [])]
    .filter((part) => !['picture', 'text', 'facts'].includes(part))
    .join(' ');

/** The same snapshots, met by somebody else. */
const metBy = (view: View, language: Language, look: readonly Mode[]): View => ({
  ...view,
  terminal: { ...view.terminal, context: { ...view.terminal.context, language, modes: look } } as View['terminal'],
});

/**
 * Every screen that a tour of the whole terminal comes by, of each the fullest.
 * @param paths how long the tour is
 */
export async function gatherScreens(config: Config, paths: number): Promise<Gathered[]> {
  const seen = new Map<string, Seen>();
  const started = (kiosk: Kiosk): void => {
    kiosk.actor.subscribe((snapshot) => {
      const view = viewOf(snapshot);
      const screen = kiosk.screen(view);
      const name = nameOf(screen);
      const size = JSON.stringify(screen).length;
      if (size > (seen.get(name)?.size ?? 0)) seen.set(name, { view, screen: (one) => kiosk.screen(one), size });
    });
  };
  await tour({
    config,
    town: await sampleTown(morning),
    settle,
    witness: new Witness(),
    paths,
    walks: 0,
    seed: 1,
    started,
  });
  return [...seen].map(([id, { screen, view }]) => ({
    id,
    in: (language, look = []) => screen(metBy(view, language, look)),
  }));
}

/** The name of its picture. */
export const fileNameOf = (id: string): string => `${id.replaceAll(/[^a-zA-Z.]+/g, '-')}.png`;
