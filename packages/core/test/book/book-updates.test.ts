import { describe, expect, it } from 'vitest';
import { ScriptedMarket } from './scripted-market.ts';

describe('the updates of a book', () => {
  it('begin with a live book, and give the latest state only, however slow the reader', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    const updates = market.tracker.updates('BTC-USDT');
    expect((await updates.next()).value?.updateId).toBe(1);
    for (let count = 0; count < 5; count += 1) market.change('BTC-USDT');
    await market.clock.advance(10);
    expect((await updates.next()).value?.updateId).toBe(6);
    let isSettled = false;
    const waiting = updates.next().then((result) => {
      isSettled = true;
      return result;
    });
    await market.clock.settle();
    expect(isSettled).toBe(false);
    market.change('ETH-USDT');
    await market.clock.advance(10);
    expect(isSettled).toBe(false);
    market.change('BTC-USDT');
    await market.clock.advance(10);
    expect((await waiting).value?.updateId).toBe(7);
    await market.stop();
  });

  it('wait for a book that is not live yet, and tell when it becomes stale', async () => {
    const market = new ScriptedMarket();
    const updates = market.tracker.updates('BTC-USDT');
    const first = updates.next();
    await market.goLive();
    expect((await first).value?.state).toBe('live');
    market.answersSnapshots = false;
    market.send({ kind: 'problem', pair: 'BTC-USDT' });
    const second = updates.next();
    await market.clock.advance(10);
    expect((await second).value?.state).toBe('stale');
    await market.stop();
  });

  it.each(['signal', 'stop', 'removal'] as const)('end with the %s, also for a reader that waits', async (cause) => {
    const market = new ScriptedMarket();
    await market.goLive();
    const controller = new AbortController();
    const updates = market.tracker.updates('BTC-USDT', controller.signal);
    await updates.next();
    const waiting = [updates.next(), updates.next()];
    if (cause === 'signal') controller.abort();
    else if (cause === 'removal') market.tracker.removeTradingPair('BTC-USDT');
    else void market.tracker.stop();
    expect(await Promise.all(waiting)).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
    expect(await updates.next()).toEqual({ done: true, value: undefined });
    await market.stop();
  });

  it('end at once with a signal that has ended already', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    expect(await market.tracker.updates('BTC-USDT', AbortSignal.abort()).next()).toEqual({ done: true, value: undefined });
    await market.stop();
  });

  it('end when their reader leaves the loop', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    const updates = market.tracker.updates('BTC-USDT');
    for await (const book of updates) {
      expect(book.tradingPair).toBe('BTC-USDT');
      break;
    }
    expect(await updates.next()).toEqual({ done: true, value: undefined });
    expect(await updates.return()).toEqual({ done: true, value: undefined });
    await market.stop();
  });
});
