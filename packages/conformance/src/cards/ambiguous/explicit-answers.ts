import { Decimal } from '@venuekit/core/connector';
import type { CardStage } from '../../card/card-stage.ts';
import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { breakCommands, EXECUTED_ANSWER_LOST, silencePrivateStream } from './failure-points.ts';

const refusedConnection: Card = defineCard({
  id: 'AMBIGUOUS-28',
  slug: 'refused-connection-is-not-sent',
  title: 'A command whose connection is refused has not been sent: the order is denied, a cancel leaves the order open',
  family: 'AMBIGUOUS',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'An order is open. Nobody listens at the venue’s places any more; another order and a cancel are asked for. Both fail within seconds, with the reason that nothing was sent; then the venue can be reached again.',
  expected: ['order-created', 'order-failed'],
  forbidden: ['order-canceled', 'order-lost'],
  covers: ['HB-15', 'HB-18'],
  doc: 'design: a command has four outcomes',
  look: 'placeOrder, placeCancel',
  run: async (stage) => {
    await stage.start();
    const open = await stage.openOrder();
    stage.refuseConnections();
    stage.venue.control.cutSockets();
    await stage.advance(10);
    const denied = stage.placeResting({ amount: stage.amount(11) });
    const canceling = stage.connector.cancel(stage.pair, open);
    await stage.until('the order has failed', () => stage.orderEvents(denied).includes('order-failed'), 30_000);
    const failure = stage.eventsOf('order-failed').find(({ clientOrderId }) => clientOrderId === denied);
    stage.equal('why it has failed', [failure?.cause, failure?.denialReason], ['denied', 'request-not-sent']);
    const { success } = await stage.answer('the cancel is answered', canceling);
    stage.equal('whether the cancel has succeeded', success, false);
    stage.equal('the open order', stage.connector.orderTracker.fetchOrder({ clientOrderId: open })?.state, 'open');
    stage.refuseConnections(false);
  },
});

const duplicate: Card = defineCard({
  id: 'AMBIGUOUS-29',
  slug: 'duplicate-means-it-arrived',
  title: 'The answer that the client id is taken already does not fail the order: it may have arrived',
  family: 'AMBIGUOUS',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit', 'client-order-ids'],
  since: '2026-11-20',
  scenario:
    'Something on the way sends the placement twice, so that the venue has the order when our request arrives, and refuses it for its id. The order is open.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost'],
  covers: ['NT-E74'],
  doc: 'connector guide: errors',
  look: 'placeOrder; the reason of the rejection must be duplicate-client-order-id',
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    const endSilence = silencePrivateStream(stage);
    const [amount, price] = [stage.amount(), stage.restingPrice('buy')];
    const id = stage.placeResting({ amount, price });
    stage.venue.world.place({
      account: stage.account,
      tradingPair: stage.pair,
      side: 'buy',
      type: 'limit',
      timeInForce: 'GTC',
      amount: new Decimal(amount),
      price: new Decimal(price),
      clientOrderId: id,
    });
    await stage.until('something is told of the order', () => stage.orderEvents(id).length > 0);
    stage.equal('what is told of it', stage.orderEvents(id), ['order-created']);
    stage.holds(
      'the venue has refused the second request for its id',
      stage.refusals.some(({ reason }) => reason === 'duplicate-client-order-id'),
    );
    endSilence();
  },
});

const oneOfABatch: Card = defineCard({
  id: 'AMBIGUOUS-30',
  slug: 'one-refused-order-of-a-batch',
  title: 'An order of a batch that the venue refuses fails alone',
  family: 'AMBIGUOUS',
  severity: 'must',
  tier: 2,
  needs: ['trading', 'order-type:limit', 'order-type:limit-maker', 'batch-place'],
  since: '2026-11-20',
  scenario: 'Three orders go in one batch; the one in the middle would trade at once and must not. It is refused, the others are open.',
  expected: ['order-created', 'order-created'],
  covers: ['NT-E78'],
  doc: 'connector guide: batches',
  look: 'placeOrders',
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    const order = { tradingPair: stage.pair, side: 'buy', amount: stage.amount() } as const;
    const resting = { ...order, orderType: 'limit', price: stage.restingPrice('buy') } as const;
    const ids = stage.connector.placeBatch([
      resting,
      { ...order, orderType: 'limit-maker', price: stage.crossingPrice('buy') },
      { ...resting, amount: stage.amount(11) },
    ]);
    await stage.until('each order is decided', () => ids.every((id) => stage.orderEvents(id).length > 0));
    stage.equal(
      'the events of each',
      ids.map((id) => stage.orderEvents(id)),
      [['order-created'], ['order-failed'], ['order-created']],
    );
    stage.equal('why one has failed', stage.eventsOf('order-failed')[0]?.cause, 'rejected');
  },
});

