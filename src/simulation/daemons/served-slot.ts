import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CardMemory } from '../card/profile.ts';
import type { CardTraffic } from '../card/traffic.ts';
import { killed, launch } from './child.ts';
import type { PrivatePcscd } from './pcscd.ts';

const madoguchi = join(import.meta.dirname, '../../../bin/madoguchi.js');

/** A hand at the reader behind vpcd, whose card is `madoguchi card serve`, in a process of its own. */
export class ServedSlot {
  readonly #port: number;
  readonly #folder: string;
  #served: { readonly name: string; readonly child: ChildProcess } | null = null;

  /** @param folder where the cards keep their memory */
  constructor({ port }: PrivatePcscd, folder: string) {
    this.#port = port;
    this.#folder = folder;
  }

  /** Name of the card in the slot. */
  get card(): string | null {
    return this.#served?.name ?? null;
  }

  get occupied(): boolean {
    return this.#served !== null;
  }

  /** What all cards together were told and answered, since they were first put in. */
  get traffic(): readonly CardTraffic[] {
    if (!existsSync(this.#traffic)) return [];
    return readFileSync(this.#traffic, 'utf8')
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as CardTraffic]));
  }

  get #traffic(): string {
    return join(this.#folder, 'traffic');
  }

  #state(name: string): string {
    return join(this.#folder, `${name}.json`);
  }

  /** What a card has in its memory before it is first put in. */
  prepare(name: string, memory: CardMemory): void {
    if (!existsSync(this.#state(name))) writeFileSync(this.#state(name), JSON.stringify(memory));
  }

  insert(name: string): void {
    this.remove();
    const place = ['--vpcd', `127.0.0.1:${this.#port}`, '--state', this.#state(name), '--traffic', this.#traffic];
    const child = launch(process.execPath, [madoguchi, 'card', 'serve', '--card', name, ...place], { stdio: 'ignore' });
    const served = { name, child };
    this.#served = served;
    // pcscd that dies throws the card out.
    child.once('exit', () => {
      if (this.#served === served) this.#served = null;
    });
  }

  remove(): void {
    const served = this.#served;
    this.#served = null;
    if (served !== null) void killed(served.child);
  }
}
