import { ConnectorError, RateLimitError, isClockError, orderOutcome } from '@venuekit/core/connector';
import type { RestResponse } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import {
  classifyFailure,
  classifyResponse,
  getCurrentServerTime,
  isRejectionWith,
  privateRestUrl,
  publicRestUrl,
  rateLimitScope,
} from '../src/web-utils.ts';
import { recordingContext } from './spot/request-recorder.ts';

function response(status: number, text: string, headers: Readonly<Record<string, string>> = {}): RestResponse {
  return { status, text, headers: new Map(Object.entries(headers)), origin: 'POST api.binance.com/api/v3/order', receivedWallMs: 0 };
}

function refusal(status: number, code: number, msg: string, headers?: Readonly<Record<string, string>>): Error | undefined {
  return classifyResponse(response(status, JSON.stringify({ code, msg }), headers));
}

describe('URLs', () => {
  it.each([
    ['com', 'https://api.binance.com/api/v3/time'],
    ['testnet', 'https://testnet.binance.vision/api/v3/time'],
    ['demo', 'https://demo-api.binance.com/api/v3/time'],
  ] as const)('of domain %s are its own, for public and private endpoints', (domain, url) => {
    expect(publicRestUrl('/api/v3/time', domain)).toBe(url);
    expect(privateRestUrl('/api/v3/time', domain)).toBe(url);
  });

  it('are of com unless said otherwise, and follow explicit hosts', () => {
    expect(publicRestUrl('/api/v3/ping')).toBe('https://api.binance.com/api/v3/ping');
    const hosts = { rest: 'http://127.0.0.1:4000/', wsApi: 'ws://127.0.0.1:4000/ws-api/v3', streams: 'ws://127.0.0.1:4000' };
    expect(privateRestUrl('/api/v3/ping', hosts)).toBe('http://127.0.0.1:4000/api/v3/ping');
  });
});

describe('getCurrentServerTime', () => {
  it('asks the venue’s clock once and without a key', async () => {
    const context = recordingContext([{ serverTime: 1_790_000_000_123 }]);
    await expect(getCurrentServerTime(context.rest)).resolves.toBe(1_790_000_000_123);
    expect(context.calls).toEqual([{ path: '/api/v3/time' }]);
  });

  it.each([[{}], [{ serverTime: 'soon' }], [[]], [null]])('refuses an answer without a time: %j', async (reply) => {
    const context = recordingContext([reply]);
    await expect(getCurrentServerTime(context.rest)).rejects.toMatchObject({ code: 'INVALID_PAYLOAD' });
  });
});

describe('the class of a refusal', () => {
  it.each([
    [400, -1013, 'Filter failure: LOT_SIZE', 'filter'],
    [400, -1111, "Parameter 'quantity' has too much precision.", 'filter'],
    [400, -1121, 'Invalid symbol.', 'unknown-symbol'],
    [400, -1102, "Mandatory parameter 'price' was not sent, was empty/null, or malformed.", 'invalid-request'],
    [400, -2010, 'Account has insufficient balance for requested action.', 'insufficient-balance'],
    [400, -2010, 'Order would immediately match and take.', 'would-match'],
    [400, -2010, 'Order would trigger immediately.', 'would-trigger'],
    [400, -2010, 'Duplicate order sent.', 'duplicate-client-order-id'],
    [400, -2010, 'Market is closed.', 'market-closed'],
    [400, -2010, 'Filter failure: MAX_NUM_ORDERS', 'filter'],
    [400, -2010, 'Order book liquidity is less than LOT_SIZE filter minimum quantity.', 'filter'],
    [400, -2010, 'Market orders are not supported for this symbol.', 'invalid-request'],
    [400, -2010, 'This symbol is not permitted for this account.', 'not-permitted'],
    [400, -2010, 'This account may not place or cancel orders.', 'not-permitted'],
    [400, -2010, 'A text that is new.', 'other'],
    [400, -2011, 'Unknown order sent.', 'order-not-found'],
    [400, -2011, 'Order was not canceled due to cancel restrictions.', 'other'],
    [400, -2013, 'Order does not exist.', 'order-not-found'],
  ])('%i %i "%s" is a rejection for %s', (status, code, msg, reason) => {
    const error = refusal(status, code, msg);
    expect(error).toMatchObject({
      code: 'VENUE_REJECTION',
      reason,
      status,
      venueCode: String(code),
      venueMessage: msg,
      outcome: 'rejected',
    });
  });

  it.each([-1002, -1022, -2014, -2015])('%i is of the credentials, with status 400 and 401', (code) => {
    for (const status of [400, 401]) expect(refusal(status, code, 'no')).toMatchObject({ code: 'AUTHENTICATION', outcome: 'rejected' });
  });

  it('-1021 is of the clock, and only it', () => {
    const error = refusal(400, -1021, 'Timestamp for this request is outside of the recvWindow.');
    expect(error).toMatchObject({ code: 'CLOCK', outcome: 'rejected', retryable: true });
    expect(isClockError(error)).toBe(true);
    expect(isClockError(refusal(400, -1022, 'Signature for this request is not valid.'))).toBe(false);
    expect(isClockError(new Error('-1021'))).toBe(false);
  });

  it.each([
    [500, -1000, 'An unknown error occurred while processing the request.'],
    [503, -1008, 'Server is currently overloaded with other requests.'],
    [400, -1006, 'An unexpected response was received from the message bus.'],
    [400, -1007, 'Timeout waiting for response from backend server.'],
    [400, -1008, 'Server is currently overloaded.'],
    [500, -2010, 'Account has insufficient balance for requested action.'],
    [409, -2021, 'Order cancel-replace partially failed.'],
    [400, -9999, 'A code of next year.'],
  ])('%i %i leaves the outcome unknown', (status, code, msg) => {
    expect(refusal(status, code, msg)).toMatchObject({ code: 'VENUE_UNAVAILABLE', outcome: 'unknown', venueCode: String(code) });
  });

  it.each([
    [502, '<html><body>502 Bad Gateway</body></html>'],
    [403, '<html>blocked</html>'],
    [410, '<html>410 Gone</html>'],
    [404, ''],
    [400, '[]'],
    [400, '{"code":"-2013","msg":7}'],
    [400, 'null'],
    [400, '{"code":-2013'],
  ])('of a body that is none of the venue’s error objects leaves the outcome unknown and does not quote it: %i %s', (status, text) => {
    const error = classifyResponse(response(status, text));
    expect(error).toMatchObject({ code: 'VENUE_UNAVAILABLE', outcome: 'unknown', status, venueCode: '' });
    expect(error?.message).not.toContain('<');
  });

  it('is none for an answer below 400', () => {
    expect(classifyResponse(response(200, '{"code":-2013,"msg":"x"}'))).toBeUndefined();
  });

  it('carries no control character of the venue’s text, and only so much of it', () => {
    const error = refusal(400, -2010, `\u001B[31m${'x'.repeat(5000)}`);
    expect(error?.message).not.toContain('\u001B');
    expect(error?.message.length).toBeLessThan(500);
  });

  it('is known to the questions that core asks', () => {
    expect(isRejectionWith(refusal(400, -2013, 'Order does not exist.'), '-2013')).toBe(true);
    expect(isRejectionWith(refusal(500, -2013, 'Order does not exist.'), '-2013')).toBe(false);
    expect(orderOutcome(refusal(400, -2013, ''))).toBe('rejected');
    expect(ConnectorError.is(refusal(400, -2013, ''))).toBe(true);
  });
});

