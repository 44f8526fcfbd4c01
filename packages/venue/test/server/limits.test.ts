import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json, openSite, transports, type Site } from './site.ts';

describe.each(transports)('the limits of a venue %s', (transport) => {
  let site: Site;
  beforeEach(async () => {
    site = await openSite(transport, { banPolicy: { toleratedOverruns: 2 } });
    site.venue.control.setLimit('weight', { limit: 3 });
  });
  afterEach(() => site.end());

  const time = async (): Promise<number> => (await site.call('GET', '/time')).status;

  it('tells what is used of the running window, which begins again with the minute of its clock', async () => {
    await site.clock.advance(59_000);
    expect((await site.call('GET', '/time')).headers.get('plain-used')).toBe('weight=1/3');
    expect((await site.call('GET', '/time')).headers.get('plain-used')).toBe('weight=2/3');
    await site.clock.advance(999);
    expect((await site.call('GET', '/time')).headers.get('plain-used')).toBe('weight=3/3');
    await site.clock.advance(1);
    expect((await site.call('GET', '/time')).headers.get('plain-used')).toBe('weight=1/3');
  });

  it('counts by the clock of the venue, not by ours', async () => {
    expect([await time(), await time(), await time(), await time()]).toEqual([200, 200, 200, 429]);
    site.venue.control.skewClock(60_000);
    expect(await time()).toBe(200);
  });

  it('refuses what is over the limit until the window ends, then bans who goes on, longer each time', async () => {
    await site.clock.advance(30_000);
    for (let count = 0; count < 3; count += 1) expect(await time()).toBe(200);
    const refused = await site.call('GET', '/time');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    expect(await time()).toBe(429);
    const banned = await site.call('GET', '/time');
    expect([banned.status, banned.headers.get('retry-after')]).toEqual([418, '120']);
    await site.clock.advance(119_999);
    expect(json((await site.call('GET', '/time')).text)).toMatchObject({ error: 'banned', retryAfterMs: 1 });
    await site.clock.advance(1);
    for (let count = 0; count < 3; count += 1) expect(await time()).toBe(200);
    expect([await time(), await time()]).toEqual([429, 429]);
    expect((await site.call('GET', '/time')).headers.get('retry-after')).toBe('240');
  });

  it('turns the sockets of a banned address away, and lets it in when it is forgiven', async () => {
    const before = await site.open();
    for (let count = 0; count < 6; count += 1) await time();
    expect((await site.open()).closed?.error?.message).toContain('418');
    expect(await before.login('alice')).toMatchObject({ ok: false, error: 'banned' });
    expect(await before.request({ op: 'subscribe', topics: ['account'] })).toMatchObject({ ok: false, error: 'not-logged-on' });
    site.venue.control.forgiveUsage();
    expect((await site.open()).isOpen).toBe(true);
    expect(await time()).toBe(200);
  });

  it('charges a request before it is executed, so that nothing happens over the limit', async () => {
    for (let count = 0; count < 3; count += 1) await time();
    expect((await site.place('alice')).status).toBe(429);
    expect(site.venue.world.openOrders('alice')).toEqual([]);
  });

  it('charges what it refuses', async () => {
    for (let count = 0; count < 3; count += 1) expect((await site.call('GET', '/nowhere', { as: 'alice' })).status).toBe(404);
    expect((await site.call('GET', '/nowhere', { as: 'alice' })).status).toBe(429);
  });

  it('counts the limits of accounts apart, without a ban', async () => {
    site.venue.control.setLimit('weight', { limit: 1_000 });
    site.venue.control.setLimit('orders', { limit: 1 });
    expect((await site.place('alice')).headers.get('plain-used')).toBe('weight=1/1000;orders=1/1');
    for (let count = 0; count < 5; count += 1) {
      const refused = await site.place('alice');
      expect([refused.status, json(refused.text)['error']]).toEqual([429, 'too-many-orders']);
    }
    expect((await site.place('bob')).status).toBe(200);
    await site.clock.advance(10_000);
    expect((await site.place('alice')).status).toBe(200);
  });

  it('counts requests of sockets and of HTTP together', async () => {
    const socket = await site.open();
    await socket.login('alice');
    const params = { market: 'btc_usdt', side: 'buy', type: 'limit', amount: '1', price: '100' };
    expect(await socket.request({ op: 'place', params })).toMatchObject({ ok: true });
    expect(await time()).toBe(200);
    expect(await socket.request({ op: 'place', params })).toMatchObject({ ok: false, error: 'rate-limited', retryAfterMs: 60_000 });
    expect(site.venue.world.openOrders('alice')).toHaveLength(1);
  });
});
