import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkConfig } from '../../src/config.ts';
import { root } from '../harness.ts';

const loaded = checkConfig(JSON.parse(readFileSync(join(root, 'kiosk.config.json'), 'utf8')));
if (!loaded.ok) throw new Error(loaded.faults.join('\n'));

/** The configuration that the program comes with. */
export const sampleConfig = loaded.config;
