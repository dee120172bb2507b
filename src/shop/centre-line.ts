import type { Centre } from '../centre/port.ts';
import { failed, unknown } from '../outcome.ts';

/** The line between a terminal and its centre: `cut` lets no question through, `silent` no answer back, `stuck` keeps everybody waiting. */
export interface CentreLine {
  state: 'well' | 'cut' | 'silent' | 'stuck';
}

/** The centre at the other end of the line. */
export function behind(line: CentreLine, centre: Centre): Centre {
  const asked =
    <Question extends readonly unknown[], Answer>(ask: (...question: Question) => Promise<Answer>) =>
    async (...question: Question): Promise<Answer> => {
      if (line.state === 'cut') return failed('offline', 'the line is cut') as Answer;
      if (line.state === 'stuck') return new Promise(() => {});
      const answer = await ask(...question);
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
