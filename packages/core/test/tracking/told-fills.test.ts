import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { ConnectorBench, PAIR } from '../exchange/connector-bench.ts';

describe('where the private stream tells no fills', () => {
  it('they are asked for after an update that tells how much was executed', async () => {
    const bench = new ConnectorBench({ capabilities: { streamsFills: false } });
    await bench.start();
    const id = await bench.openOrder();
    bench.venue.fill(bench.venue.last, '0.4');
    bench.venue.tellOrder(bench.venue.last);
    await bench.clock.advance(1_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled']);
    expect(bench.eventsOf('order-filled')[0]).toMatchObject({ tradeId: 'TE1-1', isRecovered: true });
    await bench.close();
  });

  it('they are asked for after an update that does not tell it either', async () => {
    const bench = new ConnectorBench({ capabilities: { streamsFills: false } });
    await bench.start();
    const id = await bench.openOrder();
    bench.venue.fill(bench.venue.last, '0.4');
    const { cumulativeBase: _base, cumulativeQuote: _quote, ...bare } = bench.venue.report(bench.venue.last);
    bench.tell({ kind: 'order', update: bare });
    bench.tell({ kind: 'order', update: { ...bare, exchangeOrderId: 'E99', clientOrderId: 'not-ours' } });
    await bench.clock.advance(1_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled']);
    await bench.close();
  });

  it('an update of an order that tells nothing new asks for nothing where the stream tells fills', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    await bench.openOrder();
    bench.venue.calls.length = 0;
    const { cumulativeBase: _base, cumulativeQuote: _quote, ...bare } = bench.venue.report(bench.venue.last);
    bench.tell({ kind: 'order', update: bare });
    await bench.clock.advance(1_000);
    expect(bench.venue.calls).toEqual([]);
    await bench.close();
  });
});

describe('where the venue names no executions', () => {
  const capabilities = { streamsFills: false, hasTradeIds: false } as const;

  it('each step of the executed amount is a fill, told once whichever way it comes', async () => {
    const bench = new ConnectorBench({ capabilities });
    await bench.start();
    const id = await bench.openOrder();
    const order = bench.venue.last;
    bench.venue.fill(order, '0.4');
    bench.venue.tellOrder(order);
    bench.venue.tellOrder(order);
    await bench.clock.advance(10);
    bench.venue.fill(order, '0.5');
    bench.cutPrivateStream();
    await bench.clock.advance(10_000);
    bench.venue.tellOrder(order, { cumulativeBase: new Decimal('0.4') });
    bench.venue.fill(order, '0.1');
    bench.venue.tellOrder(order);
    await bench.clock.advance(10);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-filled', 'order-filled', 'order-completed']);
    const fills = bench
      .eventsOf('order-filled')
      .map(({ tradeId, amount, price, isRecovered }) => [tradeId, amount.toFixed(), price.toFixed(), isRecovered]);
    expect(fills).toEqual([
      ['cumulative:0.4', '0.4', '100', false],
      ['cumulative:0.9', '0.5', '100', true],
      ['cumulative:1', '0.1', '100', false],
    ]);
    expect(bench.venue.calls.filter((call) => call.startsWith('trades 1'))).toEqual([]);
    await bench.close();
  });

  it('the price is that of the sum in quote, and the fee the expected one', async () => {
    const bench = new ConnectorBench({ capabilities });
    await bench.start();
    await bench.openOrder();
    bench.venue.tellOrder(bench.venue.last, {
      state: 'partially-filled',
      cumulativeBase: new Decimal('0.5'),
      cumulativeQuote: new Decimal('49'),
    });
    await bench.clock.advance(10);
    bench.venue.tellOrder(bench.venue.last, { state: 'filled', cumulativeBase: new Decimal(1), cumulativeQuote: new Decimal('98.5') });
    await bench.clock.advance(10);
    expect(bench.eventsOf('order-filled').map(({ price, quoteAmount }) => [price.toFixed(), quoteAmount.toFixed()])).toEqual([
      ['98', '49'],
      ['99', '49.5'],
    ]);
    await bench.close();
  });

  it('“filled” without a sum means the rest, at the price of the order', async () => {
    const bench = new ConnectorBench({ capabilities });
    await bench.start();
    const id = await bench.openOrder();
    const { cumulativeBase: _base, cumulativeQuote: _quote, ...bare } = bench.venue.report(bench.venue.last);
    bench.tell({ kind: 'order', update: { ...bare, state: 'filled' } });
    await bench.clock.advance(10);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
    expect(bench.eventsOf('order-filled')[0]).toMatchObject({ amount: new Decimal(1), price: new Decimal(100) });
    await bench.close();
  });

  it('a market order whose price is not known completes with its fills missing', async () => {
    const bench = new ConnectorBench({ capabilities });
    await bench.start();
    const id = bench.connector.buy(PAIR, '1', 'market');
    await bench.clock.advance(10);
    const { cumulativeQuote: _quote, ...bare } = bench.venue.report(bench.venue.last);
    bench.tell({ kind: 'order', update: { ...bare, state: 'filled', cumulativeBase: new Decimal(1) } });
    await bench.clock.advance(400);
    expect(bench.orderEvents(id)).toEqual(['order-created']);
    bench.venue.fill(bench.venue.last, '1');
    await bench.clock.advance(5_000);
    expect(bench.eventsOf('order-filled')[0]).toMatchObject({ isTaker: true, isRecovered: true });
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
    await bench.close();
  });
});

describe('a fill of an order of ours that has been forgotten', () => {
  it('is told once as late, and foreign ones are not told', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    const id = await bench.openOrder();
    const order = bench.venue.last;
    bench.tell({ kind: 'order', update: { ...bench.venue.report(order), state: 'canceled' } });
    await bench.clock.advance(10);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    await bench.clock.advance(60_000);
    expect(bench.connector.orderTracker.fetchOrder({ clientOrderId: id })).toBeUndefined();
    const trade = bench.venue.fill(order, '0.2');
    bench.venue.tellTrade(trade);
    bench.venue.tellTrade(trade);
    bench.venue.tellTrade({ ...trade, exchangeOrderId: 'E77' });
    await bench.clock.advance(10);
    expect(bench.eventsOf('order-filled-late')).toEqual([
      { type: 'order-filled-late', trade, isRecovered: false, eventTimeMs: trade.fillTimeMs },
    ]);
    await bench.close();
  });

  it('is told when the repair of a gap finds it', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    await bench.openOrder();
    const order = bench.venue.last;
    bench.tell({ kind: 'order', update: { ...bench.venue.report(order), state: 'canceled' } });
    await bench.clock.advance(60_000);
    await bench.openOrder('2');
    bench.venue.fill(order, '0.2');
    bench.cutPrivateStream();
    await bench.clock.advance(10_000);
    expect(bench.eventsOf('order-filled-late')).toMatchObject([{ isRecovered: true }]);
    expect(bench.eventsOf('stream-restored').at(-1)?.repaired.recoveredFills).toBe(1);
    await bench.close();
  });
});
