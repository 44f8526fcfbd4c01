import { describe, expect, it } from 'vitest';
import type { OrderTicket, World } from '../../src/index.ts';
import { openFloor, PAIR, refusalOf, START_MS, stateOf, ticket, type Words } from './trading-floor.ts';

function place(world: World, side: 'buy' | 'sell', words: Words): void {
  world.place(ticket('ann', side, { amount: '1', type: 'stop-loss', clientOrderId: 's', ...words }));
}

/** The last price at which an order waits, and the first at which it does no more, of prices one after another. */
function triggersAt(world: World, prices: readonly string[]): string | undefined {
  return prices.find((price) => {
    world.printTrade(PAIR, price);
    return stateOf(world, 'ann', 's') !== 'new 0';
  });
}

describe('a trailing order', () => {
  it('sells when the price has fallen by the delta from the highest since it was placed', () => {
    const { world } = openFloor();
    world.printTrade(PAIR, '300');
    world.printTrade(PAIR, '100');
    place(world, 'sell', { trailingDelta: 100 });
    expect(triggersAt(world, ['99.01', '200', '198.01', '150.5'])).toBe('150.5');
    expect(stateOf(world, 'ann', 's')).toBe('expired insufficient-liquidity 0');
  });

  it('triggers at the delta exactly', () => {
    const { world } = openFloor();
    world.printTrade(PAIR, '200');
    place(world, 'sell', { trailingDelta: 50 });
    expect(triggersAt(world, ['199.01', '199'])).toBe('199');
  });

  it('buys when the price has risen by the delta from the lowest', () => {
    const { world } = openFloor();
    world.printTrade(PAIR, '100');
    place(world, 'buy', { trailingDelta: 1_000 });
    expect(triggersAt(world, ['109.99', '90', '98.99', '80', '87.99', '88'])).toBe('88');
  });

  it('follows the price only from its stop price on, where it has one', () => {
    const { world, clock } = openFloor();
    world.printTrade(PAIR, '100');
    place(world, 'sell', { type: 'take-profit', stopPrice: '110', trailingDelta: 100 });
    world.printTrade(PAIR, '109.99');
    world.printTrade(PAIR, '100');
    expect(world.order('ann', PAIR, { clientOrderId: 's' }).trailingTimeMs).toBeUndefined();
    clock.jumpWall(3);
    world.printTrade(PAIR, '110');
    expect(world.order('ann', PAIR, { clientOrderId: 's' }).trailingTimeMs).toBe(START_MS + 3);
    expect(triggersAt(world, ['109.5', '120', '119', '118.8'])).toBe('118.8');
  });

  it('without a stop price follows at once, also before the first trade', () => {
    const { world } = openFloor();
    place(world, 'sell', { trailingDelta: 100 });
    expect(world.order('ann', PAIR, { clientOrderId: 's' }).trailingTimeMs).toBe(START_MS);
    expect(triggersAt(world, ['100', '99.01', '99'])).toBe('99');
  });

  it('must keep its stop price on the right side, and its delta within the bounds of its direction', () => {
    const rules = { trailingDelta: { minimumAbove: 10, maximumAbove: 20, minimumBelow: 30, maximumBelow: 40 } };
    const { world } = openFloor({ rules });
    world.printTrade(PAIR, '100');
    const asked = (side: 'buy' | 'sell', type: OrderTicket['type'], trailingDelta: number): string =>
      refusalOf(() => world.check(ticket('ann', side, { amount: '1', type, trailingDelta })));
    for (const [side, type] of [
      ['buy', 'stop-loss'],
      ['sell', 'take-profit'],
    ] as const) {
      expect([9, 10, 20, 21].map((delta) => asked(side, type, delta) === 'accepted')).toEqual([false, true, true, false]);
    }
    for (const [side, type] of [
      ['sell', 'stop-loss'],
      ['buy', 'take-profit'],
    ] as const) {
      expect([29, 30, 40, 41].map((delta) => asked(side, type, delta) === 'accepted')).toEqual([false, true, true, false]);
    }
    expect(asked('buy', 'stop-loss', 9)).toBe('invalid-trailing-delta: trailingDelta');
    for (const delta of [0, -5, 1.5, 10_000, NaN]) expect(asked('buy', 'stop-loss', delta)).toBe('malformed-parameter: trailingDelta');
    const wrong = ticket('ann', 'sell', { amount: '1', type: 'take-profit', stopPrice: '100', trailingDelta: 15 });
    expect(refusalOf(() => world.place(wrong))).toBe('would-trigger');
  });
});
