import { Buffer } from 'node:buffer';
import type { UserStreamDataSource, UserStreamSink, UserStreamUpdate } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, ORDER, VenueSite } from './venue-site.ts';

/** What a data source has told. */
class Told {
  readonly events: unknown[] = [];
  readonly acknowledged: number[] = [];
  readonly refused: Error[] = [];
  readonly problems: string[] = [];

  readonly sink: UserStreamSink = {
    event: (event) => void this.events.push(event),
    acknowledged: (requestId) => void this.acknowledged.push(requestId),
    refused: (_requestId, error) => void this.refused.push(error),
    problem: (error) => void this.problems.push(error.message),
    heartbeat: () => undefined,
    reply: () => undefined,
    terminated: () => undefined,
    closingSoon: () => undefined,
    credentialExpired: () => undefined,
    usage: () => undefined,
  };
}

/** Opens a socket and logs in as core does, without waiting for acknowledgements. */
async function logIn(site: VenueSite): Promise<{ readonly source: UserStreamDataSource; readonly told: Told }> {
  const source = site.definition.createUserStreamDataSource(site.environment);
  const told = new Told();
  const socket = await site.openSocket(source.stream.url, (frame) => source.onFrame(frame, told.sink));
  let requestId = 0;
  const login = { nowMs: site.context.nowMs(), nextRequestId: () => (requestId += 1) };
  for (const { frame } of await source.loginFrames(login)) {
    socket.send(frame);
    await site.clock.advance(100);
  }
  await site.clock.advance(100);
  return { source, told };
}

/** What the events say, as core learns it. */
async function updatesOf({ definition, context }: VenueSite, { events }: Told): Promise<readonly UserStreamUpdate[]> {
  const updates: UserStreamUpdate[] = [];
  for (const event of events) updates.push(...(await definition.userStreamEventListener(event, context)));
  return updates;
}

describe('the login', () => {
  it('is taken by the venue, which then tells the account’s events', async () => {
    const site = new VenueSite();
    const { told } = await logIn(site);
    expect(told.problems.join()).toBe('');
    expect(told.acknowledged).toEqual([1, 2]);
    expect(site.venue.control.sockets({ account: ACCOUNT })).toHaveLength(1);
  });

  it('with a wrong key is refused', async () => {
    const { told } = await logIn(new VenueSite({ apiSecret: wrongSecret() }));
    expect(told.problems.join()).toBe('');
    expect(told.refused).not.toEqual([]);
    expect(told.events).toEqual([]);
  });
});

describe('events', () => {
  it('of an order and its fill are handed on, and userStreamEventListener reads them', async () => {
    const site = new VenueSite();
    const { told } = await logIn(site);
    const { clientOrderId, orderId } = site.placeAtVenue();
    site.venue.control.fillOrder(ACCOUNT, clientOrderId, '0.2');
    await site.clock.advance(1_000);
    expect(told.problems.join()).toBe('');
    const updates = await updatesOf(site, told);
    const exchangeOrderId = String(orderId);
    expect(updates.filter(({ kind }) => kind === 'order')).toMatchObject([
      { update: { exchangeOrderId, state: 'open' } },
      { update: { exchangeOrderId, state: 'partially-filled' } },
    ]);
    const trade = updates.find((update) => update.kind === 'trade');
    expect(trade?.update.baseAmount.toFixed()).toBe('0.2');
    expect(trade?.update.price.toFixed()).toBe(ORDER.price.toFixed());
  });

  it('of balances are read too', async () => {
    const site = new VenueSite();
    const { told } = await logIn(site);
    site.placeAtVenue();
    await site.clock.advance(1_000);
    expect(told.problems.join()).toBe('');
    const updates = await updatesOf(site, told);
    const balance = updates.find((update) => update.kind === 'balance' && update.asset === 'USDT');
    expect(balance).toMatchObject({ asset: 'USDT', available: expect.objectContaining({}), total: expect.objectContaining({}) });
  });
});

describe('frames', () => {
  it.each(['no JSON', '[]', '{}'])('that cannot be used are reported, and are no event: %s', (text) => {
    const site = new VenueSite();
    const told = new Told();
    site.definition.createUserStreamDataSource(site.environment).onFrame(Buffer.from(text), told.sink);
    expect(told.problems).toHaveLength(1);
    expect(told.events).toEqual([]);
  });
});

/** A secret of the right kind that belongs to no key. */
function wrongSecret(): string {
  return 'x'.repeat(64);
}
