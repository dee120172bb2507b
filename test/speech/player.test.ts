import { expect, it } from 'vitest';
import type { Speech } from '../../src/speech/speech.ts';
import { Player, volumes } from '../../src/ui/client/player.ts';

const speech = (...texts: string[]): Speech => ({
  said: texts.map((text) => ({ text, clips: [`${text}.opus`] })),
  keys: { go: { text: 'Go on', clips: ['go.opus'] } },
});

/** A loudspeaker that plays until it is told that a recording is over. */
function listener() {
  const heard: string[] = [];
  let over = (): void => {};
  const state = { held: false, volume: 0, tones: 0 };
  const saying: string[] = [];
  const player = new Player(
    {
      play: (clips) => {
        heard.push(...clips);
        return new Promise((resolve) => {
          over = resolve;
        });
      },
      stop: () => over(),
      hold: (on) => {
        state.held = on;
      },
      loudness: (volume) => {
        state.volume = volume;
      },
      tone: () => {
        state.tones += 1;
      },
    },
    (all, at) => saying.push(all[at]?.text ?? ''),
  );
  const next = async (): Promise<void> => {
    over();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { heard, next, player, saying, state };
}

it('reads a screen to its end, one thing after the other', async () => {
  const { heard, next, player, saying } = listener();
  player.show('a', speech('one', 'two'), false);
  expect(heard).toEqual(['one.opus']);
  await next();
  expect(heard).toEqual(['one.opus', 'two.opus']);
  await next();
  expect(saying).toEqual(['one', 'two']);
});

it('stops at once for another screen, and of the same one says first what is new, then what was cut off', async () => {
  const { heard, next, player } = listener();
  player.show('a', speech('one', 'two'), false);
  player.show('b', speech('three', 'four', 'left 200'), false);
  await next();
  expect(heard).toEqual(['one.opus', 'three.opus', 'four.opus']);
  player.show('b', speech('three', 'four', 'left 100'), false);
  expect(heard.at(-1)).toBe('left 100.opus');
  // Nothing new: what is being said goes on.
  player.show('b', speech('three', 'four', 'left 100'), false);
  await next();
  await next();
  await next();
  expect(heard).toEqual(['one.opus', 'three.opus', 'four.opus', 'left 100.opus', 'four.opus']);
});

it('says nothing any more that does not hold, and goes on with the rest', async () => {
  const { heard, next, player } = listener();
  player.show('a', speech('warning', 'title', 'text'), false);
  player.show('a', speech('title', 'text'), false);
  await next();
  await next();
  expect(heard).toEqual(['warning.opus', 'title.opus', 'text.opus']);
});

it('is silent at once when a key is pressed, the voice is switched off, or what it says is gone', async () => {
  for (const end of [
    (player: Player) => player.hush(),
    (player: Player) => player.show('a', null, false),
    (player: Player) => player.show('a', speech('one'), false),
  ]) {
    const { heard, next, player, saying } = listener();
    player.show('a', speech('one', 'the name'), false);
    await next();
    end(player);
    await next();
    expect(heard).toEqual(['one.opus', 'the name.opus']);
    expect(saying.at(-1)).toBe('');
  }
});

it('repeats all of it, names keys, and pauses until it is told to go on or something else is said', async () => {
  const { heard, next, player, state } = listener();
  player.show('a', speech('one', 'two'), false);
  await next();
  player.repeat();
  expect(heard.at(-1)).toBe('one.opus');
  player.pause();
  expect(state.held).toBe(true);
  player.pause();
  expect(state.held).toBe(false);
  player.pause();
  player.name('go');
  expect(state.held).toBe(false);
  expect(heard.at(-1)).toBe('go.opus');
  player.name('unknown');
  expect(heard.at(-1)).toBe('go.opus');
});

it('grows louder and quieter within its bounds, and begins anew for the next person', () => {
  const { player, state } = listener();
  player.show('visit', speech('one'), false);
  for (let times = 0; times < 9; times += 1) player.louder(1);
  expect(state.volume).toBe(volumes.at(-1));
  expect(state.tones).toBe(9);
  player.show('open', speech('welcome'), true);
  expect(state.volume).toBe(volumes[2]);
  for (let times = 0; times < 9; times += 1) player.louder(-1);
  expect(state.volume).toBe(volumes[0]);
  player.show('open', null, true);
  expect(state.volume).toBe(volumes[2]);
  // Without a voice its keys do nothing.
  player.louder(1);
  player.pause();
  player.repeat();
  player.tone();
  expect(state).toEqual({ held: false, volume: volumes[2], tones: 18 });
});
