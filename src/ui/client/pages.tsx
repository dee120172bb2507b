import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Words } from './words.tsx';

interface Place {
  readonly above: boolean;
  readonly below: boolean;
}

const unturned: Place = { above: false, below: false };

/** Part of a page that stays in sight when the next one is shown. */
const overlap = 0.15;

/** Whether what was shown before had to be tightened, and in a box of which size: finding out costs a second layout. */
const fits = new Map<string, { readonly size: string; readonly tight: boolean }>();
const mostKept = 200;
const sizeOf = ({ clientHeight, clientWidth }: HTMLElement): string => `${clientWidth} ${clientHeight}`;

/** What was measured in another face means nothing. */
document.fonts.addEventListener('loadingdone', () => fits.clear());

/** Makes letters a little smaller where they are too many otherwise, and says in what size of the box. */
function tighten(box: HTMLElement, holds: string, mayTighten: boolean): string {
  const known = fits.get(holds);
  box.classList.toggle('tight', known?.tight ?? false);
  const size = sizeOf(box);
  if (known?.size === size) return size;
  box.classList.remove('tight');
  const tight = mayTighten && box.scrollHeight > box.clientHeight + 1;
  box.classList.toggle('tight', tight);
  if (fits.size >= mostKept) fits.clear();
  fits.set(holds, { size, tight });
  return size;
}

/**
 * What does not fit is turned like a page, with keys as large as all others: nobody has to know that a finger can push it.
 * @param of changes with the screen, which is then shown from its top
 * @param holds changes with what is shown
 */
export const Pages = (props: {
  name: string;
  of: string;
  holds: string;
  /** Language and looks, in which the same may take another room. */
  manner: string;
  /** Whether letters may be a little smaller where that spares a second page. */
  mayTighten: boolean;
  words: { readonly up: string; readonly down: string };
  children: ComponentChildren;
}) => {
  const { holds, mayTighten } = props;
  const box = useRef<HTMLDivElement>(null);
  const fitted = useRef('');
  const [{ above, below }, setPlace] = useState(unturned);
  const look = (): void => {
    const element = box.current;
    if (element === null) return;
    const rest = element.scrollHeight - element.clientHeight - element.scrollTop;
    const next = { above: element.scrollTop > 1, below: rest > 1 };
    setPlace((place) => (place.above === next.above && place.below === next.below ? place : next));
  };
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = (): void => {
      fitted.current = tighten(element, holds, mayTighten);
    };
    const refit = (): void => {
      measure();
      look();
    };
    const watcher = new ResizeObserver(() => sizeOf(element) === fitted.current || refit());
    measure();
    watcher.observe(element);
    document.fonts.addEventListener('loadingdone', refit);
    return () => {
      watcher.disconnect();
      document.fonts.removeEventListener('loadingdone', refit);
    };
  }, [holds, mayTighten]);
  // After the fitting: scrolling needs a layout too.
  useLayoutEffect(() => {
    box.current?.scrollTo(0, 0);
  }, [props.of]);
  useLayoutEffect(look);
  // Fewer words may need no keys to turn them: the box without them says whether they do.
  useLayoutEffect(() => {
    if (above || below) setPlace(unturned);
  }, [props.manner]);
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
