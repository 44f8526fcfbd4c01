import { ConnectorError } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import {
  areCreated,
  areDecided,
  askOpenOrders,
  atBeginOfWindow,
  checkWaitsAreKept,
  limitRefusals,
  placeMany,
  shortLimits,
  useUpByOthers,
} from './venue-limits.ts';

const BAN_MS = 120_000;

/** Lets a question be refused for the limits of the address, which another program has used up. */
async function beRefused(stage: CardStage): Promise<Error> {
  const [{ intervalMs } = { intervalMs: 0 }] = shortLimits(stage, 'address');
  stage.holds('the venue has a limit of the address', intervalMs > 0);
  await atBeginOfWindow(stage, intervalMs);
  useUpByOthers(stage);
  const error = await stage.errorOf('a question above the limit is refused', stage.connector.getOpenOrders(stage.pair));
  stage.holds('the venue has refused it for its limits', limitRefusals(stage).length > 0, error);
  return error;
}

/** Whether all that is used becomes free at one moment; else several calls that have waited may be too many again. */
function isFreeAtOnce(stage: CardStage): boolean {
  return shortLimits(stage, 'address').every(({ kind = 'fixed' }) => kind === 'fixed' || kind === 'from-first-use');
}

function checkIsRateLimit(stage: CardStage, error: unknown): void {
  stage.equal('the code of the error', ConnectorError.is(error) ? error.code : String(error), 'RATE_LIMITED');
}

const refusalPauses: Card = defineCard({
  id: 'RATE-06',
  slug: 'refusal-pauses-until-its-end',
  title: 'After a refusal for too many requests the venue is not asked again before it allows it, and then everything is done',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'Another program on the same address has used up the venue’s limit, and a question of ours is refused. Questions and an order that are asked for then wait for as long as the venue said; then all are done.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost'],
  doc: 'docs/rate-limits.md: what the venue says',
  look: 'createWebAssistantsFactory: classify, rateLimitScope',
  run: async (stage) => {
    await stage.start();
    checkIsRateLimit(stage, await beRefused(stage));
    const questions = askOpenOrders(stage, 3);
    const ids = isFreeAtOnce(stage) ? placeMany(stage, 1) : [];
    for (let second = 0; second < 20; second += 1) await stage.advance(1_000);
    await stage.until('all questions are answered', () => questions.answered + questions.errors.length === 3, 300_000);
    await stage.until('the order is decided', () => areDecided(stage, ids), 300_000);
    checkWaitsAreKept(stage);
    if (isFreeAtOnce(stage)) stage.equal('questions that have failed', questions.errors.length, 0);
    for (const error of questions.errors) checkIsRateLimit(stage, error);
    stage.holds('the order is placed', areCreated(stage, ids));
    await stage.advance(120_000);
    await stage.openOrder();
  },
});

const ban: Card = defineCard({
  id: 'RATE-07',
  slug: 'nothing-is-sent-while-banned',
  title: 'While the address is banned nothing is sent to the venue, neither requests nor sockets',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'The venue bans our address for two minutes and cuts all sockets. The first request is told so; from then on nothing is sent until the ban ends. Then the connector is whole again and an order that was asked for meanwhile is placed.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost'],
  doc: 'docs/rate-limits.md: what the venue says',
  look: 'createWebAssistantsFactory: classify; the stream plans’ connectLimitId',
  run: async (stage) => {
    await stage.start();
    const bannedMs = stage.clock.monotonicMs();
    stage.venue.control.banAddress(stage.address, BAN_MS);
    checkIsRateLimit(stage, await stage.errorOf('a question is refused', stage.connector.getOpenOrders(stage.pair)));
    await stage.advance(20);
    const { requests } = stage.wire;
    const before = requests.length;
    stage.venue.control.cutSockets();
    const questions = askOpenOrders(stage, 2);
    const ids = placeMany(stage, 1);
    await stage.advance(BAN_MS - 1_000 - (stage.clock.monotonicMs() - bannedMs));
    stage.equal('requests that were sent during the ban', requests.length - before, 0);
    stage.holds('the ban is told', stage.connector.rateLimitBans().length > 0);
    await stage.until('what was asked for is answered', () => questions.answered === 2 && areCreated(stage, ids), 60_000);
    stage.holds('no ban is told any more', stage.connector.rateLimitBans().length === 0, stage.connector.rateLimitBans());
    checkWaitsAreKept(stage);
  },
});

