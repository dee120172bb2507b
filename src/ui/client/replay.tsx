import './replay.css';
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReplayState } from '../bench.ts';
import { connect } from './connection.ts';

const playMs = 700;

/** The statecharts that are running, e.g. `session` of `session.flow.paying`; the last is what the resident is in. */
const chartsOf = (states: readonly string[]): string[] => {
  const running = [...new Set(states.map((state) => state.split('.')[0] ?? ''))];
  return [...running.filter((name) => name === 'panel'), ...running.filter((name) => name !== 'panel')];
};

/** One statechart, with the boxes of its active states lit. */
const Chart = ({ name, states }: { name: string; states: readonly string[] }) => {
  const place = useRef<HTMLDivElement>(null);
  const [svg, setSvg] = useState('');
  useEffect(() => {
    let wanted = true;
    void fetch(`/bench/file/${name}.svg`)
      .then((answer) => answer.text())
      .then((text) => wanted && setSvg(text));
    return () => {
      wanted = false;
    };
  }, [name]);
  useEffect(() => {
    const own = states.filter((state) => state.startsWith(`${name}.`)).map((state) => state.slice(name.length + 1));
    const active: Element[] = [];
    for (const box of place.current?.querySelectorAll('[data-state]') ?? []) {
      const lit = own.includes(box.getAttribute('data-state') ?? '');
      box.classList.toggle('active', lit);
      if (lit) active.push(box);
    }
    active.at(-1)?.scrollIntoView({ block: 'center', inline: 'center' });
  }, [svg, name, states]);
  // The picture is the server's own; no text of a visit is in it.
  return <div class="picture" ref={place} dangerouslySetInnerHTML={{ __html: svg }} />;
};

const Steps = ({ state, show }: { state: ReplayState; show: (step: number) => void }) => {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [state.shown]);
  return (
    <ol ref={list}>
      {state.steps.map(({ at, kind, text }, index) => (
        <li key={index} class={kind}>
          <button
            type="button"
            data-step={index}
            onClick={() => show(index)}
            {...(index === state.shown ? { 'aria-current': 'step' as const } : {})}
          >
            <span>{at}</span>
            <span>{text}</span>
          </button>
        </li>
      ))}
    </ol>
  );
};

const App = () => {
  const [state, setState] = useState<ReplayState | null>(null);
  const [playing, setPlaying] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const send = useRef<(message: object) => void>(() => {});
  useEffect(() => {
    const hear = (message: unknown): void => {
      const heard = message as ReplayState | { type: 'shown'; shown: number };
      if (heard.type === 'replay') setState(heard);
      else setState((before) => (before === null ? null : { ...before, shown: heard.shown }));
    };
    send.current = connect('/bench/socket', hear, () => {}).send;
  }, []);
  const last = (state?.steps.length ?? 1) - 1;
  const shown = state?.shown ?? 0;
  const show = (step: number): void => send.current({ act: 'show', step: Math.min(Math.max(step, 0), last) });
  useEffect(() => {
    if (!playing) return;
    if (shown >= last) return setPlaying(false);
    const timer = setTimeout(() => show(shown + 1), playMs);
    return () => clearTimeout(timer);
  }, [playing, shown, last]);
  if (state === null) return <p>The replay is loading.</p>;
  const states = state.steps[shown]?.states ?? [];
  const charts = chartsOf(states);
  const chart = chosen !== null && charts.includes(chosen) ? chosen : charts.at(-1);
  const act = (label: string, name: string, step: number) => (
    <button type="button" data-act={name} aria-label={name} onClick={() => show(step)}>
      {label}
    </button>
  );
  return (
    <main class="replay">
      <header>
        <h1>{state.name}</h1>
        {act('«', 'first step', 0)}
        {act('‹', 'step back', shown - 1)}
        <span>
          {shown + 1} / {last + 1}
        </span>
        {act('›', 'step on', shown + 1)}
        {act('»', 'last step', last)}
        <button type="button" aria-pressed={playing} data-act="play" onClick={() => setPlaying(!playing)}>
          play
        </button>
      </header>
      <div class="screen-frame">
        <iframe title="the screen" src={`/#${location.hash.slice(1)}`} />
      </div>
      <div class="chart">
        <div>
          {charts.map((name) => (
            <button key={name} type="button" aria-pressed={name === chart} onClick={() => setChosen(name)}>
              {name}
            </button>
          ))}
        </div>
        {chart === undefined ? <p>The power is off.</p> : <Chart name={chart} states={states} />}
      </div>
      <Steps state={state} show={show} />
    </main>
  );
};

const place = document.getElementById('app');
if (place !== null) render(<App />, place);
