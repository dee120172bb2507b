import './kiosk.css';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ScreenFrame } from '../screens/screen.ts';
import { connect } from './connection.ts';
import { setSizes } from './size.ts';
import { View } from './view.tsx';

const token = location.hash.slice(1);

/** Buttons of a new screen answer after this time: the second tap of a double tap was meant for the screen before. */
const arrivalMs = 400;

const Kiosk = () => {
  const [frame, setFrame] = useState<ScreenFrame | null>(null);
  const [arrived, setArrived] = useState<string | null>(null);
  const [line, setLine] = useState<ReturnType<typeof connect> | null>(null);
  useEffect(() => {
    setLine(
      connect(
        `/socket?token=${encodeURIComponent(token)}`,
        (message) => {
          const next = message as ScreenFrame;
          document.documentElement.lang = next.screen.language;
          setSizes(next.screen.diagonal);
          setFrame(next);
        },
        (up) => !up && setFrame(null),
      ),
    );
  }, []);
  const shown = frame?.screen.id ?? null;
  useEffect(() => {
    const timer = setTimeout(() => setArrived(shown), arrivalMs);
    return () => clearTimeout(timer);
  }, [shown]);
  if (frame === null) return <div class="screen blank" data-screen="none" />;
  return (
    <View
      screen={frame.screen}
      seq={frame.seq}
      arriving={arrived !== shown}
      send={(message) => line?.send({ ...message, seq: frame.seq })}
    />
  );
};

document.addEventListener('contextmenu', (event) => event.preventDefault());
render(<Kiosk />, document.getElementById('app') as HTMLElement);
