import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { PinState } from '../card/card-client.ts';
import { type ChipFacts, readChipFacts } from '../card/chip-facts.ts';
import { JpkiClient } from '../card/jpki.ts';
import { generations, type PinName } from '../card/jpki-data.ts';
import { CardReaderDriver } from '../devices/card-reader/driver.ts';
import { PcscTransport } from '../devices/card-reader/pcsc-transport.ts';
import type { CardReader } from '../devices/card-reader/port.ts';
import { japanDate } from '../japan-time.ts';
import { messageOf } from '../outcome.ts';
import { type AtrChoice, atrChoices } from '../simulation/card/atr.ts';
import { readMemory } from '../simulation/card/memory.ts';
import type { CardMemory, CardProfile } from '../simulation/card/profile.ts';
import { VirtualCard } from '../simulation/card/virtual-card.ts';
import { MemoryReader } from '../simulation/card-reader/memory-reader.ts';
import { VpcdCard } from '../simulation/card-reader/vpcd.ts';
import { sampleTown } from '../simulation/town/town.ts';
import { systemClock } from '../system-clock.ts';

const address = (text: string): { host: string; port: number } => {
  const [, host, port] = /^([^:]+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535)
    throw new InvalidArgumentError('It looks like localhost:35963.');
  return { host, port: Number(port) };
};

const seconds = (text: string): number => {
  const value = Number(text);
  if (!(value >= 0 && value <= 3_600)) throw new InvalidArgumentError('A number of seconds, 0–3600.');
  return value;
};

async function catalogue(): Promise<readonly CardProfile[]> {
  return [...(await sampleTown(systemClock.now())).cards.values()];
}

async function named(name: string): Promise<CardProfile> {
  const cards = await catalogue();
  const found = cards.find((card) => card.name === name);
  if (found === undefined)
    throw new Error(`There is no card ${name}. There are: ${cards.map((card) => card.name).join(', ')}.`);
  return found;
}

async function list({ json }: { readonly json?: boolean }): Promise<void> {
  const rows = (await catalogue()).map(({ name, description, tokenLabel, generation, expires, auth, sign, pins }) => ({
    name,
    description,
    label: tokenLabel,
    generation: generations[generation].forecast ? `${generation} (forecast)` : generation,
    expires,
    certificates: [...(auth === null ? [] : ['auth']), ...(sign === null ? [] : ['sign'])],
    tries: { auth: pins.auth.tries, sign: pins.sign.tries },
  }));
  if (json) return void console.log(JSON.stringify(rows, null, 2));
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, description } of rows) console.log(`${name.padEnd(width)}  ${description}`);
}

