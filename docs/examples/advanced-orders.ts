import type { CancelReplaceResult, ExchangeConnector, OrderCommandResult } from '@venuekit/core';

/** Four orders that are more than type, amount and price. @returns their client order ids */
export function placeConditionalOrders(connector: ExchangeConnector): readonly string[] {
  // #region conditions
  const pair = 'BTC-USDT';
  const bestBid = connector.getPrice(pair, 'sell');
  if (bestBid === undefined) return [];
  const stop = connector.sell(pair, '0.01', 'stop-loss', undefined, { stopPrice: bestBid.times('0.95') });
  const trailing = connector.sell(pair, '0.01', 'take-profit', undefined, { stopPrice: bestBid.times('1.05'), trailingDelta: 100 }); // 1 %
  const iceberg = connector.buy(pair, '0.05', 'limit', bestBid.times('0.9'), {
    icebergAmount: '0.01',
    selfTradePrevention: 'expire-maker',
  });
  const spending = connector.buy(pair, '1000', 'market', undefined, { amountIn: 'quote' }); // 1,000 USDT
  // #endregion
  return [stop, trailing, iceberg, spending];
}

/** Makes one resting order smaller, then puts another in its place. */
export async function changeOrder(
  connector: ExchangeConnector,
  resting: string,
): Promise<readonly [OrderCommandResult, CancelReplaceResult] | undefined> {
  const bestBid = connector.getPrice('BTC-USDT', 'sell');
  if (bestBid === undefined) return undefined;
  // #region change
  const amended = await connector.amend('BTC-USDT', resting, '0.03'); // the new amount, executed parts included
  if (amended.outcome !== 'accepted') console.log(amended.outcome, amended.reason);

  const replacement = { side: 'buy', orderType: 'limit', amount: '0.02', price: bestBid.times('0.85') } as const;
  const replaced = await connector.cancelReplace('BTC-USDT', resting, replacement);
  console.log(replaced.canceled.outcome, replaced.placed.outcome, replaced.placed.clientOrderId);
  // #endregion
  return [amended, replaced];
}

/** Has an order checked, and places a pair of which one ends the other. @returns their client order ids */
export async function placePair(connector: ExchangeConnector): Promise<readonly string[]> {
  const bestBid = connector.getPrice('BTC-USDT', 'sell');
  if (bestBid === undefined) return [];
  // #region list
  const sale = { tradingPair: 'BTC-USDT', side: 'sell', amount: '0.01' } as const;
  const gain = { ...sale, orderType: 'limit-maker', price: bestBid.times('1.1') } as const;
  const loss = { ...sale, orderType: 'stop-loss', stopPrice: bestBid.times('0.9') } as const;
  const { outcome, reason } = await connector.testOrder(gain); // checked by both sides, not placed
  if (outcome !== 'accepted') console.log(outcome, reason);
  const ids = connector.placeOrderList('oco', [gain, loss]); // both or none
  // #endregion
  return ids;
}

/** Places two orders together, waits until they rest, and takes them back together. @returns how many are known to be canceled */
export async function placeBatch(connector: ExchangeConnector): Promise<number> {
  const bestBid = connector.getPrice('BTC-USDT', 'sell');
  if (bestBid === undefined) return 0;
  // #region batch
  const order = { tradingPair: 'BTC-USDT', side: 'buy', orderType: 'limit', amount: '0.01' } as const;
  const ids = connector.placeBatch([
    { ...order, price: bestBid.times('0.9') },
    { ...order, price: bestBid.times('0.8') },
  ]);
  await Promise.all(ids.map((id) => connector.waitUntilCreated(id, AbortSignal.timeout(20_000))));
  const results = await connector.cancelBatch(ids);
  // #endregion
  return results.filter(({ success }) => success).length;
}
