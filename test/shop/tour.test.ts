import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { checkConfig } from '../../src/config.ts';
import type { Kiosk } from '../../src/main.ts';
import type { Violation } from '../../src/shop/judge.ts';
import { morning } from '../../src/shop/simulate.ts';
import { actOf, textOf } from '../../src/shop/tour/acts.ts';
import { coverageOf } from '../../src/shop/tour/coverage.ts';
import { tour } from '../../src/shop/tour/tour.ts';
import { Witness } from '../../src/shop/tour/witness.ts';
import { World } from '../../src/shop/tour/world.ts';
import { type SampleTown, sampleTown } from '../../src/simulation/town/town.ts';
import { settle } from '../devices/virtual-clock.ts';
import { root } from '../harness.ts';

const loaded = checkConfig(JSON.parse(readFileSync(join(root, 'kiosk.config.json'), 'utf8')));
if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
const { config } = loaded;
let town: SampleTown;
beforeAll(async () => {
  town = await sampleTown(morning);
});

const toMenu = [
  'touch resident.start',
  'touch service.certificates',
  'insert adult',
  'enter right',
  'pull',
  'touch certificate.juminhyo',
];
const toPaper = [
  ...toMenu,
  'touch resident.next',
  'touch resident.confirm',
  'touch means.coins',
  'wait',
  'coin 100',
  'coin 100',
  'wait',
  'wait',
];

interface Played {
  readonly found: readonly Violation[];
  readonly screens: readonly string[];
  readonly witness: Witness;
}

/** One path to its end on a terminal that `started` may break. */
async function played(acts: readonly string[], started: (kiosk: Kiosk) => void = () => {}): Promise<Played> {
  const witness = new Witness();
  const world = await World.open({ config, town, settle, witness, shop: 'whole', started });
  const screens: string[] = [];
  for (const act of acts) {
    await world.do(actOf(act));
    screens.push(world.name);
  }
  const found = [...world.take()];
  await world.end();
  found.push(...world.take(), ...(await world.close()));
  return { found, screens, witness };
}

const kinds = ({ found }: Played): string[] => [...new Set(found.map(({ invariant }) => invariant))];

describe('a path through the whole terminal', () => {
  it('is played with byte-level devices, and everything agrees at every step', async () => {
    const { found, screens, witness } = await played(toPaper);
    expect(found).toEqual([]);
    expect(screens.slice(0, 6)).toEqual([
      ...[
        'choosingService',
        'insertingCard',
        'enteringPin',
        'takingCardBack',
        'choosingCertificate',
        'choosingOptions',
      ],
    ]);
    expect(screens).toContain('delivering');
    expect(witness.heat.get('delivery')?.transitions.get('printing | print.finished | 0')).toBe(1);
  });

  it('leaves nothing of a card that was still being read when its visit ended', async () => {
    const { found, screens } = await played([
      ...['touch resident.start', 'touch service.certificates', 'at once insert adult, touch resident.cancel'],
    ]);
    expect(screens.at(-1)).toBe('cardLeft');
    expect(found).toEqual([]);
  });

  it('counts by the ids of the model test', async () => {
    const { witness } = await played(['touch resident.start', 'touch resident.cancel', 'wait']);
    const { coverage, reachedAfterAll } = coverageOf(witness.heat, [
      {
        machine: 'terminal',
        reason: 'nobody touches it',
        ids: ['service.open | resident.start | 0', 'service.closed'],
      },
    ]);
    const terminal = coverage.find(({ machine }) => machine === 'terminal');
    expect(terminal?.heat.transitions.get('service.open | resident.start | 0')).toBe(1);
    expect(terminal?.states.stated).toBe(1);
    expect(reachedAfterAll.map(({ id }) => id)).toEqual(['service.open | resident.start | 0']);
  });
});

