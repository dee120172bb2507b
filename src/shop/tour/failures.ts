import type { TourFailure } from '../../simulation/model/result.ts';
import { type Moment, momentOf } from '../../simulation/model/trail.ts';
import type { Violation } from '../judge.ts';
import type { Witness } from './witness.ts';

/** Events that changed something, the last ones before it went wrong. */
const trailOf = ({ trail }: Witness): readonly Moment[] =>
  trail
    .filter(({ after, before }) => before.join() !== after.join())
    .slice(-40)
    .map(({ after, before, event, machine }) => {
      const of = (paths: readonly string[]): readonly string[] => paths.map((path) => `${machine}: ${path}`);
      return momentOf({ event, before: of(before), after: of(after) });
    });

/** What went wrong, each thing once, by the first path on which it did. */
export class Failures {
  readonly #witness: Witness;
  readonly #known = new Map<string, TourFailure>();

  constructor(witness: Witness) {
    this.#witness = witness;
  }

  get all(): readonly TourFailure[] {
    return [...this.#known.values()];
  }

  /** @param path what was done until then, as text */
  note(found: readonly Violation[], path: () => readonly string[]): void {
    for (const { detail, invariant } of found) {
      const key = `${invariant} ${detail}`;
      const known = this.#known.get(key) ?? {
        ...{ machine: 'terminal', invariant, detail, times: 0 },
        ...{ path: path(), trail: trailOf(this.#witness) },
      };
      this.#known.set(key, { ...known, times: known.times + 1 });
    }
  }
}
