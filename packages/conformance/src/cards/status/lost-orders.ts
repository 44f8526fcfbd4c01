import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { troubleOperation, troubleOrderQueries, type OperationTrouble } from '../../situation/operation-fault.ts';
import { silencePrivateStream } from '../../situation/private-frames.ts';
import { fillsTold } from '../../situation/venue-fills.ts';

const common = {
  family: 'STATUS',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  needs: ['trading', 'order-type:limit', 'client-order-ids'],
  doc: 'design: what stays undecided past the declared age becomes lost',
  look: 'requestOrderStatus',
} as const;

const DEFAULT_LOST_AFTER_MS = 600_000;

interface LostOrder {
  readonly id: string;
  /** Lets the venue answer queries again. */
  readonly answer: () => void;
  /** Lets private messages arrive again. */
  readonly hear: () => void;
}

/** An order whose placing has no answer, and that the venue does not tell of for as long as it takes until it is lost. */
async function loseOrder(stage: CardStage, placing: OperationTrouble): Promise<LostOrder> {
  await stage.start();
  const hear = silencePrivateStream(stage);
  const fault = troubleOperation(stage, 'place', placing, 1);
  const queries = troubleOrderQueries(stage, 'server-error');
  const id = stage.placeResting();
  await stage.advance((stage.definition.capabilities.lostAfterMs ?? DEFAULT_LOST_AFTER_MS) + 60_000);
  fault.expectStruck(stage);
  stage.equal('what was told of an order that nobody answers for', stage.orderEvents(id), ['order-lost']);
  const answer = (): void => {
    for (const query of queries) query.lift();
  };
  return { id, answer, hear };
}

const tells = (stage: CardStage, id: string, type: string): boolean => stage.orderEvents(id).some((told) => told === type);

export const lostIsNotFailed: Card = defineCard({
  ...common,
  id: 'STATUS-16',
  slug: 'lost-is-not-failed',
  title: 'An order that the venue does not answer for becomes lost and stays so: it is kept, saved and asked for, and never called failed',
  scenario:
    'The answer to an order is lost, and the venue answers no query about orders. After the declared time the order is lost; then the venue answers, and it is open.',
  expected: ['order-lost', 'order-created'],
  forbidden: ['order-failed', 'order-canceled', 'order-expired'],
  covers: ['HB-34'],
  run: async (stage) => {
    const { id, answer } = await loseOrder(stage, 'answer-lost');
    const order = stage.present('a lost order is in flight', stage.connector.inFlightOrders.get(id));
    stage.equal('the state of a lost order', order.state, 'lost');
    stage.holds('a lost order is saved', Object.keys(stage.connector.trackingStates).includes(id));
    answer();
    await stage.until('the order is found', () => tells(stage, id, 'order-created'), 700_000);
    stage.equal('the state once it is found', stage.connector.inFlightOrders.get(id)?.state, 'open');
  },
});

export const lostOrderIsFilled: Card = defineCard({
  ...common,
  id: 'STATUS-17',
  slug: 'lost-order-is-filled',
  title: 'The fill of a lost order that the stream tells counts, and completes it',
  needs: [...common.needs, 'streams-fills'],
  scenario: 'An order is lost although the venue has it. It is filled, and the private stream tells it.',
  expected: ['order-lost', 'order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-canceled', 'order-expired'],
  covers: ['HB-34', 'HB-39'],
  look: 'userStreamEventListener',
  run: async (stage) => {
    const { id, answer, hear } = await loseOrder(stage, 'answer-lost');
    hear();
    stage.fillAtVenue(id);
    await stage.until('the fill of the lost order is told', () => fillsTold(stage, id).length === 1, 30_000);
    answer();
    await stage.until('the lost order is completed', () => tells(stage, id, 'order-completed'), 700_000);
    stage.holds('a completed order is not in flight', !stage.connector.inFlightOrders.has(id));
  },
});

