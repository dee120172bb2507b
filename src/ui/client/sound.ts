import type { Sound } from './player.ts';

/** A tone that says that a digit was taken: hertz and seconds. */
const toneHertz = 620;
const toneSeconds = 0.09;
/** Silence after each utterance, in seconds. */
const breath = 0.25;
/** Recordings that are kept; the whole of a language is some hundred. */
const most = 2_000;

/** The speech through WebAudio: recordings are fetched once, and play without a gap. */
export function webSound(): Sound {
  let audio: AudioContext | null = null;
  let gain: GainNode | null = null;
  let volume = 1;
  let playing: AudioBufferSourceNode[] = [];
  let ended: () => void = () => {};
  const recordings = new Map<string, Promise<AudioBuffer | null>>();

  const open = (): { audio: AudioContext; gain: GainNode } => {
    audio ??= new AudioContext();
    if (gain === null) {
      gain = audio.createGain();
      gain.gain.value = volume;
      gain.connect(audio.destination);
    }
    return { audio, gain };
  };
  const recording = (clip: string): Promise<AudioBuffer | null> => {
    const known = recordings.get(clip);
    if (known !== undefined) return known;
    if (recordings.size >= most) recordings.clear();
    const loaded = fetch(`/speech/${clip}`)
      .then(async (answer) => (answer.ok ? open().audio.decodeAudioData(await answer.arrayBuffer()) : null))
      .catch(() => null);
    recordings.set(clip, loaded);
    return loaded;
  };
  const stop = (): void => {
    for (const source of playing) {
      source.onended = null;
      source.stop();
    }
    playing = [];
    ended();
  };

  return {
    play: async (clips) => {
      const { audio, gain } = open();
      let stopped = false;
      const over = new Promise<void>((resolve) => {
        ended = () => {
          stopped = true;
          resolve();
        };
      });
      const buffers = (await Promise.all(clips.map(recording))).filter((buffer) => buffer !== null);
      if (stopped) return;
      let at = audio.currentTime;
      for (const buffer of buffers) {
        const source = audio.createBufferSource();
        source.buffer = buffer;
        source.connect(gain);
        source.start(at);
        at += buffer.duration;
        playing.push(source);
      }
      const last = playing.at(-1);
      if (last === undefined) return;
      last.onended = () => setTimeout(ended, breath * 1_000);
      await over;
      playing = [];
    },
    stop,
    hold: (on) => {
      if (on) void audio?.suspend();
      else void audio?.resume();
    },
    loudness: (value) => {
      volume = value;
      if (gain !== null) gain.gain.value = value;
    },
    tone: () => {
      const { audio, gain } = open();
      const tone = audio.createOscillator();
      tone.frequency.value = toneHertz;
      tone.connect(gain);
      tone.start();
      tone.stop(audio.currentTime + toneSeconds);
    },
  };
}
