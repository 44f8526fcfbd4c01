import type { ConnectorEventMap, ExchangeConnector } from '@venuekit/core';
import type { TradingPair } from '@venuekit/core/connector';
import { accountTruth } from '@venuekit/venue';
import type { BookLevel, World } from '@venuekit/venue';

/** One line of the final table. */
export interface ProofRow {
  readonly name: string;
  readonly holds: boolean;
  readonly detail: string;
}

type Fill = ConnectorEventMap['order-filled'];

/** Compares what the connector believes with what the venue knows. */
export function proveEqual(connector: ExchangeConnector, world: World, account: string, fills: ReadonlyMap<string, Fill>): ProofRow[] {
  return [
    proveBooks(connector, world),
    proveOpenOrders(connector, world, account),
    proveFills(world, account, fills),
    proveBalances(connector, world, account),
  ];
}

/** The key of a fill: what makes it the same fill on every way it is told. */
export function fillKey(tradingPair: TradingPair, exchangeOrderId: string | undefined, tradeId: string): string {
  return `${tradingPair} ${exchangeOrderId ?? '?'} ${tradeId}`;
}

function proveBooks(connector: ExchangeConnector, world: World): ProofRow {
  const wrong: string[] = [];
  let levels = 0;
  for (const pair of connector.tradingPairs) {
    const book = connector.getOrderBook(pair);
    const truth = world.book(pair);
    levels += truth.bids.length + truth.asks.length;
    if (book.state !== 'live') wrong.push(`${pair} is ${book.state}`);
    else if (book.updateId !== truth.lastUpdateId) wrong.push(`${pair} is at ${book.updateId}, the venue at ${truth.lastUpdateId}`);
    else if (!sideEquals(connector, pair, 'bid', truth.bids) || !sideEquals(connector, pair, 'ask', truth.asks))
      wrong.push(`${pair} differs`);
  }
  return row('books equal', wrong, `${connector.tradingPairs.length} followed, ${levels} levels`);
}

function sideEquals(connector: ExchangeConnector, pair: TradingPair, side: 'bid' | 'ask', truth: readonly BookLevel[]): boolean {
  const book = connector.getOrderBook(pair);
  if (book.depth(side) !== truth.length) return false;
  return truth.every((level, index) => {
    const ours = book.exactLevel(side, index);
    return ours !== undefined && ours.price.eq(level.price) && ours.quantity.eq(level.amount);
  });
}

function proveOpenOrders(connector: ExchangeConnector, world: World, account: string): ProofRow {
  const wrong: string[] = [];
  const truth = accountTruth(world, account).openOrders;
  const ours = connector.inFlightOrders;
  for (const order of truth) {
    const known = ours.get(order.clientOrderId);
    if (known === undefined) wrong.push(`${order.clientOrderId} is open at the venue and not known here`);
    else if (!known.executedBase.eq(order.executedBase)) wrong.push(`${order.clientOrderId} is executed differently`);
    else if (known.exchangeOrderId !== String(order.orderId)) wrong.push(`${order.clientOrderId} has another id`);
  }
  for (const clientOrderId of ours.keys()) {
    if (!truth.some((order) => order.clientOrderId === clientOrderId)) wrong.push(`${clientOrderId} is open here and not at the venue`);
  }
  return row('open orders equal', wrong, `${truth.length} open`);
}

function proveFills(world: World, account: string, fills: ReadonlyMap<string, Fill>): ProofRow {
  const wrong: string[] = [];
  let count = 0;
  for (const tradingPair of world.instruments.keys()) {
    for (const fill of world.fills(account, { tradingPair, limit: Number.POSITIVE_INFINITY })) {
      count += 1;
      const key = fillKey(tradingPair, String(fill.orderId), String(fill.trade.tradeId));
      const ours = fills.get(key);
      if (ours === undefined) wrong.push(`fill ${key} was never told`);
      else if (!ours.amount.eq(fill.trade.amount) || !ours.price.eq(fill.trade.price)) wrong.push(`fill ${key} differs`);
    }
  }
  if (fills.size > count) wrong.push(`${fills.size - count} fills were told that never happened`);
  return row('fills equal', wrong, `${count} fills`);
}

function proveBalances(connector: ExchangeConnector, world: World, account: string): ProofRow {
  const wrong: string[] = [];
  const truth = accountTruth(world, account).balances;
  for (const { asset, free, locked } of truth.values()) {
    if (!connector.getBalance(asset).eq(free.plus(locked)))
      wrong.push(`${asset} total is ${connector.getBalance(asset).toFixed()}, not ${free.plus(locked).toFixed()}`);
    if (!connector.getAvailableBalance(asset).eq(free))
      wrong.push(`${asset} available is ${connector.getAvailableBalance(asset).toFixed()}, not ${free.toFixed()}`);
  }
  return row('balances equal', wrong, `${truth.size} assets`);
}

function row(name: string, wrong: readonly string[], detail: string): ProofRow {
  return { name, holds: wrong.length === 0, detail: wrong.length === 0 ? detail : wrong.slice(0, 3).join('; ') };
}
