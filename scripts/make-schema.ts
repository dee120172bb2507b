// Writes kiosk.config.schema.json from the schema the program checks with.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { configSchema } from '../src/config.ts';

const path = join(import.meta.dirname, '../kiosk.config.schema.json');
writeFileSync(path, `${JSON.stringify(z.toJSONSchema(configSchema, { io: 'input' }), null, 2)}\n`);
