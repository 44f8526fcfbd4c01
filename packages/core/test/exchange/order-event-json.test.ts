import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { orderEventToJson, parseOrderEvent } from '../../src/exchange/order-event-json.ts';
import type { SavedEvent } from '../../src/exchange/order-event-json.ts';
import { NO_FEE } from '../../src/orders/trade-fee.ts';

const BASE = {
  clientOrderId: 'c1',
  exchangeOrderId: 'e1',
  tradingPair: 'BTC-USDT',
  side: 'buy',
  orderType: 'limit',
  positionAction: 'nil',
  eventTimeMs: 1_000,
} as const;
const HALF = new Decimal('0.5');

const EVENTS: readonly SavedEvent[] = [
  { type: 'order-created', ...BASE, amount: HALF, price: new Decimal(100), creationTimeMs: 900 },
  { type: 'order-created', ...BASE, exchangeOrderId: undefined, amount: HALF, price: undefined, creationTimeMs: 900 },
  {
    type: 'order-filled',
    ...BASE,
    tradeId: 't1',
    price: new Decimal(100),
    amount: HALF,
    quoteAmount: new Decimal(50),
    fee: NO_FEE,
    isTaker: true,
    isRecovered: false,
  },
  { type: 'order-completed', ...BASE, executedBase: HALF, executedQuote: new Decimal(50), hasMissingFills: true },
  { type: 'order-canceled', ...BASE, executedBase: HALF },
  { type: 'order-expired', ...BASE, executedBase: HALF, reason: undefined },
  { type: 'order-expired', ...BASE, executedBase: HALF, reason: 'too late' },
  { type: 'order-failed', ...BASE, cause: 'denied', denialReason: 'invalid-price', message: 'no price' },
  { type: 'order-failed', ...BASE, cause: 'rejected', denialReason: undefined, message: '' },
  { type: 'order-lost', ...BASE, message: 'no answer' },
  {
    type: 'order-filled-late',
    trade: {
      tradingPair: 'BTC-USDT',
      tradeId: 't2',
      exchangeOrderId: 'e1',
      fillTimeMs: 1_000,
      price: new Decimal(100),
      baseAmount: HALF,
      quoteAmount: new Decimal(50),
      fee: NO_FEE,
      isTaker: false,
    },
    isRecovered: true,
    eventTimeMs: 1_000,
  },
];

function saved(event: SavedEvent): object {
  const value: unknown = JSON.parse(JSON.stringify(orderEventToJson(event)));
  if (typeof value !== 'object' || value === null) throw new Error('an event is saved as an object');
  return value;
}

describe('a saved event', () => {
  it.each(EVENTS)('of type $type is read as it was written', (event) => {
    expect(parseOrderEvent(saved(event), 'event 1')).toEqual(event);
  });

  it.each([
    { what: 'another version', change: { version: 2 }, field: 'version' },
    { what: 'a type that is not known', change: { type: 'order-eaten' }, field: 'type' },
    { what: 'a market that is none', change: { tradingPair: 'BTCUSDT' }, field: 'tradingPair' },
    { what: 'a side that is none', change: { side: 'both' }, field: 'side' },
    { what: 'an amount that is no number', change: { amount: 'much' }, field: 'amount' },
  ])('with $what is refused by name', ({ change, field }) => {
    const [created] = EVENTS;
    const value = created === undefined ? {} : { ...saved(created), ...change };
    expect(() => parseOrderEvent(value, 'event 1')).toThrow(field);
  });

  it('without words has none', () => {
    const { message: _message, ...lost } = { type: 'order-lost' as const, ...BASE, message: '' };
    expect(parseOrderEvent({ version: 1, ...lost }, 'event 1')).toMatchObject({ message: '' });
    const failed = { version: 1, type: 'order-failed', ...BASE, cause: 'rejected' };
    expect(parseOrderEvent(failed, 'event 1')).toMatchObject({ message: '', denialReason: undefined });
  });
});
