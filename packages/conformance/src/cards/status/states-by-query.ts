import { Decimal } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { silencePrivateStream, troublePrivateFrames } from '../../situation/private-frames.ts';
import { expectFillsTold, fillInParts, fillsTold } from '../../situation/venue-fills.ts';

const common = {
  family: 'STATUS',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  doc: 'design: a missed private-stream interval is repaired',
  look: 'requestOrderStatus',
} as const;

/** Longer than between two status polls. */
const POLLED_MS = 300_000;

/** What the stream does not tell, a query must. */
async function openAndSilence(stage: CardStage): Promise<string> {
  await stage.start();
  const id = await stage.openOrder();
  await stage.advance(1_000);
  silencePrivateStream(stage);
  return id;
}

const tells = (stage: CardStage, id: string, type: string): boolean => stage.orderEvents(id).some((told) => told === type);

export const filledByQuery: Card = defineCard({
  ...common,
  id: 'STATUS-01',
  slug: 'filled-is-learned-by-query',
  title: 'That an order is filled is learned by asking, with its fills, when the stream does not tell it',
  needs: ['trading', 'order-type:limit'],
  scenario: 'An order is filled in two parts while no private message arrives. The next status poll tells both fills and the completion.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
  covers: ['HB-22'],
  run: async (stage) => {
    const id = await openAndSilence(stage);
    fillInParts(stage, id, [3]);
    stage.fillAtVenue(id);
    await stage.until('order-completed comes by a query', () => tells(stage, id, 'order-completed'), POLLED_MS);
    stage.equal(
      'whether fills are missing at the end',
      stage.eventsOf('order-completed').map(({ hasMissingFills }) => hasMissingFills),
      [false],
    );
    stage.holds(
      'the fills are told as recovered',
      fillsTold(stage, id).every(({ isRecovered }) => isRecovered),
    );
    if (stage.has('trade-ids')) expectFillsTold(stage, id);
    stage.holds('a filled order is not in flight', !stage.connector.inFlightOrders.has(id));
  },
});

