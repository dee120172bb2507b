/** Carries one IPP request to the printer and brings the answer. */
export interface IppTransport {
  /**
   * Posts an encoded request. Rejects when no connection came about, the connection was lost, `signal` aborted, or what came
   * is no IPP message; which part of the request the printer has then seen is not known.
   */
  post(body: Uint8Array, signal: AbortSignal): Promise<Uint8Array>;
}

/** What came back over HTTP, before anybody has looked into it. */
export interface HttpAnswer {
  readonly status: number;
  /** Content-Type; empty when there was none. */
  readonly type: string;
  readonly body: Uint8Array;
}

/** The IPP message of an HTTP answer (RFC 8010 section 3.4: status 200 and application/ipp). @throws when it carries none */
export function ippIn({ status, type, body }: HttpAnswer): Uint8Array {
  if (status !== 200) throw new Error(`HTTP status ${status}`);
  if (!/^application\/ipp\s*(;|$)/i.test(type)) throw new Error('an answer that is not application/ipp');
  return body;
}
