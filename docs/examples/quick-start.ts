import type { ExchangeConnector } from '@venuekit/core';

/** Waits for the market, places an order below it, and takes it back. */
export async function placeAndCancel(connector: ExchangeConnector): Promise<void> {
  connector.on('order-created', (order) => console.log(`${order.clientOrderId} is at the venue`));
  connector.on('order-filled', (fill) => console.log(`${fill.amount.toFixed()} at ${fill.price.toFixed()}`));
  connector.on('order-failed', (order) => console.log(`${order.clientOrderId}: ${order.cause}, ${order.message}`));
  connector.on('stream-problem', (problem) => console.log(problem.message));

  connector.start();
  try {
    await connector.whenReady(AbortSignal.timeout(30_000));
    const bestBid = connector.getPrice('BTC-USDT', 'sell');
    if (bestBid === undefined) throw new Error('the book is not live');
    const id = connector.buy('BTC-USDT', '0.001', 'limit', bestBid.times('0.9'));
    const result = await connector.cancel('BTC-USDT', id);
    console.log(result.success ? 'canceled' : result.reason);
  } finally {
    await connector.stop();
  }
}
