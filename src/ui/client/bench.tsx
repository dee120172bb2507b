import './bench.css';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { BenchState } from '../bench.ts';
import { connect } from './connection.ts';

type Send = (message: object) => void;

const Act = ({ send, message, children }: { send: Send; message: object; children: string }) => (
  <button type="button" onClick={() => send(message)} data-act={JSON.stringify(message)}>
    {children}
  </button>
);

const Switch = ({ send, what, on, children }: { send: Send; what: object; on: boolean; children: string }) => (
  <button
    type="button"
    aria-pressed={on}
    onClick={() => send({ ...what, on: !on })}
    data-act={JSON.stringify({ ...what, on: !on })}
  >
    {children}
  </button>
);

const Cards = ({ state, send }: { state: BenchState; send: Send }) => (
  <section>
    <h2>Card</h2>
    <p>{state.cardIn === null ? 'The slot is empty.' : `In the slot: ${state.cardIn}`}</p>
    <Act send={send} message={{ act: 'pull' }}>
      pull the card out
    </Act>
    <ul class="cards">
      {state.cards.map(({ name, description, tries }) => (
        <li key={name}>
          <Act send={send} message={{ act: 'insert', card: name }}>{`insert ${name}`}</Act>
          <span>
            {description} — PIN 1234, tries left {tries.auth ?? '–'}; ABC123, {tries.sign ?? '–'}
          </span>
        </li>
      ))}
    </ul>
  </section>
);

const Choice = ({ of, value, choose }: { of: readonly string[]; value: string; choose: (name: string) => void }) => (
  <select value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
    {of.map((name) => (
      <option key={name}>{name}</option>
    ))}
  </select>
);

/** What goes wrong with the next request of one operation of the A4 printer. */
const LineFault = ({ state, send }: { state: BenchState; send: Send }) => {
  const { operations, faults } = state.pageLine;
  const [operation, setOperation] = useState(operations[0] ?? '');
  const [fault, setFault] = useState(faults[0] ?? '');
  return (
    <div class="row">
      <span>next</span>
      <Choice of={operations} value={operation} choose={setOperation} />
      <Choice of={faults} value={fault} choose={setFault} />
      <Act send={send} message={{ act: 'pages-line', operation, fault }}>
        arrange
      </Act>
    </div>
  );
};

