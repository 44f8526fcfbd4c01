import { ConnectorError } from '@venuekit/core/connector';
import type { Venue } from '@venuekit/venue';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import {
  checkAllPlaced,
  askOpenOrders,
  atBeginOfWindow,
  checkNothingRefused,
  isWaiting,
  limitRefusals,
  orderLimit,
  placeMany,
  shortLimits,
} from './venue-limits.ts';

/** Each limit becomes a third of what it was. */
function lowerLimits({ dialect, control }: Venue): void {
  for (const { name, limit } of dialect.limits) control.setLimit(name, { limit: Math.ceil(limit / 3) });
}

async function placeBeyond(stage: CardStage): Promise<void> {
  const { limit, intervalMs } = orderLimit(stage);
  const ids = placeMany(stage, Math.ceil(limit / 2));
  await stage.advance(10);
  checkNothingRefused(stage);
  stage.holds('orders wait for the lowered limit', isWaiting(stage));
  await checkAllPlaced(stage, ids, 5 * intervalMs);
}

const toldAtStart: Card = defineCard({
  id: 'RATE-11',
  slug: 'told-limits-hold-from-the-start',
  title: 'Limits that the venue tells with its rules hold from the start, not those of the documents',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit', 'order-limit', 'rate-limits-told'],
  since: '2026-11-20',
  scenario:
    'Before anything starts the venue has lowered all limits to a third, and tells so with its rules. More orders are asked for than that allows; none is refused.',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'docs/rate-limits.md: what the venue says',
  look: 'formatRateLimits',
  setup: { prepare: lowerLimits },
  run: async (stage) => {
    await stage.start();
    await placeBeyond(stage);
  },
});

const toldLater: Card = defineCard({
  id: 'RATE-12',
  slug: 'limits-lowered-while-running',
  title: 'Limits that the venue lowers while the connector runs hold once its rules have been read again',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit', 'order-limit', 'rate-limits-told'],
  since: '2026-11-20',
  scenario:
    'The venue lowers all limits to a third. After the rules have been read again more orders are asked for than that allows; none is refused.',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'docs/rate-limits.md: what the venue says',
  look: 'formatRateLimits',
  setup: { connector: { intervals: { tradingRulesMs: 60_000 } } },
  run: async (stage) => {
    await stage.start();
    lowerLimits(stage.venue);
    await stage.advance(70_000);
    await placeBeyond(stage);
  },
});

const usedByOthers: Card = defineCard({
  id: 'RATE-13',
  slug: 'use-by-others-is-believed',
  title: 'What other programs on the same address have used of a limit is left to them',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'limit-usage-told'],
  since: '2026-11-20',
  scenario:
    'Another program uses most of the address’s limit early in the venue’s window. The next answer tells it; many questions that are asked for then wait where they must, and none is refused.',
  doc: 'docs/rate-limits.md: what the venue says',
  look: 'createWebAssistantsFactory: rateFeedback',
  run: async (stage) => {
    await stage.start();
    const [limit] = shortLimits(stage, 'address');
    const { name, limit: allowed, intervalMs } = stage.present('the venue has a limit of the address', limit);
    await atBeginOfWindow(stage, intervalMs);
    // Counts of the first moments of a window may be of the window before.
    await stage.advance(2_000);
    stage.venue.control.useLimit(name, stage.address, Math.floor(allowed * 0.9));
    await stage.answer('the network is checked', stage.connector.checkNetwork());
    const usage = stage.connector.rateLimitUsage();
    const questions = askOpenOrders(stage, 0);
    let asked = 0;
    while (!isWaiting(stage) && asked < 2_000) {
      askOpenOrders(stage, 20, questions);
      asked += 20;
      await stage.advance(10);
    }
    askOpenOrders(stage, 20, questions);
    await stage.until('all questions are answered', () => questions.answered + questions.errors.length === asked + 20, 5 * intervalMs);
    checkNothingRefused(stage);
    stage.holds(
      'the count of the venue was known',
      usage.some(({ venueUsed }) => venueUsed !== undefined && venueUsed >= allowed * 0.8),
      usage.map(({ limitId, venueUsed }) => [limitId, venueUsed]),
    );
  },
});

/** What a proxy or a broken venue may write where seconds are meant. */
const HOSTILE = ['-5', 'soon', '0', '1e9', 'Thu, 99 Nov 2026 25:61:00 GMT', '99999999999'];
const LONGEST_BAN_MS = 3 * 86_400_000;

