import { VirtualClock as ShopClock } from '../../src/shop/virtual-clock.ts';

/** A clock that stands still until a test runs it. */
export class VirtualClock extends ShopClock {
  constructor() {
    super(Date.UTC(2026, 6, 1), settle);
  }
}

/** Lets promises and immediates run out. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}
