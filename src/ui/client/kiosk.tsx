import './kiosk.css';
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ScreenFrame } from '../screens/screen.ts';
import { arrivalMs } from './arrival.tsx';
import { chime } from './chime.ts';
import { connect } from './connection.ts';
import { actOf, focused, moveFocus, nameOfKey } from './keyboard.ts';
import { hearHands, letGo } from './pointer.ts';
import { setSizes } from './size.ts';
import type { Message, Send } from './touch.tsx';
import { View } from './view.tsx';
import { useVoice, voiceSwitch } from './voice.tsx';

const token = location.hash.slice(1);

/** The terminal answers a digit within this time, or does not take it. */
const answerMs = 300;

/** How the keys of an entry lie; empty where there are none. */
const keysOn = (frame: ScreenFrame | null): string =>
  frame?.screen.blocks.flatMap((block) => (block.kind === 'pin' ? block.keys : [])).join(' ') ?? '';

/** Digits on their way to the terminal, and what it was last told. */
interface Outbox {
  readonly waiting: Message[];
  /** How the keys lay when they were put there: a place means another digit when they are laid out anew. */
  keys: string;
  sent: { readonly seq: number; readonly at: number } | null;
}

const Kiosk = () => {
  const [frame, setFrame] = useState<ScreenFrame | null>(null);
  const [byKeys, setByKeys] = useState(false);
  const [line, setLine] = useState<ReturnType<typeof connect> | null>(null);
  useEffect(() => {
    setLine(
      connect(
        `/socket?token=${encodeURIComponent(token)}`,
        (message) => {
          if (hearHands(message as object)) return;
          const next = message as ScreenFrame;
          // The window is measured before anything changes: afterwards the whole page would be laid out for it.
          setSizes(next.screen.diagonal);
          // Another language is another style of everything.
          if (document.documentElement.lang !== next.screen.lang) document.documentElement.lang = next.screen.lang;
          setFrame(next);
        },
        (up) => {
          if (up) return;
          letGo();
          setFrame(null);
        },
      ),
    );
  }, []);
  const shown = frame?.screen.id ?? null;
  const since = useRef(0);
  useEffect(() => {
    since.current = performance.now();
  }, [shown]);
  const outbox = useRef<Outbox>({ waiting: [], keys: '', sent: null });
  const say = (message: Message, seq: number): void => {
    line?.send({ ...message, seq });
    outbox.current.sent = { seq, at: performance.now() };
  };
  /** Digits that come faster than the answers wait their turn; anything else is for the screen that is seen. */
  const send: Send = (message) => {
    if (frame === null) return;
    const { sent, waiting } = outbox.current;
    const isEntry = message.type === 'key' || message.type === 'erase';
    const unanswered = sent?.seq === frame.seq && performance.now() - sent.at < answerMs;
    if (isEntry && unanswered) waiting.push(message);
    else say(message, frame.seq);
  };
  useEffect(() => {
    const { waiting } = outbox.current;
    const keys = keysOn(frame);
    if (keys === '' || keys !== outbox.current.keys) waiting.length = 0;
    outbox.current.keys = keys;
    const next = waiting.shift();
    if (next !== undefined && frame !== null) say(next, frame.seq);
  }, [frame]);
  const voice = useVoice(frame);
  const press = useRef<(event: KeyboardEvent) => void>(() => {});
  press.current = (event) => {
    if (frame === null || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = actOf(frame.screen, event.key, focused() !== null);
    if (event.key !== 'Tab') event.preventDefault();
    setByKeys(true);
    if (event.repeat || voice.hears(event.key)) return;
    if (event.key === 'F1') return send({ type: 'touch', id: voiceSwitch });
    // Who presses a key that means nothing here did not understand what was said.
    if (act === null) return voice.player.repeat();
    voice.player.hush();
    if (act.type === 'focus') {
      moveFocus(act.step);
      voice.player.name(nameOfKey(focused()));
    }
    // What a finger may not do yet, a key may not either; digits are no second tap.
    else if (act.type === 'key' || act.type === 'erase' || performance.now() - since.current >= arrivalMs)
      act.type === 'press' ? focused()?.click() : send(act);
  };
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => press.current(event);
    const byHand = (event: Event): void => {
      // A finger leaves no focus behind, or the next Enter would press its key again.
      event.preventDefault();
      focused()?.blur();
      setByKeys(false);
      voice.player.hush();
    };
    addEventListener('keydown', hear);
    addEventListener('pointerdown', byHand);
    return () => {
      removeEventListener('keydown', hear);
      removeEventListener('pointerdown', byHand);
    };
  }, []);
  const alarm = frame?.screen.alarm ?? 0;
  const ear = frame?.screen.voice === 'earphone';
  useEffect(() => chime(alarm, ear), [alarm, ear]);
  // What had the focus is not on the new screen: the first key that is pressed there begins at its top.
  useEffect(() => focused()?.blur(), [shown]);
  if (frame === null) return <div class="screen blank" data-screen="none" />;
  return <View screen={frame.screen} seq={frame.seq} byKeys={byKeys} send={send} saying={voice.saying} />;
};

document.addEventListener('contextmenu', (event) => event.preventDefault());
render(<Kiosk />, document.getElementById('app') as HTMLElement);
