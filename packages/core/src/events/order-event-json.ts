import type { DenialReason } from '../errors/order-denied-error.ts';
import type { OrderEvent, OrderEventBase, OrderFailedEvent, OrderFilledLateEvent } from '../model/events.ts';
import type { OrderSide, OrderType, PositionAction } from '../model/order.ts';
import { isTradingPair, type TradingPair } from '../model/trading-pair.ts';
import { readRecord, type SavedRecord } from '../orders/saved-record.ts';
import { parseTradeFee, parseTradeUpdate } from '../orders/trade-update-json.ts';

/** The events that are saved before they are told. */
export type SavedEvent = OrderEvent | OrderFilledLateEvent;

/** An event as a value for the store: written as JSON, its decimals become text. */
export function orderEventToJson(event: SavedEvent): unknown {
  return { version: 1, ...event };
}

/**
 * Reads what was written of `orderEventToJson`.
 * @param origin where it comes from, for the error.
 * @throws InvalidPayloadError naming the field that cannot be used.
 */
export function parseOrderEvent(value: unknown, origin: string): SavedEvent {
  const record = readRecord(value, '', origin);
  if (record.number('version') !== 1) throw record.invalid('version', '1, the only version that this release reads');
  const type = wordOf(record, 'type', EVENT_TYPES);
  if (type === 'order-filled-late') return parseLateFill(record, origin);
  const base = parseBase(record);
  switch (type) {
    case 'order-created':
      return {
        type,
        ...base,
        amount: record.decimal('amount'),
        price: record.optional('price', (saved) => saved.decimal('price')),
        creationTimeMs: record.number('creationTimeMs'),
      };
    case 'order-filled':
      return {
        type,
        ...base,
        tradeId: record.text('tradeId'),
        price: record.decimal('price'),
        amount: record.decimal('amount'),
        quoteAmount: record.decimal('quoteAmount'),
        fee: parseTradeFee(record.record('fee')),
        isTaker: record.boolean('isTaker'),
        isRecovered: record.boolean('isRecovered'),
      };
    case 'order-amended':
      return { type, ...base, amount: record.decimal('amount'), previousAmount: record.decimal('previousAmount') };
    case 'order-completed':
      return {
        type,
        ...base,
        executedBase: record.decimal('executedBase'),
        executedQuote: record.decimal('executedQuote'),
        hasMissingFills: record.boolean('hasMissingFills'),
      };
    case 'order-canceled':
      return { type, ...base, executedBase: record.decimal('executedBase') };
    case 'order-expired':
      return { type, ...base, executedBase: record.decimal('executedBase'), reason: textIn(record, 'reason') };
    case 'order-failed':
      return {
        type,
        ...base,
        cause: wordOf(record, 'cause', FAILURE_CAUSES),
        denialReason: record.optional('denialReason', (saved) => wordOf(saved, 'denialReason', DENIAL_REASONS)),
        message: textIn(record, 'message') ?? '',
      };
    default:
      return { type, ...base, message: textIn(record, 'message') ?? '' };
  }
}

function parseLateFill(record: SavedRecord, origin: string): OrderFilledLateEvent {
  const tradingPair = pairIn(record.record('trade'));
  return {
    type: 'order-filled-late',
    trade: parseTradeUpdate(record.value('trade'), 'trade', origin, tradingPair),
    isRecovered: record.boolean('isRecovered'),
    eventTimeMs: record.number('eventTimeMs'),
  };
}

function pairIn(record: SavedRecord): TradingPair {
  const tradingPair = record.text('tradingPair');
  if (!isTradingPair(tradingPair)) throw record.invalid('tradingPair', 'a trading pair');
  return tradingPair;
}

function parseBase(record: SavedRecord): OrderEventBase {
  return {
    clientOrderId: record.text('clientOrderId'),
    exchangeOrderId: record.optional('exchangeOrderId', (saved) => saved.text('exchangeOrderId')),
    tradingPair: pairIn(record),
    side: wordOf(record, 'side', SIDES),
    orderType: wordOf(record, 'orderType', ORDER_TYPES),
    positionAction: wordOf(record, 'positionAction', POSITION_ACTIONS),
    eventTimeMs: record.number('eventTimeMs'),
  };
}

function textIn(record: SavedRecord, field: string): string | undefined {
  return record.optional(field, (saved) => saved.anyText(field));
}

/** @param words all that there are, so that the compiler sees when one is missing. */
function wordOf<Word extends string>(record: SavedRecord, field: string, words: Readonly<Record<Word, true>>): Word {
  const text = record.text(field);
  if (!isOneOf(words, text)) throw record.invalid(field, `one of ${Object.keys(words).join(', ')}`);
  return text;
}

function isOneOf<Word extends string>(words: Readonly<Record<Word, true>>, text: string): text is Word {
  return Object.hasOwn(words, text);
}

const EVENT_TYPES: Readonly<Record<SavedEvent['type'], true>> = {
  'order-created': true,
  'order-filled': true,
  'order-filled-late': true,
  'order-amended': true,
  'order-completed': true,
  'order-canceled': true,
  'order-expired': true,
  'order-failed': true,
  'order-lost': true,
};
const SIDES: Readonly<Record<OrderSide, true>> = { buy: true, sell: true };
const ORDER_TYPES: Readonly<Record<OrderType, true>> = {
  limit: true,
  'limit-maker': true,
  market: true,
  'stop-loss': true,
  'stop-loss-limit': true,
  'take-profit': true,
  'take-profit-limit': true,
};
const POSITION_ACTIONS: Readonly<Record<PositionAction, true>> = { open: true, close: true, nil: true };
const FAILURE_CAUSES: Readonly<Record<OrderFailedEvent['cause'], true>> = { denied: true, rejected: true, 'never-arrived': true };
const DENIAL_REASONS: Readonly<Record<DenialReason, true>> = {
  'not-started': true,
  'unknown-trading-pair': true,
  'market-not-tradable': true,
  'unsupported-order-type': true,
  'invalid-price': true,
  'invalid-stop-price': true,
  'invalid-trailing-delta': true,
  'invalid-amount': true,
  'invalid-iceberg-amount': true,
  'unsupported-option': true,
  'unsupported-command': true,
  'not-replaceable': true,
  'invalid-order-list': true,
  'list-member-denied': true,
  'below-minimum-size': true,
  'above-maximum-size': true,
  'below-minimum-notional': true,
  'above-maximum-notional': true,
  'no-price-known': true,
  'insufficient-balance': true,
  'duplicate-client-order-id': true,
  'request-not-sent': true,
};
