import './kiosk.css';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Block, Button as ButtonData, ScreenFrame, Stripped } from '../screens/screen.ts';
import { connect } from './connection.ts';
import { Drawing } from './pictures.tsx';

type Shown = ScreenFrame['screen'];
type ShownButton = Stripped<ButtonData>;
type ShownBlock = Stripped<Block>;
type Send = (message: { type: 'touch'; id: string } | { type: 'key'; position: number } | { type: 'erase' }) => void;

const token = location.hash.slice(1);

const Touch = ({ button, send }: { button: ShownButton; send: Send }) => (
  <button
    type="button"
    class={`button ${button.role}`}
    data-id={button.id}
    disabled={button.disabled ?? false}
    {...(button.pressed === undefined ? {} : { 'aria-pressed': button.pressed })}
    onClick={() => send({ type: 'touch', id: button.id })}
  >
    <span class="label">{button.label}</span>
    {button.detail ? <span class="detail">{button.detail}</span> : null}
  </button>
);

const PinPad = ({ block, send }: { block: Extract<ShownBlock, { kind: 'pin' }>; send: Send }) => (
  <div class="pin">
    <p>{block.label}</p>
    <div class={`dots of-${block.places}`} role="img" aria-label={block.entered} data-filled={block.filled}>
      {Array.from({ length: block.places }, (_, index) => (
        <span key={index} class={index < block.filled ? 'dot filled' : 'dot'} />
      ))}
    </div>
    <div class={`keys columns-${block.columns}`}>
      {block.keys.map((key, position) =>
        key === null ? (
          <span key={position} />
        ) : (
          <button
            key={position}
            type="button"
            class="key"
            data-key={position}
            onClick={() => send({ type: 'key', position })}
          >
            {key}
          </button>
        ),
      )}
      <button type="button" class="key erase" data-id="erase" onClick={() => send({ type: 'erase' })}>
        {block.back}
      </button>
    </div>
  </div>
);

const Part = ({ block, send }: { block: ShownBlock; send: Send }) => {
  switch (block.kind) {
    case 'picture':
      return <Drawing picture={block.picture} label={block.label} />;
    case 'text':
      return <p class="text">{block.text}</p>;
    case 'notice':
      return (
        <p
          class={`notice ${block.tone} ${block.picture === undefined ? '' : 'pictured'}`}
          role={block.tone === 'error' ? 'alert' : 'status'}
        >
          {block.picture === undefined ? null : <Drawing picture={block.picture} label="" />}
          {block.text}
        </p>
      );
    case 'facts':
      return (
        <dl class={block.rows.length > 5 ? 'facts dense' : 'facts'}>
          {block.rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
    case 'choices':
      return (
        <section class="choices">
          {block.label === null ? null : <h2>{block.label}</h2>}
          <div class="grid">
            {block.choices.map((button) => (
              <Touch key={button.id} button={button} send={send} />
            ))}
          </div>
        </section>
      );
    case 'pin':
      return <PinPad block={block} send={send} />;
    case 'money':
      return (
        <dl class="money">
          {[block.price, block.paid, block.left].map((value, index) => (
            <div key={block.labels[index]} class={index === 2 ? 'left' : ''}>
              <dt>{block.labels[index]}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
  }
};

const Steps = ({ step }: { step: NonNullable<Shown['step']> }) => (
  <div class="steps" role="img" aria-label={`${step.number} / ${step.of} ${step.label}`}>
    {Array.from({ length: step.of }, (_, index) => (
      <span key={index} class={index + 1 < step.number ? 'past' : index + 1 === step.number ? 'now' : ''}>
        {index + 1 === step.number ? `${step.number} ${step.label}` : index + 1}
      </span>
    ))}
  </div>
);

/** Buttons of a new screen answer after this time: the second tap of a double tap was meant for the screen before. */
const arrivalMs = 400;

const View = ({ screen, arriving, send }: { screen: Shown; arriving: boolean; send: Send }) => (
  <div class={arriving ? 'screen arriving' : 'screen'} data-screen={screen.id} data-alarm={screen.alarm}>
    {screen.simulated === null ? null : <p class="simulated">{screen.simulated}</p>}
    <header>
      {screen.step === null ? <span /> : <Steps step={screen.step} />}
      <nav>
        {screen.languages.map((button) => (
          <Touch key={button.id} button={button} send={send} />
        ))}
        {screen.staff === null ? null : <Touch button={screen.staff} send={send} />}
      </nav>
    </header>
    <main>
      <h1>{screen.title}</h1>
      {screen.blocks.map((block, index) => (
        <Part key={`${screen.id} ${index}`} block={block} send={send} />
      ))}
    </main>
    <footer>
      <div>
        {screen.buttons
          .filter(({ role }) => role === 'stop' || role === 'back')
          .map((button) => (
            <Touch key={button.id} button={button} send={send} />
          ))}
      </div>
      <div>
        {screen.buttons
          .filter(({ role }) => role === 'go')
          .map((button) => (
            <Touch key={button.id} button={button} send={send} />
          ))}
      </div>
    </footer>
    {screen.warning === null ? null : (
      <div class="ask" role="alertdialog" aria-label={screen.warning.text}>
        <p>{screen.warning.text}</p>
        <Touch button={screen.warning.button} send={send} />
      </div>
    )}
  </div>
);

const Kiosk = () => {
  const [frame, setFrame] = useState<ScreenFrame | null>(null);
  const [arrived, setArrived] = useState<string | null>(null);
  const [line, setLine] = useState<ReturnType<typeof connect> | null>(null);
  useEffect(() => {
    setLine(
      connect(
        `/socket?token=${encodeURIComponent(token)}`,
        (message) => setFrame(message as ScreenFrame),
        (up) => !up && setFrame(null),
      ),
    );
  }, []);
  useEffect(() => {
    if (frame !== null) document.documentElement.lang = frame.screen.language;
  }, [frame]);
  const shown = frame?.screen.id ?? null;
  useEffect(() => {
    const timer = setTimeout(() => setArrived(shown), arrivalMs);
    return () => clearTimeout(timer);
  }, [shown]);
  if (frame === null) return <div class="screen blank" data-screen="none" />;
  return (
    <View
      screen={frame.screen}
      arriving={arrived !== shown}
      send={(message) => line?.send({ ...message, seq: frame.seq })}
    />
  );
};

document.addEventListener('contextmenu', (event) => event.preventDefault());
render(<Kiosk />, document.getElementById('app') as HTMLElement);