export const canceledByQuery: Card = defineCard({
  ...common,
  id: 'STATUS-02',
  slug: 'canceled-is-learned-by-query',
  title: 'That an order was canceled is learned by asking, when the stream does not tell it',
  needs: ['trading', 'order-type:limit'],
  scenario: 'An order is canceled on the site of the venue while no private message arrives. The next status poll tells it.',
  expected: ['order-created', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-completed', 'order-expired'],
  covers: ['HB-23'],
  run: async (stage) => {
    const id = await openAndSilence(stage);
    stage.cancelAtVenue(id);
    await stage.until('order-canceled comes by a query', () => tells(stage, id, 'order-canceled'), POLLED_MS);
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-canceled']);
  },
});

export const partlyFilledThenCanceledByQuery: Card = defineCard({
  ...common,
  id: 'STATUS-03',
  slug: 'partial-fill-and-cancel-are-learned-by-query',
  title: 'A partial fill and the cancel after it are learned by asking: the fill is told, with its amount, before the end',
  needs: ['trading', 'order-type:limit'],
  scenario: 'A part of an order is filled and the rest canceled while no private message arrives.',
  expected: ['order-created', 'order-filled', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-completed'],
  covers: ['HB-23', 'HB-26'],
  run: async (stage) => {
    const id = await openAndSilence(stage);
    const [part] = fillInParts(stage, id, [4]);
    stage.cancelAtVenue(id);
    await stage.until('order-canceled comes by a query', () => tells(stage, id, 'order-canceled'), POLLED_MS);
    await stage.until('the fill comes by a query', () => tells(stage, id, 'order-filled'), POLLED_MS);
    stage.equal(
      'what was told as executed',
      fillsTold(stage, id).map(({ amount }) => amount.toFixed()),
      [part],
    );
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-filled', 'order-canceled']);
  },
});

export const unchangedByQuery: Card = defineCard({
  ...common,
  id: 'STATUS-04',
  slug: 'unchanged-stays-open',
  title: 'An order that nothing happens to stays open, however often the venue is asked for it',
  needs: ['trading', 'order-type:limit'],
  scenario: 'An order rests for ten minutes while no private message arrives and polls ask for it. Nothing is told of it.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-completed', 'order-filled', 'order-amended'],
  covers: ['HB-24'],
  look: 'requestOpenOrders',
  run: async (stage) => {
    const id = await openAndSilence(stage);
    const asked = stage.wire.requests.length;
    await stage.advance(600_000);
    stage.holds('the venue was asked meanwhile', stage.wire.requests.length > asked);
    const order = stage.present('the order is in flight', stage.connector.inFlightOrders.get(id));
    stage.equal('state and outcome', [order.state, order.outcome], ['open', 'known']);
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created']);
  },
});

export const partlyFilledByQuery: Card = defineCard({
  ...common,
  id: 'STATUS-05',
  slug: 'partial-fill-is-learned-by-query',
  title: 'A partial fill is learned by asking, and the rest of the order stays open',
  needs: ['trading', 'order-type:limit'],
  scenario: 'A part of an order is filled while no private message arrives. The next status poll tells the fill.',
  expected: ['order-created', 'order-filled'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-completed', 'order-amended'],
  covers: ['HB-26'],
  look: 'requestOpenOrders',
  run: async (stage) => {
    const id = await openAndSilence(stage);
    const [part] = fillInParts(stage, id, [4]);
    await stage.until('order-filled comes by a query', () => tells(stage, id, 'order-filled'), POLLED_MS);
    const order = stage.present('the order is in flight', stage.connector.inFlightOrders.get(id));
    const state = [order.state, order.executedBase.toFixed(), order.amount.toFixed()];
    stage.equal('state, executed amount and amount', state, ['partially-filled', part, stage.amount()]);
  },
});

export const expiredByQuery: Card = defineCard({
  ...common,
  id: 'STATUS-06',
  slug: 'ended-by-the-venue-is-learned-by-query',
  title: 'That the venue itself has ended an order is learned by asking, and told once as expired or canceled',
  needs: ['trading', 'order-type:limit'],
  setup: { hasMakers: false, market: (market) => ({ ...market, selfTradePrevention: 'expire-maker' }) },
  scenario:
    'The venue ends a resting order of ours because another order of the account would trade with it, while no private message arrives.',
  forbidden: ['order-failed', 'order-lost', 'order-completed', 'order-filled'],
  run: async (stage) => {
    const id = await openAndSilence(stage);
    const { price, amount } = stage.present('the venue has the order', stage.venueOrder(id));
    const ticket = { account: stage.account, tradingPair: stage.pair, side: 'sell', amount, price: new Decimal(price) } as const;
    stage.venue.world.place({ ...ticket, type: 'limit', timeInForce: 'IOC' });
    const ended = stage.present('the venue has the order', stage.venueOrder(id)).status;
    stage.holds('the scenario was provoked: the venue has ended the order', ended.startsWith('expired'), ended);
    const hasEnded = (): boolean => tells(stage, id, 'order-expired') || tells(stage, id, 'order-canceled');
    await stage.until('the end comes by a query', hasEnded, POLLED_MS);
    stage.equal('how much was told of the order', stage.orderEvents(id).length, 2);
  },
});

/** A query that was answered before the stream told more. */
export const oldAnswerMovesNothingBack: Card = defineCard({
  ...common,
  id: 'STATUS-07',
  slug: 'old-answer-moves-nothing-back',
  title: 'An answer that is older than what the stream has told moves no order back',
  severity: 'should',
  needs: ['trading', 'order-type:limit', 'streams-fills'],
  setup: { connector: { intervals: { longPollMs: 5_000 } } },
  scenario:
    'Three orders are open when a status poll is answered. The answer comes three seconds late; meanwhile one is filled, one partly filled, one canceled.',
  forbidden: ['order-failed', 'order-lost', 'order-expired', 'order-amended'],
  look: 'requestOpenOrders',
  run: async (stage) => {
    await stage.start();
    const [filled, partly, canceled] = [await stage.openOrder(), await stage.openOrder(), await stage.openOrder()];
    const action = { kind: 'delay', delayMs: 3_000, phase: 'reply' } as const;
    const { faults } = stage.venue.control;
    const from = faults.applied.length;
    faults.add({ on: 'http', match: { operation: 'open-orders' }, action });
    faults.add({ on: 'socket-request', match: { operation: 'open-orders' }, action: { kind: 'execute-then-ignore' } });
    await stage.until('a status poll asks for the open orders', () => faults.applied.length > from, 30_000);
    await stage.advance(100);
    stage.fillAtVenue(filled);
    fillInParts(stage, partly, [5]);
    stage.cancelAtVenue(canceled);
    await stage.advance(10_000);
    const life = [filled, partly, canceled].map((id) => stage.orderEvents(id));
    const created = 'order-created';
    stage.equal('what was told of the orders', life, [
      [created, 'order-filled', 'order-completed'],
      [created, 'order-filled'],
      [created, 'order-canceled'],
    ]);
    stage.equal('the state of the partly filled one', stage.connector.inFlightOrders.get(partly)?.state, 'partially-filled');
  },
});

/** Only one message was lost; the stream seems well. */
export const oneLostMessage: Card = defineCard({
  ...common,
  id: 'STATUS-08',
  slug: 'one-lost-message-is-made-good',
  title: 'A single lost message of a stream that otherwise tells everything is made good by the next poll',
  needs: ['trading', 'private-stream', 'order-type:limit'],
  scenario:
    'The message of a cancel on the site of the venue is lost. Another order is filled and told as always. Within two polls the cancel is told.',
  forbidden: ['order-failed', 'order-lost', 'order-expired'],
  run: async (stage) => {
    await stage.start();
    const [lost, told] = [await stage.openOrder(), await stage.openOrder()];
    const drop = troublePrivateFrames(stage, 'execution', { kind: 'drop' }, 1);
    stage.cancelAtVenue(lost);
    await stage.advance(100);
    drop.expectStruck(stage);
    stage.fillAtVenue(told);
    await stage.until('the other order is completed', () => tells(stage, told, 'order-completed'), 30_000);
    await stage.until('the cancel is told', () => tells(stage, lost, 'order-canceled'), POLLED_MS);
  },
});
