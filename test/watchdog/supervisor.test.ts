import { describe, expect, it } from 'vitest';
import { defaultLimits, Supervisor } from '../../src/watchdog/supervisor.ts';
import { VirtualClock } from '../devices/virtual-clock.ts';

/** A program that does what the test says, and what became of it. */
function stage() {
  const clock = new VirtualClock();
  const log: string[] = [];
  let tell: { beat(): void; ended(how: string): void } | null = null;
  const supervisor = new Supervisor({
    clock,
    limits: defaultLimits,
    start: (to) => {
      log.push('start');
      tell = to;
      return {
        kill: () => {
          log.push('kill');
          to.ended('SIGKILL');
        },
        end: () => {
          log.push('end');
          to.ended('0');
        },
      };
    },
    makeSafe: async () => void log.push('safe'),
    note: () => {},
  });
  let end: string | null = null;
  void supervisor.run().then((how) => {
    end = how;
  });
  return { clock, log, supervisor, beat: () => tell?.beat(), die: () => tell?.ended('1'), end: () => end };
}

describe('the supervisor', () => {
  it('leaves a terminal alone that says it lives', async () => {
    const { clock, log, beat } = stage();
    for (let second = 0; second < 3_600; second += 10) {
      beat();
      await clock.pass(10_000);
    }
    expect(log).toEqual(['start']);
  });

  it('kills one that hangs, makes the devices safe, and starts it again', async () => {
    const { clock, log, beat } = stage();
    await clock.pass(60_000);
    beat();
    await clock.pass(defaultLimits.beat - 1);
    expect(log).toEqual(['start']);
    await clock.pass(2);
    expect(log).toEqual(['start', 'kill', 'safe', 'start']);
  });

  it('kills one that never begins to live', async () => {
    const { clock, log } = stage();
    await clock.pass(defaultLimits.start + 1);
    expect(log).toEqual(['start', 'kill', 'safe', 'start']);
  });

  it('starts a dead one again, later each time, and gives up at the limit, with the devices safe', async () => {
    const { clock, log, die, end } = stage();
    const pauses: number[] = [];
    while (end() === null) {
      const starts = log.filter((what) => what === 'start').length;
      die();
      let waited = 0;
      await clock.pass(0);
      while (end() === null && log.filter((what) => what === 'start').length === starts) {
        await clock.pass(1_000);
        waited += 1_000;
      }
      if (end() === null) pauses.push(waited);
    }
    expect(pauses).toEqual([0, 1_000, 2_000, 5_000, 10_000]);
    expect(end()).toBe('gave-up');
    expect(log.at(-1)).toBe('safe');
    await clock.pass(3_600_000);
    expect(log.filter((what) => what === 'start').length).toBe(6);
  });

  it('forgets deaths that are long past', async () => {
    const { clock, beat, die, end } = stage();
    for (let death = 0; death < 20; death += 1) {
      die();
      for (let passed = 0; passed < defaultLimits.within; passed += 10_000) {
        await clock.pass(10_000);
        beat();
      }
    }
    expect(end()).toBe(null);
  });

  it('ends the terminal in order when it is stopped, and starts none', async () => {
    const { clock, log, supervisor, end } = stage();
    supervisor.stop();
    await clock.pass(60_000);
    expect([log, end()]).toEqual([['start', 'end', 'safe'], 'stopped']);
  });

  it('can be stopped while it waits to start the terminal again', async () => {
    const { clock, log, supervisor, die, end } = stage();
    for (let death = 0; death < 4; death += 1) {
      die();
      await clock.pass(0);
      if (death < 3) await clock.pass(20_000);
    }
    const starts = log.filter((what) => what === 'start').length;
    supervisor.stop();
    await clock.pass(3_600_000);
    expect([log.filter((what) => what === 'start').length, end()]).toEqual([starts, 'stopped']);
  });
});
