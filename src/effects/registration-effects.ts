import { fromPromise } from 'xstate';
import type { JpkiClient } from '../card/jpki.ts';
import type { AskRegistrationResult, DoneOrFailed, SubmitRegistrationResult } from '../machines/actors.ts';
import { converse, faultResult, prove, refused, refusedBy, toldOf } from './card-conversation.ts';
import { printRegistration } from './paper-effects.ts';
import type { Parts, Terminal } from './parts.ts';

/** A fault before anything was filed: only a try may have counted. */
const notFiled = (fault: Parameters<typeof faultResult>[0]): SubmitRegistrationResult => {
  const answer = faultResult(fault);
  return answer.result === 'removed' ? refused('pin-uncertain') : answer;
};

/** One VERIFY, the certificate that it opens, and the signature over the application: then the card is no longer needed. */
async function sign(card: JpkiClient, parts: Parts, insertion: number, application: Uint8Array) {
  const proved = await prove(card, parts, 'sign', insertion);
  if (proved.result === 'blocked') return { result: 'wrong', tries: 0 } as const;
  if (proved.result === 'uncertain') return refused('pin-uncertain');
  if (proved.result !== 'verified') return proved;
  const certificate = await card.readCertificate('sign');
  if (certificate.outcome !== 'done') return notFiled(certificate);
  const signature = await card.sign('sign', parts.caseFile.generation ?? 'current', application);
  if (signature.outcome !== 'done') return notFiled(signature);
  return { result: 'signed', certificate: certificate.value, signature: signature.value } as const;
}

export const registrationEffects = (parts: Parts, terminal: Terminal) => ({
  askRegistration: fromPromise<AskRegistrationResult, void>(async () => {
    const { caseFile, centre, log } = parts;
    const { authentication, transaction } = caseFile;
    if (authentication === null) throw new Error('a registration is asked for without authentication');
    const answer = await centre.registration({ authentication });
    log.append('centre.asked', { what: 'registration', outcome: toldOf(answer) }, transaction);
    if (answer.outcome !== 'done') return refusedBy(answer);
    const { application, municipality, opensOn, state } = answer.value;
    if (caseFile.transaction === transaction) caseFile.application = application;
    return { result: 'known', state: state === 'none' ? 'open' : state, municipality: municipality.name, opensOn };
  }),

  submitRegistration: fromPromise<SubmitRegistrationResult, { insertion: number }>(async ({ input: { insertion } }) => {
    const { caseFile, centre, log } = parts;
    const { application, authentication, transaction } = caseFile;
    if (application === null || authentication === null || transaction === null)
      throw new Error('an application is filed without its text');
    const signed = await converse<Awaited<ReturnType<typeof sign>> | SubmitRegistrationResult>(
      parts,
      insertion,
      (card) => sign(card, parts, insertion, application),
      notFiled,
    );
    parts.pin.wipe();
    if (signed.result !== 'signed') return signed;
    const { certificate, signature } = signed;
    log.append('centre.register.intent', {}, transaction);
    const answer = await centre.register({ authentication, transaction, application, certificate, signature });
    certificate.fill(0);
    log.append('centre.register.result', { outcome: toldOf(answer) }, transaction);
    if (answer.outcome === 'unknown') return refused('registration-uncertain');
    return answer.outcome === 'done' ? { result: 'submitted', ...answer.value } : refusedBy(answer);
  }),

  printRegistration: fromPromise<DoneOrFailed, { receipt: string; opensOn: string }>(({ input }) =>
    printRegistration(parts, terminal, input),
  ),
});
