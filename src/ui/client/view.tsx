import { useEffect, useRef, useState } from 'preact/hooks';
import { plainText } from '../../locales/ruby.ts';
import type { ScreenFrame } from '../screens/screen.ts';
import { Arrival } from './arrival.tsx';
import { isTouched, Part } from './blocks.tsx';
import { Pages } from './pages.tsx';
import { type Send, Touch } from './touch.tsx';
import { Caption, type Saying } from './voice.tsx';
import { Words } from './words.tsx';

export type Shown = ScreenFrame['screen'];

const Steps = ({ step }: { step: NonNullable<Shown['step']> }) => (
  <div class="steps" role="img" aria-label={`${step.number} / ${step.of} ${plainText(step.label)}`}>
    {Array.from({ length: step.of }, (_, index) => (
      <span key={index} class={index + 1 < step.number ? 'past' : index + 1 === step.number ? 'now' : ''}>
        {index + 1 === step.number ? (
          <b>
            <Words text={`${step.number} ${step.label}`} />
          </b>
        ) : (
          index + 1
        )}
      </span>
    ))}
  </div>
);

const LanguageKeys = ({ screen, send }: { screen: Shown; send: Send }) => (
  <div class="languages">
    {screen.languages.map((button) => (
      <Touch key={button.id} button={button} send={send} />
    ))}
  </div>
);

/** All languages at once, over whatever is shown; what is under it stays as it is. */
const Languages = ({ screen, send, close }: { screen: Shown; send: Send; close: () => void }) => (
  <div class="over" role="dialog" aria-label={plainText(screen.words.languages)}>
    <LanguageKeys
      screen={screen}
      send={(message) => {
        close();
        send(message);
      }}
    />
    <button type="button" class="button back" data-open="nothing" onClick={close}>
      <span class="label">
        <Words text={screen.words.close} />
      </span>
    </button>
  </div>
);

/** What is there at every step, in one place at the bottom: the look, the language, staff. */
const Bar = ({ screen, send, open }: { screen: Shown; send: Send; open: () => void }) => (
  <nav class="bar">
    {screen.modes.map((button) => (
      <Touch key={button.id} button={button} send={send} />
    ))}
    <span class="gap" />
    {screen.greets || screen.languages.length === 0 ? null : (
      <button type="button" class="button choice" data-open="languages" onClick={open}>
        <span class="label">
          <Words text={screen.words.languages} />
        </span>
      </button>
    )}
    {screen.staff === null ? null : <Touch button={screen.staff} send={send} />}
  </nav>
);

const onSide = (screen: Shown, roles: readonly string[]) => screen.buttons.filter(({ role }) => roles.includes(role));

/**
 * A number of its own for each thing that is shown: what stands on another screen is another thing, and nothing slides from one to the
 * next. In another language it stays where it is.
 */
const usePlace = ({ id, language, title }: Shown): number => {
  const last = useRef({ id, language, title, place: 0 });
  const { current } = last;
  const isSame = id === current.id && (title === current.title || language !== current.language);
  last.current = { id, language, title, place: current.place + (isSame ? 0 : 1) };
  return last.current.place;
};

export const View = (props: { screen: Shown; seq: number; byKeys: boolean; send: Send; saying: Saying }) => {
  const { byKeys, saying, screen, send, seq } = props;
  const [chooses, setChooses] = useState(false);
  useEffect(() => setChooses(false), [screen.id]);
  const read = screen.blocks.filter((block) => !isTouched(block));
  const touched = screen.blocks.filter(isTouched);
  const place = usePlace(screen);
  const low = screen.look.includes('low');
  // The keys of an entry are always whole; what is read above them gives way.
  const pad = touched.some(({ kind }) => kind === 'pin');
  const beside = low || pad ? [] : touched;
  const manner = `${screen.language} ${screen.look.join(' ')}`;
  const parts = (blocks: typeof read) =>
    blocks.map((block, index) => (
      <Part key={`${index} ${block.kind === 'text' ? block.text : ''}`} block={block} send={send} />
    ));
  return (
    <div
      class={[
        'screen',
        ...screen.look,
        ...(byKeys ? ['by-keys'] : []),
        ...(touched.length === 0 ? ['reading'] : []),
        ...(screen.practice === null ? [] : ['practising']),
      ].join(' ')}
      data-screen={screen.id}
      data-seq={seq}
      data-language={screen.language}
      data-alarm={screen.alarm}
    >
      {screen.practice === null ? null : (
        <p class="simulated practice">
          <Words text={screen.practice} />
        </p>
      )}
      {screen.simulated === null || screen.practice !== null ? null : (
        <p class="simulated">
          <Words text={screen.simulated} />
        </p>
      )}
      <header key={`header ${place}`}>
        {screen.step === null ? null : <Steps step={screen.step} />}
        {screen.greets ? <LanguageKeys screen={screen} send={send} /> : null}
      </header>
      <main key={`main ${place}`}>
        <Pages
          name="read"
          of={screen.id}
          manner={manner}
          holds={JSON.stringify([manner, screen.title, read, beside])}
          mayTighten={!screen.look.includes('large')}
          words={screen.words}
        >
          <h1>
            <Words text={screen.title} />
          </h1>
          {parts(read)}
          {parts(beside)}
        </Pages>
        {screen.voice === null ? null : <Caption saying={saying} />}
        {pad && !low ? <div class="pad">{parts(touched)}</div> : null}
      </main>
      {low && touched.length > 0 ? (
        <Pages
          name="touched"
          of={screen.id}
          manner={manner}
          holds={JSON.stringify([manner, touched])}
          mayTighten={!screen.look.includes('large')}
          words={screen.words}
        >
          {parts(touched)}
        </Pages>
      ) : null}
      <footer key={`footer ${place}`}>
        <div>
          {onSide(screen, ['stop', 'back']).map((button) => (
            <Touch key={button.id} button={button} send={send} />
          ))}
        </div>
        <div>
          {onSide(screen, ['go']).map((button) => (
            <Touch key={button.id} button={button} send={send} />
          ))}
        </div>
      </footer>
      <Bar screen={screen} send={send} open={() => setChooses(true)} />
      {chooses ? <Languages screen={screen} send={send} close={() => setChooses(false)} /> : null}
      {screen.warning === null ? null : (
        <div class="ask" role="alertdialog" aria-label={plainText(screen.warning.text)}>
          <p>
            <Words text={screen.warning.text} />
          </p>
          <Touch button={screen.warning.button} send={send} />
        </div>
      )}
      <Arrival key={`arrival ${screen.id}`} />
    </div>
  );
};
