import type { Picture } from '../screens/screen.ts';

/** Line drawings of what the hands must do; 48 × 48 units, drawn with the current text colour. */
const shapes: Record<Picture, string> = {
  welcome: 'M8 40V14l16-8 16 8v26M8 40h32M18 40V26h12v14',
  'card-in': 'M6 6h36v10H6zM10 26h28v16H10zM24 37V21m-5 5 5-5 5 5',
  'card-out': 'M6 32h36v10H6zM10 6h28v16H10zM24 32V12m-5 5 5-5 5 5',
  pin: 'M10 10h8v8h-8zM20 10h8v8h-8zM30 10h8v8h-8zM10 20h8v8h-8zM20 20h8v8h-8zM30 20h8v8h-8zM20 30h8v8h-8z',
  paper: 'M12 6h18l8 8v28H12zM30 6v8h8M18 22h14M18 28h14M18 34h8',
  coins: 'M18 12a10 10 0 1 0 .01 0M18 17v10M32 20a10 10 0 1 1-8 16',
  touch: 'M8 14h32v20H8zM8 20h32M13 29h8M30 40a6 6 0 0 0 6-6M24 44',
  wait: 'M24 8a16 16 0 1 1-.01 0M24 14v10l7 5',
  stop: 'M16 6h16l10 10v16L32 42H16L6 32V16zM24 14v14M24 34v.5',
  staff: 'M24 8a7 7 0 1 1-.01 0M10 42c0-9 6-14 14-14s14 5 14 14',
  receipt: 'M14 6h20v36l-4-3-3 3-3-3-3 3-3-3-4 3zM19 14h10M19 20h10M19 26h6',
};

export const Drawing = ({ picture, label }: { picture: Picture; label: string }) => (
  <svg class={`picture ${picture}`} viewBox="0 0 48 48" role="img" aria-label={label}>
    <path d={shapes[picture]} />
  </svg>
);
