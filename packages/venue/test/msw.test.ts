import { ManualClock } from '@venuekit/core/testing';
import { describe, expect, it } from 'vitest';
import { venueHandlers } from '@venuekit/venue/msw';
import { networkGuard } from '../../../vitest.network-guard.ts';
import { plainVenue, sign } from './server/site.ts';

const BASE = 'https://api.venue.test';

describe('the HTTP side of a venue as handlers of msw', () => {
  it('answers the fetch of a bot, signed requests too', async () => {
    const venue = plainVenue(new ManualClock());
    networkGuard.use(...venueHandlers(venue, { rest: BASE }));
    expect(await (await fetch(`${BASE}/time`)).json()).toEqual({ time: venue.world.nowMs() });

    const time = String(venue.world.nowMs());
    const body = JSON.stringify({ market: 'btc_usdt', side: 'buy', type: 'limit', amount: '1', price: '100' });
    const headers = { 'plain-key': 'alice', 'plain-time': time, 'plain-signature': sign('alice', `${time}POST/orders${body}`) };
    const placed = await fetch(`${BASE}/orders`, { method: 'POST', headers, body });
    expect(placed.status).toBe(200);
    expect(placed.headers.get('plain-used')).toBe('weight=2/1200;orders=1/100');
    expect(venue.world.openOrders('alice')).toHaveLength(1);
  });

  it('shows the faults of the venue', async () => {
    const venue = plainVenue(new ManualClock());
    networkGuard.use(...venueHandlers(venue, { rest: BASE }));
    venue.control.faults.add({ on: 'http', action: { kind: 'reset' } });
    venue.control.faults.add({ on: 'http', action: { kind: 'answer', status: 503 } });
    await expect(fetch(`${BASE}/time`)).rejects.toThrow('fetch');
    expect((await fetch(`${BASE}/time`)).status).toBe(503);
    expect((await fetch(`${BASE}/time`)).status).toBe(200);
  });
});
