import { isClockError, orderOutcome } from '@venuekit/core/connector';
import type { RestResponse } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import {
  buildApiFactory,
  buildApiFactoryWithoutTimeSynchronizerPreProcessor,
  classifyResponse,
  getCurrentServerTime,
  privateRestUrl,
  publicRestUrl,
} from '../src/web-utils.ts';
import { EXCHANGE_INFO_PATH, SERVER_TIME_PATH } from '../src/spot/constants.ts';
import { HOSTS, VenueSite } from './spot/venue-site.ts';

function response(status: number, text: string): RestResponse {
  return { status, text, headers: new Map(), origin: 'POST rest.venue.test/orders', receivedWallMs: 0 };
}

describe('URLs', () => {
  it.each([['main', 'https://rest.plain.example']] as const)('of domain %s are its own', (domain, rest) => {
    expect(publicRestUrl('/path', domain)).toBe(`${rest}/path`);
    expect(privateRestUrl('/path', domain)).toBe(`${rest}/path`);
  });

  it('are of the default domain unless said otherwise, and follow explicit hosts', () => {
    expect([publicRestUrl('/path'), privateRestUrl('/path')]).toEqual([
      'https://rest.plain.example/path',
      'https://rest.plain.example/path',
    ]);
    expect(publicRestUrl('/path', HOSTS)).toBe(`${HOSTS.rest}/path`);
  });
});

describe('the venue’s time', () => {
  it('is asked for without a key', async () => {
    const site = new VenueSite();
    site.venue.control.skewClock(5_000);
    await expect(getCurrentServerTime(site.rest)).resolves.toBe(site.venue.world.nowMs());
  });

  it('is not made up when the answer has none', async () => {
    const rest = { execute: () => Promise.resolve({}) };
    await expect(getCurrentServerTime(rest)).rejects.toMatchObject({ code: 'INVALID_PAYLOAD' });
  });

  it('is asked for by the factory that follows it, and not by the other', async () => {
    const { environment } = new VenueSite();
    const paths: string[] = [];
    const runtime = {
      ...environment.runtime,
      fetch: (request: Request): Promise<Response> => {
        paths.push(new URL(request.url).pathname);
        return environment.runtime.fetch(request);
      },
    };
    for (const build of [buildApiFactoryWithoutTimeSynchronizerPreProcessor, buildApiFactory]) {
      const factory = build({ environment: { ...environment, runtime }, domain: HOSTS });
      await factory.createRestAssistant().execute({ path: EXCHANGE_INFO_PATH });
      await factory.synchroniseTime();
    }
    expect(paths).toEqual([EXCHANGE_INFO_PATH, EXCHANGE_INFO_PATH, SERVER_TIME_PATH]);
  });
});

describe('the class of an answer', () => {
  it('is none for a success', () => {
    expect(classifyResponse(response(200, '{}'))).toBeUndefined();
  });

  it.each([
    [502, '<html>bad gateway</html>'],
    [400, '<html>a proxy</html>'],
    [400, '{"error":"a-code-of-next-year"}'],
  ])('leaves the outcome unknown for %i %s', (status, text) => {
    expect(orderOutcome(classifyResponse(response(status, text)))).toBe('unknown');
  });

  it.each([429, 418])('is a rate limit for %i', (status) => {
    expect(classifyResponse(response(status, ''))).toMatchObject({ code: 'RATE_LIMITED', isBan: status === 418 });
  });

  it('tells an order that is not there, and a clock that is wrong', () => {
    expect(classifyResponse(response(404, '{"error":"unknown-order"}'))).toMatchObject({ reason: 'order-not-found' });
    expect(isClockError(classifyResponse(response(401, '{"error":"timestamp-too-old"}')))).toBe(true);
  });
});