/** A card file that cannot be read is said so before anything is put in a reader. */
function memoryIn(file: string | undefined): CardMemory | null {
  if (file === undefined || !existsSync(file)) return null;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read: ${messageOf(error)}. Delete it to begin with a new card.`);
  }
  const memory = readMemory(json);
  if (typeof memory === 'string') throw new Error(`${file}: ${memory} Delete it to begin with a new card.`);
  return memory;
}

interface ServeOptions {
  readonly card: string;
  readonly vpcd: { readonly host: string; readonly port: number };
  readonly state?: string;
  readonly traffic?: string;
  readonly atr: AtrChoice;
}

async function serve({ card: name, vpcd, state, traffic, atr }: ServeOptions): Promise<void> {
  const memory = memoryIn(state);
  const card = new VirtualCard(await named(name), {
    memory,
    random: (length) => randomBytes(length),
    persist: (now) => {
      if (state !== undefined) writeFileSync(state, JSON.stringify(now));
    },
  });
  const slot = new VpcdCard(card, {
    atr,
    clock: systemClock,
    random: (length) => randomBytes(length),
    note: (line) => {
      if (traffic !== undefined) appendFileSync(traffic, `${JSON.stringify(line)}\n`);
    },
  });
  await slot.insert(vpcd.host, vpcd.port);
  console.log(`${name} is in the reader behind ${vpcd.host}:${vpcd.port}. Ctrl-C pulls it out.`);
  process.once('SIGINT', () => slot.remove());
  process.once('SIGTERM', () => slot.remove());
  await slot.closed();
}

interface ReadOptions {
  readonly card?: string;
  readonly reader?: string;
  readonly wait: number;
  readonly certificate?: boolean;
  readonly json?: boolean;
}

const pinNames: Readonly<Record<PinName, string>> = {
  auth: 'user PIN (利用者証明用, 4 digits)',
  sign: 'signature PIN (署名用, 6–16 characters)',
  register: 'resident-register PIN (住民基本台帳用)',
  text: 'card-face PIN (券面事項入力補助用)',
};

const stateOf = (state: PinState | null): string => {
  if (state === null) return 'not on this card';
  if (state.state === 'open') return `${state.tries} ${state.tries === 1 ? 'try' : 'tries'} left`;
  return state.state === 'blocked' ? 'locked' : 'never set';
};

/** Columns in a terminal, where kanji and kana take two. */
const columns = (text: string): number => text.length + (text.match(/[\u3000-\uFFE6]/g)?.length ?? 0);

const dayOf = (at: number | undefined): string | null => (at === undefined ? null : japanDate(at));

function report(facts: ChipFacts): Readonly<Record<string, string>> {
  const { generation, has, municipality, expires, authValidity, pins } = facts;
  return {
    card: `My Number card, generation ${generation}${generations[generation].forecast ? ' (forecast)' : ''}`,
    municipality: municipality ?? 'the chip does not say',
    'card valid until': expires ?? 'the chip does not say',
    'user certificate': has.auth
      ? `${dayOf(authValidity?.from) ?? '?'} – ${dayOf(authValidity?.until) ?? '?'}`
      : 'not on this card',
    'signature certificate': has.sign ? 'on this card; it opens with its PIN' : 'not on this card',
    ...Object.fromEntries((Object.keys(pinNames) as PinName[]).map((pin) => [pinNames[pin], stateOf(pins[pin])])),
  };
}

/** The insertion number of the first card that comes, or a sentence. */
function firstCard(reader: CardReader, ms: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let last = 'no reader was found';
    const timer = systemClock.setTimeout(() => reject(new Error(`There is no card in a reader: ${last}.`)), ms);
    reader.start({
      inserted: (insertion) => {
        systemClock.clearTimeout(timer);
        resolve(insertion);
      },
      removed: () => {},
      health: (state, reason) => {
        last = state === 'working' ? `the reader ${reason} is empty` : reason;
      },
    });
  });
}

async function read({ card: name, reader: part, wait, certificate, json }: ReadOptions): Promise<void> {
  const memory = new MemoryReader();
  if (name !== undefined) memory.insert(new VirtualCard(await named(name)));
  const reader = new CardReaderDriver(
    name === undefined ? new PcscTransport(part ?? null, systemClock) : memory,
    systemClock,
  );
  try {
    const insertion = await firstCard(reader, wait * 1_000);
    const answer = await reader.session(insertion, async (channel) => {
      const client = new JpkiClient((command) => channel.transmit(command));
      const facts = await readChipFacts(client);
      if (facts.outcome !== 'done') return facts;
      const mayRead = certificate && 'has' in facts.value && facts.value.has.auth;
      const selected = mayRead ? await client.selectApplication('jpki') : null;
      const der = selected?.outcome === 'done' ? await client.readCertificate('auth') : null;
      return {
        outcome: 'done',
        value: { facts: facts.value, der: der?.outcome === 'done' ? der.value : null },
      } as const;
    });
    const said = answer.outcome === 'done' ? answer.value : answer;
    if (said.outcome !== 'done')
      throw new Error(
        `The card could not be read: ${said.outcome === 'failed' ? `${said.fault}${said.detail === undefined ? '' : ` (${said.detail})`}` : said.detail}.`,
      );
    const { facts, der } = said.value;
    if ('kind' in facts) throw new Error(`This is no My Number card: ${facts.kind}.`);
    if (json) {
      console.log(
        JSON.stringify(
          { ...facts, ...(der === null ? {} : { certificate: Buffer.from(der).toString('base64') }) },
          null,
          2,
        ),
      );
      return;
    }
    for (const [label, value] of Object.entries(report(facts)))
      console.log(`${label}${' '.repeat(46 - columns(label))}${value}`);
    if (der !== null)
      console.log(
        `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----`,
      );
  } finally {
    await reader.stop();
  }
}

export const cardCommand = (): Command =>
  new Command('card')
    .description('My Number cards, virtual and real')
    .addCommand(
      new Command('list')
        .description('the virtual cards of the sample town')
        .option('--json', 'as JSON, with label, validity and tries')
        .action(list),
    )
    .addCommand(
      new Command('read')
        .description('what a card says without any PIN; nothing in it says who the holder is')
        .option('--reader <name>', 'part of the name of a PC/SC reader; the first one with a card when left out')
        .option('--card <name>', 'a virtual card of the sample town instead of a reader')
        .option(
          '--certificate',
          'the user certificate too (PEM); it identifies the holder to those who know its serial number',
        )
        .addOption(new Option('--wait <seconds>', 'how long to wait for a card').argParser(seconds).default(5))
        .option('--json', 'as JSON')
        .action(read),
    )
    .addCommand(
      new Command('serve')
        .description('put a virtual card behind a real pcscd through vpcd')
        .requiredOption('--card <name>', 'a card of the sample town, e.g. adult')
        .requiredOption('--vpcd <host:port>', 'where vpcd listens, e.g. localhost:35963', address)
        .option('--state <file>', 'keep tries and changed PINs in this file')
        .option('--traffic <file>', 'add a line for each command: instruction and lengths, never what is in it')
        .addOption(
          new Option('--atr <form>', 'answer to reset; pupi: with a random number')
            .choices(atrChoices)
            .default('contact-1'),
        )
        .action(serve),
    );
