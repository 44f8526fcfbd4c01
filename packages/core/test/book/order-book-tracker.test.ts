import { describe, expect, it } from 'vitest';
import { UnknownTradingPairError } from '../../src/errors/unknown-trading-pair-error.ts';
import type { TradingPair } from '../../src/model/trading-pair.ts';
import { ScriptedMarket } from './scripted-market.ts';

const SIX: readonly TradingPair[] = ['BTC-USDT', 'ETH-USDT', 'LTC-USDT', 'XRP-USDT', 'ADA-USDT', 'DOT-USDT'];

describe('a starting tracker', () => {
  it('brings every book live, follows the diffs, and is ready', async () => {
    const market = new ScriptedMarket();
    expect([market.tracker.isReady, market.tracker.isRunning, market.tracker.status('BTC-USDT').state]).toEqual([false, false, 'syncing']);
    await market.goLive();
    expect(market.tracker.isReady).toBe(true);
    market.change('BTC-USDT');
    market.change('ETH-USDT', [{ price: 60, quantity: 3 }]);
    await market.clock.advance(10);
    expect([market.agrees('BTC-USDT'), market.agrees('ETH-USDT')]).toEqual([true, true]);
    expect(market.types('BTC-USDT')).toEqual(['book-live', 'book-updated', 'book-updated']);
    expect(market.types()).toEqual(['stream-connected']);
    expect([...market.tracker.books.keys()]).toEqual(['BTC-USDT', 'ETH-USDT']);
    expect(market.subscribed.flat().sort()).toEqual(['BTC-USDT@depth', 'BTC-USDT@trade', 'ETH-USDT@depth', 'ETH-USDT@trade']);
    await market.stop();
  });

  it('asks for no snapshot before the venue confirmed the topics or data flowed', async () => {
    const market = new ScriptedMarket();
    market.subscription = 'ignore';
    await market.goLive();
    expect(market.asked).toEqual([]);
    market.change('BTC-USDT');
    await market.clock.advance(10);
    expect(market.asked.map(({ pair }) => pair)).toEqual(['BTC-USDT']);
    expect(market.tracker.status('BTC-USDT').state).toBe('live');
    expect(market.tracker.isReady).toBe(false);
    await market.stop();
  });

  it('fetches at most four snapshots at once', async () => {
    const market = new ScriptedMarket({ tradingPairs: SIX });
    market.answersSnapshots = false;
    await market.goLive();
    expect(market.asked).toHaveLength(4);
    market.asked[0]?.resolve(market.venue('BTC-USDT').snapshot());
    market.asked[1]?.reject(new Error('HTTP 500'));
    await market.clock.settle();
    expect(market.asked).toHaveLength(6);
    expect(new Set(market.asked.map(({ pair }) => pair)).size).toBe(6);
    await market.stop();
  });

  it('goes on with the other pairs when the venue does not know one', async () => {
    const market = new ScriptedMarket({ tradingPairs: ['NO-SUCH', 'BTC-USDT'] });
    await market.goLive();
    expect(market.tracker.status('BTC-USDT').state).toBe('live');
    expect(market.tracker.status('NO-SUCH')).toMatchObject({ state: 'syncing', reason: '"NO-SUCH" is not known to the venue' });
    expect(market.events[0]).toMatchObject({ type: 'stream-problem', message: 'NO-SUCH cannot be followed' });
    market.known.add('NO-SUCH');
    await market.stop();
    await market.goLive();
    expect(market.tracker.isReady).toBe(true);
    await market.stop();
  });

  it('does nothing when it is started twice, and connects once', async () => {
    const market = new ScriptedMarket();
    market.tracker.start();
    await market.goLive();
    expect(market.sockets).toHaveLength(1);
    await market.stop();
  });

  it('leaves nothing open when a listener stops it during the start', async () => {
    const market: ScriptedMarket = new ScriptedMarket({ tradingPairs: ['NO-SUCH'], onEvent: () => void market.tracker.stop() });
    await market.goLive();
    expect([market.sockets.length, market.tracker.isRunning, market.leftovers]).toEqual([0, false, { timers: 0, sockets: 0 }]);
  });

  it('tells the state of a book: since when, how old its data is, what happened to it', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    const liveAt = market.tracker.status('BTC-USDT').sinceMs;
    expect(market.tracker.status('BTC-USDT')).toEqual({
      state: 'live',
      reason: undefined,
      sinceMs: liveAt,
      ageMs: undefined,
      resyncs: 0,
      gaps: 0,
      bufferedDiffs: 0,
    });
    market.change('BTC-USDT');
    await market.clock.advance(501);
    expect(market.tracker.status('BTC-USDT')).toMatchObject({ ageMs: 500, sinceMs: liveAt });
    const stoppedAt = market.clock.wallMs();
    await market.stop();
    expect(market.tracker.status('BTC-USDT')).toMatchObject({ state: 'stopped', reason: 'stopped', sinceMs: stoppedAt });
  });
});

