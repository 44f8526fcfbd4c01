import { SeededRandom } from '@venuekit/core/testing';
import { expect, it } from 'vitest';
import { ACCOUNT, TradingRig } from './trading-rig.ts';

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);
const STEPS = 60;
const STEP_MS = 5_000;
/** Long enough for every question that is still open to be decided, or to be called lost and found again. */
const CALM_MS = 1_200_000;

const WEATHER = {
  http: {
    reset: 0.02,
    'execute-then-reset': 0.02,
    unavailable: 0.02,
    'execute-then-unavailable': 0.02,
    garbage: 0.01,
    hang: 0.01,
    delay: 0.05,
    'rate-limited': 0.005,
  },
  socketRequest: { ignore: 0.02, 'execute-then-cut': 0.02 },
  frame: { drop: 0.02, duplicate: 0.03, delay: 0.03, reorder: 0.02, corrupt: 0.02, cut: 0.005, 'fall-silent': 0.002 },
  handshake: { unavailable: 0.1, reset: 0.05 },
} as const;

it.each(SEEDS)('seed %i: after any weather the picture equals the truth, and no event was told twice', async (seed) => {
  const rig = new TradingRig({ seed, pairs: ['BTC-USDT', 'ETH-USDT'] });
  const chance = new SeededRandom(seed * 7_919);
  await rig.start();
  rig.venue.control.injectRandomFaults(WEATHER);
  rig.makers.start();
  const ids: string[] = [];
  for (let step = 0; step < STEPS; step += 1) {
    act(rig, chance, ids);
    await rig.clock.advance(STEP_MS * chance.next());
  }
  rig.venue.control.injectRandomFaults(undefined);
  rig.venue.control.faults.clear();
  rig.venue.control.skewClock(0);
  await rig.clock.advance(60_000);
  rig.makers.stop();
  await rig.clock.advance(CALM_MS);
  rig.expectTruth();
  for (const id of ids) expectLawfulEvents(rig.orderEvents(id), id);
  const placed = rig.venue.world.orders(ACCOUNT, 'BTC-USDT').concat(rig.venue.world.orders(ACCOUNT, 'ETH-USDT'));
  expect(new Set(placed.map((order) => order.clientOrderId)).size, 'orders placed twice').toBe(placed.length);
  await rig.close();
});

function act(rig: TradingRig, chance: SeededRandom, ids: string[]): void {
  const pair = chance.next() < 0.5 ? 'BTC-USDT' : 'ETH-USDT';
  const open = rig.venue.world.openOrders(ACCOUNT);
  const dice = chance.next();
  const id = ids[Math.floor(chance.next() * ids.length)];
  const order = open[Math.floor(chance.next() * open.length)];
  if (dice < 0.4) ids.push(rig.connector.buy(pair, '0.1', 'limit', rig.restingBuyPrice(pair)));
  else if (dice < 0.5) ids.push(rig.connector.sell(pair, '0.02', 'market'));
  else if (dice < 0.65 && id !== undefined) void rig.connector.cancel(pair, id);
  else if (dice < 0.8 && order !== undefined)
    rig.venue.control.fillOrder(ACCOUNT, order.clientOrderId, chance.next() < 0.5 ? '0.01' : undefined);
  else if (dice < 0.85 && order !== undefined) rig.venue.world.cancel(ACCOUNT, order.tradingPair, { clientOrderId: order.clientOrderId });
  else if (dice < 0.9) rig.venue.control.skipUpdateId(pair);
  else if (dice < 0.94) rig.venue.control.skewClock((chance.next() - 0.5) * 40_000);
  else if (dice < 0.97) rig.venue.control.cutSockets({}, chance.next() < 0.5 ? { kind: 'half-open' } : { kind: 'without-close-frame' });
  else rig.venue.control.terminatePrivate(ACCOUNT);
}

const ENDS = new Set(['order-completed', 'order-canceled', 'order-expired', 'order-failed']);

/** Created once and first, at most one end, and nothing but fills after it. */
function expectLawfulEvents(events: readonly string[], id: string): void {
  const text = `${id}: ${events.join(' ')}`;
  const created = events.indexOf('order-created');
  expect(events.filter((event) => event === 'order-created').length, text).toBeLessThanOrEqual(1);
  expect(events.filter((event) => ENDS.has(event)).length, text).toBeLessThanOrEqual(1);
  const filled = events.indexOf('order-filled');
  expect(filled < 0 || (created >= 0 && created < filled), text).toBe(true);
  const end = events.findIndex((event) => ENDS.has(event));
  const afterEnd = end < 0 ? [] : events.slice(end + 1);
  expect(
    afterEnd.filter((event) => event !== 'order-filled'),
    text,
  ).toEqual([]);
}
