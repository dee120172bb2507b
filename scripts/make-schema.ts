// Writes the JSON Schemas of the files people write, from the schemas the program checks them with.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { configSchema } from '../src/config.ts';
import { faultPlan } from '../src/shop/plan.ts';
import { scenario } from '../src/shop/scenario.ts';

const schemas = {
  'kiosk.config.schema.json': configSchema,
  'schemas/scenario.schema.json': scenario,
  'schemas/fault-plan.schema.json': faultPlan,
};

for (const [name, schema] of Object.entries(schemas)) {
  const path = join(import.meta.dirname, '..', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`);
}
