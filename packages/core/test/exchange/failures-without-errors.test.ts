import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import type { ConnectorDefinition } from '../../src/definition/connector-definition.ts';
import { ConnectorBench, PAIR } from './connector-bench.ts';

/** What a connector's careless code may be rejected with. */
// oxlint-disable-next-line prefer-promise-reject-errors -- that is what is tested
const text = (): Promise<never> => Promise.reject('a text');

async function benchWhere(members: Partial<ConnectorDefinition>): Promise<ConnectorBench> {
  const bench = new ConnectorBench({ definition: () => members });
  await bench.start();
  return bench;
}

describe('a member that fails with something that is no error', () => {
  it('leaves a placement undecided, and the order is found at the venue', async () => {
    const bench = await benchWhere({ placeOrder: text });
    const id = bench.buy('1');
    await bench.clock.advance(10);
    expect(bench.connector.inFlightOrders.get(id)?.outcome).toBe('unknown');
    const [amount, price] = [new Decimal(1), new Decimal(100)];
    bench.venue.accept({ clientOrderId: id, tradingPair: PAIR, side: 'buy', orderType: 'limit', amount, price });
    await bench.clock.advance(5_000);
    expect(bench.orderEvents(id)).toEqual(['order-created']);
    await bench.close();
  });

  it('leaves a cancel undecided, and what became of the order is asked for', async () => {
    const bench = await benchWhere({ placeCancel: text });
    const id = await bench.openOrder('1');
    const result = await bench.settle(bench.connector.cancel(PAIR, id));
    expect(result).toEqual({ clientOrderId: id, success: false, reason: 'unknown error' });
    bench.venue.end(bench.venue.last, 'canceled');
    await bench.clock.advance(5_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    await bench.close();
  });
});
