import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { InvalidPayloadError } from '../../src/errors/invalid-payload-error.ts';
import { orderEventToJson, parseOrderEvent, type SavedEvent } from '../../src/events/order-event-json.ts';

const BASE = {
  clientOrderId: 't-1',
  exchangeOrderId: '90071992547409931',
  tradingPair: 'BTC-USDT',
  side: 'buy',
  orderType: 'limit',
  positionAction: 'nil',
  eventTimeMs: 1_767_225_600_000,
} as const;
const AMOUNT = new Decimal('0.000000000000000000000000000001');
const FEE = {
  kind: 'deducted-from-returns',
  percent: new Decimal('0.001'),
  percentAsset: 'BNB',
  flatFees: [{ asset: '__proto__', amount: new Decimal('-1.5') }],
} as const;
const TRADE = {
  tradingPair: 'BTC-USDT',
  tradeId: '7',
  exchangeOrderId: '8',
  fillTimeMs: 5,
  price: AMOUNT,
  baseAmount: new Decimal(3),
  quoteAmount: AMOUNT.times(3),
  fee: { kind: 'added-to-cost', percent: new Decimal(0), flatFees: [] },
  isTaker: true,
} as const;

const FILLED: SavedEvent = {
  type: 'order-filled',
  ...BASE,
  tradeId: '12',
  price: AMOUNT,
  amount: AMOUNT,
  quoteAmount: AMOUNT.times(AMOUNT),
  fee: FEE,
  isTaker: false,
  isRecovered: true,
};

const EVENTS: readonly SavedEvent[] = [
  { type: 'order-created', ...BASE, amount: AMOUNT, price: new Decimal('123456789012345678901234567890.5'), creationTimeMs: 1 },
  { type: 'order-created', ...BASE, orderType: 'market', amount: AMOUNT, price: undefined, creationTimeMs: 1 },
  FILLED,
  { type: 'order-filled-late', trade: TRADE, isRecovered: false, eventTimeMs: 5 },
  { type: 'order-amended', ...BASE, amount: AMOUNT, previousAmount: new Decimal(2) },
  { type: 'order-completed', ...BASE, executedBase: AMOUNT, executedQuote: AMOUNT, hasMissingFills: true },
  { type: 'order-canceled', ...BASE, side: 'sell', executedBase: new Decimal(0) },
  { type: 'order-expired', ...BASE, executedBase: AMOUNT, reason: undefined },
  { type: 'order-expired', ...BASE, executedBase: AMOUNT, reason: '' },
  { type: 'order-failed', ...BASE, exchangeOrderId: undefined, cause: 'denied', denialReason: 'below-minimum-size', message: 'too small' },
  { type: 'order-failed', ...BASE, cause: 'rejected', denialReason: undefined, message: '' },
  { type: 'order-lost', ...BASE, message: 'no answer' },
];

describe('an event that is saved', () => {
  it.each(EVENTS)('comes back as it was: $type', (event) => {
    expect(parseOrderEvent(JSON.parse(JSON.stringify(orderEventToJson(event))), 'saved event 1')).toEqual(event);
  });

  it.each([
    { field: 'version', value: 2 },
    { field: 'type', value: 'order-vanished' },
    { field: 'type', value: 'toString' },
    { field: 'side', value: 'both' },
    { field: 'tradingPair', value: 'BTCUSDT' },
    { field: 'eventTimeMs', value: '1' },
    { field: 'price', value: 'cheap' },
    { field: 'fee', value: [] },
    { field: 'isTaker', value: 1 },
  ])('is refused when its $field is $value', ({ field, value }) => {
    const written: object = JSON.parse(JSON.stringify(orderEventToJson(FILLED)));
    const saved = new Map<string, unknown>(Object.entries(written)).set(field, value);
    expect(() => parseOrderEvent(Object.fromEntries(saved), 'saved event 7')).toThrow(InvalidPayloadError);
    expect(() => parseOrderEvent(Object.fromEntries(saved), 'saved event 7')).toThrow(
      new RegExp(`${field}.*saved event 7|saved event 7.*${field}`),
    );
  });

  it.each([
    { type: 'order-failed', ...BASE, cause: 'rejected', denialReason: undefined, message: 'no' },
    { type: 'order-lost', ...BASE, message: 'no answer' },
  ] satisfies SavedEvent[])('may have been written without a message: $type', (event) => {
    const { message: _message, ...written } = event;
    expect(parseOrderEvent(JSON.parse(JSON.stringify({ version: 1, ...written })), 'saved event 1')).toEqual({ ...event, message: '' });
  });

  it.each([null, 'text', [], 7])('is refused when it is no object: %j', (value) => {
    expect(() => parseOrderEvent(value, 'saved event 7')).toThrow(InvalidPayloadError);
  });
});
