import { createServer, type Socket } from 'node:net';

/**
 * The protocol between libumockdev-preload.so.0 in a program under test and the one who plays the device: three native
 * longs {command, argument, argument}, bytes behind some of them (umockdev 0.17, src/ioctl_tree.c and libumockdev-preload.c).
 */
const asked = { ioctl: 1, read: 7, write: 8 } as const;
const answer = { done: 3, readMemory: 5, writeMemory: 6 } as const;
const longs = 24;

const message = (command: number, first: bigint | number = 0, second: bigint | number = 0): Buffer => {
  const bytes = Buffer.alloc(longs);
  [command, first, second].forEach((value, index) => {
    bytes.writeBigInt64LE(BigInt(value), index * 8);
  });
  return bytes;
};

/** What a system call of the program under test is answered. */
export interface Call {
  /** @param result of the call @param errno where the result is -1 */
  done(result: number, errno?: number): void;
  /** Puts bytes into the program's buffer and ends the call. */
  fill(bytes: Uint8Array, result: number): void;
  /** Asks for bytes of the program's buffer. */
  fetch(length: number, then: (bytes: Buffer) => void): void;
}

export interface Node {
  ioctl(request: number, call: Call): void;
  read(length: number, call: Call): void;
  write(length: number, call: Call): void;
}

/** Serves a device node under its socket. */
export async function serveNode(path: string, node: Node): Promise<{ close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let bytes: Buffer = Buffer.alloc(0);
    let wanted: { length: number; then: (bytes: Buffer) => void } | null = null;
    const callAt = (address: bigint): Call => ({
      done: (result, errno = 0) => socket.write(message(answer.done, result, errno)),
      fill: (data, result) =>
        socket.write(
          Buffer.concat([message(answer.writeMemory, address, data.length), data, message(answer.done, result)]),
        ),
      fetch: (length, then) => {
        wanted = { length, then };
        socket.write(message(answer.readMemory, address, length));
      },
    });
    const next = (): boolean => {
      const length = wanted?.length ?? longs;
      if (bytes.length < length) return false;
      const head = Buffer.from(bytes.subarray(0, length));
      bytes = bytes.subarray(length);
      if (wanted !== null) {
        const { then } = wanted;
        wanted = null;
        then(head);
        return true;
      }
      const [command, first, second] = [0, 8, 16].map((at) => head.readBigInt64LE(at)) as [bigint, bigint, bigint];
      if (Number(command) === asked.ioctl) node.ioctl(Number(BigInt.asUintN(32, first)), callAt(second));
      else if (Number(command) === asked.read) node.read(Number(second), callAt(first));
      else if (Number(command) === asked.write) node.write(Number(second), callAt(first));
      return true;
    };
    socket.on('data', (data) => {
      bytes = Buffer.concat([bytes, data]);
      while (next());
    });
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
