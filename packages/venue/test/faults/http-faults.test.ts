import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HttpFaultAction } from '@venuekit/venue';
import { json, openSite, transports, type Site } from '../server/site.ts';

describe.each(transports)('HTTP faults %s', (transport) => {
  let site: Site;
  beforeEach(async () => {
    site = await openSite(transport);
  });
  afterEach(() => site.end());

  const onPlace = (action: HttpFaultAction): void => {
    site.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action });
  };
  const openOrders = (): number => site.venue.world.openOrders('alice').length;

  it('answers in place of the venue without executing', async () => {
    onPlace({ kind: 'answer', status: 503, headers: { 'x-by': 'fault' }, body: 'away' });
    const answer = await site.place('alice');
    expect([answer.status, answer.text, answer.headers.get('x-by')]).toEqual([503, 'away', 'fault']);
    expect(openOrders()).toBe(0);
    expect((await site.place('alice')).status).toBe(200);
    expect(openOrders()).toBe(1);
  });

  it.each([
    ['rate-limited', 429],
    ['banned', 418],
  ] as const)('refuses as %s in the words of the dialect, with Retry-After', async (reason, status) => {
    onPlace({ kind: 'refuse', reason, retryAfterMs: 2_500 });
    const answer = await site.place('alice');
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe('3');
    expect(json(answer.text)).toMatchObject({ error: reason, retryAfterMs: 2_500 });
    expect(openOrders()).toBe(0);
  });

  it('executes and then answers 5xx', async () => {
    onPlace({ kind: 'execute-then-answer', status: 502 });
    expect((await site.place('alice')).status).toBe(502);
    expect(openOrders()).toBe(1);
  });

  it.each([
    ['reset', 0],
    ['execute-then-reset', 1],
  ] as const)('breaks the connection: %s leaves %i orders', async (kind, orders) => {
    onPlace({ kind });
    await expect(site.place('alice')).rejects.toThrow('fetch');
    expect(openOrders()).toBe(orders);
  });

  it.each([
    ['hang', 0],
    ['execute-then-hang', 1],
  ] as const)('never answers: %s leaves %i orders', async (kind, orders) => {
    onPlace({ kind });
    const controller = new AbortController();
    const answer = site.startPlace('alice', {}, controller.signal);
    let isAnswered = false;
    answer.then(
      () => (isAnswered = true),
      () => undefined,
    );
    await site.until(() => site.venue.control.faults.applied.length === 1);
    await site.clock.advance(600_000);
    expect(isAnswered).toBe(false);
    controller.abort(new Error('given up'));
    await expect(answer).rejects.toThrow('given up');
    expect(openOrders()).toBe(orders);
  });

  it('answers later, having executed at once', async () => {
    onPlace({ kind: 'delay', delayMs: 5_000 });
    const answer = site.startPlace('alice');
    let isAnswered = false;
    answer.then(
      () => (isAnswered = true),
      () => undefined,
    );
    await site.until(() => openOrders() === 1);
    await site.clock.advance(4_999);
    expect(isAnswered).toBe(false);
    await site.clock.advance(1);
    expect((await site.settled(answer)).status).toBe(200);
  });

  it('executes later', async () => {
    onPlace({ kind: 'delay', delayMs: 4_000, phase: 'request' });
    const answer = site.startPlace('alice');
    await site.until(() => site.venue.control.faults.applied.length === 1);
    expect(openOrders()).toBe(0);
    await site.clock.advance(4_000);
    expect((await site.settled(answer)).status).toBe(200);
    expect(openOrders()).toBe(1);
  });

  it('checks the timestamp of a request when it arrives, not when it was sent', async () => {
    onPlace({ kind: 'delay', delayMs: 6_000, phase: 'request' });
    const answer = site.startPlace('alice');
    await site.until(() => site.venue.control.faults.applied.length === 1);
    await site.clock.advance(6_000);
    expect(json((await site.settled(answer)).text)).toMatchObject({ error: 'timestamp-too-old' });
    expect(openOrders()).toBe(0);
  });

  it('executes and answers what is no JSON', async () => {
    onPlace({ kind: 'execute-then-garbage' });
    const answer = await site.place('alice');
    expect(answer.status).toBe(200);
    expect(() => json(answer.text)).toThrow(SyntaxError);
    expect(openOrders()).toBe(1);
  });

  it('executes and answers half of the JSON', async () => {
    onPlace({ kind: 'execute-then-truncate' });
    const answer = await site.place('alice');
    expect(answer.text.startsWith('{"order":')).toBe(true);
    expect(() => json(answer.text)).toThrow(SyntaxError);
    expect(openOrders()).toBe(1);
  });

  it('executes and breaks the connection in the middle of the body', async () => {
    onPlace({ kind: 'execute-then-cut-body' });
    await expect(site.place('alice')).rejects.toThrow(/terminated|fetch failed|ECONNRESET|aborted/);
    expect(openOrders()).toBe(1);
  });

  it('records each fault that was done with what it was done to', async () => {
    onPlace({ kind: 'answer', status: 500 });
    await site.place('alice');
    expect(site.venue.control.faults.applied).toEqual([
      {
        timeMs: site.venue.world.nowMs(),
        source: 'rule',
        on: 'http',
        subject: { service: 'rest', method: 'POST', path: '/orders', operation: 'place' },
        action: { kind: 'answer', status: 500 },
      },
    ]);
  });
});
