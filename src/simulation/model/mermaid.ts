import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { edgeLabel, edgesOf, pathOf } from './structure.ts';

/** A name that Mermaid takes for a state. */
const idOf = (name: string, path: string): string => [name, ...path.split('.')].filter((part) => part !== '').join('_');

/** A colon or semicolon would end the text of a transition, and braces and hashes mean something else. */
const text = (label: string): string => label.replaceAll(': ', ' ').replace(/[:;{}#"]/g, ' ');

/**
 * One statechart in the language of Mermaid (https://mermaid.js.org/syntax/stateDiagram.html), which GitHub and many editors draw.
 * A transition that leads nowhere else is a line of text in its state; where Mermaid allows none, in a compound state, a note.
 * Regions are drawn as states of one that says they are active together: Mermaid 12 cannot lay out transitions between its own
 * regions (`--`). Drawn with Mermaid 11.17 and 12.3.
 */
export function mermaidOf(name: string, machine: AnyStateMachine): string {
  const edges = edgesOf(machine);
  const lines: string[] = [];
  const inner = (state: AnyStateNode): string[] => [
    ...state.invoke.map(({ id }) => `invoke ${id}`),
    ...edges.filter(({ from, to }) => from === pathOf(state) && to.length === 0).map((edge) => `${edgeLabel(edge)} /`),
  ];
  const write = (state: AnyStateNode, indent: string): void => {
    const id = idOf(name, pathOf(state));
    const children = Object.values(state.states);
    const together = state.type === 'parallel' ? ', all at once' : '';
    const title = `${state === machine.root ? name : state.key}${together}`;
    lines.push(`${indent}state "${title}" as ${id}${children.length > 0 ? ' {' : ''}`);
    if (children.length === 0) {
      for (const line of inner(state)) lines.push(`${indent}${id} : ${text(line)}`);
      if (state.type === 'final') lines.push(`${indent}${id} --> [*]`);
      return;
    }
    const initial = state.type === 'parallel' ? [] : (state.initial.target ?? []);
    for (const target of initial) lines.push(`${indent}  [*] --> ${idOf(name, pathOf(target))}`);
    for (const child of children) write(child, `${indent}  `);
    lines.push(`${indent}}`);
    const own = inner(state);
    if (own.length > 0)
      lines.push(`${indent}note right of ${id}`, ...own.map((line) => `${indent}  ${text(line)}`), `${indent}end note`);
  };
  write(machine.root, '  ');
  for (const edge of edges)
    for (const target of edge.to)
      lines.push(`  ${idOf(name, edge.from)} --> ${idOf(name, target)} : ${text(edgeLabel(edge))}`);
  return ['stateDiagram-v2', ...lines, ''].join('\n');
}
