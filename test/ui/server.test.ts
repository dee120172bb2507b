import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { PinEntry } from '../../src/card/pin-entry.ts';
import type { KioskEvent } from '../../src/machines/events.ts';
import { Display } from '../../src/ui/display.ts';
import { emptyScreen, type Screen } from '../../src/ui/screens/screen.ts';
import { type Server, startServer } from '../../src/ui/server.ts';
import { freePort, temporaryFolder } from '../harness.ts';

const screen = (change: Partial<Screen> = {}): Screen => ({
  ...emptyScreen,
  id: 'open',
  language: 'ja',
  lang: 'ja',
  title: '窓口',
  buttons: [
    { id: 'resident.start', label: 'はじめる', role: 'go', event: { type: 'resident.start' } },
    { id: 'off', label: '×', role: 'go', disabled: true, event: { type: 'resident.cancel' } },
  ],
  ...change,
});
const entries = () => ({
  resident: new PinEntry(randomBytes),
  staff: new PinEntry(randomBytes),
  practice: new PinEntry(randomBytes),
});
const pinScreen = screen({
  id: 'session.enteringPin',
  blocks: [
    {
      kind: 'pin',
      of: 'resident',
      pad: 'auth',
      digits: 'in order',
      label: '',
      places: 4,
      filled: 0,
      entered: '',
      keys: [],
      columns: 3,
      back: '',
    },
  ],
});

describe('the display', () => {
  it('drops a stale and a doubled touch by its number', () => {
    const events: KioskEvent[] = [];
    const display = new Display(screen(), (event) => events.push(event), entries());
    const { seq } = display;
    expect(display.touch(seq, 'resident.start')).toBe('accepted');
    expect(display.touch(seq, 'resident.start')).toBe('stale');
    expect(display.touch(display.seq, 'off')).toBe('nothing-there');
    expect(display.touch(display.seq, 'resident.confirm')).toBe('nothing-there');
    expect(events).toEqual([{ type: 'resident.start' }]);
  });

  it('lets PIN keys in only while the pad is shown, and tells only how many there are', () => {
    const events: KioskEvent[] = [];

    const display = new Display(screen(), (event) => events.push(event), entries());
    expect(display.key(display.seq, 0)).toBe('nothing-there');
    display.show(pinScreen);
    expect(display.key(display.seq, 4)).toBe('accepted');
    expect(display.erase(display.seq)).toBe('accepted');
    expect(events).toEqual([
      { type: 'resident.pinChanged', length: 1, complete: false },
      { type: 'resident.pinChanged', length: 0, complete: false },
    ]);
    expect(display.frame).not.toContain('event');
  });
});

describe('the server', () => {
  const folder = temporaryFolder();
  const token = 'the-token';
  const events: KioskEvent[] = [];
  const display = new Display(screen(), (event) => events.push(event), entries());
  let port = 0;
  let server: Server;

  beforeAll(async () => {
    mkdirSync(join(folder.path, 'client'));
    writeFileSync(join(folder.path, 'client/index.html'), '<title>kiosk</title>');
    port = await freePort();
    server = await startServer({
      port,
      display,
      bench: null,
      clientFolder: join(folder.path, 'client'),
      token,
      note: () => {},
    });
  });
  afterAll(async () => {
    await server.close();
    folder[Symbol.dispose]();
  });

  const get = (path: string, host = `127.0.0.1:${port}`) =>
    new Promise<number>((resolve) => {
      request({ port, path, headers: { host } }, (response) => resolve(response.statusCode ?? 0)).end();
    });
  const socket = (path: string, options: WebSocket.ClientOptions = { origin: `http://127.0.0.1:${port}` }) =>
    new Promise<WebSocket | number>((resolve) => {
      const opened = new WebSocket(`ws://127.0.0.1:${port}${path}`, options);
      opened.on('open', () => resolve(opened));
      opened.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      opened.on('error', () => {});
    });
  const display1 = () => socket(`/socket?token=${token}`) as Promise<WebSocket>;
  const closeCode = (of: WebSocket) => new Promise<number>((resolve) => of.on('close', resolve));

  it('serves the screen on loopback and refuses a foreign Host', async () => {
    expect(await get('/')).toBe(200);
    expect(await get('/', 'kiosk.example')).toBe(421);
    expect(await get('/bench')).toBe(404);
    expect(await get('/../package.json')).toBe(403);
  });

  it('refuses a foreign Origin, no Origin, a wrong Host and a wrong token', async () => {
    const path = `/socket?token=${token}`;
    expect(await socket(path, { origin: 'http://evil.example' })).toBe(403);
    expect(await socket(path, {})).toBe(403);
    expect(await socket(path, { origin: `http://127.0.0.1:${port}`, headers: { host: 'evil.example' } })).toBe(421);
    expect(await socket('/socket?token=guess')).toBe(401);
    expect(await socket('/socket')).toBe(401);
    expect(await socket('/bench/socket')).toBe(404);
  });

  it('shows the running screen to a display that comes back, and one display at a time', async () => {
    const first = await display1();
    const taken = closeCode(first);
    const second = await display1();
    expect(await taken).toBe(4000);
    const frame = new Promise<string>((resolve) => second.once('message', (data) => resolve(String(data))));
    display.show(screen({ title: 'さようなら' }));
    expect(await frame).toContain('さようなら');
    second.close();
  });

  it.each([
    ['not JSON', '{'],
    ['an unknown type', '{"type":"eval","code":"1"}'],
    ['an extra key', '{"type":"touch","seq":1,"id":"resident.start","x":1}'],
    ['a key position that is none', '{"type":"key","seq":1,"position":36}'],
    ['binary', Buffer.from([1, 2, 3])],
  ])('disconnects a display that sends %s', async (_, data) => {
    const one = await display1();
    const closed = closeCode(one);
    one.send(data);
    expect(await closed).toBe(4001);
    expect(events).toEqual([]);
  });

  it('disconnects a display that sends too much', async () => {
    const one = await display1();
    const closed = closeCode(one);
    one.send(`"${'x'.repeat(10_000)}"`);
    expect(await closed).toBe(1009);
  });

  it('says in a sentence that the port is taken', async () => {
    const again = startServer({
      port,
      display,
      bench: null,
      clientFolder: join(folder.path, 'client'),
      token,
      note: () => {},
    });
    await expect(again).rejects.toThrow(`Port ${port} is taken`);
  });
});
