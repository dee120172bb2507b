/** A socket that comes back by itself: the server or the browser may be restarted in the middle of a visit. */
export interface Connection {
  send(message: object): void;
}

const retryMs = 500;

/**
 * @param path path and query of the socket
 * @param hear every message, parsed
 * @param linked true when the line is up, false when it is down
 */
export function connect(path: string, hear: (message: unknown) => void, linked: (up: boolean) => void): Connection {
  let socket: WebSocket | null = null;
  const open = (): void => {
    const next = new WebSocket(`ws://${location.host}${path}`);
    next.onopen = () => linked(true);
    next.onmessage = ({ data }) => hear(JSON.parse(String(data)));
    next.onclose = ({ code }) => {
      linked(false);
      // 4000: another display took over; this one stays quiet.
      if (code !== 4000) setTimeout(open, retryMs);
    };
    socket = next;
  };
  open();
  return {
    send: (message) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
  };
}
