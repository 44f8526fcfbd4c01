import { readFile, rename, writeFile } from 'node:fs/promises';
import type { ConnectorEvent, ExchangeConnector, OrderCandidate, OrderOutcome } from '@venuekit/core';
import { ConnectorError, Decimal, orderOutcome } from '@venuekit/core';

export async function waitUntilReady(connector: ExchangeConnector): Promise<void> {
  // #region ready
  connector.on('stream-problem', (problem) => console.warn(problem.stream, problem.message));
  connector.start();
  try {
    await connector.whenReady(AbortSignal.timeout(30_000));
  } catch (error) {
    console.error('not ready', connector.statusDict, error);
  }
  // #endregion
}

export function watchNetwork(connector: ExchangeConnector): string {
  // #region network
  connector.on('network-status-changed', ({ state, reason }) => console.warn(state, reason ?? ''));
  const { state, sinceMs, reason } = connector.networkStatus; // 'stopped', 'not-connected' or 'connected'
  // #endregion
  return `${state} ${sinceMs !== undefined} ${reason ?? 'well'}`;
}

export function readBook(connector: ExchangeConnector): string {
  // #region book
  const book = connector.getOrderBook('BTC-USDT');
  if (book.state !== 'live') return `not to be traded on: ${book.state}, ${book.stateReason ?? ''}`;
  const top = `${book.bestBid} / ${book.bestAsk}`; // doubles, for looking and calculating
  const exact = book.exactLevel('bid', 0)?.price; // a Decimal, exactly as the venue said it
  const walk = book.vwapForVolume('buy', 0.5); // what a market order for 0.5 BTC would get on average
  if (!walk.isDeepEnough) return 'the known book is not deep enough';
  return `${top}, exactly ${exact?.toFixed()}, 0.5 BTC for ${walk.averagePrice} each`;
  // #endregion
}

export async function followBook(connector: ExchangeConnector, stopped: AbortSignal): Promise<number> {
  let sum = 0;
  // #region book-events
  const leave = connector.on('book-updated', ({ tradingPair }) => {
    const book = connector.getOrderBook(tradingPair);
    if (book.state === 'live') sum += book.mid ?? 0;
  });
  stopped.addEventListener('abort', leave);
  connector.onAny((event) => {
    if (event.type === 'book-stale') console.warn(`${event.tradingPair} is being repaired: ${event.reason ?? ''}`);
    if (event.type === 'book-resynced') console.info(`${event.tradingPair} is right again`);
  });
  // #endregion
  await new Promise((resolve) => {
    stopped.addEventListener('abort', resolve);
  });
  return sum;
}

export async function followOneBook(connector: ExchangeConnector, signal: AbortSignal): Promise<number> {
  let states = 0;
  // #region book-loop
  for await (const book of connector.bookUpdates('BTC-USDT', signal)) {
    if (book.state === 'live') states += 1; // the latest state; those in between are left out when this takes long
  }
  // #endregion
  return states;
}

export function readPrices(connector: ExchangeConnector): readonly (Decimal | undefined)[] {
  // #region prices
  const mid = connector.getPriceByType('BTC-USDT', 'mid'); // also best-bid, best-ask, last-trade, last-own-trade
  const average = connector.getQuotePrice('BTC-USDT', 'buy', '0.5'); // what 0.5 BTC would cost each
  const worst = connector.getOrderPrice('BTC-USDT', 'buy', '0.5'); // the limit price that is filled at once
  // #endregion
  return [mid, average, worst];
}

export function fitIntoBudget(connector: ExchangeConnector): readonly string[] {
  // #region budget
  const price = connector.getPrice('BTC-USDT', 'sell');
  if (price === undefined) return [];
  const wish: OrderCandidate = { tradingPair: 'BTC-USDT', side: 'buy', orderType: 'limit', amount: new Decimal(100), price };
  const orders = connector.budgetChecker.adjustAll([wish, { ...wish, side: 'sell' }], { isAllOrNone: false });
  for (const { side, amount, orderCollateral } of orders) console.log(side, amount.toFixed(), orderCollateral?.asset);
  // #endregion
  return orders.map(({ amount }) => amount.toFixed());
}

export async function trade(connector: ExchangeConnector): Promise<readonly string[]> {
  // #region orders
  const pair = 'BTC-USDT';
  const bestBid = connector.getPrice(pair, 'sell'); // what a seller gets; undefined while the book is not live
  if (bestBid === undefined) return [];
  const resting = connector.buy(pair, '0.01', 'limit', bestBid.times('0.9'));
  const maker = connector.buy(pair, '0.01', 'limit-maker', bestBid.times('0.8'));
  const atOnce = connector.sell(pair, '0.01', 'limit', bestBid, { timeInForce: 'IOC' });
  const atMarket = connector.sell(pair, '0.01', 'market');

  const one = await connector.cancel(pair, resting);
  if (!one.success) console.log(`${one.clientOrderId} is not known to be canceled: ${one.reason}`);
  for (const { clientOrderId, success, reason } of await connector.cancelAll(10_000)) {
    console.log(clientOrderId, success ? 'canceled' : reason);
  }
  // #endregion
  return [resting, maker, atOnce, atMarket];
}

export async function waitForEnd(connector: ExchangeConnector, clientOrderId: string): Promise<string> {
  // #region order
  const order = connector.orderTracker.fetchOrder({ clientOrderId });
  if (order === undefined) return 'not tracked (any more)';
  await order.whenDone(AbortSignal.timeout(20_000));
  return `${order.state}: ${order.executedBase.toFixed()} for ${order.averagePrice?.toFixed() ?? 'nothing'}`;
  // #endregion
}

export async function followOrders(connector: ExchangeConnector, signal: AbortSignal): Promise<readonly ConnectorEvent['type'][]> {
  const seen: ConnectorEvent['type'][] = [];
  // #region iterator
  const events = connector.events({ types: ['order-created', 'order-filled', 'order-completed', 'order-canceled'], signal });
  for await (const event of events) {
    seen.push(event.type);
    if (event.type === 'order-filled' && event.isRecovered) console.log('a fill that the stream had missed', event.tradeId);
  }
  // #endregion
  return seen;
}

export function readBalances(connector: ExchangeConnector): string {
  // #region balances
  const total = connector.getBalance('USDT'); // 0 when nothing is known
  const free = connector.getAvailableBalance('USDT'); // less what orders hold, from the moment they are placed
  connector.on('balance-updated', ({ asset, available }) => console.log(asset, available.toFixed()));
  // #endregion
  return `${free.toFixed()} of ${total.toFixed()}`;
}

// #region save
/** Replaces the saved state as a whole, so that a crash leaves the old one or the new one. */
export async function saveOrders(connector: ExchangeConnector, file: string): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(connector.trackingStates));
  await rename(`${file}.new`, file);
}

/** Takes saved orders back. Call it before `start`. */
export async function restoreOrders(connector: ExchangeConnector, file: string): Promise<void> {
  const saved: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (typeof saved === 'object' && saved !== null) connector.restoreTrackingStates({ ...saved });
}
// #endregion

export async function askVenue(connector: ExchangeConnector): Promise<OrderOutcome | 'answered'> {
  // #region errors
  try {
    console.log(await connector.getOpenOrders('BTC-USDT'));
    return 'answered';
  } catch (error) {
    if (ConnectorError.is(error)) console.warn(error.code, error.retryable ? 'may be tried again' : 'must be changed first', error.message);
    return orderOutcome(error); // 'not-sent', 'rejected' or 'unknown'
  }
  // #endregion
}
