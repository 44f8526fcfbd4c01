import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import type { ConnectorDefinition, PlacedOrder } from '../../src/definition/connector-definition.ts';
import { orderReference } from '../../src/definition/order-reference.ts';
import { ConnectorTelemetry } from '../../src/instrumentation/instrumentation.ts';
import type { OrderRequest } from '../../src/model/order.ts';
import { requestContext } from '../../src/services/connector-services.ts';
import type { RequestContext } from '../../src/web/request-context.ts';
import { ConnectorBench, PAIR } from '../exchange/connector-bench.ts';
import { ServicesBench } from '../exchange/exchange-services.ts';
import { lostAnswer } from '../exchange/scripted-venue.ts';
import { anOrder } from '../orders/order-fixtures.ts';
import { RecordedTelemetry } from './recorded-telemetry.ts';

interface Wrapped {
  readonly definition: ConnectorDefinition;
  readonly context: RequestContext;
  readonly recorded: RecordedTelemetry;
}

function wrapped(members: Partial<ConnectorDefinition>): Wrapped {
  const { services, clock } = new ServicesBench({ definition: {} });
  const recorded = new RecordedTelemetry();
  const telemetry = new ConnectorTelemetry({ ...recorded.providers, clock, name: 'test' });
  return {
    definition: telemetry.wrap({ ...new ConnectorBench().definition, ...members }),
    context: requestContext(services, new AbortController().signal),
    recorded,
  };
}

const orderRequest = (clientOrderId: string): OrderRequest => ({
  clientOrderId,
  tradingPair: PAIR,
  side: 'buy',
  orderType: 'limit',
  amount: new Decimal(1),
  price: new Decimal(100),
  positionAction: 'nil',
});
const placed = (exchangeOrderId: string): PlacedOrder => ({ exchangeOrderId, state: 'open', updateTimeMs: 1 });
const reference = orderReference(anOrder());

describe('a command that not every venue has', () => {
  it('is handed on as it is when it amends an order, and its span names the order', async () => {
    const asked: unknown[] = [];
    const amended = { amount: new Decimal(4), state: 'open', updateTimeMs: 1 } as const;
    const { definition, context, recorded } = wrapped({
      amendOrder: async (_context, ...rest) => {
        asked.push(...rest);
        return Promise.resolve(amended);
      },
    });
    expect(await definition.amendOrder?.(context, reference, amended.amount)).toBe(amended);
    expect(asked).toEqual([reference, amended.amount]);
    expect(recorded.spanOf('venuekit.amendOrder').attributes).toMatchObject({
      'venuekit.order.client_id': reference.clientOrderId,
      'venuekit.outcome': 'accepted',
    });
  });

  it('begins the trace of the order that replaces another, and belongs to it by a link', async () => {
    const asked: unknown[] = [];
    const answer = { canceled: { value: { state: 'canceled', updateTimeMs: 1 } }, placed: { value: placed('2') } } as const;
    const { definition, context, recorded } = wrapped({
      cancelReplaceOrder: async (_context, ...rest) => {
        asked.push(...rest);
        return Promise.resolve(answer);
      },
    });
    const replacement = orderRequest('c2');
    expect(await definition.cancelReplaceOrder?.(context, reference, replacement, 'stop-on-failure')).toBe(answer);
    expect(asked).toEqual([reference, replacement, 'stop-on-failure']);
    const order = recorded.spanOf('venuekit.order');
    const operation = recorded.spanOf('venuekit.cancelReplaceOrder');
    expect(order.attributes['venuekit.order.client_id']).toBe('c2');
    expect(operation.links.map(({ context: linked }) => linked)).toEqual([order.spanContext()]);
    expect(operation.attributes['venuekit.batch_size']).toBe(2);
  });

  it('begins a trace for each order of a list, and tells each when nobody knows what became of the list', async () => {
    const { definition, context, recorded } = wrapped({ placeOrderList: async () => Promise.reject(lostAnswer()) });
    const list = { kind: 'oco', orders: [orderRequest('c1'), orderRequest('c2')] } as const;
    await expect(definition.placeOrderList?.(context, list)).rejects.toMatchObject({ code: 'NETWORK' });
    const orders = recorded.spansOf('venuekit.order');
    expect(orders.map(({ attributes }) => attributes['venuekit.order.client_id'])).toEqual(['c1', 'c2']);
    expect(orders.map(({ eventNames }) => eventNames)).toEqual([['venuekit.order.undecided'], ['venuekit.order.undecided']]);
    expect(recorded.spanOf('venuekit.placeOrderList').attributes['venuekit.outcome']).toBe('unknown');
  });

  it('places nothing when it tests an order, so that there is no trace of one', async () => {
    const asked: unknown[] = [];
    const { definition, context, recorded } = wrapped({
      testOrder: async (_context, order) => {
        asked.push(order);
        return Promise.resolve();
      },
    });
    const order = orderRequest('c1');
    await definition.testOrder?.(context, order);
    expect(asked).toEqual([order]);
    expect(recorded.spanOf('venuekit.testOrder').attributes['venuekit.outcome']).toBe('accepted');
    expect(recorded.spansOf('venuekit.order')).toEqual([]);
  });
});

describe('a question about several markets', () => {
  it('is recorded with their number, and has no outcome', async () => {
    const prices = new Map([[PAIR, new Decimal(100)] as const]);
    const { definition, context, recorded } = wrapped({ getLastTradedPrices: async () => Promise.resolve(prices) });
    expect(await definition.getLastTradedPrices?.(context, [PAIR, 'ETH-USDT'])).toBe(prices);
    const { attributes } = recorded.spanOf('venuekit.getLastTradedPrices');
    expect(attributes['venuekit.batch_size']).toBe(2);
    expect(attributes).not.toHaveProperty('venuekit.outcome');
  });
});

describe('a member that a definition lacks', () => {
  it('is lacking in its measured form', () => {
    const { definition } = wrapped({});
    const { amendOrder, cancelReplaceOrder, placeOrderList, testOrder, getLastTradedPrices } = definition;
    expect([amendOrder, cancelReplaceOrder, placeOrderList, testOrder, getLastTradedPrices]).toEqual(Array(5).fill(undefined));
  });
});
