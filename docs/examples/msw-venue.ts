import { binanceSpotDialect } from '@venuekit/binance/dialect';
import { ManualClock, SeededRandom } from '@venuekit/core/testing';
import { createVenue, spotInstrument } from '@venuekit/venue';
import { venueHandlers } from '@venuekit/venue/msw';

// #region msw
/** Handlers of msw that answer a program's own `fetch`: give them to `setupServer(...)` of `msw/node`. */
export function makeHandlers(): ReturnType<typeof venueHandlers> {
  const venue = createVenue({
    clock: new ManualClock(),
    random: new SeededRandom(7),
    dialect: binanceSpotDialect(),
    instruments: [spotInstrument({ base: 'BTC', quote: 'USDT' })],
  });
  return venueHandlers(venue, { rest: 'https://api.binance.com' });
}
// #endregion
