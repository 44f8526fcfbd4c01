import { splitTradingPair, type TradingPair } from '@venuekit/core/connector';
import {
  Refusal,
  decimal,
  given,
  isSignedBy,
  oneOf,
  readObject,
  required,
  requireFreshTime,
  requireKey,
  texts,
  whole,
  type BookLevel,
  type DecodedRequest,
  type Dialect,
  type DialectDesk,
  type DialectSession,
  type Instrument,
  type Operation,
  type OperationResult,
  type OrderTicket,
  type Parameters,
  type SocketAction,
  type Topic,
  type VenueFill,
  type VenueOrder,
  type VenueTrade,
  type WireRequest,
} from '@venuekit/venue';

const WEIGHT = [{ limit: 'weight', weight: 1 }] as const;
const HMAC = ['hmac'] as const;

function marketOf(pair: TradingPair): string {
  const { base, quote } = splitTradingPair(pair);
  return `${base}_${quote}`.toLowerCase();
}

function pairOf(market: string, { world }: DialectDesk): TradingPair {
  for (const pair of world.instruments.keys()) if (marketOf(pair) === market) return pair;
  throw new Refusal('unknown-symbol', market);
}

// #region sign
/** Whose this is: the hex HMAC-SHA256 of the time and the content, by a key that the venue knows. */
function accountOf(signed: Parameters, prefix: string, content: string, desk: DialectDesk): string {
  const key = requireKey(required(signed, `${prefix}key`), HMAC, desk);
  const time = required(signed, `${prefix}time`);
  requireFreshTime(time, desk);
  if (!isSignedBy(key, `${time}${content}`, required(signed, `${prefix}signature`), 'hex')) throw new Refusal('bad-signature');
  return key.account;
}
// #endregion

// #region ticket
/** An order as the documents ask for it: what is missing, unknown or too much is refused, as the exchange would. */
function readTicket(account: string, body: Parameters, desk: DialectDesk): OrderTicket {
  const type = oneOf(body, 'type', ['limit', 'limit-maker', 'market']);
  const [amount, price] = [decimal(body, 'amount'), decimal(body, 'price')];
  if (amount === undefined) throw new Refusal('missing-parameter', 'amount');
  if (type === 'market' && price !== undefined) throw new Refusal('unexpected-parameter', 'price');
  if (type !== 'market' && price === undefined) throw new Refusal('missing-parameter', 'price');
  const tradingPair = pairOf(required(body, 'market'), desk);
  const [side, timeInForce] = [oneOf(body, 'side', ['buy', 'sell']), oneOf(body, 'timeInForce', ['GTC', 'IOC', 'FOK'], 'GTC')];
  const clientOrderId = body.get('clientOrderId');
  return { account, tradingPair, side, type, timeInForce, amount, ...given({ price, clientOrderId }) };
}
// #endregion

function publicOperation(name: string, argument: string, query: Parameters, desk: DialectDesk): Operation | undefined {
  switch (name) {
    case 'GET time':
      return { kind: 'time' };
    case 'GET markets':
      return { kind: 'rules', tradingPairs: undefined };
    case 'GET prices':
      return { kind: 'last-prices', tradingPairs: undefined };
    case 'GET book':
      return { kind: 'book', tradingPair: pairOf(argument, desk), depth: whole(query, 'depth') ?? 100 };
    default:
      return undefined;
  }
}

function signedOperation(name: string, argument: string, fields: Parameters, account: string, desk: DialectDesk): Operation {
  const market = (): TradingPair => pairOf(required(fields, 'market'), desk);
  const one = (): { account: string; tradingPair: TradingPair; lookup: { clientOrderId: string } } => ({
    account,
    tradingPair: market(),
    lookup: { clientOrderId: argument },
  });
  switch (name) {
    case 'POST orders':
      return { kind: 'place', ticket: readTicket(account, fields, desk) };
    case 'DELETE orders':
      return { kind: 'cancel', ...one() };
    case 'GET orders':
      if (argument !== '') return { kind: 'order', ...one() };
      return { kind: 'open-orders', account, tradingPair: fields.has('market') ? market() : undefined };
    case 'GET fills': {
      const bounds = given({ orderId: whole(fields, 'orderId'), startTimeMs: whole(fields, 'since') });
      return { kind: 'fills', account, query: { tradingPair: market(), limit: whole(fields, 'limit') ?? 500, ...bounds } };
    }
    case 'GET balances':
      return { kind: 'balances', account };
    case 'GET fees':
      return { kind: 'fee-rates', account, tradingPair: market() };
    default:
      throw new Refusal('not-found', name);
  }
}

