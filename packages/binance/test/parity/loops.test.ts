import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from '../engine/trading-rig.ts';

const HOUR_MS = 3_600_000;

/** Counts the requests of some operations from now on, delaying each by 1 ms. */
function count(
  rig: TradingRig,
  ...operations: readonly ('rules' | 'fee-rates' | 'balances' | 'time' | 'ping')[]
): (operation: string) => number {
  const { faults } = rig.venue.control;
  for (const operation of operations)
    faults.add({ on: 'http', match: { operation }, times: Infinity, action: { kind: 'delay', delayMs: 1 } });
  const before = faults.applied.length;
  return (operation) => faults.applied.slice(before).filter((fault) => fault.on === 'http' && fault.subject.operation === operation).length;
}

describe('the loops of a connector', () => {
  it('ask for rules every 30 min, for fees every 12 h, and for orders, balances and the time every 2 min while the private stream lives', async () => {
    const rig = new TradingRig({ connector: { intervals: { networkCheckMs: HOUR_MS } } });
    await rig.start();
    const asked = count(rig, 'rules', 'fee-rates', 'balances', 'time');
    await rig.clock.advance(12 * HOUR_MS + 60_000);
    expect(asked('rules')).toBeGreaterThanOrEqual(23);
    expect(asked('rules')).toBeLessThanOrEqual(24);
    expect(asked('fee-rates')).toBe(1);
    expect(asked('balances')).toBeGreaterThanOrEqual(355);
    expect(asked('balances')).toBeLessThanOrEqual(365);
    expect(asked('time')).toBeGreaterThanOrEqual(355);
    await rig.close();
  });

  it('ask every 5 s while the private stream is down', async () => {
    const rig = new TradingRig();
    await rig.start();
    const asked = count(rig, 'balances');
    rig.network.refuseConnections('https://ws-api.venue.test');
    rig.venue.control.cutSockets({ account: ACCOUNT });
    await rig.clock.advance(120_000);
    expect(asked('balances')).toBeGreaterThanOrEqual(20);
    expect(asked('balances')).toBeLessThanOrEqual(25);
    rig.network.refuseConnections('https://ws-api.venue.test', false);
    await rig.close();
  });

  it('take other intervals from the options', async () => {
    const rig = new TradingRig({ connector: { intervals: { longPollMs: 30_000, tradingRulesMs: 60_000 } } });
    await rig.start();
    const asked = count(rig, 'rules', 'balances');
    await rig.clock.advance(600_000);
    expect(asked('rules')).toBeGreaterThanOrEqual(9);
    expect(asked('balances')).toBeGreaterThanOrEqual(19);
    await rig.close();
  });
});

describe('before the start', () => {
  it('nothing is there, and everything is told to be missing', async () => {
    const rig = new TradingRig();
    expect(rig.connector.statusDict).toEqual({
      symbolsMappingInitialized: false,
      orderBooksInitialized: false,
      accountBalance: false,
      tradingRuleInitialized: false,
      userStreamInitialized: false,
    });
    expect(rig.connector.ready).toBe(false);
    expect([rig.connector.getBalance('BTC').toString(), rig.connector.getAvailableBalance('NONE').toString()]).toEqual(['0', '0']);
    await rig.close();
  });
});

describe('asking whether the venue can be reached', () => {
  it('resolves when it answers, throws when it does not, and ends with its signal', async () => {
    const rig = new TradingRig();
    await rig.start();
    const good = rig.connector.checkNetwork();
    await rig.clock.advance(100);
    await expect(good).resolves.toBeUndefined();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'ping' }, action: { kind: 'answer', status: 500 } });
    await Promise.all([
      expect(rig.connector.checkNetwork()).rejects.toMatchObject({ code: 'VENUE_UNAVAILABLE', status: 500 }),
      rig.clock.advance(100),
    ]);
    const end = new AbortController();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'ping' }, action: { kind: 'hang' } });
    const aborted = rig.connector.checkNetwork(end.signal);
    const advanced = rig.clock.advance(100).then(() => end.abort());
    await Promise.all([expect(aborted).rejects.toMatchObject({ code: 'ABORTED' }), advanced]);
    await rig.clock.advance(10);
    await rig.close();
  });
});

describe('prices', () => {
  it('of a side are the best of the book on the grid; of an empty side, or of a book that is not live, there is none', async () => {
    const rig = new TradingRig();
    await rig.start();
    await rig.clock.advance(500);
    const { asks, bids } = rig.venue.world.book(PAIR);
    expect(rig.connector.getPrice(PAIR, 'buy')?.toString()).toBe(asks[0]?.price.toString());
    expect(rig.connector.getPrice(PAIR, 'sell')?.toString()).toBe(bids[0]?.price.toString());
    expect(rig.connector.quantizeOrderPrice(PAIR, '60000.019').toString()).toBe('60000.01');
    expect(rig.connector.quantizeOrderAmount(PAIR, '0.123456789').toString()).toBe('0.12345');
    await rig.stopConnector();
    expect(rig.connector.getPrice(PAIR, 'buy')).toBeUndefined();
    await rig.close();
  });
});

describe('ids of orders', () => {
  it('say prefix, side and market, are never longer than the venue takes, and none comes twice', async () => {
    const rig = new TradingRig();
    const buys = Array.from({ length: 200 }, () => rig.connector.buy(PAIR, '0.1', 'limit', '50000'));
    const sells = Array.from({ length: 200 }, () => rig.connector.sell(PAIR, '0.1', 'limit', '70000'));
    expect(new Set([...buys, ...sells]).size).toBe(400);
    for (const id of buys) expect(id).toMatch(/^vk-BBCUT[0-9a-z]+$/);
    for (const id of sells) expect(id).toMatch(/^vk-SBCUT[0-9a-z]+$/);
    for (const { length } of [...buys, ...sells]) expect(length).toBeLessThanOrEqual(36);
    await rig.clock.advance(100);
    await rig.close();
  });
});
