import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { FEE, START_MS, TrackerBench } from '../orders/order-fixtures.ts';

const BASE = {
  clientOrderId: 'c1',
  exchangeOrderId: 'e1',
  tradingPair: 'BTC-USDT',
  side: 'buy',
  orderType: 'limit',
  positionAction: 'nil',
  eventTimeMs: START_MS + 10,
};

function lastEventAfter(run: (bench: TrackerBench) => unknown): unknown {
  const bench = new TrackerBench();
  bench.track();
  run(bench);
  return bench.events.at(-1);
}

describe('what an event holds', () => {
  it('created: what was asked, and when', () => {
    expect(lastEventAfter((bench) => bench.report('open'))).toEqual({
      ...BASE,
      type: 'order-created',
      amount: new Decimal(10),
      price: new Decimal(100),
      creationTimeMs: START_MS,
    });
  });

  it('filled: the trade with its fee', () => {
    expect(lastEventAfter((bench) => bench.report('open').fill('t1', 4))).toEqual({
      ...BASE,
      eventTimeMs: START_MS + 20,
      type: 'order-filled',
      tradeId: 't1',
      price: new Decimal(100),
      amount: new Decimal(4),
      quoteAmount: new Decimal(400),
      fee: FEE,
      isTaker: false,
      isRecovered: false,
    });
  });

  it('completed: the sums', () => {
    expect(lastEventAfter((bench) => bench.fill('t1', 10).report('filled'))).toEqual({
      ...BASE,
      eventTimeMs: START_MS + 20,
      type: 'order-completed',
      executedBase: new Decimal(10),
      executedQuote: new Decimal(1_000),
      hasMissingFills: false,
    });
  });

  it('canceled: what was executed before', () => {
    const event = lastEventAfter((bench) =>
      bench
        .report('open')
        .fill('t1', 4)
        .report('canceled', { updateTimeMs: START_MS + 30 }),
    );
    expect(event).toEqual({ ...BASE, eventTimeMs: START_MS + 30, type: 'order-canceled', executedBase: new Decimal(4) });
  });

  it('expired: also why', () => {
    const event = lastEventAfter((bench) => bench.report('expired', { reason: 'unfilled IOC' }));
    expect(event).toEqual({ ...BASE, type: 'order-expired', executedBase: new Decimal(0), reason: 'unfilled IOC' });
  });

  it('failed: cause, reason and words', () => {
    expect(lastEventAfter((bench) => bench.denied())).toEqual({
      ...BASE,
      exchangeOrderId: undefined,
      eventTimeMs: START_MS,
      type: 'order-failed',
      cause: 'denied',
      denialReason: 'below-minimum-size',
      message: 'too small',
    });
  });

  it('lost: since when nothing was heard', () => {
    expect(lastEventAfter((bench) => bench.unknown('place').pass(600_000))).toEqual({
      ...BASE,
      exchangeOrderId: undefined,
      eventTimeMs: START_MS + 600_000,
      type: 'order-lost',
      message: 'the venue has not answered for the order for 600000 ms',
    });
  });
});
