import { Throttler } from '@venuekit/core/connector';
import { ManualClock } from '@venuekit/core/testing';
import { describe, expect, it } from 'vitest';
import { EXCHANGE_INFO_PATH, LIMIT_IDS, SERVER_TIME_PATH, SPOT_RATE_LIMITS, spotHosts } from '../../src/spot/constants.ts';
import { HOSTS } from './venue-site.ts';

const LIMITS = new Map(SPOT_RATE_LIMITS.map((limit) => [limit.limitId, limit]));

describe('the table of rate limits', () => {
  it('names each limit once', () => {
    expect(LIMITS.size).toBe(SPOT_RATE_LIMITS.length);
  });

  it('links known limits alone, with weights that they can bear', () => {
    for (const { linkedLimits = [] } of SPOT_RATE_LIMITS) {
      for (const { limitId, weight = 1 } of linkedLimits) expect(LIMITS.get(limitId)?.limit, limitId).toBeGreaterThanOrEqual(weight);
    }
  });

  it('has a limit for every call that core or the connector makes', () => {
    expect([EXCHANGE_INFO_PATH, SERVER_TIME_PATH, ...Object.values(LIMIT_IDS)].filter((limitId) => !LIMITS.has(limitId))).toEqual([]);
  });

  it('is one that core takes', () => {
    expect(() => new Throttler({ limits: SPOT_RATE_LIMITS, clock: new ManualClock() })).not.toThrow();
  });
});

describe('the hosts', () => {
  it.each(['main'] as const)('of domain %s are encrypted and end without a slash', (domain) => {
    const { rest, publicStream, privateStream } = spotHosts(domain);
    expect(rest).toMatch(/^https:\/\/.*[^/]$/);
    for (const url of [publicStream, privateStream]) expect(url).toMatch(/^wss:\/\/.*[^/]$/);
  });

  it('can be given as URLs, which are checked by name', () => {
    expect(spotHosts(HOSTS)).toEqual(HOSTS);
    expect(() => spotHosts({ ...HOSTS, rest: 'ftp://venue.test' })).toThrow('hosts.rest');
    expect(() => spotHosts({ ...HOSTS, publicStream: 'https://venue.test' })).toThrow('hosts.publicStream');
  });
});
