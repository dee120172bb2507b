import { fromPromise } from 'xstate';
import { sheetsOf } from '../certificates/document.ts';
import { previewOf } from '../certificates/preview.ts';
import { canonicalBytes, verifyDocument } from '../certificates/signature.ts';
import type {
  AuthenticateResult,
  CheckDocumentResult,
  DocumentRequest,
  Refusal,
  RequestDocumentResult,
} from '../machines/actors.ts';
import { refused, refusedBy, toldOf } from './card-conversation.ts';
import type { Parts } from './parts.ts';
import { stillServing } from './transaction.ts';

/** Checks whose failure the resident is told by its own name. */
const refusalOf: Readonly<Record<string, Refusal>> = {
  'missing-glyph': 'unregistered-character',
  'printer-not-ready': 'printer-not-ready',
};

export const documentEffects = (parts: Parts) => ({
  authenticate: fromPromise<AuthenticateResult, void>(async () => {
    const { caseFile, centre, log } = parts;
    const { transaction: session, certificate, holder, proof } = caseFile;
    if (certificate === null || holder === null || proof === null) throw new Error('authenticate without a proof');
    log.append('centre.authenticate.intent', { card: log.keyed(certificate) }, session);
    const answer = await centre.authenticate({ ...proof, certificate });
    const outcome = answer.outcome === 'done' ? 'authenticated' : toldOf(answer);
    if (!stillServing(parts, session)) return refused('centre-offline');
    log.append(
      'centre.authenticate.result',
      answer.outcome === 'done' ? { outcome, holder: log.keyed(holder) } : { outcome },
      session,
    );
    if (answer.outcome !== 'done') return refusedBy(answer);
    caseFile.proof = null;
    caseFile.authentication = answer.value.authentication;
    return { result: 'authenticated', offers: answer.value.offers };
  }),

  requestDocument: fromPromise<RequestDocumentResult, DocumentRequest>(async ({ input: { kind, wish, fee } }) => {
    const { caseFile, centre, clock, freshness, log } = parts;
    const { transaction: session, authentication } = caseFile;
    if (session === null || authentication === null) throw new Error('a document is asked for without authentication');
    const { copies, items, members } = wish;
    log.append('centre.issue.intent', { kind, members: members.length, items: [...items], copies }, session);
    const answer = await centre.issue({ authentication, transaction: session, kind, wish });
    if (!stillServing(parts, session)) return refused('centre-offline');
    if (answer.outcome !== 'done') {
      log.append('centre.issue.result', { outcome: toldOf(answer) }, session);
      return refusedBy(answer);
    }
    const document = answer.value;
    caseFile.document = document;
    const now = clock.now();
    caseFile.asked = { kind, copies, read: { from: now - freshness.ageMs, to: now + freshness.aheadMs } };
    caseFile.fee = fee;
    log.append(
      'centre.issue.result',
      {
        outcome: 'issued',
        pages: sheetsOf(document.payload),
        fee,
        holder: log.keyed(document.payload.holder),
        document: log.keyed(canonicalBytes(document.payload)),
      },
      session,
    );
    return { result: 'issued', pages: sheetsOf(document.payload), fee };
  }),

  /** The first of the two checks of I1: signature, holder, transaction, kind, age, then the rendered pages read back. */
  checkDocument: fromPromise<CheckDocumentResult, void>(async () => {
    const { caseFile, log } = parts;
    const { asked, transaction: session, document, holder } = caseFile;
    if (session === null || document === null || holder === null || asked === null)
      throw new Error('no document to check');
    const keyed = log.keyed(canonicalBytes(document.payload));
    const verdict = (outcome: string, characters?: string): CheckDocumentResult => {
      if (!stillServing(parts, session)) return refused('document-check');
      log.append(
        'document.checked',
        { outcome, document: keyed, ...(characters === undefined ? {} : { characters: characters.slice(0, 64) }) },
        session,
      );
      if (outcome === 'passed') return { result: 'passed', preview: previewOf(document.payload) };
      return refused(refusalOf[outcome] ?? 'document-check');
    };
    const wrong = verifyDocument(document, parts.documentKeys, { transaction: session, holder, ...asked });
    if (wrong !== null) return verdict(wrong);
    const rendered = await parts.renderer.render(document);
    if (rendered.outcome === 'failed') return verdict(rendered.fault, rendered.detail);
    if (rendered.outcome === 'unknown') return verdict('unreadable');
    const atDoor = await parts.door(rendered.value, document);
    if (atDoor !== null) return verdict(atDoor.fault);
    // Nobody pays for what cannot be printed now (I5).
    if ((await parts.pagePrinter.health()).state === 'failed') return verdict('printer-not-ready');
    if (stillServing(parts, session)) caseFile.pdf = rendered.value;
    return verdict('passed');
  }),
});
