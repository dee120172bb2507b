import { describe, expect, it } from 'vitest';
import { Header } from '../../../src/devices/coin-unit/cctalk.ts';
import { inhibitCoins } from '../../../src/devices/coin-unit/inhibit.ts';
import { CcTalkLine } from '../../../src/devices/coin-unit/line.ts';
import { CoinUnitModel } from '../../../src/simulation/coin-unit/coin-unit-model.ts';
import { VirtualClock } from '../virtual-clock.ts';

/** An acceptor that takes coins, as the program that told it to has left it. */
function left() {
  const clock = new VirtualClock();
  const coins = new CoinUnitModel(clock, { hoppers: [{ address: 4, yen: 10, coins: 20 }] });
  coins.acceptor.answer(Header.modifyInhibit, Uint8Array.of(0xff, 0xff));
  coins.acceptor.answer(Header.masterInhibit, Uint8Array.of(1));
  coins.acceptor.answer(Header.readBufferedCredit, new Uint8Array());
  expect(coins.acceptor.takes(100)).toBe(true);
  return { clock, coins };
}

const inhibit = ({ clock, coins }: ReturnType<typeof left>) =>
  clock.until(inhibitCoins(new CcTalkLine(coins, clock, true)));

describe('coins of a terminal whose program is dead', () => {
  it('are taken no more', async () => {
    const unit = left();
    expect((await inhibit(unit)).outcome).toBe('done');
    unit.coins.acceptor.answer(Header.readBufferedCredit, new Uint8Array());
    expect(unit.coins.acceptor.takes(100)).toBe(false);
  });

  it.each(['drop', 'corrupt', 'collision', 'nak', 'busy', 'late'] as const)(
    'are taken no more though an exchange goes wrong: %s',
    async (fault) => {
      const unit = left();
      unit.coins.acceptor.faults = { exchanges: [fault] };
      await inhibit(unit);
      unit.coins.acceptor.answer(Header.readBufferedCredit, new Uint8Array());
      expect(unit.coins.acceptor.takes(100)).toBe(false);
    },
  );

  it('cannot be refused by one that does not answer, and that is said', async () => {
    const unit = left();
    unit.coins.acceptor.faults = { dead: true };
    expect((await inhibit(unit)).outcome).toBe('failed');
  });
});
