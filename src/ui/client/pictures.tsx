import type { ComponentChildren } from 'preact';
import type { Picture } from '../screens/screen.ts';

/** The My Number card as a hand sees it: photo, lines, chip. Its upper left corner stands at 0, 0; 52 × 33 units. */
const card = (
  <g class="thing">
    <rect width="52" height="33" rx="4" />
    <rect class="dark" x="6" y="8" width="13" height="16" rx="1.5" />
    <path d="M25 10h21M25 16h21M25 22h12" />
  </g>
);

const arrow = (d: string) => <path class="arrow" d={d} />;

/** What the hands must do, drawn on 96 × 96 units. The part that moves has the class of its movement (pictures.css). */
const drawings: Record<Picture, ComponentChildren> = {
  welcome: (
    <>
      <path class="thing" d="M14 84V34l34-20 34 20v50z" />
      <path d="M8 84h80M38 84V56h20v28M28 44h8M44 44h8M60 44h8" />
    </>
  ),
  'card-in': (
    <>
      <rect x="8" y="8" width="80" height="20" rx="5" />
      <path class="slot" d="M18 28h60" />
      <g class="goes-up">
        <g transform="translate(22 46)">{card}</g>
      </g>
      {arrow('M48 90V82')}
    </>
  ),
  'card-out': (
    <>
      <g class="goes-down">
        <g transform="translate(22 34)">{card}</g>
      </g>
      <rect class="thing" x="8" y="8" width="80" height="20" rx="5" />
      <path class="slot" d="M18 28h60" />
      {arrow('M48 74v16m-8-8 8 8 8-8')}
    </>
  ),
  pin: (
    <g class="thing">
      {[0, 1, 2].flatMap((row) =>
        [0, 1, 2].map((column) => (
          <rect key={`${row}${column}`} x={14 + column * 24} y={8 + row * 22} width="20" height="17" rx="4" />
        )),
      )}
      <rect x="38" y="74" width="20" height="17" rx="4" />
    </g>
  ),
  paper: (
    <>
      <g class="comes-out">
        <path class="thing" d="M24 40h48v46H24z" />
        <path d="M32 52h32M32 60h32M32 68h20" />
        <rect class="dark" x="56" y="72" width="9" height="9" />
      </g>
      <path class="thing" d="M8 40V22a6 6 0 0 1 6-6h68a6 6 0 0 1 6 6v18z" />
      <path class="slot" d="M18 40h60" />
    </>
  ),
  coins: (
    <>
      <g class="drops">
        <circle class="thing" cx="48" cy="28" r="19" />
        <circle cx="48" cy="28" r="13" />
        <path d="M48 22v12" />
      </g>
      <rect class="thing" x="14" y="60" width="68" height="28" rx="5" />
      <path class="slot" d="M32 60h32" />
    </>
  ),
  touch: (
    <>
      <rect class="thing" x="10" y="42" width="50" height="46" rx="6" />
      <rect class="dark" x="18" y="50" width="34" height="12" rx="2" />
      <path d="M18 72h6M32 72h6M46 72h6M18 80h6M32 80h6M46 80h6" />
      <g class="comes-near">
        <g transform="translate(38 6) scale(0.9)">{card}</g>
      </g>
      <path class="waves" d="M66 46a10 10 0 0 1 0 14M73 41a18 18 0 0 1 0 24" />
    </>
  ),
  wait: (
    <>
      <circle class="thing" cx="48" cy="48" r="36" />
      <path d="M48 18v4M48 74v4M18 48h4M74 48h4" />
      <path class="turns" d="M48 48V26" />
      <path d="M48 48l14 10" />
    </>
  ),
  stop: (
    <>
      <path class="thing" d="M32 10h32l22 22v32L64 86H32L10 64V32z" />
      <path class="bold" d="M48 28v26M48 66v3" />
    </>
  ),
  staff: (
    <>
      <circle class="thing" cx="48" cy="28" r="16" />
      <path class="thing" d="M14 88c0-22 14-34 34-34s34 12 34 34z" />
      <path d="M40 54l8 12 8-12" />
    </>
  ),
  receipt: (
    <>
      <g class="comes-out">
        <path class="thing" d="M30 26h36v62l-6-5-6 5-6-5-6 5-6-5-6 5z" />
        <path d="M38 40h20M38 50h20M38 60h12" />
      </g>
      <path class="thing" d="M14 28V16a6 6 0 0 1 6-6h56a6 6 0 0 1 6 6v12z" />
      <path class="slot" d="M24 28h48" />
    </>
  ),
};

export const Drawing = ({ picture, label }: { picture: Picture; label: string }) => (
  <svg class={`picture ${picture}`} viewBox="0 0 96 96" role="img" aria-label={label}>
    {drawings[picture]}
  </svg>
);
