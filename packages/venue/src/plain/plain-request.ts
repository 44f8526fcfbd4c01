import type { TradingPair } from '@venuekit/core/connector';
import type { CancelItem, Operation } from '../dialect/operation.ts';
import { decimal, given, oneOf, type Parameters, required, texts, whole } from '../dialect/request-fields.ts';
import type { OrderTicket } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import type { Reading } from './plain-wire.ts';

function marketOf(parameters: Parameters, { wire, place, desk }: Reading): TradingPair {
  return wire.symbols.pairOf(required(parameters, 'market'), place, desk);
}

function readTicket(account: string, parameters: Parameters, reading: Reading): OrderTicket {
  const type = oneOf(parameters, 'type', ['limit', 'limit-maker', 'market']);
  const [amount, quoteAmount, price] = [decimal(parameters, 'amount'), decimal(parameters, 'quoteAmount'), decimal(parameters, 'price')];
  if (amount === undefined && quoteAmount === undefined) throw new Refusal('missing-parameter', 'amount');
  const unexpected = type === 'market' ? 'price' : 'quoteAmount';
  if (parameters.has(unexpected)) throw new Refusal('unexpected-parameter', unexpected);
  if (type !== 'market' && price === undefined) throw new Refusal('missing-parameter', 'price');
  const tradingPair = marketOf(parameters, reading);
  const side = oneOf(parameters, 'side', ['buy', 'sell']);
  const timeInForce = oneOf(parameters, 'timeInForce', ['GTC', 'IOC', 'FOK'], 'GTC');
  const amounts = amount === undefined ? {} : reading.wire.amounts.readOfOrder(amount, price, tradingPair);
  const clientOrderId = reading.wire.clientIds.read(parameters);
  return { account, tradingPair, side, type, timeInForce, ...amounts, ...given({ quoteAmount }), ...given({ price, clientOrderId }) };
}

function readOrder(account: string, reference: string, parameters: Parameters, reading: Reading): CancelItem {
  return { account, tradingPair: marketOf(parameters, reading), lookup: reading.wire.clientIds.lookup(reference) };
}

function readFillQuery(account: string, parameters: Parameters, reading: Reading): Operation {
  if (reading.wire.shape.fills === 'cumulative') throw new Refusal('not-found', reading.name);
  const bounds = given({ orderId: whole(parameters, 'orderId'), startTimeMs: whole(parameters, 'since') });
  const limit = whole(parameters, 'limit') ?? 500;
  return { kind: 'fills', account, query: { tradingPair: marketOf(parameters, reading), limit, ...bounds } };
}

function readOpenOrders(account: string, parameters: Parameters, reading: Reading): Operation {
  if (reading.argument !== '') return { kind: 'order', ...readOrder(account, reading.argument, parameters, reading) };
  return { kind: 'open-orders', account, tradingPair: parameters.has('market') ? marketOf(parameters, reading) : undefined };
}

const namedMarket = ({ wire, argument, place, desk }: Reading): TradingPair => wire.symbols.pairOf(argument, place, desk);
const count = ({ body }: Reading, name: string): number => whole(texts(body), name) ?? 100;

const PUBLIC = new Map<string, (reading: Reading) => Operation>([
  ['GET time', () => ({ kind: 'time' })],
  ['GET markets', () => ({ kind: 'rules', tradingPairs: undefined })],
  ['GET prices', () => ({ kind: 'last-prices', tradingPairs: undefined })],
  ['GET book', (reading) => ({ kind: 'book', tradingPair: namedMarket(reading), depth: count(reading, 'depth') })],
  ['GET trades', (reading) => ({ kind: 'recent-trades', tradingPair: namedMarket(reading), limit: count(reading, 'limit') })],
]);

const SIGNED = new Map<string, (account: string, parameters: Parameters, reading: Reading) => Operation>([
  ['POST orders', (account, parameters, reading) => ({ kind: 'place', ticket: readTicket(account, parameters, reading) })],
  ['DELETE orders', (account, parameters, reading) => reading.wire.cancel(readOrder(account, reading.argument, parameters, reading))],
  ['GET orders', readOpenOrders],
  ['GET balances', (account) => ({ kind: 'balances', account })],
  ['GET fees', (account, parameters, reading) => ({ kind: 'fee-rates', account, tradingPair: marketOf(parameters, reading) })],
  ['GET fills', readFillQuery],
]);

/** What a public request asks; undefined when there is none of this name. */
export function publicOperation(reading: Reading): Operation | undefined {
  return PUBLIC.get(reading.name)?.(reading);
}

/** What a signed request asks. @throws Refusal `not-found` when there is none of this name. */
export function signedOperation(account: string, reading: Reading): Operation {
  const { wire, name, argument, body } = reading;
  const batch = wire.readBatch(name, body, {
    ticket: (item) => readTicket(account, item, reading),
    cancel: (item) => readOrder(account, required(item, wire.clientIds.reference), item, reading),
    named: (item, id) => readOrder(account, id, item, reading),
  });
  const special = wire.login.operation(name, argument, account) ?? batch;
  if (special !== undefined) return special;
  const read = SIGNED.get(name);
  if (read === undefined) throw new Refusal('not-found', name);
  return read(account, texts(body), reading);
}
