import { describe, expect, test } from 'vitest';
import type { HttpClient } from '../../src/network/http-client.ts';
import { serverTime, WebWorld } from '../web/web-world.ts';

const HOUR_MS = 3_600_000;

/** A venue that refuses timestamps which are more than a second away from its own clock. */
class StrictVenue implements HttpClient {
  readonly openRequests = 0;
  readonly world: WebWorld = new WebWorld({ serverTime, createHttpClient: () => this });
  /** How far the venue's clock is ahead of what our clocks say together. */
  aheadMs = 0;
  refusals = 0;

  get nowMs(): number {
    return this.world.clock.wallMs() + this.aheadMs;
  }

  send: HttpClient['send'] = ({ url }) => {
    const { pathname, searchParams } = new URL(url);
    if (pathname === '/time') return this.#answer(200, { serverTime: this.nowMs });
    const timestamp = Number.parseInt(searchParams.get('timestamp') ?? '0', 10);
    if (Math.abs(timestamp - this.nowMs) <= 1_000) return this.#answer(200, {});
    this.refusals += 1;
    return this.#answer(400, { code: 1 });
  };

  close(): Promise<void> {
    return Promise.resolve();
  }

  #answer(status: number, body: unknown): ReturnType<HttpClient['send']> {
    return Promise.resolve({ status, headers: new Map(), text: JSON.stringify(body), receivedWallMs: this.nowMs });
  }
}

describe('D-01: after the machine slept, the first refused timestamp puts the time right at once', () => {
  test.each([
    ['our monotonic clock stood still for an hour', HOUR_MS],
    ['the venue’s clock was put back by an hour', -HOUR_MS],
  ])('%s: five old samples do not outvote the new one', async (_name, jumpMs) => {
    const venue = new StrictVenue();
    const { factory, time, clock } = venue.world;
    const rest = factory.createRestAssistant();
    for (let sample = 0; sample < 5; sample += 1) await factory.synchroniseTime();
    await rest.execute({ path: '/ping', isAuthRequired: true });
    venue.aheadMs = jumpMs;
    await rest.execute({ path: '/ping', isAuthRequired: true });
    expect(venue.refusals).toBe(1);
    expect(time.nowMs()).toBe(venue.nowMs);
    await clock.advance(2_000);
    await rest.execute({ path: '/ping', isAuthRequired: true });
    expect(venue.refusals).toBe(1);
  });
});