export const lostOrderIsCanceledAtVenue: Card = defineCard({
  ...common,
  id: 'STATUS-18',
  slug: 'lost-order-is-canceled-at-the-venue',
  title: 'That a lost order was canceled is taken from the stream or a query, and ends it once',
  scenario: 'An order is lost although the venue has it. It is canceled on the site of the venue.',
  expected: ['order-lost', 'order-canceled'],
  forbidden: ['order-failed', 'order-completed', 'order-expired'],
  covers: ['HB-38'],
  run: async (stage) => {
    const { id, answer, hear } = await loseOrder(stage, 'answer-lost');
    hear();
    answer();
    stage.cancelAtVenue(id);
    await stage.until('the end of the lost order is told', () => tells(stage, id, 'order-canceled'), 700_000);
    stage.holds('an ended order is not in flight', !stage.connector.inFlightOrders.has(id));
  },
});

export const lostOrderIsCanceledByUs: Card = defineCard({
  ...common,
  id: 'STATUS-19',
  slug: 'lost-order-can-be-canceled',
  title: 'A lost order can be canceled; what the venue says of the cancel settles it',
  scenario: 'An order is lost although the venue has it. We cancel it; the venue does so.',
  expected: ['order-lost', 'order-canceled'],
  forbidden: ['order-failed', 'order-completed', 'order-expired'],
  covers: ['HB-35'],
  look: 'placeCancel',
  run: async (stage) => {
    const { id, answer, hear } = await loseOrder(stage, 'answer-lost');
    hear();
    answer();
    void stage.connector.cancel(stage.pair, id);
    await stage.until('the lost order is canceled', () => tells(stage, id, 'order-canceled'), 700_000);
    stage.equal('open orders at the venue', stage.truth().openOrders.length, 0);
  },
});

export const lostOrderStaysWhenItsCancelFails: Card = defineCard({
  ...common,
  id: 'STATUS-20',
  slug: 'lost-order-stays-when-its-cancel-fails',
  title: 'A lost order whose cancel fails is neither canceled nor forgotten',
  scenario: 'An order is lost although the venue has it, and the cancel of it is answered with a server error.',
  expected: ['order-lost', 'order-created'],
  forbidden: ['order-failed', 'order-completed', 'order-expired', 'order-canceled'],
  covers: ['HB-36'],
  look: 'placeCancel',
  run: async (stage) => {
    const { id, answer, hear } = await loseOrder(stage, 'answer-lost');
    const refused = troubleOperation(stage, 'cancel', 'server-error', 1);
    const alsoRefused = troubleOperation(stage, 'request-cancel', 'server-error', 1);
    const canceling = stage.connector.cancel(stage.pair, id);
    await stage.advance(20_000);
    stage.holds('the scenario was provoked: the cancel has failed', refused.struck + alsoRefused.struck > 0);
    stage.holds('the order is still in flight', stage.connector.inFlightOrders.has(id));
    hear();
    answer();
    const result = await stage.answer('the cancel ends', canceling, 700_000);
    stage.equal('whether the cancel has succeeded', result.success, false);
    await stage.until('the lost order is found', () => tells(stage, id, 'order-created'), 700_000);
  },
});

export const lostOrderNeverWas: Card = defineCard({
  ...common,
  id: 'STATUS-21',
  slug: 'lost-order-that-never-was',
  title: 'A lost order that has never come to the venue is settled as never arrived, once the venue answers',
  scenario:
    'The request of an order is lost on its way, and the venue answers no query about orders until the order is lost. Then it answers that there is none.',
  expected: ['order-lost', 'order-failed'],
  forbidden: ['order-created', 'order-canceled', 'order-completed'],
  covers: ['HB-37'],
  look: 'isOrderNotFoundDuringStatusUpdateError',
  run: async (stage) => {
    const { id, answer, hear } = await loseOrder(stage, 'broken-connection');
    hear();
    answer();
    await stage.until('the lost order is settled', () => stage.orderEvents(id).length > 1, 900_000);
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-lost', 'order-failed']);
    stage.equal(
      'why it has failed',
      stage.eventsOf('order-failed').map(({ cause }) => cause),
      ['never-arrived'],
    );
  },
});
