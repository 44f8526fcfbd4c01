import type { Capabilities, OrderType, PriceType } from '@venuekit/core';
import { Decimal } from '@venuekit/core/connector';
import type { TradingPair } from '@venuekit/core/connector';
import { spotInstrument } from '@venuekit/venue';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';

const ETH: TradingPair = 'ETH-USDT';

function feeOf(rig: TradingRig, tradingPair: TradingPair): string {
  const question = {
    tradingPair,
    orderType: 'limit',
    side: 'buy',
    positionAction: 'nil',
    amount: new Decimal(1),
    price: undefined,
  } as const;
  return rig.connector.getFee({ ...question, isMaker: false }).percent.toString();
}

/** The topics of the market's sockets. */
function topics(rig: TradingRig): string[] {
  return rig.venue.control.sockets().flatMap((socket) => [...socket.topics]);
}

describe('a market that is removed', () => {
  it('takes its book, subscriptions, fees and prices away, and leaves its orders', async () => {
    const fees = { maker: new Decimal('0.0002'), taker: new Decimal('0.0007'), payIn: 'received' } as const;
    const rig = new TradingRig({ pairs: [PAIR, ETH], feePlan: fees, connector: { intervals: { tradingFeesMs: 60_000 } } });
    await rig.start();
    await rig.clock.advance(2_000);
    expect([feeOf(rig, PAIR), feeOf(rig, ETH)]).toEqual(['0.0007', '0.0007']);
    const id = rig.connector.buy(ETH, '1', 'limit', '2500');
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    const updates = rig.connector.bookUpdates(ETH);
    expect(topics(rig).filter((topic) => topic.startsWith('eth'))).toHaveLength(2);
    rig.connector.removeTradingPair(ETH);
    expect(rig.connector.tradingPairs).toEqual([PAIR]);
    expect(() => rig.connector.getOrderBook(ETH)).toThrow(/ETH-USDT/);
    expect(() => rig.connector.getPriceByType(ETH, 'last-trade')).toThrow(/ETH-USDT/);
    expect([feeOf(rig, PAIR), feeOf(rig, ETH)]).toEqual(['0.0007', '0.001']);
    await updates.next();
    expect((await updates.next()).done).toBe(true);
    await rig.clock.advance(2_000);
    expect(topics(rig).filter((topic) => topic.startsWith('eth'))).toEqual([]);
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.until(() => rig.orderEvents(id).includes('order-completed'));
    await rig.clock.advance(130_000);
    expect(feeOf(rig, ETH)).toBe('0.001');
    rig.connector.addTradingPair(ETH);
    await rig.until(() => rig.connector.getOrderBook(ETH).state === 'live');
    await rig.clock.advance(2_000);
    expect(feeOf(rig, ETH)).toBe('0.0007');
    expect(topics(rig).filter((topic) => topic.startsWith('eth'))).toHaveLength(2);
    rig.expectTruth();
    await rig.close();
  });
});

describe('a market that the venue lists later', () => {
  it('brings its fees too, without being added again', async () => {
    const fees = { maker: new Decimal('0.0002'), taker: new Decimal('0.0007'), payIn: 'received' } as const;
    const rig = new TradingRig({ feePlan: fees });
    rig.connector.addTradingPair(ETH);
    rig.makers.start();
    rig.connector.start();
    await rig.clock.advance(5_000);
    rig.makers.stop();
    expect(feeOf(rig, ETH)).toBe('0.001');
    rig.venue.world.addInstrument(spotInstrument({ base: 'ETH', quote: 'USDT' }));
    await rig.clock.advance(1_830_000);
    expect(feeOf(rig, ETH)).toBe('0.0007');
    await rig.close();
  });
});

describe('a market more than can be followed', () => {
  it('is refused, and one that is followed already is not', async () => {
    const rig = new TradingRig({
      wrap: (definition) => ({
        ...definition,
        capabilities: { ...definition.capabilities, maximumTradingPairs: 1 } satisfies Capabilities,
      }),
    });
    await rig.start();
    expect(() => rig.connector.addTradingPair(ETH)).toThrow(expect.objectContaining({ code: 'CONFIGURATION' }));
    rig.connector.addTradingPair(PAIR);
    expect(rig.connector.tradingPairs).toEqual([PAIR]);
    await rig.close();
  });
});

describe('all markets', () => {
  it('are listed, followed or not, also before the start', async () => {
    const rig = new TradingRig({ pairs: [PAIR, ETH] });
    rig.connector.removeTradingPair(ETH);
    expect(await rig.connectorAnswer(rig.connector.allTradingPairs())).toEqual([PAIR, ETH]);
    await rig.close();
  });
});

