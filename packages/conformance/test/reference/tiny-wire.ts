import { LevelBatch, PayloadFields, paidFee, readArray, VenueRejection } from '@venuekit/core/connector';
import type {
  DepthDiff,
  OpenOrder,
  OrderUpdate,
  RejectionReason,
  SymbolLookup,
  TradeUpdate,
  UserStreamUpdate,
} from '@venuekit/core/connector';

const STATES = new Map<string, OrderUpdate['state']>([
  ['new', 'open'],
  ['partially-filled', 'partially-filled'],
  ['filled', 'filled'],
  ['canceled', 'canceled'],
  ['expired', 'expired'],
  ['expired-in-match', 'expired'],
  ['rejected', 'failed'],
]);
const SIDES = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
] as const);
const TYPES = new Map([
  ['limit', 'limit'],
  ['limit-maker', 'limit-maker'],
  ['market', 'market'],
] as const);

/** What the words of the venue's errors mean; all others leave the outcome unknown. */
export const REJECTIONS: ReadonlyMap<string, RejectionReason> = new Map<string, RejectionReason>([
  ['unknown-order', 'order-not-found'],
  ['unknown-symbol', 'unknown-symbol'],
  ['insufficient-balance', 'insufficient-balance'],
  ['would-match', 'would-match'],
  ['duplicate-client-order-id', 'duplicate-client-order-id'],
  ['market-closed', 'market-closed'],
  ['not-permitted', 'not-permitted'],
  ['too-many-open-orders', 'other'],
  ...filterWords().map((word): [string, RejectionReason] => [word, 'filter']),
  ...['missing-parameter', 'malformed-parameter', 'unexpected-parameter', 'bad-enum'].map((word): [string, RejectionReason] => [
    word,
    'invalid-request',
  ]),
]);

function filterWords(): readonly string[] {
  const numbers = ['invalid-price', 'invalid-amount', 'below-minimum-notional', 'above-maximum-notional', 'price-out-of-band'];
  return [...numbers, 'above-maximum-position', 'too-much-precision', 'order-type-not-offered'];
}

export function isNotFound(error: unknown): boolean {
  return error instanceof VenueRejection && error.reason === 'order-not-found';
}

export function readOrderUpdate(order: PayloadFields, symbols: SymbolLookup): OrderUpdate {
  return {
    tradingPair: symbols.tradingPair(order.text('market')),
    clientOrderId: order.text('clientOrderId'),
    exchangeOrderId: order.id('orderId'),
    state: order.word('status', STATES),
    updateTimeMs: order.count('updated'),
    cumulativeBase: order.amount('executedAmount'),
    cumulativeQuote: order.amount('executedQuote'),
    amount: order.amount('amount'),
  };
}

export function readOpenOrder(order: PayloadFields, symbols: SymbolLookup): OpenOrder {
  const { tradingPair, state } = readOrderUpdate(order, symbols);
  return {
    tradingPair,
    clientOrderId: order.text('clientOrderId'),
    exchangeOrderId: order.id('orderId'),
    side: order.word('side', SIDES),
    orderType: order.optionalWord('type', TYPES) ?? 'other',
    price: order.amount('price'),
    amount: order.amount('amount'),
    executedAmount: order.amount('executedAmount'),
    executedQuote: order.amount('executedQuote'),
    state,
    creationTimeMs: order.count('created'),
    updateTimeMs: order.count('updated'),
  };
}

export function readFill(fill: PayloadFields, symbols: SymbolLookup): TradeUpdate {
  const [price, baseAmount] = [fill.amount('price'), fill.amount('amount')];
  return {
    tradingPair: symbols.tradingPair(fill.text('market')),
    tradeId: fill.id('tradeId'),
    clientOrderId: fill.text('clientOrderId'),
    exchangeOrderId: fill.id('orderId'),
    side: fill.word('side', SIDES),
    fillTimeMs: fill.count('time'),
    price,
    baseAmount,
    quoteAmount: price.times(baseAmount),
    fee: paidFee(fill.decimal('fee'), fill.text('feeAsset')),
    isTaker: !fill.boolean('isMaker'),
  };
}

/** One event of the topic `account`. @throws InvalidPayloadError for one that nobody knows. */
export function readAccountEvent(event: unknown, symbols: SymbolLookup): readonly UserStreamUpdate[] {
  const fields = new PayloadFields(event, 'account event');
  switch (fields.value('event')) {
    case 'order': {
      const fill = fields.optionalObject('fill');
      const trades: UserStreamUpdate[] = fill === undefined ? [] : [{ kind: 'trade', update: readFill(fill, symbols) }];
      return [...trades, { kind: 'order', update: readOrderUpdate(fields.object('order'), symbols) }];
    }
    case 'balances': {
      const updateTimeMs = fields.count('time');
      const problems: UserStreamUpdate[] = [];
      const rows = fields.rows(
        'balances',
        (row): UserStreamUpdate => ({ kind: 'balance', updateTimeMs, ...readBalance(row) }),
        (error) => problems.push({ kind: 'problem', error }),
      );
      return [...rows, ...problems];
    }
    default:
      throw fields.wrong('event', 'a known event');
  }
}

export function readBalance(row: PayloadFields): Pick<Extract<UserStreamUpdate, { kind: 'balance' }>, 'asset' | 'total' | 'available'> {
  const free = row.amount('free');
  return { asset: row.text('asset'), available: free, total: free.plus(row.amount('locked')) };
}

export function readLevels(value: unknown, field: string, origin: string, into: LevelBatch = new LevelBatch()): LevelBatch {
  into.clear();
  for (const row of readArray(value, field, origin)) {
    const [price, amount] = readArray(row, field, origin);
    into.pushText(price, amount, origin);
  }
  return into;
}

export function readDiff(message: PayloadFields, diff: DepthDiff): void {
  diff.firstUpdateId = message.count('first');
  diff.lastUpdateId = message.count('last');
  diff.previousUpdateId = undefined;
  diff.eventTimeMs = message.count('time');
  readLevels(message.value('bids'), 'bids', message.origin, diff.bids);
  readLevels(message.value('asks'), 'asks', message.origin, diff.asks);
}