// #region decode-request
/** A request → what is asked, by whom, and what it costs. */
function decodeRequest({ method, path, query, body, headers }: WireRequest, desk: DialectDesk): DecodedRequest {
  const [, resource = '', argument = ''] = path.split('/').map((part) => decodeURIComponent(part));
  const name = `${method} ${resource}`;
  const fields = body === '' ? new Map(new URLSearchParams(query)) : texts(readObject(body));
  const open = publicOperation(name, argument, fields, desk);
  if (open !== undefined) return { operation: open, account: undefined, charges: WEIGHT };
  const account = accountOf(headers, 'plain-', `${method}${path}${query === '' ? '' : '?'}${query}${body}`, desk);
  const operation = signedOperation(name, argument, fields, account, desk);
  return { operation, account, charges: operation.kind === 'place' ? [...WEIGHT, { limit: 'orders', weight: 1 }] : WEIGHT };
}
// #endregion

function levelsOf(levels: readonly BookLevel[]): readonly (readonly string[])[] {
  return levels.map(({ price, amount }) => [price.toFixed(), amount.toFixed()]);
}

// #region words
/** In JSON a `Decimal` is a text without an exponent. */
function orderOf(order: VenueOrder): object {
  const { clientOrderId, side, type, timeInForce, price, amount, executedBase, executedQuote, status } = order;
  const names = { orderId: String(order.orderId), clientOrderId, market: marketOf(order.tradingPair) };
  const numbers = { price, amount, executedAmount: executedBase, executedQuote };
  return { ...names, side, type, timeInForce, ...numbers, status, created: order.creationTimeMs, updated: order.updateTimeMs };
}

function fillOf({ trade, orderId, clientOrderId, side, isMaker, feeAsset, feeAmount: fee }: VenueFill): object {
  const names = { tradeId: String(trade.tradeId), orderId: String(orderId), clientOrderId, market: marketOf(trade.tradingPair) };
  return { ...names, side, price: trade.price, amount: trade.amount, isMaker, feeAsset, fee, time: trade.timeMs };
}
// #endregion

function tradeOf({ tradeId, price, amount, takerSide, timeMs: time }: VenueTrade): object {
  return { tradeId: String(tradeId), price, amount, takerSide, time };
}

function ruleOf({ tradingPair, base, quote, priceIncrement, amountIncrement, minimumAmount, maximumAmount, ...rule }: Instrument): object {
  const steps = { priceStep: priceIncrement, amountStep: amountIncrement, minAmount: minimumAmount, maxAmount: maximumAmount };
  return { market: marketOf(tradingPair), base, quote, ...steps, minNotional: rule.minimumNotional, status: rule.status };
}

// #region reply
/** A result → the body of its answer. */
function replyOf(result: OperationResult): object {
  switch (result.kind) {
    case 'time':
      return { time: result.timeMs };
    case 'rules':
      return { markets: result.instruments.map(ruleOf) };
    case 'last-prices':
      return { prices: result.prices.map(({ tradingPair, price }) => ({ market: marketOf(tradingPair), price })) };
    case 'book':
      return { updateId: result.book.lastUpdateId, bids: levelsOf(result.book.bids), asks: levelsOf(result.book.asks) };
    case 'place':
      return { order: orderOf(result.placement.order), fills: result.placement.fills.map(fillOf) };
    case 'order':
    case 'cancel':
      return { order: orderOf(result.order) };
    case 'open-orders':
      return { orders: result.orders.map(orderOf) };
    case 'fills':
      return { fills: result.fills.map(fillOf) };
    case 'balances':
      return { balances: result.balances };
    case 'fee-rates':
      return { maker: result.feePlan.maker, taker: result.feePlan.taker };
    default:
      throw new RangeError(`the exchange has no answer to ${result.kind}`);
  }
}
// #endregion

// #region refusal
const STATUSES = new Map<string, number>([
  ['unknown-key', 401],
  ['bad-signature', 401],
  ['timestamp-too-old', 401],
  ['timestamp-too-new', 401],
  ['not-permitted', 403],
  ['unknown-order', 404],
  ['unknown-symbol', 404],
  ['not-found', 404],
  ['banned', 418],
  ['rate-limited', 429],
  ['too-many-orders', 429],
  ['internal', 500],
]);

function refusalOf({ reason: error, detail, retryAfterMs }: Refusal): object {
  return { error, detail, ...given({ retryAfterMs }) };
}