describe('prices of a market', () => {
  it('are mid, best bid, best ask, last trade and our own last fill, exactly', async () => {
    const rig = new TradingRig();
    const price = (type: PriceType): string | undefined => rig.connector.getPriceByType(PAIR, type)?.toString();
    expect(() => price('mid')).toThrow(/BTC-USDT/);
    await rig.start();
    await rig.clock.advance(500);
    const { asks, bids } = rig.venue.world.book(PAIR);
    const [ask, bid] = [asks[0]?.price ?? new Decimal(0), bids[0]?.price ?? new Decimal(0)];
    expect([price('best-bid'), price('best-ask')]).toEqual([bid.toString(), ask.toString()]);
    expect(price('mid')).toBe(bid.plus(ask).dividedBy(2).toString());
    expect(price('last-own-trade')).toBeUndefined();
    const id = rig.connector.buy(PAIR, '0.01', 'market');
    await rig.until(() => rig.orderEvents(id).includes('order-completed'));
    await rig.clock.advance(1_000);
    expect([price('last-own-trade'), price('last-trade')]).toEqual([ask.toString(), ask.toString()]);
    await rig.stopConnector();
    expect([price('mid'), price('best-bid'), price('best-ask')]).toEqual([undefined, undefined, undefined]);
    expect(price('last-trade')).toBe(ask.toString());
    await rig.close();
  });

  it('for an amount are the average and the worst of the levels that it takes', async () => {
    const rig = new TradingRig();
    await rig.start();
    await rig.clock.advance(500);
    const [first, second] = rig.venue.world.book(PAIR).asks;
    if (first === undefined || second === undefined) throw new Error('the book has no two asks');
    const amount = first.amount.plus(second.amount.dividedBy(2));
    const cost = first.price.times(first.amount).plus(second.price.times(second.amount.dividedBy(2)));
    expect(rig.connector.getQuotePrice(PAIR, 'buy', amount)?.toString()).toBe(cost.dividedBy(amount).toString());
    expect(rig.connector.getOrderPrice(PAIR, 'buy', amount)?.toString()).toBe(second.price.toString());
    expect(rig.connector.getOrderPrice(PAIR, 'buy', '1000000')).toBeUndefined();
    expect(() => rig.connector.getQuotePrice(PAIR, 'buy', 'much')).toThrow(expect.objectContaining({ code: 'INVALID_PAYLOAD' }));
    await rig.stopConnector();
    expect(rig.connector.getQuotePrice(PAIR, 'buy', amount)).toBeUndefined();
    await rig.close();
  });

  it('of quiet markets are asked for by one request every 5 s, unless it is switched off', async () => {
    const rig = new TradingRig({ pairs: [PAIR, ETH], connector: { refreshesLastPrices: true } });
    const { faults } = rig.venue.control;
    faults.add({ on: 'http', match: { operation: 'last-prices' }, times: Infinity, action: { kind: 'delay', delayMs: 1 } });
    await rig.start();
    await rig.clock.advance(200_000);
    const asked = (): number => faults.applied.filter((fault) => fault.on === 'http' && fault.subject.operation === 'last-prices').length;
    const before = asked();
    await rig.clock.advance(20_000);
    expect(asked() - before).toBeGreaterThanOrEqual(3);
    expect(asked() - before).toBeLessThanOrEqual(5);
    expect(rig.connector.getPriceByType(ETH, 'last-trade')).toBeDefined();
    const quiet = new TradingRig();
    await quiet.start();
    quiet.venue.control.faults.add({ on: 'http', match: { operation: 'last-prices' }, action: { kind: 'delay', delayMs: 1 } });
    await quiet.clock.advance(200_000);
    expect(quiet.venue.control.faults.applied).toEqual([]);
    await quiet.close();
    await rig.close();
  });
});

describe('changes of one book', () => {
  it('are read in a loop that gives the latest state and ends with its signal', async () => {
    const rig = new TradingRig();
    await rig.start();
    const end = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const book of rig.connector.bookUpdates(PAIR, end.signal)) seen.push(book.updateId);
    })();
    rig.makers.start();
    await rig.clock.advance(10_000);
    rig.makers.stop();
    expect(seen.length).toBeGreaterThan(5);
    expect(seen.at(-1)).toBe(rig.connector.getOrderBook(PAIR).updateId);
    end.abort();
    await reading;
    await rig.close();
  });
});

function rigWithTypes(...supported: readonly OrderType[]): TradingRig {
  return new TradingRig({ wrap: (definition) => ({ ...definition, supportedOrderTypes: () => supported }) });
}

describe('the order types to make and to take with', () => {
  it.each([
    [['limit', 'limit-maker', 'market'], 'limit-maker', 'market'],
    [['limit'], 'limit', 'limit'],
  ] as const)('of a connector with %j are %s and %s', (supported, maker, taker) => {
    const { connector } = rigWithTypes(...supported);
    expect([connector.makerOrderType(), connector.takerOrderType()]).toEqual([maker, taker]);
  });

  it('are an error where there is none', () => {
    expect(() => rigWithTypes('market').connector.makerOrderType()).toThrow(expect.objectContaining({ code: 'NOT_IMPLEMENTED' }));
    expect(() => rigWithTypes('limit-maker').connector.takerOrderType()).toThrow(expect.objectContaining({ code: 'NOT_IMPLEMENTED' }));
  });
});
