/** A two-way stream of bytes: a serial line, a TCP connection, or a device model in memory. */
export interface ByteTransport {
  /**
   * Opens the line and registers the listeners. Resolves when bytes can be written; rejects with a sentence when it cannot
   * be opened. May be called again after `closed` was reported.
   */
  open(listener: ByteListener): Promise<void>;
  /** Writes bytes in one piece. Silently lost when the line is not open (a serial line has no delivery report either). */
  write(bytes: Uint8Array): void;
  close(): void;
}

export interface ByteListener {
  data(bytes: Uint8Array): void;
  /** The line went away (unplugged, peer closed). Not called after `close()`. */
  closed(reason: string): void;
}
