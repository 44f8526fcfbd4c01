import { afterEach, describe, expect, it } from 'vitest';
import { ScriptedMarket } from './scripted-market.ts';

describe('a venue that tells a book only when its topic begins', () => {
  let market: ScriptedMarket;

  function open(): ScriptedMarket {
    market = new ScriptedMarket({ tradingPairs: ['BTC-USDT'] }, { snapshots: 'by-subscription' });
    return market;
  }

  afterEach(async () => {
    await market.stop();
    expect(market.leftovers).toEqual({ timers: 0, sockets: 0 });
  });

  it('makes a book live by the snapshot that follows the subscription, and asks for none', async () => {
    open();
    await market.goLive();
    expect(market.tracker.status('BTC-USDT').state).toBe('syncing');
    market.sendSnapshot('BTC-USDT');
    market.change('BTC-USDT');
    await market.clock.advance(100);
    expect(market.agrees('BTC-USDT')).toBe(true);
    expect([market.asked, market.unsubscribed]).toEqual([[], []]);
  });

  it('subscribes anew what was lost, and forgets the diffs from before the new snapshot', async () => {
    open();
    await market.goLive();
    market.sendSnapshot('BTC-USDT');
    market.changeUnheard('BTC-USDT');
    market.change('BTC-USDT');
    await market.clock.advance(10);
    expect(market.tracker.status('BTC-USDT')).toMatchObject({ state: 'stale', gaps: 1 });
    market.changeUnheard('BTC-USDT');
    market.change('BTC-USDT');
    await market.clock.advance(2_000);
    expect(market.unsubscribed).toEqual([['BTC-USDT@depth', 'BTC-USDT@trade']]);
    expect(market.subscribed).toEqual([
      ['BTC-USDT@depth', 'BTC-USDT@trade'],
      ['BTC-USDT@depth', 'BTC-USDT@trade'],
    ]);
    market.sendSnapshot('BTC-USDT');
    await market.clock.advance(10);
    expect(market.agrees('BTC-USDT')).toBe(true);
    expect(market.asked).toEqual([]);
  });

  it('asks again where the snapshot does not come', async () => {
    open();
    await market.goLive();
    await market.clock.advance(10_000);
    expect(market.events).toContainEqual(expect.objectContaining({ type: 'stream-problem', message: expect.stringContaining('BTC-USDT') }));
    await market.clock.advance(40_000);
    expect(market.unsubscribed.length).toBeGreaterThanOrEqual(2);
    market.sendSnapshot('BTC-USDT');
    await market.clock.advance(10);
    expect(market.agrees('BTC-USDT')).toBe(true);
  });
});

describe('what belongs to one connection', () => {
  it('is forgotten by the data source when another one opens, before anything comes on it', async () => {
    const seen: string[] = [];
    const market = new ScriptedMarket(
      { tradingPairs: ['BTC-USDT'] },
      { onConnected: () => void seen.push(`connected ${market.subscribed.length}`) },
    );
    await market.goLive();
    market.sockets.at(-1)?.terminate();
    await market.clock.advance(5_000);
    expect(seen).toEqual(['connected 0', 'connected 1']);
    await market.stop();
  });

  it('is given up when frames were lost of which nobody knows the topics', async () => {
    const market = new ScriptedMarket(
      {},
      {
        onFrame: (data, sink) => {
          const frame: { readonly kind: string; readonly id: number } = JSON.parse(data.toString());
          if (frame.kind === 'ack') sink.acknowledged(frame.id);
          else sink.desynchronised('frame 7 is missing');
        },
      },
    );
    await market.goLive();
    market.send({ kind: 'closing' });
    await market.clock.advance(5_000);
    expect(market.sockets).toHaveLength(2);
    expect(market.events).toContainEqual(expect.objectContaining({ type: 'stream-interrupted', reason: 'frame 7 is missing' }));
    await market.stop();
  });
});
