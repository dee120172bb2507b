/** How often states were seen and transitions taken: by state path and by edge id. */
export interface Heat {
  readonly states: ReadonlyMap<string, number>;
  readonly transitions: ReadonlyMap<string, number>;
}

/** Counts while a walk goes on. */
export class HeatCount implements Heat {
  readonly states = new Map<string, number>();
  readonly transitions = new Map<string, number>();

  state(path: string): void {
    this.states.set(path, (this.states.get(path) ?? 0) + 1);
  }

  transition(id: string): void {
    this.transitions.set(id, (this.transitions.get(id) ?? 0) + 1);
  }
}

/** How a state or a transition is drawn. */
export interface Tone {
  readonly fill: string;
  readonly stroke: string;
  readonly width: number;
  readonly dash: string | null;
  readonly ink: string;
}

/** Without any heat. */
export const plain: Tone = { fill: '#ffffff', stroke: '#626264', width: 1, dash: null, ink: '#414143' };

/** Nothing else is red, dashed and thick, and it says so in a word too. */
export const never: Tone = { fill: '#ffe4e4', stroke: '#ce0000', width: 3, dash: '7 4', ink: '#ce0000' };

/** From once to ten thousand times and more, by powers of ten. */
export const warm: readonly Tone[] = [
  { fill: '#f4f8ff', stroke: '#9db7f9', width: 1, dash: null, ink: '#1a1a1c' },
  { fill: '#e0eaff', stroke: '#7096f8', width: 1.5, dash: null, ink: '#1a1a1c' },
  { fill: '#c5d7fb', stroke: '#4979f5', width: 2, dash: null, ink: '#1a1a1c' },
  { fill: '#a3bffb', stroke: '#264af4', width: 2.5, dash: null, ink: '#1a1a1c' },
  { fill: '#85a8f9', stroke: '#0017c1', width: 3, dash: null, ink: '#1a1a1c' },
];

export function toneOf(count: number): Tone {
  if (count === 0) return never;
  return warm[Math.min(warm.length - 1, Math.floor(Math.log10(count)))] as Tone;
}

/** What is written beside a label. */
export const timesText = (count: number): string => (count === 0 ? 'NEVER' : `×${count}`);
