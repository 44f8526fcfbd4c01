import { describe, expect, it } from 'vitest';
import { rangeRule } from './model-venue.ts';
import { ScriptedMarket } from './scripted-market.ts';

describe('trouble of one book', () => {
  it('resyncs that book after a gap and leaves the other alone', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    market.answersSnapshots = false;
    market.changeUnheard('BTC-USDT');
    market.change('BTC-USDT');
    market.change('ETH-USDT');
    await market.clock.advance(10);
    expect(market.tracker.status('BTC-USDT')).toMatchObject({
      state: 'stale',
      reason: 'gap: 3 does not follow 1',
      gaps: 1,
      bufferedDiffs: 1,
    });
    expect(market.tracker.status('ETH-USDT').state).toBe('live');
    expect([market.agrees('ETH-USDT'), market.tracker.isReady]).toEqual([true, false]);
    market.asked.at(-1)?.resolve(market.venue('BTC-USDT').snapshot());
    await market.clock.settle();
    expect([market.agrees('BTC-USDT'), market.tracker.isReady, market.tracker.status('BTC-USDT').resyncs]).toEqual([true, true, 1]);
    expect(market.types('BTC-USDT')).toEqual(['book-live', 'book-updated', 'book-stale', 'book-resynced', 'book-updated']);
    expect(market.types('ETH-USDT')).toEqual(['book-live', 'book-updated', 'book-updated']);
    await market.stop();
  });

  it('resyncs a book whose message could not be read, and reports the problem', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    market.send({ kind: 'problem', pair: 'BTC-USDT' });
    await market.clock.advance(10);
    expect(market.types('BTC-USDT')).toContain('book-resynced');
    expect(market.types('ETH-USDT')).not.toContain('book-stale');
    expect(market.events).toContainEqual(
      expect.objectContaining({ type: 'stream-problem', stream: 'market', message: 'field "u" is missing' }),
    );
    await market.stop();
  });

  it('only reports a problem of an unknown or unfollowed pair, and a data source that throws', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    market.send({ kind: 'problem' });
    market.send({ kind: 'problem', pair: 'XRP-USDT' });
    market.send({ kind: 'throw' });
    market.change('BTC-USDT');
    await market.clock.advance(10);
    expect(market.types().filter((type) => type === 'stream-problem')).toHaveLength(3);
    expect([market.tracker.isReady, market.agrees('BTC-USDT')]).toEqual([true, true]);
    await market.stop();
  });

  it('ignores data of pairs that it does not follow', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    const seen = market.events.length;
    market.change('XRP-USDT');
    market.sendSnapshot('XRP-USDT');
    market.send({ kind: 'trade', pair: 'XRP-USDT', price: 1 });
    await market.clock.advance(10);
    expect(market.events).toHaveLength(seen);
    await market.stop();
  });

  it('resyncs a book whose continuity rule throws, and goes on', async () => {
    let isBroken = false;
    const continuity = {
      ...rangeRule,
      afterDiff: (...[last, diff]: Parameters<typeof rangeRule.afterDiff>) => {
        if (isBroken) throw new Error('rule');
        return rangeRule.afterDiff(last, diff);
      },
      isSnapshotTooOld: (...[id, diff]: Parameters<typeof rangeRule.isSnapshotTooOld>) => {
        if (isBroken) throw new Error('rule');
        return rangeRule.isSnapshotTooOld(id, diff);
      },
    };
    const market = new ScriptedMarket({}, { continuity });
    await market.goLive();
    market.change('BTC-USDT');
    await market.clock.advance(10);
    isBroken = true;
    market.change('BTC-USDT');
    market.answersSnapshots = false;
    await market.clock.advance(10);
    expect(market.tracker.status('BTC-USDT')).toMatchObject({ state: 'stale', reason: 'rule' });
    market.change('BTC-USDT');
    await market.clock.advance(10);
    market.asked.at(-1)?.resolve(market.venue('BTC-USDT').snapshot());
    await market.clock.settle();
    expect(market.tracker.status('BTC-USDT').state).toBe('stale');
    isBroken = false;
    market.answersSnapshots = true;
    await market.clock.advance(60_000);
    expect([market.tracker.status('BTC-USDT').state, market.agrees('BTC-USDT')]).toEqual(['live', true]);
    await market.stop();
  });

  it('replaces a book by a snapshot from the socket', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    market.changeUnheard('BTC-USDT');
    market.sendSnapshot('BTC-USDT');
    await market.clock.advance(10);
    expect(market.agrees('BTC-USDT')).toBe(true);
    expect(market.types('BTC-USDT')).not.toContain('book-stale');
    await market.stop();
  });
});