function limit(venueCode: string, isBan: boolean): RateLimitError {
  return new RateLimitError({ status: isBan ? 418 : 429, venueCode, venueMessage: '', retryAfterMs: 1, isBan });
}

describe('a rate limit', () => {
  it.each([
    [429, -1003, '17', 17_000, false],
    [429, -1015, undefined, 10_000, false],
    [429, -1003, undefined, 60_000, false],
    [429, -1003, '0', 1000, false],
    [429, -1003, '999999999', 600_000, false],
    [418, -1003, '120', 120_000, true],
    [418, -1003, undefined, 120_000, true],
    [418, -1003, '999999999', 259_200_000, true],
    [429, -1003, 'soon', 60_000, false],
    [429, -1003, '-5', 60_000, false],
  ])('%i %i with Retry-After %s waits %i ms', (status, code, header, retryAfterMs, isBan) => {
    const error = refusal(status, code, 'Too much.', header === undefined ? {} : { 'retry-after': header });
    expect(error).toMatchObject({ code: 'RATE_LIMITED', status, venueCode: String(code), retryAfterMs, isBan, outcome: 'rejected' });
  });

  it('is told by the status also where the body is a page of HTML, and by the code where the status is 400', () => {
    expect(classifyResponse(response(429, '<html>', { 'retry-after': '3' }))).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 3000 });
    expect(refusal(400, -1015, 'Too many new orders.')).toMatchObject({ code: 'RATE_LIMITED', isBan: false });
  });

  it('is read from a date as well, by the venue’s own clock', () => {
    const headers = { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT', date: 'Wed, 21 Oct 2026 07:27:40 GMT' };
    expect(refusal(429, -1003, 'Too much.', headers)).toMatchObject({ retryAfterMs: 20_000 });
  });

  it('of the order count holds placements alone; every other one holds all that shares it', () => {
    const charged = ['POST /api/v3/order', 'REQUEST_WEIGHT', 'RAW_REQUESTS', 'ORDERS per 10 seconds', 'ORDERS per day'];
    expect(rateLimitScope(limit('-1015', false), charged)).toEqual(['ORDERS per 10 seconds', 'ORDERS per day']);
    expect(rateLimitScope(limit('-1003', false), charged)).toEqual(charged);
    expect(rateLimitScope(limit('-1015', true), charged)).toEqual(charged);
    expect(rateLimitScope(limit('-1015', false), ['/api/v3/account', 'REQUEST_WEIGHT'])).toEqual(['/api/v3/account', 'REQUEST_WEIGHT']);
  });

  it('takes a wait that is given in ms, bounded alike', () => {
    const failure = { status: 429, code: '-1003', message: '', retryAfterMs: Number.POSITIVE_INFINITY };
    expect(classifyFailure(failure)).toMatchObject({ retryAfterMs: 600_000 });
    expect(classifyFailure({ ...failure, retryAfterMs: -5 })).toMatchObject({ retryAfterMs: 1000 });
  });
});
