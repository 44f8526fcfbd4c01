import { expect, it } from 'vitest';
import { binanceSpot } from '../../src/spot/exchange.ts';
import { recordingContext } from './request-recorder.ts';

it('the last prices of several markets are told by one request, without the rows that cannot be read', async () => {
  const context = recordingContext([
    [{ symbol: 'BTCUSDT', price: '62000.10' }, { symbol: 'NOBODYUSDT', price: '1' }, { symbol: 'ETHBTC' }],
  ]);
  const prices = await binanceSpot({ tradingPairs: [] }).getLastTradedPrices?.(context, ['BTC-USDT', 'ETH-BTC']);
  expect([...(prices ?? [])].map(([pair, price]) => [pair, price.toFixed()])).toEqual([['BTC-USDT', '62000.1']]);
  expect(context.calls).toMatchObject([{ parameters: { symbols: '["BTCUSDT","ETHBTC"]' }, limitId: '/api/v3/ticker/price of many' }]);
  expect(context.warnings).toHaveLength(2);
});
