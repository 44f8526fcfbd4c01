import { VenueRejection, orderOutcome } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { binanceSpot } from '../../src/spot/exchange.ts';
import { classifyResponse } from '../../src/web-utils.ts';

const spot = binanceSpot({ tradingPairs: [], apiKey: 'key', apiSecret: 'secret' });

function answer(status: number, text: string): unknown {
  return classifyResponse({ status, text, headers: new Map(), origin: 'POST venue.test/api/v3/order', receivedWallMs: 0 });
}

/** The words by which others recognise errors, all in one refusal that means something else. */
const DECEPTIVE = 'status is 503; -1021 Timestamp for this request; -2013 Order does not exist; -2011 Unknown order sent';

describe('D-06: an error is judged by its fields, never by words in its text', () => {
  it('a refusal whose text speaks of other errors is what its code says', () => {
    const error = answer(400, JSON.stringify({ code: -1100, msg: DECEPTIVE }));
    expect(error).toBeInstanceOf(VenueRejection);
    expect(error).toMatchObject({ reason: 'invalid-request', status: 400, venueCode: '-1100' });
    expect(spot.isRequestExceptionRelatedToTimeSynchronizer(error)).toBe(false);
    expect(spot.isOrderNotFoundDuringStatusUpdateError(error)).toBe(false);
    expect(spot.isOrderNotFoundDuringCancelationError(error)).toBe(false);
    expect(orderOutcome(error)).toBe('rejected');
  });

  it('a page of a proxy that quotes such words leaves the outcome open', () => {
    const error = answer(502, `<html>${DECEPTIVE}</html>`);
    expect(error).toMatchObject({ code: 'VENUE_UNAVAILABLE', status: 502 });
    expect(spot.isOrderNotFoundDuringStatusUpdateError(error)).toBe(false);
    expect(orderOutcome(error)).toBe('unknown');
  });

  it.each([
    [-1021, 'isRequestExceptionRelatedToTimeSynchronizer', 'clock'],
    [-2013, 'isOrderNotFoundDuringStatusUpdateError', 'gone'],
  ] as const)('%i is recognised whatever the venue writes beside it', (code, judge, text) => {
    expect(spot[judge](answer(400, JSON.stringify({ code, msg: text })))).toBe(true);
  });

  it('an error of somebody else with the right words is none of ours', () => {
    const foreign = new Error(DECEPTIVE);
    expect(spot.isRequestExceptionRelatedToTimeSynchronizer(foreign)).toBe(false);
    expect(spot.isOrderNotFoundDuringStatusUpdateError(foreign)).toBe(false);
    expect(orderOutcome(foreign)).toBe('unknown');
  });
});
