import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Utterance } from '../../speech/speech.ts';
import type { ScreenFrame } from '../screens/screen.ts';
import { Player } from './player.ts';
import { webSound } from './sound.ts';

/** What is being said, and which utterance of it now. */
export interface Saying {
  readonly all: readonly Utterance[];
  readonly at: number;
}

/** Id of the switch in the bar, which the key of a pad or keyboard presses too. */
export const voiceSwitch = 'mode.voice';

/** Keys of the voice, as a keyboard has them; those of a tactile pad arrive by the same names (cli/hands.ts). */
const acts: Readonly<Record<string, (player: Player) => void>> = {
  F2: (player) => player.repeat(),
  F3: (player) => player.pause(),
  '+': (player) => player.louder(1),
  '-': (player) => player.louder(-1),
};

const filledOf = (frame: ScreenFrame | null): number =>
  frame?.screen.blocks.find((block) => block.kind === 'pin')?.filled ?? 0;

/** Reads each frame aloud while the voice is on. */
export function useVoice(frame: ScreenFrame | null): {
  readonly player: Player;
  readonly saying: Saying;
  /** Whether a key was one for the voice; it has then done its work. */
  hears(key: string): boolean;
} {
  const [saying, setSaying] = useState<Saying>({ all: [], at: 0 });
  const player = useMemo(() => new Player(webSound(), (all, at) => setSaying({ all, at })), []);
  const before = useRef<ScreenFrame | null>(null);
  useEffect(() => {
    // Which digit it was says nobody, only that it was taken.
    if (frame?.screen.id === before.current?.screen.id && filledOf(frame) !== filledOf(before.current)) player.tone();
    before.current = frame;
    const { id = '', title = '', language = '', greets = true } = frame?.screen ?? {};
    player.show(`${id} ${title} ${language}`, frame?.speech ?? null, greets);
  }, [frame]);
  return {
    player,
    saying,
    hears: (key) => {
      const act = acts[key];
      if (act !== undefined && frame?.speech != null) act(player);
      return act !== undefined;
    },
  };
}

/** What is said, for whoever reads along. Its place is kept, so that nothing moves. */
export const Caption = ({ saying: { all, at } }: { saying: Saying }) => (
  <p class="caption" role="status" data-said={all.map(({ text }) => text).join('\n')}>
    {all[at]?.text ?? ''}
  </p>
);
