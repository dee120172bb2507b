import { z } from 'zod';
import { type PinName, pins } from '../../card/jpki-data.ts';
import type { CardMemory, CardProfile } from './profile.ts';
import { type CodeName, codeNames, codes, pinMisfit, pinNames } from './references.ts';

const table = <Name extends string, T>(names: readonly Name[], of: (name: Name) => T): Record<Name, T> =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, T>;

/** The memory of a card as it leaves the personalisation. */
export const freshMemory = ({ pins: own }: CardProfile): CardMemory => ({
  tries: table(pinNames, (name) => own[name].tries),
  values: {},
});

const tries = (max: number) => z.int().min(0).max(max);

const memorySchema = z.strictObject({
  tries: z.strictObject(table(pinNames, (name: PinName) => tries(pins[name].maxTries).nullable())),
  values: z.strictObject(
    table(pinNames, (name: PinName) =>
      z
        .string()
        .refine((value) => pinMisfit(name, value) === null, 'not a PIN of this form')
        .exactOptional(),
    ),
  ),
  codes: z
    .strictObject(table(codeNames, (name: CodeName) => tries(codes[name].maxTries).exactOptional()))
    .exactOptional(),
});

/** What a file said about a card's memory, or a sentence that says what is wrong with it. */
export function readMemory(json: unknown): CardMemory | string {
  const read = memorySchema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = ['memory', ...(issue?.path ?? [])].join('.');
  return `This is not the memory of a card: ${place}: ${issue?.message ?? 'unreadable'}.`;
}
