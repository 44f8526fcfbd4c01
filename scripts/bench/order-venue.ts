// The venue of the order bench, in a process of its own, so that its work does not count as the client's.
import { binanceSpotDialect } from '@venuekit/binance/dialect';
import { splitTradingPair } from '@venuekit/core/connector';
import { SeededRandom, SystemClock } from '@venuekit/core/testing';
import { createVenue, serveOnLoopback, spotInstrument } from '@venuekit/venue';
import type { VenueCommand, VenueMessage } from './order-venue-process.ts';
import { BENCH_ACCOUNTS, BENCH_KEYS, BENCH_PAIRS, BENCH_SECRET } from './order-venue-process.ts';

const UNLIMITED = 1_000_000_000;

const clock = new SystemClock();
const venue = createVenue({
  clock,
  random: new SeededRandom(1),
  dialect: binanceSpotDialect(),
  instruments: BENCH_PAIRS.map((pair) => spotInstrument({ ...splitTradingPair(pair), maximumOpenOrders: UNLIMITED })),
  accounts: BENCH_ACCOUNTS.map((account) => ({
    account,
    balances: { BTC: '1000000', ETH: '1000000', USDT: '1000000000000' },
    keys: [{ key: BENCH_KEYS[account], kind: 'hmac' as const, verifier: BENCH_SECRET, canTrade: true }],
  })),
});
for (const { name } of venue.dialect.limits) venue.control.setLimit(name, { limit: UNLIMITED });
for (const account of BENCH_ACCOUNTS) venue.world.keepNoHistory(account);
const loopback = await serveOnLoopback(venue);

process.on('message', (command: VenueCommand) => {
  if (command === 'close') {
    void loopback.close().then(() => process.disconnect());
    return;
  }
  const counts = BENCH_ACCOUNTS.map((account) => venue.world.openOrders(account).length);
  for (const account of BENCH_ACCOUNTS) {
    for (const pair of BENCH_PAIRS) if (venue.world.openOrders(account, pair).length > 0) venue.world.cancelAll(account, pair);
  }
  tell({ kind: 'cleared', openOrders: counts });
});
process.once('disconnect', () => process.exit());
tell({
  kind: 'listening',
  rest: loopback.url('rest').http,
  streams: loopback.url('stream').ws,
  wsApi: `${loopback.url('ws-api').ws}/ws-api/v3`,
});

function tell(message: VenueMessage): void {
  process.send?.(message);
}
