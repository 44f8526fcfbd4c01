import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import {
  checkAllPlaced,
  askOpenOrders,
  atBeginOfWindow,
  checkNothingRefused,
  isWaiting,
  orderLimit,
  placeMany,
  type Questions,
} from './venue-limits.ts';

const manyOrders: Card = defineCard({
  id: 'RATE-01',
  slug: 'many-orders-at-once',
  title: 'Many more orders than the venue allows at once are all placed, without one refusal',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit', 'order-limit'],
  since: '2026-11-20',
  scenario:
    'Half as many orders again as the venue’s shortest limit of orders allows are asked for in one moment. Those above the limit wait; the venue refuses none.',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'docs/rate-limits.md: what is kept',
  look: 'rateLimitsRules',
  run: async (stage) => {
    await stage.start();
    const { limit, intervalMs } = orderLimit(stage);
    const ids = placeMany(stage, Math.ceil(limit * 1.5));
    await stage.advance(10);
    checkNothingRefused(stage);
    stage.holds('orders wait', isWaiting(stage));
    await checkAllPlaced(stage, ids, 5 * intervalMs);
  },
});

const manyQuestions: Card = defineCard({
  id: 'RATE-02',
  slug: 'many-requests-of-all-kinds',
  title: 'More requests than the address may make are all answered, without one refusal',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'Open orders are asked for, and a few orders placed, until requests have to wait for the venue’s limit. All are answered in the end, and the venue refuses none.',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'docs/rate-limits.md: what is kept',
  look: 'rateLimitsRules, and the limit ids of the calls',
  run: async (stage) => {
    await stage.start();
    const questions: Questions = { answered: 0, errors: [] };
    const ids: string[] = [];
    let asked = 0;
    while (!isWaiting(stage) && asked < 5_000) {
      askOpenOrders(stage, 100, questions);
      asked += 100;
      if (asked % 300 === 0) ids.push(...placeMany(stage, 2));
      await stage.advance(10);
    }
    checkNothingRefused(stage);
    stage.holds('requests wait', isWaiting(stage), asked);
    ids.push(...placeMany(stage, 2));
    await stage.until('all questions are answered', () => questions.answered + questions.errors.length === asked, 300_000);
    checkNothingRefused(stage);
    stage.equal('questions that have failed', questions.errors.length, 0);
    await checkAllPlaced(stage, ids, 120_000);
  },
});

const atTheEdge: Card = defineCard({
  id: 'RATE-03',
  slug: 'bursts-on-both-sides-of-an-edge',
  title: 'Two bursts on both sides of the edge of a window are within the limit, however the venue counts',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit', 'order-limit'],
  since: '2026-11-20',
  scenario:
    'As many orders as one window allows are asked for a second before the end of the venue’s window, and as many half a second after it. The venue refuses none.',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'docs/rate-limits.md: what is kept',
  look: 'rateLimitsRules',
  run: async (stage) => {
    await stage.start();
    const { limit, intervalMs } = orderLimit(stage);
    await atBeginOfWindow(stage, intervalMs);
    await stage.advance(intervalMs - 1_500);
    const before = placeMany(stage, Math.ceil(limit * 1.1));
    await stage.advance(1_500);
    const after = placeMany(stage, Math.ceil(limit / 2));
    await checkAllPlaced(stage, [...before, ...after], 5 * intervalMs);
  },
});

const ordersApart: Card = defineCard({
  id: 'RATE-04',
  slug: 'orders-hold-up-nothing-else',
  title: 'Orders that wait for the limit of orders hold up neither questions nor cancels',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit', 'order-limit'],
  since: '2026-11-20',
  scenario:
    'More orders are asked for than the venue’s limit of orders allows. While some wait, a question for the open orders is answered and an order is canceled within a second.',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'docs/rate-limits.md: who goes first',
  look: 'rateLimitsRules: what is linked with the limit of orders',
  run: async (stage) => {
    await stage.start();
    const { limit, intervalMs } = orderLimit(stage);
    const ids = placeMany(stage, limit + 5);
    const [first = ''] = ids;
    await stage.until('the first order is open', () => stage.orderEvents(first).includes('order-created'));
    stage.holds('orders wait', isWaiting(stage));
    await stage.answer('a question is answered while orders wait', stage.connector.getOpenOrders(stage.pair), 1_000);
    const canceling = stage.connector.cancel(stage.pair, first);
    await stage.until('an order is canceled at the venue while others wait', () => stage.venueOrder(first)?.status === 'canceled', 1_000);
    await stage.answer('the cancel is answered', canceling);
    stage.holds('orders still wait', isWaiting(stage));
    await checkAllPlaced(stage, ids, 5 * intervalMs);
  },
});

const batches: Card = defineCard({
  id: 'RATE-05',
  slug: 'batches-are-charged-by-their-size',
  title: 'A batch counts as many orders as it has',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit', 'order-limit', 'batch-place'],
  since: '2026-11-20',
  scenario:
    'Half as many orders again as the venue’s limit of orders allows are asked for in batches, all in one moment. The venue refuses none.',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'docs/rate-limits.md: what is kept; connector guide: batches',
  look: 'placeOrders: what it is charged',
  run: async (stage) => {
    await stage.start();
    const { limit, intervalMs } = orderLimit(stage);
    const order = {
      tradingPair: stage.pair,
      side: 'buy',
      orderType: 'limit',
      amount: stage.amount(2),
      price: stage.restingPrice('buy'),
    } as const;
    const ids = Array.from({ length: 15 }, () =>
      stage.connector.placeBatch(Array.from({ length: Math.ceil(limit / 10) }, () => order)),
    ).flat();
    await checkAllPlaced(stage, ids, 5 * intervalMs);
  },
});

/** Limits that are kept. */
export const loadCards: readonly Card[] = [manyOrders, manyQuestions, atTheEdge, ordersApart, batches];
