import { createHmac } from 'node:crypto';
import { isTradingPair, parseDecimal, type Decimal, type TradingPair } from '@venuekit/core/connector';
import type { DialectDesk } from '../dialect/dialect.ts';
import type { Operation } from '../dialect/operation.ts';
import type { OrderTicket } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';

/** Named texts of a query, a body or a frame. */
export type Parameters = ReadonlyMap<string, string>;

export const symbolOf = (tradingPair: TradingPair): string => tradingPair.toLowerCase().replace('-', '_');

export function marketOf(symbol: string, { world }: DialectDesk): TradingPair {
  const pair = symbol.toUpperCase().replace('_', '-');
  if (!isTradingPair(pair) || symbolOf(pair) !== symbol || !world.instruments.has(pair)) throw new Refusal('unknown-symbol', symbol);
  return pair;
}

export function readObject(json: string): ReadonlyMap<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Refusal('malformed-parameter', 'JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal('malformed-parameter', 'JSON');
  return new Map(Object.entries(value));
}

export function texts(members: Iterable<readonly [string, unknown]>): Parameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of members) {
    if (typeof value !== 'string') throw new Refusal('malformed-parameter', name);
    parameters.set(name, value);
  }
  return parameters;
}

export function required(parameters: Parameters, name: string): string {
  const text = parameters.get(name);
  if (text === undefined || text === '') throw new Refusal('missing-parameter', name);
  return text;
}

function oneOf<const Text extends string>(parameters: Parameters, name: string, allowed: readonly Text[], fallback?: Text): Text {
  const text = parameters.get(name) ?? fallback;
  if (text === undefined) throw new Refusal('missing-parameter', name);
  const found = allowed.find((candidate) => candidate === text);
  if (found === undefined) throw new Refusal('bad-enum', name);
  return found;
}

export function whole(parameters: Parameters, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new Refusal('malformed-parameter', name);
  return Number.parseInt(text, 10);
}

function decimal(parameters: Parameters, name: string): Decimal | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  try {
    return parseDecimal(text, name, 'request');
  } catch {
    throw new Refusal('malformed-parameter', name);
  }
}

/** The account whose secret signed `content`. @throws Refusal */
export function authenticate(key: string, time: string, signature: string, content: string, desk: DialectDesk): string {
  const known = desk.world.apiKey(key);
  if (known?.kind !== 'hmac') throw new Refusal('unknown-key');
  const timeMs = whole(new Map([['time', time]]), 'time') ?? 0;
  if (timeMs < desk.nowMs() - 5_000) throw new Refusal('timestamp-too-old');
  if (timeMs > desk.nowMs() + 1_000) throw new Refusal('timestamp-too-new');
  const expected = createHmac('sha256', known.verifier).update(`${time}${content}`).digest('hex');
  if (signature !== expected) throw new Refusal('bad-signature');
  return known.account;
}

function readTicket(account: string, parameters: Parameters, desk: DialectDesk): OrderTicket {
  const type = oneOf(parameters, 'type', ['limit', 'limit-maker', 'market']);
  const [amount, quoteAmount, price] = [decimal(parameters, 'amount'), decimal(parameters, 'quoteAmount'), decimal(parameters, 'price')];
  const clientOrderId = parameters.get('clientOrderId');
  if (amount === undefined && quoteAmount === undefined) throw new Refusal('missing-parameter', 'amount');
  if (type === 'market' ? price !== undefined : quoteAmount !== undefined) {
    throw new Refusal('unexpected-parameter', type === 'market' ? 'price' : 'quoteAmount');
  }
  if (type !== 'market' && price === undefined) throw new Refusal('missing-parameter', 'price');
  return {
    account,
    tradingPair: marketOf(required(parameters, 'market'), desk),
    side: oneOf(parameters, 'side', ['buy', 'sell']),
    type,
    timeInForce: oneOf(parameters, 'timeInForce', ['GTC', 'IOC', 'FOK'], 'GTC'),
    ...(amount !== undefined && { amount }),
    ...(quoteAmount !== undefined && { quoteAmount }),
    ...(price !== undefined && { price }),
    ...(clientOrderId !== undefined && { clientOrderId }),
  };
}

/** What a public request asks; undefined when there is none of this name. */
export function publicOperation(name: string, argument: string, parameters: Parameters, desk: DialectDesk): Operation | undefined {
  switch (name) {
    case 'GET time':
      return { kind: 'time' };
    case 'GET markets':
      return { kind: 'rules', tradingPairs: undefined };
    case 'GET prices':
      return { kind: 'last-prices', tradingPairs: undefined };
    case 'GET book':
      return { kind: 'book', tradingPair: marketOf(argument, desk), depth: whole(parameters, 'depth') ?? 100 };
    case 'GET trades':
      return { kind: 'recent-trades', tradingPair: marketOf(argument, desk), limit: whole(parameters, 'limit') ?? 100 };
    default:
      return undefined;
  }
}

/** What a signed request asks. @throws Refusal `not-found` when there is none of this name. */
export function signedOperation(name: string, argument: string, parameters: Parameters, account: string, desk: DialectDesk): Operation {
  const market = (): TradingPair => marketOf(required(parameters, 'market'), desk);
  switch (name) {
    case 'POST orders':
      return { kind: 'place', ticket: readTicket(account, parameters, desk) };
    case 'DELETE orders':
      return { kind: 'cancel', account, tradingPair: market(), lookup: { clientOrderId: argument } };
    case 'GET orders':
      if (argument !== '') return { kind: 'order', account, tradingPair: market(), lookup: { clientOrderId: argument } };
      return { kind: 'open-orders', account, tradingPair: parameters.has('market') ? market() : undefined };
    case 'GET balances':
      return { kind: 'balances', account };
    case 'GET fees':
      return { kind: 'fee-rates', account, tradingPair: market() };
    case 'GET fills': {
      const [orderId, startTimeMs] = [whole(parameters, 'orderId'), whole(parameters, 'since')];
      const bounds = { ...(orderId !== undefined && { orderId }), ...(startTimeMs !== undefined && { startTimeMs }) };
      return { kind: 'fills', account, query: { tradingPair: market(), limit: whole(parameters, 'limit') ?? 500, ...bounds } };
    }
    default:
      throw new Refusal('not-found', name);
  }
}
