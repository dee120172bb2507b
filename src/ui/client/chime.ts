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

function play(level: 1 | 2): void {
  context ??= new AudioContext();
  const audio = context;
  const { notes, volume } = chimes[level];
  for (const [index, frequency] of notes.entries()) {
    const begin = audio.currentTime + index * noteSeconds;
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(volume, begin);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + noteSeconds);
    tone.connect(loudness).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + noteSeconds);
  }
}

/** Sounds as long as something is forgotten. @returns what ends it */
export function chime(level: Alarm): () => void {
  if (level === 0) return () => {};
  play(level);
  const timer = setInterval(() => play(level), chimes[level].every);
  return () => clearInterval(timer);
}
