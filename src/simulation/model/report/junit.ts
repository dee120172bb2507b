import { xml } from '../draw.ts';
import { counted, type ModelResult, type TimedWalk } from '../result.ts';
import { edgeLabel } from '../structure.ts';

interface TestCase {
  readonly name: string;
  readonly seconds: number;
  /** What was wrong, in a sentence, with everything that belongs to it; null when nothing was. */
  readonly failure: { readonly message: string; readonly text: string } | null;
}

/** The statechart as a whole: covered, and no invariant broken on any way through it. */
function statechartCase({ machine, seconds, gaps, states, violations }: TimedWalk): TestCase {
  const holes = [
    ...states.missed.map((state) => `state never reached: ${state}`),
    ...gaps.map(({ edge }) => `transition never taken: ${edge.from} | ${edgeLabel(edge)}`),
  ];
  const broken = violations.map(({ invariant, detail }) => `${invariant}: ${detail}`);
  const parts = [
    ...(holes.length > 0 ? [`${holes.length} never reached`] : []),
    ...(broken.length > 0 ? [counted(broken.length, 'violation')] : []),
  ];
  const text = [...holes, ...broken].join('\n');
  return { name: machine, seconds, failure: parts.length === 0 ? null : { message: parts.join(', '), text } };
}

/** One for each invariant that was violated in a statechart. */
function invariantCases({ machine, violations }: TimedWalk): TestCase[] {
  return [...new Set(violations.map(({ invariant }) => invariant))].map((invariant) => {
    const own = violations.filter((violation) => violation.invariant === invariant);
    const text = own.map(({ detail, times, trail }) =>
      [
        `${detail} (in ${counted(times, 'replay')})`,
        ...trail.map(({ event, detail: carried }) => `  ${event} ${carried}`.trimEnd()),
      ].join('\n'),
    );
    return {
      name: `${machine} ${invariant}`,
      seconds: 0,
      failure: { message: own.map(({ detail }) => detail).join('; '), text: text.join('\n') },
    };
  });
}

function eventCases({ events }: ModelResult): TestCase[] {
  if (events.faults.length === 0) return [{ name: 'events × states', seconds: 0, failure: null }];
  const text = events.faults.map(({ machine, state, event, fault }) => `${machine} ${state} × ${event}: ${fault}`);
  const message = `not decided: ${counted(events.faults.length, 'pair')} of event and state`;
  return [{ name: 'events × states I10', seconds: 0, failure: { message, text: text.join('\n') } }];
}

const draw = ({ name, seconds, failure }: TestCase): string => {
  const head = `<testcase classname="madoguchi.model" name="${xml(name)}" time="${seconds.toFixed(3)}"`;
  if (failure === null) return `    ${head}/>`;
  return `    ${head}>\n      <failure message="${xml(failure.message)}">${xml(failure.text)}</failure>\n    </testcase>`;
};

/** The result as JUnit XML (https://github.com/testmoapp/junitxml), for servers that run the model test. */
export function junitOf(result: ModelResult): string {
  const cases = [
    ...result.walks.flatMap((walk) => [statechartCase(walk), ...invariantCases(walk)]),
    ...eventCases(result),
  ];
  const failures = cases.filter(({ failure }) => failure !== null).length;
  const seconds = cases.reduce((all, one) => all + one.seconds, 0).toFixed(3);
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" time="${seconds}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="madoguchi model test" ${counts}>
  <testsuite name="statecharts" ${counts}>
${cases.map(draw).join('\n')}
  </testsuite>
</testsuites>
`;
}