const hostileWaits: Card = defineCard({
  id: 'RATE-14',
  slug: 'senseless-waits-are-bounded',
  title: 'A wait that no venue means is neither taken for none nor for ever',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading'],
  since: '2026-11-20',
  scenario:
    'Requests are refused with 429 and a Retry-After that is negative, no number, zero, no date, or thousands of years. The pause is bounded by three days, and one without sense neither ends at once nor lasts an hour.',
  doc: 'docs/rate-limits.md: what the venue says',
  look: 'createWebAssistantsFactory: classify',
  run: async (stage) => {
    await stage.start();
    for (const text of HOSTILE) {
      const { faults } = stage.venue.control;
      const action = { kind: 'answer', status: 429, headers: { 'retry-after': text }, body: '' } as const;
      const remove = faults.add({ on: 'http', match: { operation: 'open-orders' }, action });
      const error = await stage.errorOf(
        `a question is refused with Retry-After: ${text}`,
        stage.connector.getOpenOrders(stage.pair),
        3_700_000,
      );
      stage.equal('the code of the error', ConnectorError.is(error) ? error.code : String(error), 'RATE_LIMITED');
      const pauses = stage.connector.rateLimitUsage().flatMap(({ pausedUntilMs }) => (pausedUntilMs === undefined ? [] : [pausedUntilMs]));
      const longestMs = Math.max(0, ...pauses.map((untilMs) => untilMs - stage.clock.wallMs()));
      stage.holds(`the pause after ${text} is bounded`, longestMs <= LONGEST_BAN_MS, longestMs);
      if (text === HOSTILE.at(-1)) break;
      stage.holds(`the pause after ${text} lasts less than an hour`, longestMs < 3_600_000, longestMs);
      stage.holds(`the pause after ${text} is no less than half a second`, longestMs >= 500, longestMs);
      remove();
      await stage.advance(longestMs + 100);
    }
  },
});

const stopEndsWaits: Card = defineCard({
  id: 'RATE-15',
  slug: 'stop-ends-waits',
  title: 'stop() ends what waits for a limit, and leaves nothing behind',
  family: 'RATE',
  severity: 'should',
  tier: 3,
  needs: ['trading', 'order-type:limit', 'order-limit'],
  since: '2026-11-20',
  scenario:
    'More orders are asked for than the venue allows; while some wait the connector is stopped. Those that have not been sent are denied, and nothing is left.',
  doc: 'docs/rate-limits.md; design: stop() leaves no timer',
  look: 'placeOrder: the context’s signal',
  invariants: ['one-ending', 'no-secret-shown', 'nothing-left'],
  run: async (stage) => {
    await stage.start();
    const { limit } = orderLimit(stage);
    const ids = placeMany(stage, limit + 5);
    await stage.advance(1_000);
    stage.holds('orders wait', isWaiting(stage));
    await stage.stop();
    stage.equal(
      'orders at the venue and orders that were denied',
      stage.truth().openOrders.length + stage.eventsOf('order-failed').filter(({ cause }) => cause === 'denied').length,
      ids.length,
    );
    stage.equal('refusals', limitRefusals(stage).length, 0);
  },
});

const flapping: Card = defineCard({
  id: 'RATE-16',
  slug: 'flapping-sockets-stay-within-limits',
  title: 'Sockets that are cut again and again are not reopened without rest',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading'],
  since: '2026-11-20',
  scenario:
    'For two minutes every socket is cut each second. The connector opens less than one in two seconds for each of its streams, the venue refuses nothing, and afterwards all is whole.',
  doc: 'docs/rate-limits.md: sockets',
  look: 'createOrderBookDataSource().stream, createUserStreamDataSource().stream',
  run: async (stage) => {
    await stage.start();
    const streams = stage.venue.control.sockets().length;
    const before = stage.wire.sockets.length;
    for (let round = 0; round < 120; round += 1) {
      await stage.advance(1_000);
      stage.venue.control.cutSockets();
    }
    const opened = stage.wire.sockets.length - before;
    stage.holds('sockets are opened again', opened > 0, opened);
    stage.holds('at most 50 sockets of a stream are opened in two minutes', opened <= 50 * streams, opened);
    checkNothingRefused(stage);
    await stage.rest();
  },
});

/** What the venue says of its limits. */
export const toldLimitCards: readonly Card[] = [toldAtStart, toldLater, usedByOthers, hostileWaits, stopEndsWaits, flapping];
