import { createHash } from 'node:crypto';
import { Decimal } from '@venuekit/core/connector';
import { ManualClock, SeededRandom } from '@venuekit/core/testing';
import { describe, expect, it } from 'vitest';
import { createMarketMakers, createWorld, type MarketMakers, spotInstrument, type World, worldDefects } from '../../src/index.ts';
import { at, PAIR, recorder, START_MS, ticket } from './trading-floor.ts';

interface LivelyVenue {
  readonly world: World;
  readonly clock: ManualClock;
  readonly makers: MarketMakers;
  readonly heard: ReturnType<typeof recorder>;
}

function livelyVenue(seed: number, isSparse = false): LivelyVenue {
  const clock = new ManualClock({ wallMs: START_MS });
  const random = new SeededRandom(seed);
  const instruments = [
    spotInstrument({ base: 'BTC', quote: 'USDT' }),
    spotInstrument({ base: 'ETH', quote: 'USDT', amountIncrement: '0.0001' }),
  ];
  const world = createWorld({ clock, random, instruments });
  const heard = recorder();
  world.addListener(heard.listener);
  const markets = [
    { tradingPair: PAIR, fairPrice: '60000' },
    { tradingPair: 'ETH-USDT', fairPrice: '3000' },
  ] as const;
  const makers = createMarketMakers({ world, clock, random, markets, actionsPerSecond: 20, isSparse });
  return { world, clock, makers, heard };
}

function traceHash({ heard }: LivelyVenue): string {
  return createHash('sha256').update(heard.texts().join('\n')).digest('hex');
}

describe('market makers', () => {
  it('fill both sides of every book when they start', () => {
    const { world, makers } = livelyVenue(1);
    makers.start();
    for (const pair of world.instruments.keys()) {
      const { bids, asks } = world.book(pair);
      expect(bids.length).toBeGreaterThan(5);
      expect(asks.length).toBeGreaterThan(5);
    }
    makers.stop();
  });

  it('keep the books alive: both sides, moving prices, trades between them, nothing refused', async () => {
    const { world, clock, makers, heard } = livelyVenue(2);
    makers.start();
    await clock.advance(60_000);
    makers.stop();
    for (const pair of world.instruments.keys()) {
      expect(world.book(pair).bids.length).toBeGreaterThan(3);
      expect(world.book(pair).asks.length).toBeGreaterThan(3);
      expect(world.recentTrades(pair, 1_000).length).toBeGreaterThan(30);
    }
    expect(makers.fairPrice(PAIR).toString()).not.toBe('60000');
    expect(heard.heard.filter((one) => one.kind === 'book').length).toBeGreaterThan(800);
    expect(makers.refusals).toBe(0);
    expect(worldDefects(world)).toEqual([]);
  });

  it.each(['buy', 'sell'] as const)('fill a side that a great %s order emptied with their next action', (side) => {
    const clock = new ManualClock({ wallMs: START_MS });
    const random = new SeededRandom(3);
    const world = createWorld({ clock, random, instruments: [spotInstrument({ base: 'BTC', quote: 'USDT' })] });
    const makers = createMarketMakers({ world, clock, random, markets: [{ tradingPair: PAIR, fairPrice: '60000' }] });
    makers.start();
    makers.stop();
    world.addAccount('whale', { USDT: '1000000000000', BTC: '1000000' });
    for (let round = 0; round < 20; round += 1) {
      world.place(ticket('whale', side, { type: 'market', amount: '9000' }));
      const empty = world.book(PAIR)[side === 'buy' ? 'asks' : 'bids'];
      makers.act();
      const filled = world.book(PAIR)[side === 'buy' ? 'asks' : 'bids'];
      expect([empty.length, filled.length]).toEqual([0, 1]);
    }
  });

  it('hit the resting orders of other accounts', async () => {
    const { world, clock, makers } = livelyVenue(4);
    world.addAccount('ann', { USDT: '1000000' });
    makers.start();
    const best = world.book(PAIR, 1).bids[0]?.price ?? new Decimal(0);
    world.place(ticket('ann', 'buy', at(`0.001@${best.plus('0.01').toString()}`, { clientOrderId: 'a' })));
    await clock.runUntil(() => world.order('ann', PAIR, { clientOrderId: 'a' }).status === 'filled', { maximumMs: 60_000 });
    makers.stop();
    expect(world.openOrders('ann')).toEqual([]);
  });

  it('conserve every asset', async () => {
    const { world, clock, makers } = livelyVenue(5);
    const before = new Map(world.totals());
    makers.start();
    await clock.advance(10_000);
    makers.stop();
    expect(world.totals()).toEqual(before);
  });

  it('leave no timer behind, start once, and can be started again', async () => {
    const { clock, makers, heard } = livelyVenue(6);
    makers.start();
    makers.start();
    expect(clock.pendingTimers).toBe(1);
    makers.stop();
    makers.stop();
    expect(clock.pendingTimers).toBe(0);
    const silent = heard.heard.length;
    await clock.advance(10_000);
    expect(heard.heard.length).toBe(silent);
    makers.start();
    await clock.advance(10_000);
    makers.stop();
    expect(heard.heard.length).toBeGreaterThan(silent);
    expect(clock.pendingTimers).toBe(0);
  });

  it('repeat themselves from a seed, and only from that seed', async () => {
    const hashes = [];
    for (const seed of [11, 11, 12]) {
      const venue = livelyVenue(seed);
      venue.makers.start();
      await venue.clock.advance(20_000);
      venue.makers.stop();
      hashes.push(traceHash(venue));
    }
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  it('quote thinly in sparse mode', async () => {
    const { world, clock, makers } = livelyVenue(7, true);
    makers.start();
    expect(world.book(PAIR).bids.length).toBeLessThanOrEqual(3);
    await clock.advance(60_000);
    makers.stop();
    expect(world.book(PAIR).bids.length).toBeLessThanOrEqual(3);
    expect(world.recentTrades(PAIR, 1_000).length).toBeGreaterThan(0);
    expect(worldDefects(world)).toEqual([]);
  });

  it('keep no history of their own', async () => {
    const { world, clock, makers } = livelyVenue(8);
    makers.start();
    await clock.advance(20_000);
    makers.stop();
    for (const account of ['maker-1', 'maker-2', 'maker-3']) {
      expect(world.orders(account, PAIR)).toEqual(world.openOrders(account, PAIR));
      expect(world.fills(account, { tradingPair: PAIR, limit: 10 })).toEqual([]);
    }
  });

  it('are refused without a market, without an account, and at no pace', () => {
    const { world, clock } = livelyVenue(9);
    const options = { world, clock, random: new SeededRandom(1), markets: [{ tradingPair: PAIR, fairPrice: '1' }] };
    expect(() => createMarketMakers({ ...options, markets: [] })).toThrow('markets');
    expect(() => createMarketMakers({ ...options, accounts: 0 })).toThrow('accounts');
    expect(() => createMarketMakers({ ...options, actionsPerSecond: 0 })).toThrow('actionsPerSecond');
    expect(() => createMarketMakers(options)).toThrow('exists already');
  });
});
