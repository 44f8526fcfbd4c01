import type { RequestContext } from '@venuekit/core/connector';
import { silentLogger } from '@venuekit/core/testing';
import { expect, it } from 'vitest';
import { binanceSpot } from '../../src/spot/exchange.ts';

it('dates the balances after a lock by when they were asked for, so that what the stream tells meanwhile counts as newer', async () => {
  let nowMs = 1_000;
  const context: RequestContext = {
    rest: {
      execute: () => {
        nowMs += 500;
        return Promise.resolve({ balances: [{ asset: 'BTC', free: '1', locked: '2' }] });
      },
    },
    symbols: {
      exchangeSymbol: () => 'BTCUSDT',
      tradingPair: () => 'BTC-USDT',
      findTradingPair: () => 'BTC-USDT',
    },
    tradingRule: () => undefined,
    nowMs: () => nowMs,
    log: silentLogger,
    signal: new AbortController().signal,
  };
  const definition = binanceSpot({ tradingPairs: ['BTC-USDT'] });
  const updates = await definition.userStreamEventListener({ e: 'externalLockUpdate', a: 'BTC', d: '-2', T: 1_000 }, context);
  expect(updates).toMatchObject([{ kind: 'balance', asset: 'BTC', updateTimeMs: 1_000 }]);
});