const Devices = ({ state, send }: { state: BenchState; send: Send }) => (
  <section class="devices">
    <h2>Coins</h2>
    <div class="row">
      {[10, 50, 100, 500].map((yen) => (
        <Act key={yen} send={send} message={{ act: 'coin', yen }}>{`¥${yen}`}</Act>
      ))}
    </div>
    <p>
      cash box ¥{state.money.cashBox} · handed back at once ¥{state.money.returned} · paid out ¥{state.money.paidOut}
      {state.hoppers.map(({ yen, coins }) => ` · ¥${yen} × ${coins}`)}
    </p>
    <h2>Payment terminal</h2>
    <div class="row">
      {state.cashless.customers.map(({ name }) => (
        <Act key={name} send={send} message={{ act: 'tap', customer: name }}>{`${name} touches it`}</Act>
      ))}
      <Switch send={send} what={{ act: 'cashless', fault: 'offline' }} on={state.cashless.offline}>
        offline
      </Switch>
      <Act send={send} message={{ act: 'cashless', fault: 'answer-lost', on: true }}>
        lose the next answer
      </Act>
    </div>
    <p>
      {state.cashless.asking === null ? 'asks for nothing' : `asks for ¥${state.cashless.asking}`}
      {state.cashless.customers.map(({ charged, name }) => ` · ${name} was charged ¥${charged}`)}
    </p>
    <h2>Validity service</h2>
    <div class="row">
      {state.validity.map(({ mode, on }) => (
        <button
          key={mode}
          type="button"
          aria-pressed={on}
          onClick={() => send({ act: 'validity', mode })}
          data-act={JSON.stringify({ act: 'validity', mode })}
        >
          {mode}
        </button>
      ))}
    </div>
    <h2>A4 printer</h2>
    <div class="row">
      {state.pageFaults.map(({ fault, on }) => (
        <Switch key={fault} send={send} what={{ act: 'pages', fault }} on={on}>
          {fault}
        </Switch>
      ))}
    </div>
    <div class="row">
      {state.forgettings.map(({ how, on }) => (
        <button
          key={how}
          type="button"
          aria-pressed={on}
          onClick={() => send({ act: 'pages-forget', how })}
          data-act={JSON.stringify({ act: 'pages-forget', how })}
        >
          {`forgets: ${how}`}
        </button>
      ))}
      {[true, false].map((history) => (
        <Act key={String(history)} send={send} message={{ act: 'pages-power', history }}>
          {history ? 'off and on' : 'off and on, jobs forgotten'}
        </Act>
      ))}
    </div>
    <LineFault state={state} send={send} />
    <h2>Receipt printer</h2>
    <div class="row">
      {state.receiptFaults.map(({ fault, on }) => (
        <Switch key={fault} send={send} what={{ act: 'receipts', fault }} on={on}>
          {fault}
        </Switch>
      ))}
    </div>
    <h2>Power and staff</h2>
    <div class="row">
      <Switch send={send} what={{ act: 'headset' }} on={state.headset}>
        headset
      </Switch>
      <Act send={send} message={{ act: 'power' }}>
        cut the power
      </Act>
      <Act send={send} message={{ act: 'reserve', card: state.cardIn ?? '', pin: 'auth' }}>
        reserve a PIN reset
      </Act>
      <Act send={send} message={{ act: 'card', fault: 'tearAfter', apdu: 1 }}>
        tear the card at the next command
      </Act>
      <Act send={send} message={{ act: 'staff', who: 'bench', why: 'looked at the machine' }}>
        staff: resolved
      </Act>
    </div>
  </section>
);

const Bench = () => {
  const [state, setState] = useState<BenchState | null>(null);
  const [wrong, setWrong] = useState('');
  const [line, setLine] = useState<ReturnType<typeof connect> | null>(null);
  useEffect(() => {
    setLine(
      connect(
        '/bench/socket',
        (message) => {
          const heard = message as BenchState | { type: 'error'; sentence: string };
          if (heard.type === 'error') setWrong(heard.sentence);
          else setState(heard);
        },
        (up) => !up && setState(null),
      ),
    );
  }, []);
  if (state === null) return <p class="off">The terminal is off.</p>;
  const send: Send = (message) => {
    setWrong('');
    line?.send(message);
  };
  return (
    <div class="bench">
      <div class="left">
        <h1>Bench</h1>
        <p>Simulated devices of this terminal. The resident's screen is a page of its own.</p>
        {wrong === '' ? null : <p class="wrong">{wrong}</p>}
        <Cards state={state} send={send} />
      </div>
      <div class="middle">
        <Devices state={state} send={send} />
        <h2>Active states</h2>
        <ul class="states">
          {state.states.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
        <h2>Log</h2>
        <ol class="log">
          {state.log.map(({ seq, type, data }) => (
            <li key={seq} value={seq}>
              <b>{type}</b> {data}
            </li>
          ))}
        </ol>
      </div>
      <div class="right">
        <h2>Out of the printers</h2>
        {state.paper.map(({ name, label }) => (
          <figure key={name}>
            <figcaption>
              <a href={`/bench/file/${name}`} target="_blank" rel="noreferrer">
                {label}
              </a>
            </figcaption>
            {name.endsWith('.png') ? (
              <img src={`/bench/file/${name}`} alt={label} />
            ) : (
              <embed src={`/bench/file/${name}#toolbar=0`} type="application/pdf" />
            )}
          </figure>
        ))}
      </div>
    </div>
  );
};

render(<Bench />, document.getElementById('app') as HTMLElement);
