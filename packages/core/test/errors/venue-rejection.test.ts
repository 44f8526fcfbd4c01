import { expect, test } from 'vitest';
import { NetworkError } from '../../src/errors/network-error.ts';
import { isOrderNotFound, VenueRejection } from '../../src/errors/venue-rejection.ts';

const rejection = (reason: VenueRejection['reason']): VenueRejection =>
  new VenueRejection({ reason, status: 404, venueCode: '-1', venueMessage: 'no' });

test('only a rejection for an order that is not there says that it is not there', () => {
  expect(isOrderNotFound(rejection('order-not-found'))).toBe(true);
  expect(
    [
      rejection('filter'),
      new NetworkError({ host: 'order-not-found', problem: 'no', mayHaveBeenSent: false }),
      new Error('order-not-found'),
      undefined,
    ].map(isOrderNotFound),
  ).toEqual([false, false, false, false]);
});
