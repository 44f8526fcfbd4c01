import { describe, expect, it } from 'vitest';
import { ScriptedMarket } from './scripted-market.ts';

describe('fetching snapshots', () => {
  it('tries again after a random wait below 1, 2, 4 … seconds, and reports each failure', async () => {
    const market = new ScriptedMarket({ tradingPairs: ['BTC-USDT'] });
    market.answersSnapshots = false;
    await market.goLive();
    const startMs = market.clock.monotonicMs();
    const waits: number[] = [];
    for (let failure = 0; failure < 7; failure += 1) {
      const before = market.clock.monotonicMs();
      market.asked.at(-1)?.reject(new Error('HTTP 503'));
      const count = market.asked.length;
      await market.clock.runUntil(() => market.asked.length > count, { maximumMs: 60_000 });
      waits.push(market.clock.monotonicMs() - before);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    expect(market.clock.monotonicMs()).toBeGreaterThan(startMs);
    expect(market.events.filter((event) => event.type === 'stream-problem')).toHaveLength(7);
    expect(market.events.at(-1)).toMatchObject({ stream: 'rest', error: new Error('HTTP 503') });
    expect(market.tracker.status('BTC-USDT').reason).toBe('HTTP 503');
    market.asked.at(-1)?.resolve(market.venue('BTC-USDT').snapshot());
    await market.clock.settle();
    expect(market.tracker.isReady).toBe(true);
    await market.stop();
  });

  it('waits longer when a book is lost again and again soon after it became live, and forgets that after a stable time', async () => {
    const market = new ScriptedMarket({ tradingPairs: ['BTC-USDT'] });
    await market.goLive();
    const lose = async (): Promise<number> => {
      const before = market.clock.monotonicMs();
      const count = market.asked.length;
      market.send({ kind: 'problem', pair: 'BTC-USDT' });
      await market.clock.runUntil(() => market.asked.length > count, { maximumMs: 60_000 });
      await market.clock.settle();
      return market.clock.monotonicMs() - before - 1;
    };
    expect([await lose(), await lose(), await lose()]).toEqual([0, 500, 1_000]);
    await market.clock.advance(60_000);
    expect(await lose()).toBe(0);
    await market.stop();
  });

  it('keeps one waiting request when message after message is lost', async () => {
    const market = new ScriptedMarket({ tradingPairs: ['BTC-USDT'] });
    market.answersSnapshots = false;
    await market.goLive();
    market.asked[0]?.reject('text');
    await market.clock.settle();
    for (let count = 0; count < 10; count += 1) market.send({ kind: 'problem', pair: 'BTC-USDT' });
    await market.clock.advance(499);
    expect(market.asked).toHaveLength(1);
    market.answersSnapshots = true;
    await market.clock.advance(1);
    expect([market.asked.length, market.tracker.isReady]).toEqual([2, true]);
    await market.stop();
  });

  it('gives a request under way up, and hears nothing more of it, when the connection is lost', async () => {
    const market = new ScriptedMarket({ tradingPairs: ['BTC-USDT'] });
    market.answersSnapshots = false;
    await market.goLive();
    const [first] = market.asked;
    market.sockets[0]?.terminate();
    await market.clock.advance(10);
    expect(first?.context.signal.aborted).toBe(true);
    first?.resolve(market.venue('BTC-USDT').snapshot());
    await market.clock.settle();
    expect(market.tracker.status('BTC-USDT').state).toBe('syncing');
    await market.stop();
  });

  it('replaces a request under way when a message was lost meanwhile', async () => {
    const market = new ScriptedMarket({ tradingPairs: ['BTC-USDT'] });
    market.answersSnapshots = false;
    await market.goLive();
    market.send({ kind: 'problem', pair: 'BTC-USDT' });
    await market.clock.advance(10);
    expect(market.asked[0]?.context.signal.aborted).toBe(true);
    market.asked[0]?.reject(new Error('late'));
    market.answersSnapshots = true;
    await market.clock.advance(1_000);
    expect(market.asked).toHaveLength(2);
    expect(market.tracker.isReady).toBe(true);
    expect(market.events.some((event) => event.type === 'stream-problem' && event.stream === 'rest')).toBe(false);
    await market.stop();
  });

  it('takes no snapshot of another pair', async () => {
    const market = new ScriptedMarket({ tradingPairs: ['BTC-USDT'] });
    market.answersSnapshots = false;
    await market.goLive();
    market.asked[0]?.resolve(market.venue('ETH-USDT').snapshot());
    await market.clock.settle();
    expect(market.events.at(-1)).toMatchObject({
      stream: 'rest',
      message: expect.stringContaining('field "tradingPair" should be BTC-USDT'),
    });
    await market.stop();
  });

  it('hands the request its own signal, also on the way to REST, unless the call brings one', async () => {
    const other = new AbortController().signal;
    const market = new ScriptedMarket(
      { tradingPairs: ['BTC-USDT'] },
      {
        requestSnapshot: async (context, pair) => {
          await context.rest.execute({ path: '/depth' });
          await context.rest.execute({ path: '/depth', signal: other });
          expect([context.tradingRule(pair), context.nowMs()]).toEqual([undefined, market.clock.wallMs()]);
          market.executed.push(context.signal);
          return market.venue(pair).snapshot();
        },
      },
    );
    await market.goLive();
    const [first, second, signal] = market.executed;
    expect(signal).toBeInstanceOf(AbortSignal);
    expect([first, second]).toEqual([
      { path: '/depth', signal },
      { path: '/depth', signal: other },
    ]);
    expect(market.tracker.isReady).toBe(true);
    await market.stop();
  });

  it('counts a data source that throws at once as a failure', async () => {
    const market = new ScriptedMarket(
      { tradingPairs: ['BTC-USDT'] },
      {
        requestSnapshot: () => {
          throw new Error('at once');
        },
      },
    );
    await market.goLive();
    expect(market.events.at(-1)).toMatchObject({ stream: 'rest', error: new Error('at once') });
    await market.stop();
  });
});
