import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { AnyStateMachine } from 'xstate';
import { statecharts } from './catalogue.ts';

/** Guards made of others (`and`, `or`, `not`, `stateIn`) are data in a function's clothes; code has no place in a definition. */
const asData = (_: string, value: unknown): unknown => {
  if (typeof value !== 'function') return value;
  const { guards, stateValue } = value as { guards?: unknown; stateValue?: unknown };
  return guards === undefined && stateValue === undefined ? undefined : { [value.name]: guards ?? stateValue };
};

/**
 * What statecharts are: the first 8 bytes, hex, of SHA-256 over the RFC 8785 JSON of their definitions (states, transitions, names
 * of guards, actions, delays and actors, tags), without what their functions do. The same definitions give the same one anywhere.
 */
export function fingerprintOf(machines: Readonly<Record<string, AnyStateMachine>>): string {
  const definitions = Object.entries(machines).map(([name, { config, implementations }]) => ({
    name,
    config,
    guards: implementations.guards,
  }));
  const text = canonicalize(JSON.parse(JSON.stringify(definitions, asData)));
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex')
    .slice(0, 16);
}

/** Of the statecharts this program runs: `terminal.started` says by it which ones wrote a log. */
export const statechartsFingerprint = fingerprintOf(statecharts);
