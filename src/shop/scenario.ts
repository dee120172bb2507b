import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { messageOf } from '../outcome.ts';
import { plainVisit, type VisitPlan, visitPlan } from './plan.ts';

/** One kiosk and the visits it gets, kept as a file: what operators write, and what a failing simulation is saved as. */
export const scenario = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().min(1).max(200).describe('What happens, in a sentence.'),
  seed: z
    .int()
    .min(1)
    .max(2_147_483_647)
    .default(1)
    .describe('Throws the dice of the terminal itself: transaction ids, nonces.'),
  pages: z
    .enum(['minimal', 'real'])
    .default('minimal')
    .describe('Pages with nothing but what the door compares, or as residents get them.'),
  begins: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .default('09:00')
    .describe('Time of day in Japan of the first visit, HH:MM.'),
  perDay: z
    .int()
    .min(1)
    .max(10_000)
    .default(60)
    .describe('After so many visits the shop closes, and opens the next morning.'),
  visits: z.array(visitPlan).min(1).max(10_000).describe('One after the other, at one terminal with one log.'),
  found: z
    .strictObject({ invariant: z.string(), detail: z.string() })
    .optional()
    .describe('What was broken when a simulation saved this. A repaired program breaks nothing.'),
});
export type Scenario = z.output<typeof scenario>;

/**
 * Reads a file of this schema or another.
 * @throws a sentence with the file, the place in it and what is allowed there
 */
export function readPlanFile<T>(path: string, schema: z.ZodType<T>): T {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} cannot be read: ${messageOf(error)}.`);
  }
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ message, path: place }) => `  ${place.join('.') || 'the file'}: ${message}`);
  throw new Error(`${path} is not what it should be:\n${faults.join('\n')}`);
}

/** Only what is not as in a plain visit. */
const terse = (visit: VisitPlan): Partial<VisitPlan> =>
  Object.fromEntries(
    Object.entries(visit).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(plainVisit[key as keyof VisitPlan]),
    ),
  );

/** The text of a scenario file. */
export const writeScenario = ({ visits, ...rest }: Scenario): string =>
  `${JSON.stringify({ ...rest, visits: visits.map(terse) }, null, 2)}\n`;
