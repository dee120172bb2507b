import type { Alarm } from '../screens/screen.ts';

/** How often, how high and how loud: a chime that asks, and one that cannot be overheard. Milliseconds, hertz, 0 to 1. */
const chimes: Readonly<
  Record<1 | 2, { readonly every: number; readonly notes: readonly number[]; readonly volume: number }>
> = {
  1: { every: 3_000, notes: [880, 660], volume: 0.25 },
  2: { every: 1_200, notes: [988, 740, 988, 740], volume: 0.9 },
};

const noteSeconds = 0.18;

let context: AudioContext | null = null;

/** As loud as it may be in an ear. */
const inEar = 0.25;

function play(level: 1 | 2, ear: boolean): void {
  context ??= new AudioContext();
  const audio = context;
  const { notes, volume } = chimes[level];
  const loudest = ear ? Math.min(volume, inEar) : volume;
  for (const [index, frequency] of notes.entries()) {
    const begin = audio.currentTime + index * noteSeconds;
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(loudest, begin);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + noteSeconds);
    tone.connect(loudness).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + noteSeconds);
  }
}

/**
 * Sounds as long as something is forgotten.
 * @param ear whether it is heard through an earphone
 * @returns what ends it
 */
export function chime(level: Alarm, ear: boolean): () => void {
  if (level === 0) return () => {};
  play(level, ear);
  const timer = setInterval(() => play(level, ear), chimes[level].every);
  return () => clearInterval(timer);
}
