import { Decimal } from '@venuekit/core/connector';
import { ManualClock, SeededRandom } from '@venuekit/core/testing';
import { describe, expect, it } from 'vitest';
import { createWorld, type SpotInstrumentOptions, spotInstrument } from '../../src/index.ts';
import { at, holding, NO_FEES, openFloor, PAIR, refusalOf, START_MS, ticket } from './trading-floor.ts';

describe('an instrument', () => {
  it.each<[Partial<SpotInstrumentOptions>, string]>([
    [{ priceIncrement: '0' }, 'priceIncrement'],
    [{ amountIncrement: '0' }, 'amountIncrement'],
    [{ amountIncrement: '0.001', basePrecision: 2 }, 'amountIncrement'],
    [{ priceIncrement: '0.00001', amountIncrement: '0.0001' }, 'priceIncrement'],
  ])('with %o is refused, because money could not be exact', (rules, field) => {
    const { world } = openFloor();
    expect(() => world.addInstrument(spotInstrument({ base: 'ETH', quote: 'BTC', ...rules }))).toThrow(`${field} (instrument ETH-BTC)`);
    expect(world.instruments.has('ETH-BTC')).toBe(false);
  });

  it('must be named after its assets and must not exist yet', () => {
    const { world } = openFloor();
    expect(() => world.addInstrument(spotInstrument({ base: 'BTC', quote: 'USDT' }))).toThrow('exists already');
    expect(() => world.addInstrument({ ...spotInstrument({ base: 'ETH', quote: 'USDT' }), tradingPair: 'ETH-USD' })).toThrow('tradingPair');
  });

  it('is not shared between worlds', () => {
    const instrument = spotInstrument({ base: 'BTC', quote: 'USDT' });
    const clock = new ManualClock();
    const [one, other] = [1, 2].map((seed) => createWorld({ clock, random: new SeededRandom(seed), instruments: [instrument] }));
    const first = one?.instruments.get(PAIR);
    if (first !== undefined) first.status = 'halted';
    expect(other?.instruments.get(PAIR)?.status).toBe('trading');
  });
});

describe('an account', () => {
  it('begins with what it is given and pays a tenth of a percent by default', () => {
    const { world } = openFloor();
    world.addAccount('cem', { BTC: '1.23456789' });
    expect(holding(world, 'cem', 'BTC')).toBe('1.23456789+0');
    expect(world.feePlan('cem', PAIR)).toEqual({ maker: new Decimal('0.001'), taker: new Decimal('0.001'), payIn: 'received' });
    expect(world.accounts()).toEqual(['house', 'ann', 'bob', 'cem']);
  });

  it('is refused twice, with a debt, with no number, or with a fee of all', () => {
    const { world } = openFloor();
    expect(() => world.addAccount('ann', {})).toThrow('exists already');
    expect(() => world.addAccount('house', {})).toThrow('exists already');
    expect(() => world.addAccount('cem', { BTC: '-1' })).toThrow('BTC (account cem)');
    expect(() => world.addAccount('cem', { BTC: '1e3' })).toThrow('BTC (account cem)');
    expect(() => world.addAccount('cem', {}, { ...NO_FEES, taker: new Decimal(1) })).toThrow('feePlan.taker');
    expect(world.accounts()).not.toContain('cem');
  });

  it('may hold an asset of any name', () => {
    const { world } = openFloor();
    world.deposit('ann', '__proto__', '1');
    expect(holding(world, 'ann', '__proto__')).toBe('1+0');
    expect(world.totals().get('__proto__')?.toString()).toBe('1');
  });

  it('withdraws what is free, and no more', () => {
    const { world } = openFloor();
    world.place(ticket('ann', 'buy', at('50@100')));
    expect(refusalOf(() => world.deposit('ann', 'USDT', '-5000.00000001'))).toBe('insufficient-balance: USDT');
    world.deposit('ann', 'USDT', '-5000');
    expect(holding(world, 'ann', 'USDT')).toBe('0+5000');
    expect(() => world.deposit('ann', 'USDT', 'much')).toThrow('must be a decimal number');
    expect(refusalOf(() => world.deposit('eve', 'USDT', '1'))).toBe('not-permitted: eve');
  });

  it('of the house owes what it gives', () => {
    const { world } = openFloor();
    world.deposit('house', 'USDT', '-5');
    expect(holding(world, 'house', 'USDT')).toBe('-5+0');
  });

  it('has keys that are found by their text', () => {
    const { world } = openFloor();
    const key = { account: 'ann', key: 'k-1', kind: 'hmac', verifier: 's', canTrade: true } as const;
    world.addApiKey(key);
    expect(world.apiKey('k-1')).toEqual(key);
    expect(world.apiKey('k-2')).toBeUndefined();
    expect(refusalOf(() => world.addApiKey({ ...key, account: 'eve' }))).toBe('not-permitted: eve');
  });
});

describe('the venue clock', () => {
  it('follows ours from its own start and can be skewed and set right', async () => {
    const clock = new ManualClock({ wallMs: START_MS });
    const world = createWorld({ clock, random: new SeededRandom(1), startTimeMs: 5_000_000 });
    expect(world.nowMs()).toBe(5_000_000);
    await clock.advance(250);
    expect(world.nowMs()).toBe(5_000_250);
    world.skewClock(-3_000);
    expect(world.nowMs()).toBe(4_997_250);
    world.skewClock(0);
    expect(world.nowMs()).toBe(5_000_250);
  });

  it('stamps orders and trades', () => {
    const { world, clock } = openFloor();
    world.place(ticket('ann', 'buy', at('1@100', { clientOrderId: 'a' })));
    clock.jumpWall(7);
    world.skewClock(100);
    const [fill] = world.place(ticket('bob', 'sell', at('1@100'))).fills;
    const order = world.order('ann', PAIR, { clientOrderId: 'a' });
    expect([order.creationTimeMs, order.updateTimeMs, fill?.trade.timeMs]).toEqual([START_MS, START_MS + 107, START_MS + 107]);
  });

  it('stamps an order at each partial fill and at its end', () => {
    const { world, clock } = openFloor();
    world.place(ticket('ann', 'buy', at('2@100', { clientOrderId: 'a' })));
    clock.jumpWall(7);
    world.place(ticket('bob', 'sell', at('1@100')));
    expect(world.order('ann', PAIR, { clientOrderId: 'a' }).updateTimeMs).toBe(START_MS + 7);
    clock.jumpWall(7);
    expect(world.cancel('ann', PAIR, { clientOrderId: 'a' }).updateTimeMs).toBe(START_MS + 14);
  });
});
