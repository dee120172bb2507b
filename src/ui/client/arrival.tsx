import { useEffect, useState } from 'preact/hooks';

/** A new screen answers after this time, in milliseconds: the second tap of a double tap was meant for the screen before. */
export const arrivalMs = 400;

/** Lies over a new screen, invisible, until it answers. */
export const Arrival = () => {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), arrivalMs);
    return () => clearTimeout(timer);
  }, []);
  return isOver ? null : <div class="arriving" />;
};