function refusalHeaders({ retryAfterMs }: Refusal): Readonly<Record<string, string>> {
  return retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) };
}
// #endregion

// #region decode-frame
function readTopic(name: string, { desk }: DialectSession): Topic {
  const [kind, market = ''] = name.split('.');
  if (kind !== 'book' && kind !== 'trades') throw new Refusal('bad-enum', name);
  return { name, kind, tradingPair: pairOf(market, desk), intervalMs: 0 };
}

/** One frame of the client → what the venue does, in this order. */
function decodeFrame(text: string, session: DialectSession): readonly SocketAction[] {
  let id: unknown;
  try {
    const frame = readObject(text);
    id = frame.get('id');
    if (typeof id !== 'number') throw new Refusal('missing-parameter', 'id');
    const done: SocketAction = { kind: 'reply', frame: JSON.stringify({ id, ok: true }) };
    const topics: unknown = frame.get('topics');
    const names = Array.isArray(topics) ? topics.filter((name) => typeof name === 'string') : [];
    const markets = names.filter((name) => name !== 'account');
    switch (frame.get('op')) {
      case 'login': {
        const signed = texts([...frame].filter(([name]) => name === 'key' || name === 'time' || name === 'signature'));
        const account = accountOf(signed, '', 'login', session.desk);
        return [{ kind: 'charge', charges: WEIGHT, note: id }, { kind: 'remember', name: 'account', value: account }, done];
      }
      case 'subscribe': {
        const actions: SocketAction[] = [{ kind: 'subscribe', topics: markets.map((name) => readTopic(name, session)) }];
        const account = session.state.get('account');
        if (names.includes('account')) {
          if (typeof account !== 'string') throw new Refusal('not-logged-on');
          actions.push({ kind: 'subscribe-private', account, number: 0 });
        }
        return [...actions, done];
      }
      case 'unsubscribe':
        return [{ kind: 'unsubscribe', names: markets }, done];
      default:
        throw new Refusal('bad-enum', 'op');
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ kind: 'refuse', refusal: error, note: id }];
  }
}
// #endregion

// #region dialect
/** The wire of an exchange without oddities, whole. */
export function smallDialect(): Dialect {
  return {
    name: 'small',
    services: ['rest', 'stream'],
    limits: [
      { name: 'weight', scope: 'address', limit: 1_200, intervalMs: 60_000 },
      { name: 'orders', scope: 'account', limit: 100, intervalMs: 10_000 },
    ],
    refusedCharges: WEIGHT,
    socketLife: { pingIntervalMs: 20_000, pongTimeoutMs: 60_000, lifetimeMs: 86_400_000 },
    decodeRequest,
    encodeReply: (result) => ({ status: 200, headers: {}, body: JSON.stringify(replyOf(result)) }),
    encodeRefusal: (refusal) => ({
      status: STATUSES.get(refusal.reason) ?? 400,
      headers: refusalHeaders(refusal),
      body: JSON.stringify(refusalOf(refusal)),
    }),
    openSocket: ({ service, path }) => {
      if (service !== 'stream' || path !== '/') throw new Refusal('not-found', path);
      return [];
    },
    decodeFrame,
    encodeSocketReply: (outcome, id) =>
      JSON.stringify(outcome instanceof Refusal ? { id: id ?? null, ok: false, ...refusalOf(outcome) } : { id, ok: true }),
    encodeBook: ({ firstUpdateId: first, lastUpdateId: last, bids, asks, timeMs: time }, { name: topic }) =>
      JSON.stringify({ topic, first, last, bids: levelsOf(bids), asks: levelsOf(asks), time }),
    encodeTop: ({ lastUpdateId: updateId, bids, asks }, { name: topic }) =>
      JSON.stringify({ topic, updateId, bid: levelsOf(bids), ask: levelsOf(asks) }),
    encodeTrade: (trade, { name: topic }) => JSON.stringify({ topic, ...tradeOf(trade) }),
    encodeExecution: ({ kind, order, fill, timeMs: time }) =>
      JSON.stringify({ topic: 'account', event: 'order', kind, order: orderOf(order), fill: fill && fillOf(fill), time }),
    encodeBalances: (balances, time) => JSON.stringify({ topic: 'account', event: 'balances', balances, time }),
    encodeNotice: ({ kind }) => {
      if (kind === 'closing-soon') return '{"event":"closing"}';
      return kind === 'private-terminated' ? '{"topic":"account","event":"terminated"}' : undefined;
    },
  };
}
// #endregion
