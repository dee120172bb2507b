import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { type CardMemory, VirtualCard } from '../simulation/card/virtual-card.ts';
import { VpcdCard } from '../simulation/card-reader/vpcd.ts';
import { sampleTown } from '../simulation/town/town.ts';
import { systemClock } from '../system-clock.ts';

const address = (text: string): { host: string; port: number } => {
  const [, host, port] = /^([^:]+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535)
    throw new InvalidArgumentError('It looks like localhost:35963.');
  return { host, port: Number(port) };
};

interface ServeOptions {
  readonly card: string;
  readonly vpcd: { readonly host: string; readonly port: number };
  readonly state?: string;
}

async function serve({ card: name, vpcd, state }: ServeOptions): Promise<void> {
  const town = await sampleTown(systemClock.now());
  const profile = town.cards.get(name);
  if (profile === undefined)
    throw new Error(`There is no card ${name}. There are: ${[...town.cards.keys()].join(', ')}.`);
  const memory =
    state !== undefined && existsSync(state) ? (JSON.parse(readFileSync(state, 'utf8')) as CardMemory) : null;
  const card = new VirtualCard(profile, memory, (now) => {
    if (state !== undefined) writeFileSync(state, JSON.stringify(now));
  });
  const slot = new VpcdCard(card);
  await slot.insert(vpcd.host, vpcd.port);
  console.log(`${name} is in the reader behind ${vpcd.host}:${vpcd.port}. Ctrl-C pulls it out.`);
  process.once('SIGINT', () => slot.remove());
  process.once('SIGTERM', () => slot.remove());
  await slot.closed();
}

export const cardCommand = (): Command =>
  new Command('card')
    .description('virtual My Number cards')
    .addCommand(
      new Command('serve')
        .description('put a virtual card behind a real pcscd through vpcd')
        .requiredOption('--card <name>', 'a card of the sample town, e.g. adult')
        .requiredOption('--vpcd <host:port>', 'where vpcd listens, e.g. localhost:35963', address)
        .option('--state <file>', 'keep the tries left in this file')
        .action(serve),
    );