describe('pairs at run time', () => {
  it('adds a pair: its topics are subscribed, its book becomes live, the others are not touched', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    expect(market.tracker.addTradingPair('XRP-USDT')).toBe(true);
    expect(market.tracker.addTradingPair('XRP-USDT')).toBe(false);
    expect(market.tracker.isReady).toBe(false);
    await market.clock.advance(1_000);
    expect(market.subscribed).toHaveLength(2);
    expect(market.subscribed[1]).toEqual(['XRP-USDT@depth', 'XRP-USDT@trade']);
    expect([market.tracker.isReady, market.agrees('XRP-USDT')]).toEqual([true, true]);
    expect(market.types('BTC-USDT')).not.toContain('book-stale');
    await market.stop();
  });

  it('refuses a pair that the venue does not know, naming it, and changes nothing', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    expect(() => market.tracker.addTradingPair('NO-SUCH')).toThrow(/NO-SUCH/);
    expect(market.tracker.books.has('NO-SUCH')).toBe(false);
    await market.stop();
  });

  it('removes a pair: its topics are unsubscribed, its book stops, its snapshot is given up', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    market.answersSnapshots = false;
    const book = market.tracker.getOrderBook('BTC-USDT');
    market.send({ kind: 'problem', pair: 'BTC-USDT' });
    await market.clock.advance(10);
    expect(market.tracker.removeTradingPair('BTC-USDT')).toBe(true);
    expect(market.tracker.removeTradingPair('BTC-USDT')).toBe(false);
    await market.clock.advance(1_000);
    expect(market.unsubscribed.flat().sort()).toEqual(['BTC-USDT@depth', 'BTC-USDT@trade']);
    expect([book.state, book.bestBid, market.asked.at(-1)?.context.signal.aborted]).toEqual(['stopped', 49, true]);
    expect([...market.tracker.books.keys()]).toEqual(['ETH-USDT']);
    expect(market.tracker.isReady).toBe(true);
    await market.stop();
  });

  it('shares a topic between pairs, and takes its confirmation for a pair that comes later', async () => {
    const market = new ScriptedMarket({ tradingPairs: ['BTC-USDT'] }, { topicsOf: () => ['all'] });
    await market.goLive();
    market.tracker.addTradingPair('ETH-USDT');
    await market.clock.advance(1_000);
    expect([market.subscribed, market.tracker.isReady]).toEqual([[['all']], true]);
    market.tracker.removeTradingPair('BTC-USDT');
    await market.clock.advance(1_000);
    expect(market.unsubscribed).toEqual([]);
    market.tracker.removeTradingPair('ETH-USDT');
    await market.clock.advance(1_000);
    expect(market.unsubscribed).toEqual([['all']]);
    await market.stop();
  });

  it('can be changed by a listener in the middle of an event', async () => {
    const market: ScriptedMarket = new ScriptedMarket({
      onEvent: (event) => {
        market.events.push(event);
        if (event.type === 'book-stale') market.tracker.removeTradingPair(event.tradingPair);
      },
    });
    await market.goLive();
    const asked = market.asked.length;
    market.send({ kind: 'problem', pair: 'BTC-USDT' });
    await market.clock.advance(10);
    expect([market.asked.length, [...market.tracker.books.keys()]]).toEqual([asked, ['ETH-USDT']]);
    await market.stop();
    expect(market.leftovers).toEqual({ timers: 0, sockets: 0 });
  });

  it('shows nothing more of a book that a listener removed when it became live', async () => {
    const updated: TradingPair[] = [];
    const market: ScriptedMarket = new ScriptedMarket({
      onEvent: (event) => {
        market.events.push(event);
        if (event.type === 'book-live' && event.tradingPair === 'BTC-USDT') market.tracker.removeTradingPair('BTC-USDT');
      },
      onBookUpdated: (pair) => updated.push(pair),
    });
    await market.goLive();
    expect([market.types('BTC-USDT'), updated]).toEqual([['book-live'], ['ETH-USDT']]);
    await market.stop();
  });

  it('names the pair that it does not follow', () => {
    const { tracker } = new ScriptedMarket();
    for (const ask of [() => tracker.getOrderBook('XRP-USDT'), () => tracker.status('XRP-USDT'), () => tracker.updates('XRP-USDT')]) {
      expect(ask).toThrow(UnknownTradingPairError);
      expect(ask).toThrow(/"XRP-USDT"/);
    }
  });
});

describe('a stop', () => {
  it('leaves no timer, socket or request, at whatever moment it comes', async () => {
    for (const elapsedMs of [0, 1, 2, 3, 4, 5, 100, 700]) {
      const market = new ScriptedMarket({ tradingPairs: SIX, maximumBookAgeMs: 1_000 });
      market.answersSnapshots = false;
      market.tracker.start();
      await market.clock.advance(elapsedMs);
      market.asked[0]?.reject(new Error('HTTP 500'));
      await market.clock.settle();
      const stopped = market.tracker.stop();
      await market.clock.advance(10_000);
      await stopped;
      expect(market.leftovers).toEqual({ timers: 0, sockets: 0 });
      expect(market.asked.slice(1).every(({ context }) => context.signal.aborted)).toBe(true);
      expect(market.tracker.isRunning).toBe(false);
    }
  });

  it('does nothing before a start or a second time', async () => {
    const market = new ScriptedMarket();
    await market.tracker.stop();
    await market.goLive();
    const stopped = market.tracker.stop();
    await market.tracker.stop();
    await market.clock.advance(10_000);
    await stopped;
    expect(market.leftovers).toEqual({ timers: 0, sockets: 0 });
  });

  it('can be followed by a start at once, with the same book objects and no word of the old run', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    const book = market.tracker.getOrderBook('BTC-USDT');
    const stopped = market.tracker.stop();
    expect(book.state).toBe('stopped');
    market.changeUnheard('BTC-USDT');
    await market.goLive();
    await stopped;
    expect([market.tracker.getOrderBook('BTC-USDT') === book, book.state, market.agrees('BTC-USDT')]).toEqual([true, 'live', true]);
    expect(market.types('BTC-USDT').filter((type) => type === 'book-live')).toHaveLength(2);
    expect(market.types()).not.toContain('stream-interrupted');
    await market.stop();
  });
});
