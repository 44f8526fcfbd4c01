import { describe, expect, it } from 'vitest';
import type { SelfTradePrevention, World } from '../../src/index.ts';
import { at, bookText, holding, openFloor, PAIR, recorder, refusalOf, stateOf, ticket } from './trading-floor.ts';

/** Asks: bob's 1 at 100, ann's own 2 at 101, bob's 3 at 102. */
function floorWithOwnAsk(): World {
  const { world } = openFloor();
  world.place(ticket('bob', 'sell', at('1@100')));
  world.place(ticket('ann', 'sell', at('2@101', { clientOrderId: 'own' })));
  world.place(ticket('bob', 'sell', at('3@102')));
  return world;
}

function buy(world: World, amount: string, selfTradePrevention: SelfTradePrevention): string {
  world.place(ticket('ann', 'buy', at(`${amount}@102`, { selfTradePrevention, clientOrderId: 't' })));
  return `${stateOf(world, 'ann', 't')} and ${stateOf(world, 'ann', 'own')}`;
}

describe('an order that meets one of its own account', () => {
  it.each<[SelfTradePrevention, string, string, string[]]>([
    ['none', '5', 'filled 5 and filled 2', ['1@102']],
    ['expire-taker', '5', 'expired-in-match 1 and new 0', ['2@101', '3@102']],
    ['expire-maker', '5', 'partially-filled 4 and expired-in-match 0', []],
    ['expire-both', '5', 'expired-in-match 1 and expired-in-match 0', ['3@102']],
    ['decrement', '5', 'filled 3 and expired-in-match 0', ['1@102']],
    ['decrement', '2.5', 'expired-in-match 1 and new 0', ['0.5@101', '3@102']],
  ])('does with %s and %s what the mode says', (mode, amount, states, asks) => {
    const world = floorWithOwnAsk();
    expect(buy(world, amount, mode)).toBe(states);
    expect(bookText(world.book(PAIR)).asks).toEqual(asks);
  });

  it('releases exactly what is not wanted any more', () => {
    const world = floorWithOwnAsk();
    buy(world, '2.5', 'decrement');
    expect([holding(world, 'ann', 'BTC'), holding(world, 'ann', 'USDT')]).toEqual(['10.5+0.5', '9900+0']);
  });

  it('leaves a record, and tells both orders that lost something', () => {
    const world = floorWithOwnAsk();
    const { listener, heard, texts } = recorder();
    world.addListener(listener);
    buy(world, '2.5', 'decrement');
    expect(texts().filter((text) => text.includes('prevention'))).toEqual([
      'ann trade-prevention own new 0',
      'ann trade-prevention t expired-in-match 1',
    ]);
    const [match] = world.preventedMatches('ann', PAIR);
    expect(match).toMatchObject({ preventedMatchId: 1, mode: 'decrement', account: 'ann', tradingPair: PAIR });
    expect([match?.price, match?.amount, match?.makerPrevented, match?.takerPrevented].map(String)).toEqual(['101', '1.5', '1.5', '1.5']);
    const told = heard.flatMap((one) => (one.kind === 'execution' && one.execution.kind === 'trade-prevention' ? [one.execution] : []));
    expect(told.map(({ prevention }) => prevention)).toEqual([match, match]);
    expect(world.preventedMatches('bob', PAIR)).toEqual([]);
  });

  it('ends as the order that stood there when only that one is to end', () => {
    const world = floorWithOwnAsk();
    buy(world, '5', 'expire-maker');
    const [match] = world.preventedMatches('ann', PAIR);
    expect([match?.takerPrevented, match?.makerPrevented?.toString()]).toEqual([undefined, '2']);
    expect(holding(world, 'ann', 'BTC')).toBe('14+0');
  });

  it('is not stopped by its own order when all or nothing can be had from others', () => {
    const world = floorWithOwnAsk();
    const words = at('4@102', { timeInForce: 'FOK', clientOrderId: 't', selfTradePrevention: 'expire-maker' });
    world.place(ticket('ann', 'buy', words));
    expect([stateOf(world, 'ann', 't'), stateOf(world, 'ann', 'own')]).toEqual(['filled 4', 'expired-in-match 0']);
  });

  it('touches nothing when all or nothing cannot be had', () => {
    for (const [mode, state] of [
      ['expire-maker', 'expired unfilled-fok 0'],
      ['expire-both', 'expired-in-match 0'],
      ['expire-taker', 'expired-in-match 0'],
      ['decrement', 'expired unfilled-fok 0'],
    ] as const) {
      const world = floorWithOwnAsk();
      world.place(ticket('ann', 'buy', at('4.5@102', { timeInForce: 'FOK', clientOrderId: 't', selfTradePrevention: mode })));
      expect([stateOf(world, 'ann', 't'), stateOf(world, 'ann', 'own')]).toEqual([state, 'new 0']);
    }
  });

  it('given in quote spends what is prevented', () => {
    const world = floorWithOwnAsk();
    const spend = { type: 'market', quoteAmount: '404', clientOrderId: 't', selfTradePrevention: 'decrement' } as const;
    const { order } = world.place(ticket('ann', 'buy', spend));
    expect([order.status, order.executedBase.toString(), order.preventedBase.toString()]).toEqual(['filled', '2', '2']);
    expect(order.executedQuote.toString()).toBe('202');
  });

  it('takes the mode of the market, and no mode that the market does not allow', () => {
    const { world } = openFloor({ rules: { selfTradePrevention: 'expire-maker', allowedSelfTradePrevention: ['none', 'expire-maker'] } });
    expect(world.place(ticket('ann', 'sell', at('2@101'))).order.selfTradePrevention).toBe('expire-maker');
    const asked = ticket('ann', 'buy', at('1@101', { selfTradePrevention: 'expire-both' }));
    expect(refusalOf(() => world.place(asked))).toBe('self-trade-prevention-not-offered: expire-both');
    expect(world.place(ticket('ann', 'buy', at('3@101'))).order.status).toBe('new');
  });
});
