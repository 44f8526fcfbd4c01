import { Decimal } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { worldDefects } from '../../src/index.ts';
import { at, bookText, holding, openFloor, PAIR, recorder, refusalOf, ticket, tradeText } from './trading-floor.ts';

describe('fillOrder', () => {
  it('fills a part and then the rest at the price of the order', () => {
    const { world } = openFloor();
    world.place(ticket('ann', 'buy', at('2@100', { clientOrderId: 'a' })));
    const [part] = world.fillOrder('ann', 'a', '0.5');
    expect([part?.account, part?.isMaker, part && tradeText(part.trade), part?.trade.takerSide]).toEqual(['ann', true, '0.5@100', 'sell']);
    expect(world.order('ann', PAIR, { clientOrderId: 'a' }).status).toBe('partially-filled');
    const [rest] = world.fillOrder('ann', 'a');
    expect(rest && tradeText(rest.trade)).toBe('1.5@100');
    expect(world.order('ann', PAIR, { clientOrderId: 'a' }).status).toBe('filled');
    expect([holding(world, 'ann', 'BTC'), holding(world, 'ann', 'USDT')]).toEqual(['12+0', '9800+0']);
    expect([holding(world, 'house', 'BTC'), holding(world, 'house', 'USDT')]).toEqual(['-2+0', '200+0']);
    expect(world.totals().get('BTC')?.toString()).toBe('20');
  });

  it('trades past all orders that stand before it and leaves them alone', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'buy', at('1@101', { clientOrderId: 'better' })));
    world.place(ticket('bob', 'buy', at('1@100', { clientOrderId: 'earlier' })));
    world.place(ticket('ann', 'buy', at('2@100', { clientOrderId: 'a' })));
    world.fillOrder('ann', 'a', '2');
    expect(world.openOrders('bob').map((order) => order.status)).toEqual(['new', 'new']);
    expect(bookText(world.book(PAIR)).bids).toEqual(['1@101', '1@100']);
    expect(worldDefects(world)).toEqual([]);
  });

  it('takes the maker fee and tells all that a trade tells', () => {
    const { world } = openFloor({ feePlan: { maker: new Decimal('0.001'), taker: new Decimal('0.01'), payIn: 'received' } });
    world.place(ticket('ann', 'sell', at('2@100', { clientOrderId: 'a' })));
    const { listener, heard, texts } = recorder();
    world.addListener(listener);
    const [fill] = world.fillOrder('ann', 'a');
    expect(`${fill?.feeAmount.toString()} ${fill?.feeAsset}`).toBe('0.2 USDT');
    expect(heard.map((one) => one.kind)).toEqual(['execution', 'execution', 'execution', 'balances', 'balances', 'trade', 'book']);
    expect(texts().slice(1, 2)).toEqual(['ann trade a filled 2']);
    expect(texts().slice(-2)).toEqual(['trade 1 2@100', 'book 3-3 bids  asks 0@100']);
  });

  it('is refused for an order that is not open and an amount that cannot be', () => {
    const { world } = openFloor();
    world.place(ticket('ann', 'buy', at('2@100', { clientOrderId: 'a' })));
    expect(refusalOf(() => world.fillOrder('ann', 'b'))).toBe('unknown-order');
    expect(refusalOf(() => world.fillOrder('bob', 'a'))).toBe('unknown-order');
    for (const amount of ['2.001', '0', '-1', '0.0005'])
      expect(refusalOf(() => world.fillOrder('ann', 'a', amount))).toBe('invalid-amount: amount');
    expect(() => world.fillOrder('ann', 'a', 'all')).toThrow('must be a decimal number');
    world.fillOrder('ann', 'a');
    expect(refusalOf(() => world.fillOrder('ann', 'a'))).toBe('unknown-order');
  });

  it('works while the market is halted, because the test says so', () => {
    const { world } = openFloor();
    world.place(ticket('ann', 'buy', at('2@100', { clientOrderId: 'a' })));
    const instrument = world.instruments.get(PAIR);
    if (instrument !== undefined) instrument.status = 'halted';
    expect(world.fillOrder('ann', 'a')).toHaveLength(1);
  });
});
