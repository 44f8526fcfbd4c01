import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '@venuekit/venue';
import { json, openSite, type Site } from './site.ts';

describe('the control side of a venue', () => {
  let site: Site;
  beforeEach(async () => {
    site = await openSite('in process');
  });
  afterEach(() => site.end());

  it('halts a market and lets it trade again', async () => {
    site.venue.control.setMarketStatus('BTC-USDT', 'halted');
    expect(json((await site.place('alice')).text)).toMatchObject({ error: 'market-closed' });
    expect(json((await site.call('GET', '/markets')).text)).toMatchObject({ markets: [{ status: 'halted' }, { status: 'trading' }] });
    site.venue.control.setMarketStatus('BTC-USDT', 'trading');
    expect((await site.place('alice')).status).toBe(200);
    expect(() => site.venue.control.setMarketStatus('A-B', 'halted')).toThrow(Refusal);
  });

  it('skews the clock that signatures are checked against', async () => {
    const ours = site.venue.world.nowMs();
    site.venue.control.skewClock(7_000);
    expect(site.venue.world.nowMs()).toBe(ours + 7_000);
    expect(json((await site.call('GET', '/time')).text)).toEqual({ time: ours + 7_000 });
  });

  it('bans an address', async () => {
    site.venue.control.banAddress('in-process', 10_000);
    expect((await site.call('GET', '/time')).status).toBe(418);
    await site.clock.advance(10_000);
    expect((await site.call('GET', '/time')).status).toBe(200);
  });

  it('uses a limit as another program at the same address does, up to what is left of it', async () => {
    const { control } = site.venue;
    control.useLimit('weight', 'in-process', 1_199);
    expect((await site.call('GET', '/time')).status).toBe(200);
    expect((await site.call('GET', '/time')).status).toBe(429);
    control.forgiveUsage();
    control.useLimit('weight', 'in-process', 1_000_000);
    expect((await site.call('GET', '/time')).status).toBe(429);
    await site.clock.advance(60_000);
    expect((await site.call('GET', '/time')).status).toBe(200);
    expect(() => control.useLimit('patience', 'in-process', 1)).toThrow(RangeError);
  });

  it('injects faults by chance from the seed, until it is told to end', async () => {
    site.venue.control.injectRandomFaults({ http: { unavailable: 0.5 } });
    const statuses: number[] = [];
    for (let count = 0; count < 20; count += 1) statuses.push((await site.call('GET', '/time')).status);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    expect(site.venue.control.faults.applied).toHaveLength(statuses.filter((status) => status === 503).length);
    expect(new Set(site.venue.control.faults.applied.map(({ source }) => source))).toEqual(new Set(['random']));
    site.venue.control.injectRandomFaults(undefined);
    for (let count = 0; count < 20; count += 1) expect((await site.call('GET', '/time')).status).toBe(200);
  });
});
