import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { orderEventToJson, parseOrderEvent } from '../../src/events/order-event-json.ts';
import { AdvancedBench } from '../exchange/advanced-bench.ts';
import { OTHER_PAIR, PAIR } from '../exchange/connector-bench.ts';
import { lostAnswer, notFound, refusedConnection, venueSaysNo } from '../exchange/scripted-venue.ts';

const d = (text: string | number): Decimal => new Decimal(text);

describe('an amendment', () => {
  it('that the venue takes reduces the order and is told once, also when the stream tells it too', async () => {
    const bench = await AdvancedBench.started();
    const id = await bench.openOrder('1');
    await expect(bench.settle(bench.connector.amend(PAIR, id, '0.4009'))).resolves.toEqual({ clientOrderId: id, outcome: 'accepted' });
    bench.venue.tellOrder(bench.venue.last, { amount: d('0.4') });
    await bench.clock.advance(1_000);
    expect(bench.sent).toEqual(['amend 0.4']);
    expect(bench.orderOf(id)).toMatchObject({ amount: d('0.4'), state: 'open' });
    expect(bench.eventsOf('order-amended')).toMatchObject([{ clientOrderId: id, amount: d('0.4'), previousAmount: d(1) }]);
    await bench.close();
  });

  it('without an answer is asked for until it is known; carried out, it is told', async () => {
    const bench = await AdvancedBench.started({ amend: () => ({ isExecuted: true, error: lostAnswer() }) });
    const id = await bench.openOrder('1');
    await expect(bench.settle(bench.connector.amend(PAIR, id, '0.4'))).resolves.toMatchObject({ outcome: 'unknown' });
    expect(bench.orderOf(id)?.outcome).toBe('unknown');
    await bench.clock.advance(60_000);
    expect(bench.orderOf(id)).toMatchObject({ amount: d('0.4'), state: 'open', outcome: 'known' });
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-amended']);
    await bench.close();
  });

  it('without an answer and not carried out leaves the order as it is, asked for while it could still come', async () => {
    const bench = await AdvancedBench.started({ amend: () => ({ isExecuted: false, error: lostAnswer() }) });
    const id = await bench.openOrder('1');
    await bench.settle(bench.connector.amend(PAIR, id, '0.4'));
    bench.venue.calls.length = 0;
    await bench.clock.advance(14_000);
    const early = bench.venue.calls.filter((call) => call.startsWith('status')).length;
    expect(early).toBeGreaterThan(1);
    await bench.clock.advance(60_000);
    expect(bench.orderOf(id)).toMatchObject({ amount: d(1), state: 'open', outcome: 'known' });
    expect(bench.orderEvents(id)).toEqual(['order-created']);
    await bench.close();
  });

  it.each([
    ['the venue’s no', venueSaysNo(), 'rejected'],
    ['a refused connection', refusedConnection(), 'denied'],
    ['“no such order”', notFound(), 'rejected'],
  ])('that ends with %s changes nothing', async (_name, error, outcome) => {
    const bench = await AdvancedBench.started({ amend: () => ({ isExecuted: false, error }) });
    const id = await bench.openOrder('1');
    await expect(bench.settle(bench.connector.amend(PAIR, id, '0.4'))).resolves.toMatchObject({ outcome });
    await bench.clock.advance(20_000);
    expect(bench.orderOf(id)).toMatchObject({ amount: d(1), state: 'open', outcome: 'known' });
    await bench.close();
  });

  it('finds out what became of an order that the venue does not know as open', async () => {
    const bench = await AdvancedBench.started({ amend: () => ({ isExecuted: false, error: notFound() }) });
    const id = await bench.openOrder('1');
    bench.venue.end(bench.venue.last, 'canceled');
    await bench.settle(bench.connector.amend(PAIR, id, '0.4'));
    await bench.clock.advance(2_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    await bench.close();
  });

  it.each([
    ['more', '1.5'],
    ['the same', '1'],
    ['nothing', '0'],
    ['less than the minimum', '0.0009'],
    ['what has been executed already', '0.3'],
  ])('to %s is denied', async (_name, amount) => {
    const bench = await AdvancedBench.started();
    const id = await bench.openOrder('1');
    bench.venue.tellTrade(bench.venue.fill(bench.venue.last, '0.3'));
    await bench.clock.advance(100);
    await expect(bench.settle(bench.connector.amend(PAIR, id, amount))).resolves.toMatchObject({ outcome: 'denied' });
    expect(bench.sent).toEqual([]);
    await bench.close();
  });

  it('of an order that is done, of another market, unknown, or amended already is denied', async () => {
    const bench = await AdvancedBench.started();
    const id = await bench.openOrder('1');
    const first = bench.connector.amend(PAIR, id, '0.5');
    await expect(bench.connector.amend(PAIR, id, '0.4')).resolves.toMatchObject({ outcome: 'denied' });
    await bench.settle(first);
    await expect(bench.settle(bench.connector.amend(OTHER_PAIR, id, '0.4'))).resolves.toMatchObject({ outcome: 'denied' });
    await expect(bench.settle(bench.connector.amend(PAIR, 'nobody', '0.4'))).resolves.toMatchObject({ outcome: 'denied' });
    await bench.settle(bench.connector.cancel(PAIR, id));
    await expect(bench.settle(bench.connector.amend(PAIR, id, '0.4'))).resolves.toMatchObject({ outcome: 'denied' });
    expect(bench.sent).toEqual(['amend 0.5']);
    await bench.close();
    await expect(bench.settle(bench.connector.amend(PAIR, id, '0.4'))).resolves.toMatchObject({ outcome: 'denied' });
  });

  it('is saved and read again as an event', () => {
    const base = { clientOrderId: 'c', exchangeOrderId: 'e', tradingPair: PAIR, side: 'buy', orderType: 'stop-loss' } as const;
    const event = { type: 'order-amended', ...base, positionAction: 'nil', eventTimeMs: 5, amount: d(1), previousAmount: d(2) } as const;
    expect(parseOrderEvent(JSON.parse(JSON.stringify(orderEventToJson(event))), 'test')).toEqual(event);
  });
});
