import { openPress } from '../../certificates/press.ts';
import type { Clock } from '../../clock.ts';
import type { Config } from '../../config.ts';
import { messageOf } from '../../outcome.ts';
import { startDaemons } from '../../simulation/daemons/daemons.ts';
import type { SampleTown } from '../../simulation/town/town.ts';
import type { Violation } from '../judge.ts';
import { Failures } from '../tour/failures.ts';
import type { Tour } from '../tour/tour.ts';
import type { Witness } from '../tour/witness.ts';
import { actOf, textOf } from './acts.ts';
import { doorPages } from './door-pages.ts';
import type { Journey } from './journeys.ts';
import { DaemonWorld, type DaemonWorldOptions } from './world.ts';

export interface PlayOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly town: SampleTown;
  readonly witness: Witness;
  readonly signal: AbortSignal;
  readonly journeys: readonly Journey[];
  /** Called after each journey. */
  readonly onJourney: (name: string, seconds: number) => void;
}

/** Who walks away is not waited for as long as in a shop. */
const hurry = { humanIdle: 6_000, humanWarning: 3_000, forgotten: 10_000 };

/** Plays one journey on a terminal of its own. @returns the configurations that were seen */
async function playOne(
  { acts, name, outcomes }: Journey,
  options: DaemonWorldOptions,
  failures: Failures,
): Promise<ReadonlySet<string>> {
  await using world = await DaemonWorld.open(options);
  const note = (found: readonly Violation[]): void =>
    failures.note(found, () => [`journey ${name}`, ...world.path.map(textOf)]);
  try {
    for (const act of [actOf('wait open'), ...acts]) {
      await world.do(act);
      note(world.take());
    }
  } catch (error) {
    options.signal.throwIfAborted();
    note([{ invariant: 'I9', detail: messageOf(error) }]);
  }
  await world.end();
  const ended = world.outcomes.join(', ') || 'no visit';
  const meant = outcomes.join(', ') || 'no visit';
  note(world.take());
  if (ended !== meant) note([{ invariant: 'I9', detail: `the journey ends with ${ended} instead of ${meant}` }]);
  note(await world.close());
  return world.places;
}

/** Plays journeys in real time, one after the other, on daemons that are started for them and stopped whatever comes. */
export async function playJourneys({ clock, config, journeys, onJourney, ...rest }: PlayOptions): Promise<Tour> {
  const failures = new Failures(rest.witness);
  const places = new Set<string>();
  let acts = 0;
  await using daemons = await startDaemons(clock);
  const press = await openPress(clock);
  const before = process.env.PCSCLITE_CSOCK_NAME;
  process.env.PCSCLITE_CSOCK_NAME = daemons.pcscd.socket;
  try {
    for (const journey of journeys) {
      const began = clock.now();
      const inHurry = { ...config, timeouts: { ...config.timeouts, ...hurry } };
      const seen = await playOne(
        journey,
        { ...rest, clock, config: inHurry, daemons, pages: doorPages(press) },
        failures,
      );
      for (const place of seen) places.add(place);
      acts += journey.acts.length;
      onJourney(journey.name, (clock.now() - began) / 1_000);
    }
  } finally {
    if (before === undefined) delete process.env.PCSCLITE_CSOCK_NAME;
    else process.env.PCSCLITE_CSOCK_NAME = before;
    await press.close();
  }
  return { places: places.size, paths: journeys.length, acts, untried: 0, failures: failures.all };
}
