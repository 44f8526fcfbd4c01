import type { TradingPair } from '@venuekit/core/connector';
import type { DialectDesk } from '../dialect/dialect.ts';
import type { CancelItem, Operation } from '../dialect/operation.ts';
import { decimal, oneOf, type Parameters, required, texts, whole } from '../dialect/request-fields.ts';
import type { OrderTicket } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import type { PlainWire } from './plain-wire.ts';
import type { Place } from './symbols.ts';

/** A request that is being read. */
export interface Reading {
  readonly wire: PlainWire;
  readonly place: Place;
  readonly desk: DialectDesk;
  /** Method and resource, such as `POST orders`. */
  readonly name: string;
  /** What follows the resource in the path; empty where nothing does. */
  readonly argument: string;
}

function marketOf(parameters: Parameters, { wire, place, desk }: Reading): TradingPair {
  return wire.symbols.pairOf(required(parameters, 'market'), place, desk);
}

function readTicket(account: string, parameters: Parameters, reading: Reading): OrderTicket {
  const { amounts, clientIds } = reading.wire;
  const type = oneOf(parameters, 'type', ['limit', 'limit-maker', 'market']);
  const [amount, quoteAmount, price] = [decimal(parameters, 'amount'), decimal(parameters, 'quoteAmount'), decimal(parameters, 'price')];
  if (amount === undefined && quoteAmount === undefined) throw new Refusal('missing-parameter', 'amount');
  if (type === 'market' ? price !== undefined : quoteAmount !== undefined) {
    throw new Refusal('unexpected-parameter', type === 'market' ? 'price' : 'quoteAmount');
  }
  if (type !== 'market' && price === undefined) throw new Refusal('missing-parameter', 'price');
  const clientOrderId = clientIds.read(parameters);
  const tradingPair = marketOf(parameters, reading);
  return {
    account,
    tradingPair,
    side: oneOf(parameters, 'side', ['buy', 'sell']),
    type,
    timeInForce: oneOf(parameters, 'timeInForce', ['GTC', 'IOC', 'FOK'], 'GTC'),
    ...(amount !== undefined && amounts.readOfOrder(amount, price, tradingPair)),
    ...(quoteAmount !== undefined && { quoteAmount }),
    ...(price !== undefined && { price }),
    ...(clientOrderId !== undefined && { clientOrderId }),
  };
}

function readOrder(account: string, reference: string, parameters: Parameters, reading: Reading): CancelItem {
  return { account, tradingPair: marketOf(parameters, reading), lookup: reading.wire.clientIds.lookup(reference) };
}

/** What a public request asks; undefined when there is none of this name. */
export function publicOperation(body: ReadonlyMap<string, unknown>, { wire, place, desk, name, argument }: Reading): Operation | undefined {
  const market = (): TradingPair => wire.symbols.pairOf(argument, place, desk);
  switch (name) {
    case 'GET time':
      return { kind: 'time' };
    case 'GET markets':
      return { kind: 'rules', tradingPairs: undefined };
    case 'GET prices':
      return { kind: 'last-prices', tradingPairs: undefined };
    case 'GET book':
      return { kind: 'book', tradingPair: market(), depth: whole(texts(body), 'depth') ?? 100 };
    case 'GET trades':
      return { kind: 'recent-trades', tradingPair: market(), limit: whole(texts(body), 'limit') ?? 100 };
    default:
      return undefined;
  }
}

/** What a signed request asks. @throws Refusal `not-found` when there is none of this name. */
export function signedOperation(account: string, body: ReadonlyMap<string, unknown>, reading: Reading): Operation {
  const { wire, name, argument } = reading;
  const special =
    wire.login.operation(name, argument, account) ??
    wire.readBatch(
      name,
      body,
      (item) => readTicket(account, item, reading),
      (item) => readOrder(account, required(item, wire.clientIds.reference), item, reading),
    );
  if (special !== undefined) return special;
  const parameters = texts(body);
  switch (name) {
    case 'POST orders':
      return { kind: 'place', ticket: readTicket(account, parameters, reading) };
    case 'DELETE orders': {
      const item = readOrder(account, argument, parameters, reading);
      return wire.cancelDelayMs === undefined
        ? { kind: 'cancel', ...item }
        : { kind: 'request-cancel', ...item, delayMs: wire.cancelDelayMs };
    }
    case 'GET orders':
      if (argument !== '') return { kind: 'order', ...readOrder(account, argument, parameters, reading) };
      return { kind: 'open-orders', account, tradingPair: parameters.has('market') ? marketOf(parameters, reading) : undefined };
    case 'GET balances':
      return { kind: 'balances', account };
    case 'GET fees':
      return { kind: 'fee-rates', account, tradingPair: marketOf(parameters, reading) };
    case 'GET fills': {
      if (wire.shape.fills === 'cumulative') throw new Refusal('not-found', name);
      const [orderId, startTimeMs] = [whole(parameters, 'orderId'), whole(parameters, 'since')];
      const bounds = { ...(orderId !== undefined && { orderId }), ...(startTimeMs !== undefined && { startTimeMs }) };
      return {
        kind: 'fills',
        account,
        query: { tradingPair: marketOf(parameters, reading), limit: whole(parameters, 'limit') ?? 500, ...bounds },
      };
    }
    default:
      throw new Refusal('not-found', name);
  }
}
