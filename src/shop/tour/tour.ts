import { dice } from '../../simulation/dice.ts';
import type { TourResult } from '../../simulation/model/result.ts';
import type { Violation } from '../judge.ts';
import { type Act, actsIn, textOf } from './acts.ts';
import { Failures } from './failures.ts';
import { journeys } from './journeys.ts';
import type { ShopName } from './shops.ts';
import { World, type WorldOptions } from './world.ts';

export interface TourOptions extends Omit<WorldOptions, 'shop'> {
  /** Random walks after the exploration, and their seed. */
  readonly walks: number;
  readonly seed: number;
  /** No more paths than these in the exploration. */
  readonly paths?: number;
  readonly onPath?: (path: readonly Act[], places: ReadonlyMap<string, unknown>) => void;
}

export type Tour = Pick<TourResult, 'places' | 'paths' | 'acts' | 'untried' | 'failures'>;

/** A place that was reached: the shortest way to it, and what can be done there. */
interface Reached {
  readonly path: readonly Act[];
  readonly acts: readonly Act[];
}

const shopOf = ([first]: readonly Act[]): ShopName => (first?.act === 'shop' ? (first.of as ShopName) : 'whole');

/** Longest random walk, in acts. */
const longestWalk = 40;

/**
 * Walks the whole terminal: everything that can be done at every place that can be reached, each by playing the shortest way to it on
 * a terminal of its own, and then walks by chance.
 */
export async function tour(options: TourOptions): Promise<Tour> {
  const failures = new Failures(options.witness);
  const places = new Map<string, Reached>();
  const configurations = new Set<string>();
  /** First what is new, then what is new only in its facts. */
  const queue: Reached[] = [];
  const later: Reached[] = [];
  let paths = 0;
  let acts = 0;
  let untried = 0;

  const note = (found: readonly Violation[], { path }: World): void => failures.note(found, () => path.map(textOf));

  /** A place that was not known is kept. Where only its facts are new, what leads on is tried there. */
  const arrive = (world: World): void => {
    const { configuration, key } = world.place;
    if (places.has(key)) return;
    const known = configurations.has(configuration);
    // What was seen in trouble or in another shop was not tried whole.
    if (!world.aside) configurations.add(configuration);
    const reached: Reached = { path: [...world.path], acts: world.over ? [] : actsIn(world, world.aside || known) };
    places.set(key, reached);
    (known ? later : queue).push(reached);
  };

  /** Plays a path to its end. @param next what is done after it, as long as it says something */
  const play = async (path: readonly Act[], next: (world: World) => Act | null = () => null): Promise<void> => {
    paths += 1;
    const world = await World.open({ ...options, shop: shopOf(path) });
    const step = async (act: Act): Promise<void> => {
      acts += 1;
      await world.do(act);
      note(world.take(), world);
      arrive(world);
    };
    for (const act of path) await step(act);
    for (let act = next(world); act !== null; act = next(world)) await step(act);
    options.onPath?.(world.path, places);
    await world.end();
    note(world.take(), world);
    note(await world.close(), world);
  };

  const first = await World.open({ ...options, shop: 'whole' });
  arrive(first);
  await first.close();
  for (const journey of journeys) await play(journey);
  const next = (): Reached | undefined => queue.shift() ?? later.shift();
  for (let place = next(); place !== undefined; place = next())
    for (const act of place.acts) {
      if (paths < (options.paths ?? Number.POSITIVE_INFINITY)) await play([...place.path, act]);
      else untried += 1;
    }

  for (let walk = 1; walk <= options.walks; walk += 1) {
    const chance = dice(options.seed * 7_919 + walk);
    await play([], (world) => {
      if (world.over || world.path.length >= longestWalk) return null;
      const offered = actsIn(world, false);
      return offered.length === 0 ? null : chance.pick(offered);
    });
  }
  return { places: places.size, paths, acts, untried, failures: failures.all };
}
