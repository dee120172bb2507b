import type { Centre } from '../centre/port.ts';
import { type Clock, sleep } from '../clock.ts';
import { failed, unknown } from '../outcome.ts';

/** Longer than any deadline for an answer of the centre. */
const slowMs = 70_000;

/** The line between a terminal and its centre: `cut` lets no question through, `silent` no answer back, `slow` brings answers when nobody waits for them any more. */
export interface CentreLine {
  state: 'well' | 'cut' | 'silent' | 'slow';
}

/** The centre at the other end of the line. */
export function behind(line: CentreLine, centre: Centre, clock: Clock): Centre {
  const asked =
    <Question extends readonly unknown[], Answer>(ask: (...question: Question) => Promise<Answer>) =>
    async (...question: Question): Promise<Answer> => {
      if (line.state === 'cut') return failed('offline', 'the line is cut') as Answer;
      const answer = await ask(...question);
      if (line.state === 'slow') await sleep(clock, slowMs);
      return line.state === 'silent' ? (unknown('no answer') as Answer) : answer;
    };
  return {
    challenge: asked(centre.challenge),
    authenticate: asked(centre.authenticate),
    birthDate: asked(centre.birthDate),
    reservation: asked(centre.reservation),
    authorizeReset: asked(centre.authorizeReset),
    concludeReset: asked(centre.concludeReset),
    registration: asked(centre.registration),
    register: asked(centre.register),
    issue: asked(centre.issue),
    conclude: asked(centre.conclude),
    health: async () => (line.state === 'well' ? centre.health() : { state: 'failed', reasons: [line.state] }),
  };
}
