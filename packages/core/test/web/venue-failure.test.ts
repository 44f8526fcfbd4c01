import { describe, expect, test } from 'vitest';
import type { RestResponse } from '../../src/web/rest-response.ts';
import { readVenueFailure, venueFailureError, type VenueErrorCodes, type VenueFailure } from '../../src/web/venue-failure.ts';

const CODES: VenueErrorCodes = {
  clock: new Set(['CLOCK']),
  credentials: new Set(['KEY']),
  limits: new Set(['SLOW_DOWN']),
  rejectionReason: (code, message) => (code === 'NO' ? (message === 'funds' ? 'insufficient-balance' : 'other') : undefined),
  wait: (code, isBan) => ({ defaultMs: isBan ? 120_000 : code === 'SLOW_DOWN' ? 10_000 : 60_000, maximumMs: 600_000 }),
};

function failure(change: Partial<VenueFailure>): VenueFailure {
  return { status: 400, code: undefined, message: '', retryAfterMs: undefined, ...change };
}

function response(status: number, text: string, headers: Readonly<Record<string, string>> = {}): RestResponse {
  return { status, text, headers: new Map(Object.entries(headers)), origin: 'POST venue.test/order', receivedWallMs: 0 };
}

const NAMES = { code: 'error', codeType: 'string', message: 'detail' } as const;

describe('the error of a refusal', () => {
  test.each<[Partial<VenueFailure>, string, string]>([
    [{ code: 'CLOCK' }, 'CLOCK', 'rejected'],
    [{ code: 'KEY', status: 401 }, 'AUTHENTICATION', 'rejected'],
    [{ code: 'SLOW_DOWN' }, 'RATE_LIMITED', 'rejected'],
    [{ code: 'NO' }, 'VENUE_REJECTION', 'rejected'],
    [{ code: 'OF_NEXT_YEAR' }, 'VENUE_UNAVAILABLE', 'unknown'],
    [{}, 'VENUE_UNAVAILABLE', 'unknown'],
    [{ status: 429 }, 'RATE_LIMITED', 'rejected'],
    [{ status: 418, code: 'NO' }, 'RATE_LIMITED', 'rejected'],
    [{ status: 500, code: 'NO' }, 'VENUE_UNAVAILABLE', 'unknown'],
    [{ status: 503, code: 'SLOW_DOWN' }, 'VENUE_UNAVAILABLE', 'unknown'],
    [{ status: 502 }, 'VENUE_UNAVAILABLE', 'unknown'],
  ])('%j is %s, and the outcome %s', (change, code, outcome) => {
    expect(venueFailureError(failure(change), CODES)).toMatchObject({ code, outcome });
  });

  test('has the venue’s reason, code and words', () => {
    const error = venueFailureError(failure({ code: 'NO', message: 'funds' }), CODES);
    expect(error).toMatchObject({ reason: 'insufficient-balance', venueCode: 'NO', venueMessage: 'funds', status: 400 });
  });

  test('has no control character of the venue’s text, and only so much of it', () => {
    const error = venueFailureError(failure({ code: 'NO', message: `\u001B[31m${'x'.repeat(5_000)}` }), CODES);
    expect(error.message).not.toContain('\u001B');
    expect(error.message.length).toBeLessThan(500);
  });

  test.each<[Partial<VenueFailure>, number, boolean]>([
    [{ status: 429 }, 60_000, false],
    [{ status: 400, code: 'SLOW_DOWN' }, 10_000, false],
    [{ status: 418 }, 120_000, true],
    [{ status: 429, retryAfterMs: 17_000 }, 17_000, false],
    [{ status: 429, retryAfterMs: -5 }, 1_000, false],
    [{ status: 429, retryAfterMs: Number.POSITIVE_INFINITY }, 600_000, false],
  ])('%j waits %i ms', (change, retryAfterMs, isBan) => {
    expect(venueFailureError(failure(change), CODES)).toMatchObject({ retryAfterMs, isBan });
  });
});

describe('an answer', () => {
  test('below 400 is no failure, whatever it says', () => {
    expect(readVenueFailure(response(200, '{"error":"NO"}'), NAMES)).toBeUndefined();
  });

  test('with an error object tells code, message and wait', () => {
    expect(readVenueFailure(response(429, '{"error":"NO","detail":"funds"}', { 'retry-after': '3' }), NAMES)).toEqual({
      status: 429,
      code: 'NO',
      message: 'funds',
      retryAfterMs: 3_000,
    });
    expect(readVenueFailure(response(400, '{"error":-1}'), { ...NAMES, codeType: 'number' })).toMatchObject({ code: '-1' });
  });

  test.each(['<html>', '', 'null', '[]', '{"error":"NO"', '{"error":5}', '{"detail":7}'])('%s has no code and is not quoted', (text) => {
    const read = readVenueFailure(response(400, text, { 'retry-after': 'soon' }), NAMES);
    expect(read).toMatchObject({ status: 400, code: undefined, retryAfterMs: undefined });
    expect(read?.message).not.toContain('html');
  });
});
