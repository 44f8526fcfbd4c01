import { describe, expect, it } from 'vitest';
import { OrderBook } from '../../src/book/order-book.ts';
import { Decimal } from '../../src/decimal/decimal.ts';
import { LastPrices, lastTradedPrices } from '../../src/market/last-prices.ts';
import type { TradingPair } from '../../src/model/trading-pair.ts';
import { filledEvent } from '../../src/orders/order-events.ts';
import { requestContext } from '../../src/services/connector-services.ts';
import { ServicesBench } from '../exchange/exchange-services.ts';
import { anOrder, fill } from '../orders/order-fixtures.ts';

const BTC: TradingPair = 'BTC-USDT';
const ETH: TradingPair = 'ETH-USDT';

/** The last prices of two markets; each question is answered with 100, 101 … */
class Bench extends ServicesBench {
  readonly books = new Map([BTC, ETH].map((pair) => [pair, new OrderBook(pair)]));
  readonly questions: string[];
  readonly pairs: TradingPair[] = [BTC, ETH];
  readonly prices: LastPrices;
  failure: Error | undefined;

  constructor(hasOneQuestionForAll: boolean = true) {
    const questions: string[] = [];
    const answer = (pairs: readonly TradingPair[]): Promise<Map<TradingPair, Decimal>> => {
      questions.push(`${this.clock.monotonicMs()} ${pairs.join(' ')}`);
      if (this.failure !== undefined) return Promise.reject(this.failure);
      return Promise.resolve(new Map(pairs.map((pair) => [pair, new Decimal(99 + questions.length)])));
    };
    super({
      definition: {
        getLastTradedPrice: async (_, pair) => (await answer([pair])).get(pair) ?? new Decimal(0),
        ...(hasOneQuestionForAll ? { getLastTradedPrices: (_, pairs) => answer(pairs) } : {}),
      },
    });
    this.questions = questions;
    this.prices = new LastPrices(
      this.services,
      { pairs: () => this.pairs, book: (pair) => this.books.get(pair) },
      { tradeSilenceMs: 180_000, lastPriceMs: 5_000 },
    );
  }

  trade(pair: TradingPair, price: number): void {
    this.books.get(pair)?.recordTrade(price, this.clock.wallMs());
  }

  last(pair: TradingPair): string | undefined {
    return this.prices.lastTrade(pair)?.toString();
  }

  async stop(): Promise<void> {
    const stopped = this.prices.loop.stop();
    await this.clock.advance(1);
    await stopped;
    expect(this.clock.pendingTimers).toBe(0);
  }
}

describe('the last prices of markets without trades', () => {
  it('are asked for every 5 s, all by one question', async () => {
    const bench = new Bench();
    bench.prices.loop.start();
    await bench.clock.advance(11_000);
    expect(bench.questions).toEqual([`0 ${BTC} ${ETH}`, `5000 ${BTC} ${ETH}`, `10000 ${BTC} ${ETH}`]);
    expect([bench.last(BTC), bench.last(ETH)]).toEqual(['102', '102']);
    await bench.stop();
  });

  it('are asked for one by one where the connector has no question for all', async () => {
    const bench = new Bench(false);
    bench.prices.loop.start();
    await bench.clock.advance(1_000);
    expect(bench.questions).toEqual([`0 ${BTC}`, `0 ${ETH}`]);
    await bench.stop();
  });

  it('are not asked for while somebody trades, and again after 180 s of silence', async () => {
    const bench = new Bench();
    bench.trade(BTC, 50);
    bench.trade(ETH, 60);
    bench.prices.loop.start();
    await bench.clock.advance(100_000);
    bench.trade(ETH, 61);
    await bench.clock.advance(79_000);
    expect(bench.questions).toEqual([]);
    expect([bench.last(BTC), bench.last(ETH)]).toEqual(['50', '61']);
    await bench.clock.advance(6_000);
    expect(bench.questions).toEqual([`180000 ${BTC}`, `185000 ${BTC}`]);
    expect([bench.last(BTC), bench.last(ETH)]).toEqual(['101', '61']);
    bench.trade(BTC, 51);
    expect(bench.last(BTC)).toBe('51');
    await bench.clock.advance(60_000);
    expect(bench.questions).toHaveLength(2);
    await bench.stop();
  });

  it('are forgotten with the market, also when the answer comes later', async () => {
    const bench = new Bench();
    bench.prices.loop.start();
    bench.pairs.pop();
    await bench.clock.advance(1_000);
    expect([bench.last(BTC), bench.last(ETH)]).toEqual(['100', undefined]);
    bench.prices.forget(BTC);
    expect(bench.last(BTC)).toBeUndefined();
    await bench.stop();
  });

  it('that cannot be asked for are reported once and tried again within 30 s', async () => {
    const bench = new Bench();
    bench.failure = new Error('no answer');
    bench.prices.loop.start();
    await bench.clock.advance(300_000);
    expect(bench.questions.length).toBeGreaterThan(9);
    expect(bench.events.map(({ type }) => type)).toEqual(['stream-problem']);
    bench.failure = undefined;
    await bench.clock.advance(30_000);
    expect(bench.last(ETH)).toBeDefined();
    await bench.stop();
  });
});

describe('the price of our own last fill', () => {
  it('is that of the newest fill, whatever order they are told in', () => {
    const bench = new Bench();
    const filled = (tradeId: string, price: number, fillTimeMs: number): void =>
      bench.prices.note(filledEvent(anOrder(), fill(tradeId, 1, { price: new Decimal(price), fillTimeMs }), false));
    expect(bench.prices.lastOwnTrade(BTC)).toBeUndefined();
    filled('t1', 100, 10);
    filled('t3', 102, 30);
    filled('t2', 101, 20);
    expect(bench.prices.lastOwnTrade(BTC)?.toString()).toBe('102');
    expect(bench.prices.lastOwnTrade(ETH)).toBeUndefined();
  });
});

describe('last prices on demand', () => {
  it('of one market take its own question', async () => {
    const bench = new Bench();
    const context = requestContext(bench.services, new AbortController().signal);
    const prices = await lastTradedPrices(bench.services.definition, context, [ETH]);
    expect(bench.questions).toEqual([`0 ${ETH}`]);
    expect(prices.get(ETH)?.toString()).toBe('100');
  });
});