/** The order is over for another reason than this cancel, which says that it has canceled nothing. */
async function expectNotCanceled(stage: CardStage, id: string, canceling: ReturnType<CardStage['connector']['cancel']>): Promise<void> {
  await stage.until('the order is known to be over', () => stage.orderEvents(id).length > 1);
  const { success } = await stage.answer('the cancel is answered', canceling);
  stage.equal('whether it was canceled', success, false);
}

const filledMeanwhile: Card = defineCard({
  id: 'AMBIGUOUS-31',
  slug: 'unknown-cancel-of-a-filled-order',
  title: 'An order that was filled while the answer to its cancel was lost ends as filled',
  family: 'AMBIGUOUS',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'The private stream tells nothing. An open order is filled, then canceled; the venue’s answer to the cancel is lost. A query finds the fill.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-canceled', 'order-failed', 'order-lost'],
  covers: ['HB-19', 'NT-E75'],
  doc: 'design: how an order ends',
  look: 'placeCancel, isOrderNotFoundDuringCancelationError',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    await stage.advance(1_000);
    const endSilence = silencePrivateStream(stage);
    stage.fillAtVenue(id);
    const broken = breakCommands(stage, ['cancel', 'request-cancel'], {
      ...EXECUTED_ANSWER_LOST,
      points: EXECUTED_ANSWER_LOST.points.slice(0, 1),
    });
    const canceling = stage.connector.cancel(stage.pair, id);
    await stage.until('the answer to the cancel is lost', () => broken() === 1, 10_000);
    await expectNotCanceled(stage, id, canceling);
    endSilence();
  },
});

const cancelOfFilled: Card = defineCard({
  id: 'AMBIGUOUS-32',
  slug: 'unknown-order-on-cancel-is-not-canceled',
  title: 'That the venue does not list an order as open when it is canceled does not mean that it was canceled',
  family: 'AMBIGUOUS',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'The private stream tells nothing. An open order is filled at the venue and then canceled by us; the venue says that it has no such open order. It ends as filled.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-canceled', 'order-failed', 'order-lost'],
  covers: ['HB-19'],
  doc: 'design: how an order ends',
  look: 'placeCancel, isOrderNotFoundDuringCancelationError',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    await stage.advance(1_000);
    const endSilence = silencePrivateStream(stage);
    stage.fillAtVenue(id);
    const canceling = stage.connector.cancel(stage.pair, id);
    await expectNotCanceled(stage, id, canceling);
    endSilence();
  },
});

const streamTellsFirst: Card = defineCard({
  id: 'AMBIGUOUS-33',
  slug: 'stream-tells-what-the-answer-did-not',
  title: 'An order that the private stream tells of is open, whatever becomes of the answer to its placement',
  family: 'AMBIGUOUS',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'private-stream', 'order-type:limit', 'client-order-ids'],
  since: '2026-11-20',
  scenario:
    'Four orders are placed at once; each answer is lost in another way, after the private stream has told of the order. Each is open at once and stays so.',
  forbidden: ['order-failed', 'order-lost', 'order-canceled'],
  covers: ['NT-E74', 'HB-28'],
  doc: 'design: a command has four outcomes',
  look: 'placeOrder, userStreamEventListener',
  run: async (stage) => {
    await stage.start();
    const { points } = EXECUTED_ANSWER_LOST;
    const broken = breakCommands(stage, ['place'], EXECUTED_ANSWER_LOST);
    const ids = points.map((_, index) => stage.placeResting({ amount: stage.amount(10 + index) }));
    await stage.until('each order is created', () => ids.every((id) => stage.orderEvents(id).includes('order-created')), 5_000);
    stage.equal('placements that were broken', broken(), points.length);
    await stage.advance(30_000);
    stage.equal(
      'the events of each',
      ids.map((id) => stage.orderEvents(id)),
      ids.map(() => ['order-created']),
    );
    stage.equal('the orders at the venue', stage.truth().openOrders.length, points.length);
    stage.equal('the orders in flight', [...stage.connector.inFlightOrders.keys()].toSorted(), ids.toSorted());
  },
});

/** When the venue, or the network, says more than nothing. */
export const explicitAnswerCards: readonly Card[] = [
  refusedConnection,
  duplicate,
  oneOfABatch,
  filledMeanwhile,
  cancelOfFilled,
  streamTellsFirst,
];
