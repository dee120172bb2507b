import type { CounterEvent, DeviceEvent } from '../../machines/events.ts';
import { practisable } from '../../machines/practice.ts';
import { button, notice, type Part, type Scene } from './parts.ts';
import type { Block, Button } from './screen.ts';

/** The visit that is only tried: the screens of a real one, and a key wherever a hand would do something. */

/** The one card and its one insertion. */
const insertion = 1;

const hand = (name: string, label: string, does: DeviceEvent | CounterEvent): Button =>
  button('go', label, { type: 'practice.hand', does }, { id: `practice.${name}` });

/** The largest coin that is not too much, so that change is never due. */
function coin({ say, shop, view: { payment } }: Scene): Button[] {
  const { paid = 0, price = 0 } = payment?.context ?? {};
  const yen = Math.max(...shop.coins.filter((one) => one <= price - paid));
  return Number.isFinite(yen) ? [hand('coin', say('practice.coin', { n: yen }), { type: 'coin.credited', yen })] : [];
}

/** What hands do where the visit waits for them. */
function hands(scene: Scene): Button[] {
  const { say, view } = scene;
  const { payment, session } = view;
  const isIn = (flow: string): boolean => session?.matches({ flow } as never) ?? false;
  if (isIn('insertingCard')) return [hand('card-in', say('practice.card-in'), { type: 'card.inserted', insertion })];
  if (isIn('takingCardBack')) return [hand('card-out', say('practice.card-out'), { type: 'card.removed', insertion })];
  if (payment?.matches('collecting')) return coin(scene);
  if (payment?.matches('atCounter')) return [hand('register', say('practice.register'), { type: 'counter.paid' })];
  return [];
}

/** Other services than certificates, and the guide, are there in a real visit. */
const canBeTried = ({ event }: Button): boolean =>
  event.type === 'resident.chooseService' ? practisable.includes(event.service) : !event.type.startsWith('guide.');

/** Only what can be tried is offered, and what is typed goes into the buffer for practice. */
function tried(block: Block): Block {
  if (block.kind === 'pin') return { ...block, of: 'practice' };
  if (block.kind !== 'choices') return block;
  const choices = block.choices.filter(canBeTried);
  return { ...block, choices };
}

const isThere = (block: Block): boolean => block.kind !== 'choices' || block.choices.length > 0;

/** The screen of a real visit as it is in practice. */
export function practicePart(scene: Scene, part: Part): Part {
  const { say } = scene;
  const instead = hands(scene);
  const blocks = (part.blocks ?? []).map(tried).filter(isThere);
  const pad = blocks.filter(({ kind }) => kind === 'pin');
  return {
    ...part,
    blocks: [
      ...(instead.length > 0 ? [notice('info', say('practice.hands'))] : []),
      ...(pad.length > 0 ? [notice('warning', say('practice.pin')), ...pad] : blocks),
    ],
    buttons: [...(part.buttons ?? []).filter(canBeTried), ...instead],
  };
}
