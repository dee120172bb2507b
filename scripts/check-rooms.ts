// Who may know whom in src/, and what may not be touched there. Prints every breach and exits 1.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';

const source = resolve(import.meta.dirname, '../src');

/**
 * What each room may import, beside itself and the common files below: `room` for anything, `type room` for types only.
 * The design's sentence is: drivers, card, centre, certificates and log know nobody who acts; the machines know only types;
 * the screen knows only snapshots; only the composition root and the command line know the simulation.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  machines: ['type centre', 'type certificates', 'type guide'],
  devices: [],
  card: [],
  centre: ['certificates'],
  /** The form of the codes on paper; runs in a browser too. */
  codes: [],
  /** Whether paper is genuine; runs in a browser too. */
  verification: ['codes'],
  /** The receivers' page, built into one file. */
  'verify-page': ['codes', 'verification'],
  certificates: ['codes', 'type centre', 'type machines'],
  log: [],
  locales: ['type machines'],
  /** What residents can know about the card, and which certificate a purpose needs. */
  guide: ['type machines'],
  slips: ['locales', 'guide', 'certificates', 'type log', 'type machines'],
  effects: ['machines', 'card', 'certificates', 'slips', 'log', 'type centre', 'type devices', 'type guide'],
  /** What a screen says, and the recordings it is put together from. */
  speech: ['locales', 'guide', 'certificates', 'machines', 'ui'],
  /** A visit that is only tried: what it may not import, it cannot touch. */
  practice: ['machines', 'certificates', 'type centre', 'type card'],
  ui: ['machines', 'guide', 'locales', 'certificates', 'type card', 'type speech'],
  simulation: ['card', 'centre', 'certificates', 'devices', 'machines', 'ui', 'type log', 'type verification'],
  /** A whole shop on virtual time: terminal, devices, people, staff and faults, put together for simulations. */
  shop: ['*'],
  cli: ['*'],
  main: ['*'],
  config: ['machines', 'certificates', 'devices'],
  'data-folder': [],
  /** Keeps the terminal's program alive; knows nothing of what it does. */
  watchdog: [],
};

/** Files of src/ that everybody may use: values without effects. */
const common = ['outcome', 'clock', 'japan-time', 'calendar', 'keypads'];
/** The machine's own clock: handed out by the composition root and the command line alone. */
const rootOnly = ['system-clock'];

/** Wall clock, randomness and timers: injected everywhere but in these files, which talk to the real world. */
const realWorld = [
  'system-clock.ts',
  'clock.ts',
  'main.ts',
  'devices/card-reader/pcsc-process.ts',
  'devices/page-printer/http-transport.ts',
  'devices/tcp-transport.ts',
  'centre/validity/network.ts',
  'ui/client/',
  'cli/',
  // Timers that a test fires by hand, and promises that settle between two steps.
  'simulation/model/deferred.ts',
  'simulation/model/walk.ts',
  // A clock defines what the others may not call.
  'shop/virtual-clock.ts',
];
const forbidden: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\(/, 'Date.now()'],
  [/\bnew Date\(\)/, 'new Date()'],
  [/\bMath\.random\(/, 'Math.random()'],
  [/\brandomUUID\(/, 'randomUUID()'],
  [/(?<![.\w#])set(Timeout|Interval|Immediate)\(/, 'a global timer'],
  [/\bperformance\.now\(/, 'performance.now()'],
];

const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? files(join(folder, entry.name))
      : /\.tsx?$/.test(entry.name)
        ? [join(folder, entry.name)]
        : [],
  );

const roomOf = (path: string): string => path.split('/')[0]?.replace(/\.tsx?$/, '') ?? '';

const breaches: string[] = [];
for (const file of files(source)) {
  const name = relative(source, file);
  const room = roomOf(name);
  const text = readFileSync(file, 'utf8');
  const { module } = parseSync(file, text);
  const imports = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      from: moduleRequest.value,
      typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest ? [{ from: moduleRequest.value, typeOnly: isType }] : [],
      ),
    ),
  ];
  for (const { from, typeOnly } of imports) {
    if (!from.startsWith('.')) continue;
    const target = relative(source, resolve(dirname(file), from));
    if (target.startsWith('..')) continue;
    const other = roomOf(target);
    const rules = allowed[room] ?? [];
    if (other === room || common.includes(other) || common.includes(room) || rules.includes('*')) continue;
    if (rules.includes(other) || (typeOnly && rules.includes(`type ${other}`))) continue;
    if (rootOnly.includes(room)) continue;
    breaches.push(`src/${name}: ${room} may not import ${typeOnly ? 'types of ' : ''}${other} (${from})`);
  }
  if (realWorld.some((place) => name.startsWith(place))) continue;
  text.split('\n').forEach((line, index) => {
    if (/^\s*(\*|\/\/|\/\*)/.test(line)) return;
    for (const [pattern, what] of forbidden)
      if (pattern.test(line)) breaches.push(`src/${name}:${index + 1}: ${what} is injected, not called, here`);
  });
}
for (const breach of breaches) console.error(breach);
if (breaches.length > 0) process.exitCode = 1;
