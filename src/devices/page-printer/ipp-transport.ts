/** Carries one IPP request to the printer and brings the answer. */
export interface IppTransport {
  /**
   * Posts an encoded request. Rejects when no connection came about, the connection was lost, or `signal` aborted; which
   * part of the request the printer has then seen is not known.
   */
  post(body: Uint8Array, signal: AbortSignal): Promise<Uint8Array>;
}
