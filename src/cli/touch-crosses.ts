import { createServer, type ServerResponse } from 'node:http';
import { crosses } from '../devices/touch-panel/corners.ts';

const cross = ([x, y]: readonly [number, number], index: number): string =>
  `<g id="c${index}" transform="translate(${x * 1600} ${y * 900})"><circle r="28"/><path d="M-60 0H60M0-60V60"/></g>`;

/** Five crosses over the whole picture, of which one is to be touched, and a sentence; nothing is loaded from anywhere. */
const page = `<!doctype html><html lang="ja"><meta charset="utf-8"><title>touch calibrate</title>
<style>html,body{margin:0;height:100%;overflow:hidden;background:#fff;touch-action:none}svg{position:fixed;inset:0;width:100%;height:100%}
g{stroke:#bbb;stroke-width:4;fill:none}g.now{stroke:#ce0000;stroke-width:10}p{position:fixed;top:25%;width:100%;text-align:center;font:32px sans-serif}</style>
<svg viewBox="0 0 1600 900" preserveAspectRatio="none">${crosses.map(cross).join('')}</svg><p></p>
<script>new EventSource('/state').onmessage=({data})=>{const{index,text}=JSON.parse(data);
document.querySelectorAll('g').forEach((g,i)=>g.classList.toggle('now',i===index));document.querySelector('p').textContent=text}</script></html>`;

/** What the page shows: the cross to be touched, null when all are done, and a sentence. */
export interface Shown {
  readonly index: number | null;
  readonly text: string;
}

/** The page with the crosses, on loopback. @throws a sentence when the port is taken */
export async function serveCrosses(
  port: number,
): Promise<{ readonly address: string; show(shown: Shown): void; close(): void }> {
  const watching = new Set<ServerResponse>();
  let now: Shown = { index: null, text: '' };
  const tell = (response: ServerResponse): void => void response.write(`data: ${JSON.stringify(now)}\n\n`);
  const server = createServer(({ url }, response) => {
    if (url !== '/state') return void response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
    response.setHeader('Content-Type', 'text/event-stream');
    watching.add(response);
    response.on('close', () => watching.delete(response));
    tell(response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', () =>
      reject(new Error(`Port ${port} is taken. Stop the kiosk first: it would be touched too.`)),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${port}/`,
    show: (shown) => {
      now = shown;
      for (const response of watching) tell(response);
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
