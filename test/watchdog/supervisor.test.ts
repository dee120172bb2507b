import { describe, expect, it } from 'vitest';
import { startChild } from '../../src/watchdog/child.ts';
import { defaultLimits, type Program, Supervisor, type Tell } from '../../src/watchdog/supervisor.ts';
import { VirtualClock } from '../devices/virtual-clock.ts';

interface Troubles {
  /** In place of a start that works. */
  readonly start?: (tell: Tell) => Program;
  readonly makeSafe?: (signal: AbortSignal) => Promise<void>;
}

/** A program that does what the test says, and what became of it. */
function stage({ start, makeSafe }: Troubles = {}) {
  const clock = new VirtualClock();
  const log: string[] = [];
  const notes: string[] = [];
  let tell: Tell | null = null;
  const supervisor = new Supervisor({
    clock,
    limits: defaultLimits,
    start: (to) => {
      log.push('start');
      if (start !== undefined) return start(to);
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
    makeSafe: async (signal) => {
      log.push('safe');
      await makeSafe?.(signal);
    },
    note: (sentence) => notes.push(sentence),
  });
  let end: string | null = null;
  void supervisor.run().then((how) => {
    end = how;
  });
  return { clock, log, notes, supervisor, beat: () => tell?.beat(), die: () => tell?.ended('1'), end: () => end };
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

  it('ends the terminal once, however often it is told to', async () => {
    const { clock, log, supervisor, end } = stage();
    supervisor.stop();
    supervisor.stop();
    await clock.pass(60_000);
    expect([log, end()]).toEqual([['start', 'end', 'safe'], 'stopped']);
  });
});

const dead: Program = { kill: () => {}, end: () => {} };

describe('a terminal that cannot even be started', () => {
  it.each<readonly [string, (tell: Tell) => Program]>([
    [
      'because the order fails',
      () => {
        throw new Error('spawn ENOMEM');
      },
    ],
    [
      'which is said at once',
      (tell) => {
        tell.ended('spawn ENOENT');
        return dead;
      },
    ],
    [
      'which is said later, twice',
      (tell) => {
        for (let times = 0; times < 2; times += 1) queueMicrotask(() => tell.ended('spawn EAGAIN'));
        return dead;
      },
    ],
  ])('%s, is a death: tried again, and given up', async (_, start) => {
    const { clock, log, notes, end } = stage({ start });
    await clock.pass(60_000);
    expect(end()).toBe('gave-up');
    expect(log).toEqual(Array.from({ length: 6 }, () => ['start', 'safe']).flat());
    expect(notes.at(-1)).toContain('spawn E');
  });

  it('is told by the operating system', async () => {
    const told: string[] = [];
    await new Promise<void>((resolve) => {
      const ended = (how: string): void => {
        told.push(how);
        resolve();
      };
      const program = startChild('/nonexistent/madoguchi', [], {}, { beat: () => {}, ended });
      program.end();
      program.kill();
    });
    expect(told).toEqual([expect.stringContaining('ENOENT')]);
  });
});

describe('devices that cannot be made safe', () => {
  const torn = async (): Promise<void> => {
    throw new Error('the line is torn');
  };

  it('are said so, and the terminal is started again', async () => {
    const { clock, log, notes, die } = stage({ makeSafe: torn });
    die();
    await clock.pass(1);
    expect(log).toEqual(['start', 'safe', 'start']);
    expect(notes.join()).toContain('the line is torn');
  });

  it('are left after their time, and whatever still tries is told', async () => {
    const given: AbortSignal[] = [];
    const { clock, log, notes, die } = stage({
      makeSafe: (signal) => {
        given.push(signal);
        return new Promise(() => {});
      },
    });
    die();
    await clock.pass(defaultLimits.safe - 1);
    expect([log, given[0]?.aborted]).toEqual([['start', 'safe'], false]);
    await clock.pass(2);
    expect([log, given[0]?.aborted]).toEqual([['start', 'safe', 'start'], true]);
    expect(notes.join()).toContain('10 s');
  });

  it('do not keep the supervisor from stopping, which waits for them', async () => {
    const { clock, log, supervisor, die, end } = stage({ makeSafe: () => new Promise(() => {}) });
    die();
    await clock.pass(1_000);
    supervisor.stop();
    await clock.pass(1_000);
    expect(end()).toBe(null);
    await clock.pass(defaultLimits.safe);
    expect([log, end()]).toEqual([['start', 'safe', 'end'], 'stopped']);
  });
});
