import { createNoopMeter } from '@opentelemetry/api';
import type { Attributes, Meter } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { ONE, ZERO } from '../../src/decimal/decimal.ts';
import { EventHub } from '../../src/events/event-hub.ts';
import type { EventListener } from '../../src/events/event-hub.ts';
import type { ExchangeConnector } from '../../src/exchange/exchange-connector.ts';
import { ConnectorTelemetry } from '../../src/instrumentation/instrumentation.ts';
import type { ObservedConnector } from '../../src/instrumentation/status-gauges.ts';
import { silentLogger } from '../../src/log/silent-logger.ts';
import type { ConnectorEvent, ConnectorEventMap } from '../../src/model/events.ts';
import { ClientOrderTracker } from '../../src/orders/client-order-tracker.ts';
import { decorate } from '../../src/telemetry/decorate.ts';

interface Counted {
  readonly name: string;
  readonly attributes: Attributes | undefined;
}

/** A connector that tells what a test says, and what is counted of it. */
function observed(): { readonly hub: EventHub; readonly counted: Counted[]; readonly end: () => void } {
  const counted: Counted[] = [];
  const meter: Meter = decorate(createNoopMeter(), {
    createCounter: (name) => ({ add: (_value, attributes) => counted.push({ name, attributes }) }),
  });
  const hub = new EventHub(silentLogger);
  const connector: ObservedConnector & Pick<ExchangeConnector, 'on' | 'orderTracker'> = {
    statusDict: {
      symbolsMappingInitialized: false,
      orderBooksInitialized: false,
      accountBalance: false,
      tradingRuleInitialized: false,
      userStreamInitialized: false,
    },
    inFlightOrders: new Map(),
    orderBooks: new Map(),
    bookStatus: () => {
      throw new Error('there is no book');
    },
    rateLimitUsage: () => [],
    orderTracker: new ClientOrderTracker(),
    on: <Type extends ConnectorEvent['type']>(type: Type, listener: EventListener<ConnectorEventMap[Type]>) => hub.on(type, listener),
  };
  const telemetry = new ConnectorTelemetry({ clock: new ManualClock(), name: 'test', meterProvider: { getMeter: () => meter } });
  return { hub, counted, end: telemetry.observe(connector) };
}

const ORDER = {
  clientOrderId: 'c1',
  exchangeOrderId: '1',
  tradingPair: 'BTC-USDT',
  side: 'buy',
  orderType: 'limit',
  positionAction: 'nil',
  eventTimeMs: 1,
} as const;
const OF_THE_ORDER = { 'venuekit.connector': 'test', 'venuekit.trading_pair': 'BTC-USDT', 'venuekit.order.type': 'limit' };

describe('telemetry', () => {
  it('counts every way in which an order ends', () => {
    const { hub, counted } = observed();
    hub.emit({ ...ORDER, type: 'order-completed', executedBase: ONE, executedQuote: ONE, hasMissingFills: false });
    hub.emit({ ...ORDER, type: 'order-canceled', executedBase: ZERO });
    hub.emit({ ...ORDER, type: 'order-expired', executedBase: ZERO, reason: 'nobody sold' });
    for (const cause of ['denied', 'rejected', 'never-arrived'] as const) {
      hub.emit({ ...ORDER, type: 'order-failed', cause, denialReason: undefined, message: 'no' });
    }
    hub.emit({ ...ORDER, type: 'order-lost', message: 'no answer' });
    const ends = ['completed', 'canceled', 'expired', 'denied', 'rejected', 'never-arrived', 'lost'];
    expect(counted).toEqual(
      ends.map((end) => ({ name: 'venuekit.orders.ended', attributes: { ...OF_THE_ORDER, 'venuekit.order.end': end } })),
    );
  });

  it('counts fills of orders that were forgotten', () => {
    const { hub, counted } = observed();
    const trade = {
      tradingPair: 'BTC-USDT',
      tradeId: '7',
      exchangeOrderId: '1',
      price: ONE,
      baseAmount: ONE,
      quoteAmount: ONE,
      fillTimeMs: 1,
      isTaker: false,
      fee: { kind: 'deducted-from-returns', percent: ZERO, flatFees: [] },
    } as const;
    hub.emit({ type: 'order-filled-late', trade, isRecovered: true, eventTimeMs: 1 });
    const { 'venuekit.order.type': _unknown, ...known } = OF_THE_ORDER;
    expect(counted).toEqual([{ name: 'venuekit.fills', attributes: { ...known, 'venuekit.fill.is_recovered': true } }]);
  });

  it('counts what happens to the streams, until it is ended', () => {
    const { hub, counted, end } = observed();
    const gap = { fromMs: undefined, toMs: 1, reason: 'start' };
    const repaired = { recoveredFills: 0, changedOrders: 0 };
    const ofTheStream = { stream: 'private', eventTimeMs: 1 } as const;
    const tell = (): void => {
      hub.emit({ ...ofTheStream, type: 'stream-connected', reason: undefined });
      hub.emit({ ...ofTheStream, type: 'stream-restored', gap, repaired, attempts: 1 });
      hub.emit({ ...ofTheStream, type: 'stream-rotated', reason: 'age', generation: 2, repaired });
      hub.emit({ ...ofTheStream, type: 'stream-degraded', gap, missing: [], isHolding: true, attempt: 1, error: new Error('no') });
      hub.emit({ ...ofTheStream, type: 'stream-interrupted', reason: 'closed' });
      hub.emit({ ...ofTheStream, type: 'stream-connected', reason: undefined });
      hub.emit({ type: 'stream-problem', stream: 'rest', message: 'odd', error: undefined, eventTimeMs: 1 });
    };
    tell();
    end();
    tell();
    const attributes = { 'venuekit.connector': 'test', 'venuekit.stream': 'private' };
    expect(counted).toEqual([
      { name: 'venuekit.stream.rotations', attributes },
      { name: 'venuekit.stream.degradations', attributes },
      { name: 'venuekit.stream.interruptions', attributes },
      { name: 'venuekit.stream.reconnects', attributes },
      { name: 'venuekit.problems', attributes: { ...attributes, 'venuekit.stream': 'rest' } },
    ]);
  });

  it('counts fills of orders that it has not seen begin', () => {
    const { hub, counted } = observed();
    hub.emit({ ...ORDER, type: 'order-created', amount: ONE, price: ONE, creationTimeMs: 1 });
    const fee = { kind: 'deducted-from-returns', percent: ZERO, flatFees: [] } as const;
    const fill = { tradeId: '7', price: ONE, amount: ONE, quoteAmount: ONE, fee, isTaker: false, isRecovered: false };
    hub.emit({ ...ORDER, ...fill, type: 'order-filled' });
    expect(counted).toEqual([{ name: 'venuekit.fills', attributes: { ...OF_THE_ORDER, 'venuekit.fill.is_recovered': false } }]);
  });
});
