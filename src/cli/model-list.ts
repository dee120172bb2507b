import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { rules } from '../log/rules.ts';
import { type StatechartName, statecharts } from '../machines/catalogue.ts';
import { statechartsFingerprint } from '../machines/fingerprint.ts';
import { defaultTimeouts } from '../machines/timeouts.ts';
import { statechartInvariants } from '../simulation/model/invariants.ts';
import { type Invariant, invariants } from '../simulation/model/never.ts';
import { plans } from '../simulation/model/plans.ts';
import { type Edge, edgesOf, guardName, guardParts, nodesOf, pathOf } from '../simulation/model/structure.ts';

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();

/** Names of the guards of a transition, those within an `and`, `or` or `not` one by one. */
const guardNames = ({ definition }: Edge): string[] =>
  guardParts(definition.guard).flatMap((part) => guardName(part) ?? []);

const kinds: Readonly<Partial<Record<AnyStateNode['type'], string>>> = {
  compound: 'has states',
  parallel: 'has regions',
  final: 'final',
};

/** Everything that has a name in one statechart. */
function chartOf(name: StatechartName) {
  const machine: AnyStateMachine = statecharts[name];
  const edges = edgesOf(machine);
  const nodes = nodesOf(machine).filter((node) => node !== machine.root);
  const invoked = nodesOf(machine).flatMap((node) =>
    node.invoke.map(({ src, id }) => ({ actor: typeof src === 'string' ? src : id, in: pathOf(node) })),
  );
  const events = plans.find((plan) => plan.name === name)?.events ?? [];
  return {
    statechart: name,
    states: nodes.map((node) => ({
      state: pathOf(node),
      kind: kinds[node.type] ?? '',
      invokes: node.invoke.map(({ id }) => id),
      tags: [...node.tags],
    })),
    events: unique(events.map(({ type }) => type)),
    delays: unique(
      edges.flatMap(({ event }) => (event.startsWith('xstate.after.') ? [event.split('.')[2] ?? ''] : [])),
    ).map((delay) => ({ delay, seconds: defaultTimeouts[delay as keyof typeof defaultTimeouts] / 1_000 })),
    guards: unique(edges.flatMap(guardNames)),
    actors: unique(invoked.map(({ actor }) => actor)),
  };
}

/** Each invariant, where it is enforced, by which rows of the log, and in which statecharts the model test looks at it. */
const listInvariants = () =>
  (Object.keys(invariants) as Invariant[]).map((invariant) => ({
    invariant,
    never: invariants[invariant].never,
    enforcedIn: invariants[invariant].where.map((path) => `src/${path}`),
    logRows: unique(rules.filter((rule) => rule.invariant === invariant).flatMap(({ on }) => on)),
    modelTest: unique(statechartInvariants.filter((one) => one.invariant === invariant).map(({ machine }) => machine)),
  }));

/** Rows of text in columns; the last one is not padded. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      `  ${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')}`.trimEnd(),
    )
    .join('\n');
}

/** Words in lines of a width that fits a terminal. */
function wrapped(words: readonly string[], width = 110): string {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 2 > width) lines.push(word);
    else lines[lines.length - 1] = `${last}  ${word}`;
  }
  return lines.map((line) => `  ${line}`).join('\n');
}

/** `model list`. */
export function listModel({
  json,
  only,
}: {
  readonly json?: boolean;
  readonly only?: readonly StatechartName[];
}): void {
  const charts = (only ?? (Object.keys(statecharts) as StatechartName[])).map(chartOf);
  if (json) {
    const all = { fingerprint: statechartsFingerprint, statecharts: charts, invariants: listInvariants() };
    return void console.log(JSON.stringify(all, null, 2));
  }
  console.log(`statecharts ${statechartsFingerprint}`);
  for (const { statechart, states, events, delays, guards, actors } of charts) {
    const parts: readonly (readonly [string, string])[] = [
      [
        'states',
        columns(
          states.map(({ state, kind, invokes, tags }) => [
            state,
            kind,
            invokes.map((id) => `invokes ${id}`).join(', '),
            tags.map((tag) => `#${tag}`).join(' '),
          ]),
        ),
      ],
      ['events', wrapped(events)],
      ['delays', columns(delays.map(({ delay, seconds }) => [delay, `${seconds} s`]))],
      ['guards', wrapped(guards)],
      ['actors', wrapped(actors)],
    ];
    console.log(`\n${statechart}`);
    for (const [name, text] of parts) if (text !== '') console.log(` ${name}\n${text}`);
  }
  console.log('\ninvariants');
  for (const { invariant, never, enforcedIn, logRows, modelTest } of listInvariants()) {
    console.log(` ${invariant.padEnd(4)}never ${never}`);
    console.log(`     enforced in  ${enforcedIn.join(', ')}`);
    if (logRows.length > 0) console.log(`     log rows     ${logRows.join(', ')}`);
    if (modelTest.length > 0) console.log(`     model test   ${modelTest.join(', ')}`);
  }
}
