import { afterEach, describe, expect, it } from 'vitest';
import type { Site } from '../server/site.ts';
import { openShaped, ORDER, place, send, signed } from './shaped-site.ts';

let site: Site;

afterEach(() => site.end());

describe('bodies', () => {
  it('may be forms, and are then nothing else', async () => {
    site = await openShaped({ body: 'form' });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ ...ORDER, clientOrderId: 'a b&c=ü' }).toString();
    expect(await signed(site, 'POST', '/orders', body, form)).toMatchObject({ status: 200, body: { order: { clientOrderId: 'a b&c=ü' } } });
    expect(await signed(site, 'POST', '/orders', body)).toMatchObject({ status: 400, body: { detail: 'content-type' } });
    expect(await signed(site, 'POST', '/orders', JSON.stringify(ORDER), form)).toMatchObject({ body: { error: 'missing-parameter' } });
  });
});

describe('success by a code in the body', () => {
  it('answers everything with status 200', async () => {
    site = await openShaped({ success: 'code' });
    expect(await send(site, 'GET', '/time')).toMatchObject({ status: 200, body: { code: '0', data: { time: site.venue.world.nowMs() } } });
    expect(await place(site, { amount: '-1' })).toMatchObject({ status: 200, body: { code: 'invalid-amount', error: 'invalid-amount' } });
    expect((await place(site, { amount: '-1' })).body['data']).toBeUndefined();
    expect(await send(site, 'GET', '/nowhere')).toMatchObject({ status: 200 });
    site.venue.control.setLimit('weight', { limit: 1 });
    expect(await send(site, 'GET', '/time')).toMatchObject({ status: 200, body: { code: 'rate-limited', retryAfterMs: 60_000 } });
  });
});

describe('limits that are told in headers', () => {
  it('say what is left until when, and nothing else does', async () => {
    site = await openShaped({ limits: 'headers' });
    const startMs = site.venue.world.nowMs();
    const first = await send(site, 'GET', '/time');
    expect(Object.fromEntries([...first.headers].filter(([name]) => name.startsWith('plain-')))).toEqual({
      'plain-limit-weight': '1200',
      'plain-remaining-weight': '1199',
      'plain-reset-weight': String(startMs + 60_000),
    });
    await site.clock.advance(30_000);
    const placed = await place(site);
    expect(['weight', 'orders'].map((name) => placed.headers.get(`plain-remaining-${name}`))).toEqual(['1198', '99']);
    expect(placed.headers.get('plain-reset-orders')).toBe(String(startMs + 40_000));
    expect(placed.headers.get('plain-reset-weight')).toBe(String(startMs + 60_000));
    site.venue.control.setLimit('weight', { limit: 2 });
    const refused = await send(site, 'GET', '/time');
    expect([refused.status, refused.headers.get('retry-after'), refused.body['retryAfterMs']]).toEqual([429, null, undefined]);
    await site.clock.advance(30_000);
    expect((await send(site, 'GET', '/time')).status).toBe(200);
  });
});

describe.each(['rolling', 'decaying'] as const)('a limit that is %s', (limits) => {
  it('frees what has been used little by little', async () => {
    site = await openShaped({ limits });
    site.venue.control.setLimit('weight', { limit: 6 });
    const ask = async (): Promise<number> => (await send(site, 'GET', '/time')).status;
    for (let count = 0; count < 3; count += 1) expect(await ask()).toBe(200);
    await site.clock.advance(30_000);
    for (let count = 0; count < 3; count += 1) expect(await ask()).toBe(200);
    // Half of the time lets half of six fall off where it decays.
    for (let count = 0; count < (limits === 'decaying' ? 3 : 0); count += 1) expect(await ask()).toBe(200);
    const refused = await send(site, 'GET', '/time');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, limits === 'rolling' ? '30' : '10']);
    await site.clock.advance(limits === 'rolling' ? 30_000 : 10_000);
    expect(await ask()).toBe(200);
  });
});
