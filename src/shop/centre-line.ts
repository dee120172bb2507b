import type { Centre } from '../centre/port.ts';
import { type Clock, sleep } from '../clock.ts';
import { failed, unknown } from '../outcome.ts';

/** Longer than any deadline for an answer of the centre. */
const slowMs = 70_000;

/**
 * The line between a terminal and its centre: `cut` lets no question through, `silent` no answer back;
 * `slow` brings answers when nobody waits for them any more. `mixed-up`: the centre takes
 * a request for a document for one of somebody who was there before, as in Yokohama, Kawasaki and Tokushima in 2023.
 */
export interface CentreLine {
  state: 'well' | 'cut' | 'silent' | 'slow' | 'mixed-up';
}

/** Remembers who was there, so that another one can be given their document. */
class MixedUp {
  readonly #centre: Centre;
  /** The last authentication of each certificate, which is in hexadecimal. */
  readonly #authentications = new Map<string, string>();

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  readonly authenticate: Centre['authenticate'] = async (request) => {
    const answer = await this.#centre.authenticate(request);
    if (answer.outcome === 'done')
      this.#authentications.set(Buffer.from(request.certificate).toString('hex'), answer.value.authentication);
    return answer;
  };

  /** Signed, and for this visit, but another person's; where nobody else was there, this person's for another visit. */
  readonly issue: Centre['issue'] = async (request) => {
    for (const authentication of this.#authentications.values()) {
      if (authentication === request.authentication) continue;
      const answer = await this.#centre.issue({ ...request, authentication });
      if (answer.outcome === 'done') return answer;
    }
    return this.#centre.issue({ ...request, transaction: [...request.transaction].reverse().join('') });
  };
}

/** The centre at the other end of the line. */
export function behind(line: CentreLine, centre: Centre, clock: Clock): Centre {
  const mixed = new MixedUp(centre);
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
    authenticate: asked(mixed.authenticate),
    birthDate: asked(centre.birthDate),
    reservation: asked(centre.reservation),
    authorizeReset: asked(centre.authorizeReset),
    concludeReset: asked(centre.concludeReset),
    registration: asked(centre.registration),
    register: asked(centre.register),
    issue: asked((request) => (line.state === 'mixed-up' ? mixed : centre).issue(request)),
    conclude: asked(centre.conclude),
    health: async () =>
      line.state === 'cut' || line.state === 'silent' ? { state: 'failed', reasons: [line.state] } : centre.health(),
  };
}