const cancelsFirst: Card = defineCard({
  id: 'RATE-08',
  slug: 'cancels-go-first',
  title: 'When the venue allows requests again, a cancel goes before the questions that have waited longer',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit', 'lacks:decaying-limits'],
  since: '2026-11-20',
  scenario:
    'An order is open. Another program has used up the limit of the address; forty questions wait, then a cancel is asked for. The order is canceled before more than a few of the questions have been sent.',
  expected: ['order-created', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost'],
  doc: 'docs/rate-limits.md: who goes first',
  look: 'placeCancel: its lane',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    await beRefused(stage);
    const { requests } = stage.wire;
    const questions = askOpenOrders(stage, 40);
    await stage.advance(1_000);
    const before = requests.length;
    const canceling = stage.connector.cancel(stage.pair, id);
    const cancelSent = (): boolean =>
      stage.venue.control.faults.applied.some(({ subject }) => 'operation' in subject && isCancel(subject.operation));
    // Marks the moment at which the cancel comes to the venue; it is carried out a moment later.
    for (const operation of ['cancel', 'request-cancel'] as const) {
      stage.venue.control.faults.add({ on: 'http', match: { operation }, action: { kind: 'delay', delayMs: 1, phase: 'request' } });
    }
    await stage.until('the cancel comes to the venue', () => cancelSent() || stage.venueOrder(id)?.status === 'canceled', 120_000);
    const cancel = requests.findIndex((request, index) => index >= before && request.method !== requests[before]?.method);
    const earlier = cancel === -1 ? 0 : cancel - before;
    stage.holds('at most a few questions were sent before the cancel', earlier <= 5, earlier);
    const { success } = await stage.answer('the cancel is answered', canceling);
    stage.holds('the cancel is done, or refused by a venue whose limit frees little at a time', success || !isFreeAtOnce(stage));
    await stage.until('the questions are answered', () => questions.answered + questions.errors.length === 40, 300_000);
    await stage.advance(120_000);
    if (!success) void stage.connector.cancel(stage.pair, id);
    await stage.until('the order is canceled', () => stage.orderEvents(id).includes('order-canceled'));
  },
});

function isCancel(operation: string | undefined): boolean {
  return operation === 'cancel' || operation === 'request-cancel';
}

const refusedCancel: Card = defineCard({
  id: 'RATE-09',
  slug: 'refused-cancel-cancels-nothing',
  title: 'A cancel that is refused for the rate leaves the order open, and can be asked for again',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'The venue refuses the cancel of an open order because of too many requests. The order is open and known; a second cancel, after the wait, ends it.',
  expected: ['order-created', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost'],
  covers: ['HB-18', 'NT-E44'],
  doc: 'docs/rate-limits.md: what the venue says',
  look: 'placeCancel',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const { faults } = stage.venue.control;
    const action = { kind: 'refuse', reason: 'rate-limited', retryAfterMs: 5_000 } as const;
    const removals = (['cancel', 'request-cancel'] as const).flatMap((operation) => [
      faults.add({ on: 'http', match: { operation }, action }),
      faults.add({ on: 'socket-request', match: { operation }, action }),
    ]);
    const { success } = await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, id));
    stage.equal('whether it has succeeded', success, false);
    stage.equal('refused cancels', limitRefusals(stage).length, 1);
    const order = stage.connector.orderTracker.fetchOrder({ clientOrderId: id });
    stage.equal('the order', [order?.state, order?.outcome], ['open', 'known']);
    for (const remove of removals) remove();
    void stage.connector.cancel(stage.pair, id);
    await stage.until('the order is canceled', () => stage.orderEvents(id).includes('order-canceled'), 700_000);
  },
});

const refusedOrder: Card = defineCard({
  id: 'RATE-10',
  slug: 'refused-order-fails-once',
  title: 'An order that is refused for the rate fails as rejected, once, and those after it wait',
  family: 'RATE',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'The venue refuses a placement because of too many requests. The order fails as rejected and is not sent again; the next one waits until the venue allows it and is open.',
  expected: ['order-failed', 'order-created'],
  forbidden: ['order-lost', 'order-canceled'],
  covers: ['HB-15'],
  doc: 'docs/rate-limits.md: what the venue says',
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    const { faults } = stage.venue.control;
    const action = { kind: 'refuse', reason: 'rate-limited', retryAfterMs: 7_000 } as const;
    const removals = [
      faults.add({ on: 'http', match: { operation: 'place' }, action }),
      faults.add({ on: 'socket-request', match: { operation: 'place' }, action }),
    ];
    const refused = stage.placeResting();
    await stage.until('the first order has failed', () => stage.orderEvents(refused).length > 0, 10_000);
    stage.equal('its events', stage.orderEvents(refused), ['order-failed']);
    stage.equal('why', stage.eventsOf('order-failed')[0]?.cause, 'rejected');
    for (const remove of removals) remove();
    const refusedMs = stage.present('the venue has refused it', limitRefusals(stage)[0]).atMs;
    const later = stage.placeResting({ amount: stage.amount(11) });
    await stage.until('the second order is open', () => areCreated(stage, [later]), 700_000);
    const order = stage.present('the venue has the second order', stage.venueOrder(later));
    const waitedMs = stage.clock.monotonicMs() - refusedMs;
    stage.holds('the second order has waited', stage.has('trait:limits-in-headers') || waitedMs >= 6_950, waitedMs);
    stage.equal(
      'the orders at the venue',
      stage.truth().openOrders.map(({ orderId }) => orderId),
      [order.orderId],
    );
  },
});

/** What follows a refusal for too many requests. */
export const refusalCards: readonly Card[] = [refusalPauses, ban, cancelsFirst, refusedCancel, refusedOrder];