describe('what is broken is found', () => {
  /** A transition of the running terminal, by machine, state and event. */
  const transitionOf = ({ actor }: Kiosk, path: readonly string[], event: string) => {
    const { root: node } = actor.logic as unknown as AnyStateMachine;
    return path.reduce((state, name) => state.states[name] as never, node).transitions.get(event)?.[0];
  };

  it('a statechart that goes somewhere else than is drawn', async () => {
    const wrong = (kiosk: Kiosk): void => {
      const start = transitionOf(kiosk, ['service', 'open'], 'resident.start');
      const { root: node } = kiosk.actor.logic as unknown as AnyStateMachine;
      (start as { target: unknown }).target = [node.states.service?.states.closed];
    };
    const { found } = await played(['touch resident.start'], wrong);
    expect(found[0]?.detail).toMatch(/^terminal is in .* after resident.start, the statechart in .*service\.starting/);
  });

  it('a display that shows another screen', async () => {
    const wrong = ({ display }: Kiosk): void => {
      const show = display.show.bind(display);
      display.show = (screen) => show({ ...screen, title: screen.id.endsWith('insertingCard') ? '?' : screen.title });
    };
    const { found } = await played(['touch resident.start', 'touch service.certificates'], wrong);
    expect(found.map(({ detail }) => detail)).toContain(
      'the browser shows session.insertingCard, the model session.insertingCard',
    );
  });

  it('a display that stands still', async () => {
    const wrong = ({ display }: Kiosk): void => {
      let shown = 0;
      const show = display.show.bind(display);
      display.show = (screen) => (shown++ < 20 ? show(screen) : undefined);
    };
    expect(kinds(await played([...toMenu, 'touch resident.next'], wrong))).toContain('I10');
  });

  it('a case file that is not wiped', async () => {
    const result = await played([...toMenu, 'touch resident.cancel', 'wait'], ({ parts }) => {
      parts.caseFile.wipe = () => {};
    });
    expect(kinds(result)).toContain('I8');
  });

  it('somebody named on the screen when nobody is there', async () => {
    const name = town.residents[0]?.name ?? '';
    const wrong = ({ display }: Kiosk): void => {
      const show = display.show.bind(display);
      display.show = (screen) => show(screen.id === 'open' ? { ...screen, title: name } : screen);
    };
    const { found } = await played(['touch resident.start', 'touch resident.cancel', 'wait'], wrong);
    expect(found.map(({ detail }) => detail)).toContain('somebody is named on open');
  });

  it('a PIN on the wire', async () => {
    const wrong = ({ display, parts }: Kiosk): void => {
      const show = display.show.bind(display);
      display.show = (screen) =>
        show({ ...screen, title: parts.pin.look('current', (bytes) => Buffer.from(bytes).toString()) || screen.title });
    };
    expect(
      kinds(
        await played(
          [...toMenu.slice(0, 1), 'touch service.pin-change', 'insert adult', 'touch pin.auth', 'enter right'],
          wrong,
        ),
      ),
    ).toContain('I7');
  });

  it('coins that fall where none may', async () => {
    const result = await played(toMenu, ({ parts }) => {
      const passed = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(parts.log), 'state')?.get;
      Object.defineProperty(parts.log, 'state', {
        get: () => {
          const state = passed?.call(parts.log);
          return { ...state, money: { ...state.money, held: state.money.held + 1 } };
        },
      });
    });
    expect(kinds(result)).toContain('I4');
  });
});

describe('the tour', () => {
  const walked = async (seed: number, paths: number, walks: number) => {
    const told: string[] = [];
    const witness = new Witness();
    const found = await tour({
      ...{ config, town, settle, witness, walks, seed, paths },
      onPath: (path) => told.push(path.map(textOf).join(' > ')),
    });
    return { ...found, told, witness };
  };

  it('finds nothing on its first paths, and much is reached by them', async () => {
    const { failures, places, witness } = await walked(1, 90, 0);
    expect(failures).toEqual([]);
    expect(places).toBeGreaterThan(30);
    const { coverage } = coverageOf(witness.heat);
    expect(coverage.reduce((all, { transitions }) => all + transitions.covered, 0)).toBeGreaterThan(50);
  });

  it('walks by chance the same way for the same seed', async () => {
    const [one, again, other] = [await walked(5, 3, 4), await walked(5, 3, 4), await walked(6, 3, 4)];
    expect(one.failures).toEqual([]);
    expect(again.told).toEqual(one.told);
    expect(other.told).not.toEqual(one.told);
  });
});
