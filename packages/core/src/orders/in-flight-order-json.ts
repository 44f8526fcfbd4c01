import type { Decimal } from '../decimal/decimal.ts';
import type { OrderState, OutcomeKnowledge } from '../model/order-state.ts';
import type { OrderSide, OrderType, PositionAction, TimeInForce } from '../model/order.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import { isTradingPair } from '../model/trading-pair.ts';
import type { InFlightOrderOptions, OrderTrackingNotes } from './in-flight-order-options.ts';
import { parseConditions, type OrderConditionsJson } from './order-conditions-json.ts';
import { readRecord, type SavedRecord } from './saved-record.ts';
import { parseTradeUpdate, type TradeUpdateJson } from './trade-update-json.ts';

/** An order as saved: a plain JSON value. */
export interface InFlightOrderJson {
  readonly version: 1;
  readonly clientOrderId: string;
  readonly exchangeOrderId: string | null;
  readonly tradingPair: string;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly timeInForce: TimeInForce | null;
  readonly price: string | null;
  readonly amount: string;
  /** Absent for an order without conditions. */
  readonly conditions?: OrderConditionsJson;
  readonly creationTimeMs: number;
  readonly leverage: number;
  readonly position: PositionAction;
  readonly state: OrderState;
  readonly outcome: OutcomeKnowledge;
  readonly reportedBase: string;
  readonly reportedQuote: string;
  readonly lastUpdateTimeMs: number;
  readonly tracking: Omit<OrderTrackingNotes, 'undecidedSinceMs'> & { readonly undecidedSinceMs: number | null };
  readonly fills: readonly TradeUpdateJson[];
}

/** What a saved order holds, read and checked. */
export interface SavedOrder {
  readonly options: InFlightOrderOptions;
  readonly state: OrderState;
  readonly outcome: OutcomeKnowledge;
  readonly reportedBase: Decimal;
  readonly reportedQuote: Decimal;
  readonly lastUpdateTimeMs: number;
  readonly tracking: OrderTrackingNotes;
  readonly fills: readonly TradeUpdate[];
}

const ORDER_TYPES: readonly OrderType[] = [
  'limit',
  'limit-maker',
  'market',
  'stop-loss',
  'stop-loss-limit',
  'take-profit',
  'take-profit-limit',
];

const STATES: readonly OrderState[] = [
  'pending-create',
  'open',
  'partially-filled',
  'pending-cancel',
  'filled',
  'canceled',
  'expired',
  'failed',
  'lost',
];

/** @throws InvalidPayloadError naming the field that cannot be used. */
export function parseInFlightOrder(value: unknown, origin: string): SavedOrder {
  const record = readRecord(value, '', origin);
  if (record.number('version') !== 1) throw record.invalid('version', '1, the only version that this release reads');
  const tradingPair = record.text('tradingPair');
  if (!isTradingPair(tradingPair)) throw record.invalid('tradingPair', 'a trading pair');
  return {
    options: {
      clientOrderId: record.text('clientOrderId'),
      exchangeOrderId: record.optional('exchangeOrderId', (saved) => saved.text('exchangeOrderId')),
      tradingPair,
      side: record.oneOf('side', ['buy', 'sell']),
      orderType: record.oneOf('orderType', ORDER_TYPES),
      timeInForce: record.optional('timeInForce', (saved) => saved.oneOf('timeInForce', ['GTC', 'IOC', 'FOK'])),
      price: record.optional('price', (saved) => saved.decimal('price')),
      amount: record.decimal('amount'),
      conditions: record.optional('conditions', (saved) => parseConditions(saved.record('conditions'))) ?? {},
      creationTimeMs: record.number('creationTimeMs'),
      leverage: record.number('leverage'),
      positionAction: record.oneOf('position', ['open', 'close', 'nil']),
    },
    state: record.oneOf('state', STATES),
    outcome: record.oneOf('outcome', ['known', 'unknown']),
    reportedBase: record.decimal('reportedBase'),
    reportedQuote: record.decimal('reportedQuote'),
    lastUpdateTimeMs: record.number('lastUpdateTimeMs'),
    tracking: parseTracking(record.record('tracking')),
    fills: parseFills(record, tradingPair),
  };
}

function parseTracking(record: SavedRecord): OrderTrackingNotes {
  return {
    isSeenAtVenue: record.boolean('isSeenAtVenue'),
    hasAnnouncedCreation: record.boolean('hasAnnouncedCreation'),
    hasAnnouncedEnd: record.boolean('hasAnnouncedEnd'),
    hasAnnouncedLoss: record.boolean('hasAnnouncedLoss'),
    undecidedSinceMs: record.optional('undecidedSinceMs', (saved) => saved.number('undecidedSinceMs')),
    notFoundCount: record.number('notFoundCount'),
  };
}

function parseFills(record: SavedRecord, tradingPair: TradeUpdate['tradingPair']): TradeUpdate[] {
  const seen = new Set<string>();
  return record.list('fills', (item, field, origin) => {
    const fill = parseTradeUpdate(item, field, origin, tradingPair);
    if (seen.has(fill.tradeId)) throw record.invalid('fills', `without two fills of one trade id (${field})`);
    seen.add(fill.tradeId);
    return fill;
  });
}
