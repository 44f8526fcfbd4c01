import { Decimal } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { accountTruth, type World, worldDefects } from '../../src/index.ts';
import { at, bookText, openFloor, PAIR, ticket } from './trading-floor.ts';

describe('the truth about an account', () => {
  it('sums up its fills by order, and lists open orders, balances and its own levels', () => {
    const { world } = openFloor({ feePlan: { maker: new Decimal('0.001'), taker: new Decimal('0.001'), payIn: 'received' } });
    const { order } = world.place(ticket('ann', 'buy', at('3@100', { clientOrderId: 'a' })));
    world.place(ticket('ann', 'buy', at('1@100', { clientOrderId: 'b' })));
    world.place(ticket('bob', 'buy', at('1@101')));
    world.place(ticket('ann', 'sell', at('1@110')));
    world.fillOrder('ann', 'a', '1');
    world.fillOrder('ann', 'a', '0.5');

    const truth = accountTruth(world, 'ann');
    const sum = truth.fillSums.get(order.orderId);
    expect([sum?.clientOrderId, sum?.tradeIds, sum?.base.toString(), sum?.quote.toString()]).toEqual(['a', [1, 2], '1.5', '150']);
    expect(sum?.fees.get('BTC')?.toString()).toBe('0.0015');
    expect(truth.fillSums.size).toBe(1);
    expect(truth.openOrders.map((open) => open.executedBase.toString())).toEqual(['1.5', '0', '0']);
    expect(truth.balances.get('BTC')).toEqual({ asset: 'BTC', free: new Decimal('10.4985'), locked: new Decimal(1) });
    const own = truth.ownLevels.get(PAIR);
    expect(own?.bids.map(({ price, amount }) => `${amount.toString()}@${price.toString()}`)).toEqual(['2.5@100']);
    expect(own?.asks.map(({ price, amount }) => `${amount.toString()}@${price.toString()}`)).toEqual(['1@110']);
    expect(bookText(world.book(PAIR)).bids).toEqual(['1@101', '2.5@100']);
  });
});

function floorWithOrders(): World {
  const { world } = openFloor();
  world.place(ticket('ann', 'buy', at('3@100')));
  world.place(ticket('bob', 'sell', at('1@101')));
  return world;
}

describe('the defects of a world', () => {
  it('are none in a sound one', () => {
    expect(worldDefects(floorWithOrders())).toEqual([]);
  });

  it('name a crossed book', () => {
    const world = floorWithOrders();
    const level = { price: new Decimal(100), amount: new Decimal(3) };
    const broken: World = { ...world, book: (pair) => ({ ...world.book(pair), bids: [level], asks: [level] }) };
    expect(worldDefects(broken)).toEqual(['the book of BTC-USDT is crossed', 'the book of BTC-USDT is not the sum of its open orders']);
  });

  it('name a book and a locked balance that open orders do not explain', () => {
    const world = floorWithOrders();
    const broken: World = { ...world, openOrders: (account) => (account === 'ann' ? [] : world.openOrders(account)) };
    expect(worldDefects(broken)).toEqual([
      'the book of BTC-USDT is not the sum of its open orders',
      'ann has 300 USDT locked where open orders need 0',
    ]);
  });
});