describe('a cut of the stream', () => {
  it('makes every book stale, and resyncs them after the topics are confirmed anew', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    const asked = market.asked.length;
    market.subscription = 'ignore';
    market.sockets[0]?.terminate();
    await market.clock.advance(5);
    expect([market.tracker.status('BTC-USDT').state, market.tracker.status('ETH-USDT').state]).toEqual(['stale', 'stale']);
    market.changeUnheard('BTC-USDT');
    await market.clock.runUntil(() => market.subscribed.length === 2, { maximumMs: 10_000 });
    expect(market.asked).toHaveLength(asked);
    market.subscription = 'acknowledge';
    await market.clock.advance(60_000);
    expect([market.tracker.isReady, market.agrees('BTC-USDT')]).toEqual([true, true]);
    expect(market.types('BTC-USDT').filter((type) => type !== 'book-updated')).toEqual(['book-live', 'book-stale', 'book-resynced']);
    expect(market.types().slice(0, 2)).toEqual(['stream-connected', 'stream-interrupted']);
    await market.stop();
  });

  it('counts no confirmation of the old connection for the new one', async () => {
    const stream = { url: 'wss://market.test/stream', sendSpacingMs: 1, topicsPerFrame: 1 };
    const market = new ScriptedMarket({ tradingPairs: ['BTC-USDT'] }, { stream });
    await market.goLive();
    expect([market.subscribed.length, market.asked.length]).toEqual([2, 1]);
    market.subscription = 'acknowledge-depth';
    market.sockets[0]?.terminate();
    await market.clock.runUntil(() => market.subscribed.length === 4, { maximumMs: 10_000 });
    await market.clock.advance(100);
    expect([market.asked.length, market.tracker.status('BTC-USDT').state]).toEqual([1, 'stale']);
    market.subscription = 'acknowledge';
    await market.clock.advance(60_000);
    expect(market.tracker.isReady).toBe(true);
    await market.stop();
  });

  it('follows the announcement that the venue is about to close', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    market.send({ kind: 'closing' });
    await market.clock.advance(5_000);
    expect([market.sockets.length, market.tracker.isReady]).toEqual([2, true]);
    await market.stop();
  });

  it('tells which topics the venue refused, and keeps the book out of trade', async () => {
    const market = new ScriptedMarket({ tradingPairs: ['BTC-USDT'] });
    market.subscription = 'refuse';
    await market.goLive();
    expect(market.tracker.status('BTC-USDT')).toMatchObject({ state: 'syncing', reason: 'subscription refused: no such topic' });
    expect(market.events.at(-1)).toMatchObject({ type: 'stream-problem', message: 'the venue refused BTC-USDT@depth, BTC-USDT@trade' });
    expect(market.asked).toEqual([]);
    await market.stop();
  });
});

describe('the age of a book', () => {
  it('is no fault by default', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    const asked = market.asked.length;
    await market.clock.advance(50_000);
    expect([market.asked.length, market.tracker.isReady]).toEqual([asked, true]);
    await market.stop();
  });

  it('makes a silent book stale and fetches it anew where a maximum is set, and spares the others', async () => {
    const market = new ScriptedMarket({ maximumBookAgeMs: 2_000 });
    await market.goLive();
    for (let elapsed = 0; elapsed < 2_500; elapsed += 500) {
      market.change('ETH-USDT');
      await market.clock.advance(500);
    }
    expect(market.types('BTC-USDT')).toContain('book-resynced');
    expect(market.events).toContainEqual(expect.objectContaining({ type: 'book-stale', reason: 'no message for 2000 ms' }));
    expect(market.types('ETH-USDT')).not.toContain('book-stale');
    await market.stop();
    expect(market.leftovers).toEqual({ timers: 0, sockets: 0 });
  });
});
