import { xml } from '../draw.ts';
import { counted, type ModelResult, type TimedWalk, type TourResult } from '../result.ts';
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

/** The whole terminal: one for what it reached, or that a few journeys were played, and one for each invariant that was violated on its paths. */
function tourCases(tour: TourResult): TestCase[] {
  const { devices, failures, reachedAfterAll, seconds, unreached } = tour;
  const holes = [
    ...unreached.filter(({ reason }) => reason === null).map(({ id, machine }) => `never reached: ${machine} ${id}`),
    ...reachedAfterAll.map(({ id, machine, reason }) => `reached after all: ${machine} ${id} (${reason})`),
  ];
  const invariants = [...new Set(failures.map(({ invariant }) => invariant))];
  return [
    {
      name: devices === 'simulated' ? 'coverage' : 'journeys on daemons',
      seconds,
      failure: holes.length === 0 ? null : { message: counted(holes.length, 'hole'), text: holes.join('\n') },
    },
    ...invariants.map((invariant): TestCase => {
      const own = failures.filter((failure) => failure.invariant === invariant);
      const text = own.map(
        ({ detail, path, times }) => `${detail} (on ${counted(times, 'path')})\n  ${path.join('\n  ')}`,
      );
      const message = own.map(({ detail }) => detail).join('; ');
      return { name: invariant, seconds: 0, failure: { message, text: text.join('\n') } };
    }),
  ];
}

const draw = ({ name, seconds, failure }: TestCase): string => {
  const head = `<testcase classname="madoguchi.model" name="${xml(name)}" time="${seconds.toFixed(3)}"`;
  if (failure === null) return `    ${head}/>`;
  return `    ${head}>\n      <failure message="${xml(failure.message)}">${xml(failure.text)}</failure>\n    </testcase>`;
};

const countsOf = (cases: readonly TestCase[]): string => {
  const failures = cases.filter(({ failure }) => failure !== null).length;
  const seconds = cases.reduce((all, one) => all + one.seconds, 0).toFixed(3);
  return `tests="${cases.length}" failures="${failures}" errors="0" time="${seconds}"`;
};

/** The result as JUnit XML (https://github.com/testmoapp/junitxml), for servers that run the model test. */
export function junitOf(result: ModelResult): string {
  const suites: (readonly [string, readonly TestCase[]])[] = [
    [
      'statecharts',
      [...result.walks.flatMap((walk) => [statechartCase(walk), ...invariantCases(walk)]), ...eventCases(result)],
    ],
    ...(result.tour === null ? [] : [['whole terminal', tourCases(result.tour)] as const]),
  ];
  const drawn = suites.map(
    ([name, cases]) => `  <testsuite name="${name}" ${countsOf(cases)}>\n${cases.map(draw).join('\n')}\n  </testsuite>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="madoguchi model test" ${countsOf(suites.flatMap(([, cases]) => cases))}>
${drawn.join('\n')}
</testsuites>
`;
}
