import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import type { Need } from '../../subject/need.ts';
import { checkNoTimestampRefused, clockRefusals, placeAndCheck } from './clock-refusals.ts';

const NEEDS: readonly Need[] = ['trading', 'order-type:limit', 'time-synchronization'];
const HOUR_MS = 3_600_000;

const signedAfterWait: Card = defineCard({
  id: 'TIME-08',
  slug: 'signed-after-the-wait',
  title: 'A request that waits for a rate limit is signed when it leaves, so that its timestamp is fresh',
  family: 'TIME',
  severity: 'must',
  tier: 3,
  needs: [...NEEDS, 'order-limit'],
  since: '2026-11-20',
  scenario:
    'More orders are asked for than the venue’s limit of orders allows, so that some wait longer than a timestamp is valid. No timestamp is refused.',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'design: sign after the throttle wait',
  look: 'createWebAssistantsFactory, authenticator',
  run: async (stage) => {
    await stage.start();
    const limits = stage.venue.dialect.limits.filter(({ scope }) => scope === 'account');
    const { limit, intervalMs } = stage.present(
      'the venue has a limit of orders',
      limits.toSorted((a, b) => a.intervalMs - b.intervalMs)[0],
    );
    const ids = Array.from({ length: limit + 5 }, () => stage.placeResting({ amount: stage.amount(2) }));
    await stage.until('each order is decided', () => ids.every((id) => stage.orderEvents(id).length > 0), 5 * intervalMs);
    checkNoTimestampRefused(stage);
  },
});

const wallJumps: Card = defineCard({
  id: 'TIME-09',
  slug: 'our-wall-clock-jumps',
  title: 'That our wall clock is set has no effect on timestamps',
  family: 'TIME',
  severity: 'must',
  tier: 3,
  needs: NEEDS,
  since: '2026-11-20',
  scenario: 'Our wall clock is set forward by an hour, then back by two, while the venue’s runs on. Orders and questions meet no refusal.',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'design: the venue’s time is monotonic time and an offset',
  look: 'createWebAssistantsFactory: nothing but the time that is given may be signed',
  run: async (stage) => {
    await stage.start();
    for (const jumpMs of [HOUR_MS, -2 * HOUR_MS]) {
      stage.jumpWall(jumpMs);
      await placeAndCheck(stage);
      await stage.answer('open orders are told', stage.connector.getOpenOrders(stage.pair));
      await stage.advance(30_000);
      await placeAndCheck(stage);
    }
    checkNoTimestampRefused(stage);
  },
});

const sleep: Card = defineCard({
  id: 'TIME-10',
  slug: 'machine-wakes-up',
  title: 'After an hour of sleep the connector is whole again and knows what happened meanwhile',
  family: 'TIME',
  severity: 'must',
  tier: 3,
  needs: NEEDS,
  since: '2026-11-20',
  scenario:
    'The machine sleeps: no timer rings, an hour passes at the venue, the sockets are dead without a word, and an open order is filled. After waking up the fill is told, and an order that is placed is open.',
  expected: ['order-created', 'order-filled', 'order-completed', 'order-created'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled'],
  doc: 'design: correctness rules (clock errors)',
  look: 'isRequestExceptionRelatedToTimeSynchronizer; the stream plans',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    await stage.advance(10_000);
    const from = stage.refusals.length;
    stage.venue.control.cutSockets({}, { kind: 'half-open' });
    stage.jumpWall(HOUR_MS);
    // The hour has passed for the venue too.
    stage.venue.control.skewClock(0);
    stage.fillAtVenue(id);
    await stage.until('the fill is told', () => stage.orderEvents(id).includes('order-completed'), 300_000);
    await placeAndCheck(stage);
    const refused = clockRefusals(stage, from).length;
    stage.holds('at most ten timestamps are refused', refused <= 10, refused);
  },
});

const eventTimes: Card = defineCard({
  id: 'TIME-11',
  slug: 'event-times-are-the-venues',
  title: 'Events about orders carry the venue’s time, in milliseconds',
  family: 'TIME',
  severity: 'must',
  tier: 2,
  needs: ['trading', 'order-type:limit', 'trade-ids'],
  since: '2026-11-20',
  scenario:
    'The venue’s clock is two minutes ahead of ours. An order is placed and filled, another one canceled; each event has the time at which it happened at the venue.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  doc: 'design: venue time is eventTime',
  look: 'placeOrder, userStreamEventListener',
  setup: { prepare: ({ control }) => control.skewClock(120_000) },
  run: async (stage) => {
    await stage.start();
    const filled = await stage.openOrder();
    await stage.advance(7_000);
    stage.fillAtVenue(filled);
    await stage.until('the order is completed', () => stage.orderEvents(filled).includes('order-completed'));
    const order = stage.present('the venue has the order', stage.venueOrder(filled));
    const [trade] = stage.venue.world.fills(stage.account, { tradingPair: stage.pair, orderId: order.orderId, limit: 10 });
    const fillMs = stage.present('the venue knows the fill', trade).trade.timeMs;
    const isNear = (what: string, timeMs: number | undefined, expectedMs: number): void =>
      stage.holds(`${what} has the venue’s time`, timeMs !== undefined && Math.abs(timeMs - expectedMs) <= 1_000, { timeMs, expectedMs });
    isNear('order-created', stage.eventsOf('order-created')[0]?.eventTimeMs, order.creationTimeMs);
    isNear('order-filled', stage.eventsOf('order-filled')[0]?.eventTimeMs, fillMs);
    isNear('order-completed', stage.eventsOf('order-completed')[0]?.eventTimeMs, fillMs);
  },
});

const loginAfterJump: Card = defineCard({
  id: 'TIME-12',
  slug: 'private-stream-comes-back-after-a-jump',
  title: 'The private stream comes back although the venue’s clock has been set meanwhile',
  family: 'TIME',
  severity: 'must',
  tier: 3,
  needs: [...NEEDS, 'private-stream'],
  since: '2026-11-20',
  scenario:
    'The venue’s clock is set back by a minute and a half and the private stream is cut. It is whole again within two minutes, and a fill that happened meanwhile is told.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost'],
  covers: ['REC-clock-skew-at-login'],
  doc: 'docs/private-stream.md',
  look: 'createUserStreamDataSource().loginFrames; isRequestExceptionRelatedToTimeSynchronizer',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    stage.venue.control.skewClock(-90_000);
    stage.venue.control.cutSockets({ account: stage.account });
    stage.fillAtVenue(id);
    await stage.until(
      'the private stream is whole again',
      () => stage.events.some((event) => event.type === 'stream-restored' && event.gap.fromMs !== undefined),
      120_000,
    );
    await stage.until('the fill is told', () => stage.orderEvents(id).includes('order-completed'), 120_000);
  },
});

/** Our own clock, and times that are told. */
export const ourClockCards: readonly Card[] = [signedAfterWait, wallJumps, sleep, eventTimes, loginAfterJump];
