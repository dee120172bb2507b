import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Words } from './words.tsx';

interface Place {
  readonly above: boolean;
  readonly below: boolean;
}

/** Part of a page that stays in sight when the next one is shown. */
const overlap = 0.15;

/**
 * What does not fit is turned like a page, with keys as large as all others: nobody has to know that a finger can push it.
 * @param of changes with the screen, which is then shown from its top
 */
export const Pages = (props: {
  name: string;
  of: string;
  /** Whether letters may be a little smaller where that spares a second page. */
  mayTighten: boolean;
  words: { readonly up: string; readonly down: string };
  children: ComponentChildren;
}) => {
  const box = useRef<HTMLDivElement>(null);
  const [{ above, below }, setPlace] = useState<Place>({ above: false, below: false });
  const look = (): void => {
    const element = box.current;
    if (element === null) return;
    const rest = element.scrollHeight - element.clientHeight - element.scrollTop;
    const next = { above: element.scrollTop > 1, below: rest > 1 };
    setPlace((place) => (place.above === next.above && place.below === next.below ? place : next));
  };
  useLayoutEffect(() => {
    box.current?.scrollTo(0, 0);
  }, [props.of]);
  useLayoutEffect(() => {
    const element = box.current;
    element?.classList.remove('tight');
    if (element !== null && props.mayTighten && element.scrollHeight > element.clientHeight + 1)
      element.classList.add('tight');
    look();
  });
  useLayoutEffect(() => {
    const watcher = new ResizeObserver(look);
    if (box.current !== null) watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  const turn = (direction: 1 | -1): void => {
    const element = box.current;
    if (element !== null) element.scrollBy(0, direction * element.clientHeight * (1 - overlap));
  };
  return (
    <div class={`pages ${props.name}`}>
      <div class="page" ref={box} onScroll={look}>
        {props.children}
      </div>
      {above || below ? (
        <div class="turn">
          <button type="button" class="button" data-turn="up" disabled={!above} onClick={() => turn(-1)}>
            <span class="label">
              ▲ <Words text={props.words.up} />
            </span>
          </button>
          <button type="button" class="button" data-turn="down" disabled={!below} onClick={() => turn(1)}>
            <span class="label">
              ▼ <Words text={props.words.down} />
            </span>
          </button>
        </div>
      ) : null}
    </div>
  );
};
