import { PayloadFields, paidFee, readLevels } from '@venuekit/core/connector';
import type {
  BalanceSnapshotRow,
  DepthDiff,
  DepthSnapshot,
  OpenOrder,
  OrderSide,
  OrderType,
  OrderUpdate,
  PublicTrade,
  ReportedOrderState,
  SymbolLookup,
  TradeUpdate,
  TradingPair,
  TradingRule,
  UserStreamUpdate,
} from '@venuekit/core/connector';

const SIDES: ReadonlyMap<string, OrderSide> = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
]);
const TYPES: ReadonlyMap<string, OrderType> = new Map([
  ['limit', 'limit'],
  ['limit-maker', 'limit-maker'],
  ['market', 'market'],
]);
const STATES: ReadonlyMap<string, ReportedOrderState> = new Map([
  ['new', 'open'],
  ['partially-filled', 'partially-filled'],
  ['filled', 'filled'],
  ['canceled', 'canceled'],
  ['expired', 'expired'],
  ['expired-in-match', 'expired'],
  ['rejected', 'failed'],
]);

/** Reads a change of a book into a reused diff. @throws InvalidPayloadError, after which the diff's content means nothing. */
export function parseDepthUpdate(message: PayloadFields, pair: TradingPair, into: DepthDiff): void {
  into.tradingPair = pair;
  into.firstUpdateId = message.count('first');
  into.lastUpdateId = message.count('last');
  into.eventTimeMs = message.count('time');
  readLevels(message.value('bids'), 'bids', message.origin, into.bids);
  readLevels(message.value('asks'), 'asks', message.origin, into.asks);
}

/** Reads the answer of REST with a whole book, which has no time of its own. @throws InvalidPayloadError */
export function parseDepthSnapshot(reply: unknown, pair: TradingPair, eventTimeMs: number): DepthSnapshot {
  const book = new PayloadFields(reply, `book ${pair}`);
  const levels = (side: string): DepthSnapshot['bids'] => readLevels(book.value(side), side, book.origin);
  return { tradingPair: pair, lastUpdateId: book.count('updateId'), eventTimeMs, bids: levels('bids'), asks: levels('asks') };
}

/** Reads a trade of the whole market. @throws InvalidPayloadError */
export function parsePublicTrade(message: PayloadFields, pair: TradingPair): PublicTrade {
  return {
    tradingPair: pair,
    tradeId: message.id('tradeId'),
    price: Number.parseFloat(message.amount('price').toString()),
    quantity: Number.parseFloat(message.amount('amount').toString()),
    takerSide: message.word('takerSide', SIDES),
    eventTimeMs: message.count('time'),
  };
}

/** Reads a row of the list of markets. @throws InvalidPayloadError, UnknownTradingPairError */
export function parseTradingRule(row: PayloadFields, symbols: SymbolLookup): TradingRule {
  return {
    tradingPair: symbols.tradingPair(row.text('market')),
    priceIncrement: row.amount('priceStep'),
    amountIncrement: row.amount('amountStep'),
    minimumAmount: row.amount('minAmount'),
    maximumAmount: row.amount('maxAmount'),
    minimumNotional: row.amount('minNotional'),
    appliesMinimumNotionalToMarket: true,
    appliesMaximumNotionalToMarket: false,
    orderTypes: [...TYPES.values()],
    isTradable: row.text('status') === 'trading',
  };
}

/** Reads what the venue tells of an order, whatever it answers. @throws InvalidPayloadError */
export function parseOrderUpdate(order: PayloadFields, symbols: SymbolLookup): OrderUpdate & { readonly exchangeOrderId: string } {
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

/** Reads an order of the list of open ones. @throws InvalidPayloadError */
export function parseOpenOrder(order: PayloadFields, symbols: SymbolLookup): OpenOrder {
  const { tradingPair, exchangeOrderId, state, updateTimeMs } = parseOrderUpdate(order, symbols);
  return {
    tradingPair,
    clientOrderId: order.text('clientOrderId'),
    exchangeOrderId,
    side: order.word('side', SIDES),
    orderType: order.optionalWord('type', TYPES) ?? 'other',
    price: order.amount('price'),
    amount: order.amount('amount'),
    executedAmount: order.amount('executedAmount'),
    executedQuote: order.amount('executedQuote'),
    state,
    creationTimeMs: order.count('created'),
    updateTimeMs,
  };
}

/** Reads one fill of an order of ours. @throws InvalidPayloadError */
export function parseFill(fill: PayloadFields, symbols: SymbolLookup): TradeUpdate {
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

/** Reads what the account owns of one asset. @throws InvalidPayloadError */
export function parseBalance(row: PayloadFields): BalanceSnapshotRow {
  const free = row.amount('free');
  return { asset: row.text('asset'), available: free, total: free.plus(row.amount('locked')) };
}

/** Reads one event of the account; a balance that cannot be read does not drop the others. @throws InvalidPayloadError */
export function parseAccountEvent(event: unknown, symbols: SymbolLookup): readonly UserStreamUpdate[] {
  const fields = new PayloadFields(event, 'account event');
  switch (fields.value('event')) {
    case 'order': {
      const order: UserStreamUpdate = { kind: 'order', update: parseOrderUpdate(fields.object('order'), symbols) };
      const fill = fields.optionalObject('fill');
      return fill === undefined ? [order] : [{ kind: 'trade', update: parseFill(fill, symbols) }, order];
    }
    case 'balances': {
      const updateTimeMs = fields.count('time');
      const problems: UserStreamUpdate[] = [];
      const read = (row: PayloadFields): UserStreamUpdate => ({ kind: 'balance', updateTimeMs, ...parseBalance(row) });
      return [...fields.rows('balances', read, (error) => problems.push({ kind: 'problem', error })), ...problems];
    }
    default:
      throw fields.wrong('event', 'a known event');
  }
}
