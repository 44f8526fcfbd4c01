import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { troubleOperation, troubleOrderQueries, type OperationTrouble } from '../../situation/operation-fault.ts';
import { silencePrivateStream } from '../../situation/private-frames.ts';

const common = {
  family: 'STATUS',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  doc: 'design: how an order ends',
  look: 'isOrderNotFoundDuringStatusUpdateError',
} as const;

/** By default an order that cannot be found is given up after ten minutes. */
const TOO_LONG_MS = 720_000;

const TROUBLES: readonly { readonly trouble: OperationTrouble; readonly slug: string; readonly what: string }[] = [
  { trouble: 'server-error', slug: 'server-error', what: 'A server error' },
  { trouble: 'broken-connection', slug: 'broken-connection', what: 'A broken connection' },
  { trouble: 'no-answer', slug: 'no-answer', what: 'No answer' },
  { trouble: 'unreadable-answer', slug: 'unreadable-answer', what: 'An answer that cannot be read' },
];

/** A question that fails is not an answer: one card for each way to fail. */
export const failedQueries: readonly Card[] = TROUBLES.map(({ trouble, slug, what }, index) =>
  defineCard({
    ...common,
    id: `STATUS-${String(9 + index).padStart(2, '0')}`,
    slug: `${slug}-is-not-not-found`,
    title: `${what} to the query of an order is never taken for "there is no such order"`,
    needs: ['trading', 'private-stream', 'order-type:limit'],
    scenario:
      'An order is filled while no private message arrives, and every query of a single order fails for twelve minutes. Then the venue answers.',
    expected: ['order-created', 'order-filled', 'order-completed'],
    forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
    covers: ['HB-25'],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder();
      await stage.advance(1_000);
      silencePrivateStream(stage);
      const faults = (['order', 'orders'] as const).map((operation) => troubleOperation(stage, operation, trouble));
      stage.fillAtVenue(id);
      await stage.advance(TOO_LONG_MS);
      stage.holds(
        'the scenario was provoked: queries have failed',
        faults.some(({ struck }) => struck > 1),
      );
      const order = stage.connector.inFlightOrders.get(id);
      if (order !== undefined) stage.equal('how often the order was counted as not found', order.tracking.notFoundCount, 0);
      for (const fault of faults) fault.lift();
      await stage.until('order-completed comes once the venue answers', () => stage.orderEvents(id).includes('order-completed'), 400_000);
    },
  }),
);

export const outageLosesNothing: Card = defineCard({
  ...common,
  id: 'STATUS-13',
  slug: 'an-outage-of-all-queries-loses-nothing',
  title: 'Orders stay in flight through an outage of twelve minutes in which nothing of them can be asked',
  needs: ['trading', 'order-type:limit'],
  scenario:
    'No private message arrives and all queries about orders fail for twelve minutes. One order is filled, one rests. Afterwards both are known.',
  expected: ['order-created', 'order-created', 'order-completed'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
  covers: ['HB-25'],
  look: 'requestOpenOrders',
  run: async (stage) => {
    await stage.start();
    const [filled, resting] = [await stage.openOrder(), await stage.openOrder()];
    await stage.advance(1_000);
    const hear = silencePrivateStream(stage);
    const faults = troubleOrderQueries(stage, 'server-error');
    stage.fillAtVenue(filled);
    await stage.advance(TOO_LONG_MS);
    stage.holds(
      'the scenario was provoked: queries have failed',
      faults.some(({ struck }) => struck > 1),
    );
    stage.equal('orders in flight during the outage', [...stage.connector.inFlightOrders.keys()].toSorted(), [filled, resting].toSorted());
    for (const fault of faults) fault.lift();
    hear();
    await stage.until('order-completed comes after the outage', () => stage.orderEvents(filled).includes('order-completed'), 400_000);
    stage.equal('what was told of the other', stage.orderEvents(resting), ['order-created']);
  },
});

export const notFoundEndsNothing: Card = defineCard({
  ...common,
  id: 'STATUS-14',
  slug: 'not-found-ends-nothing-by-itself',
  title: 'That the venue does not find an order which it had acknowledged is counted, forgotten when it finds it again, and ends nothing',
  // Where messages are numbered it is noticed at once that they do not arrive.
  needs: ['trading', 'private-stream', 'order-type:limit', 'client-order-ids', 'lacks:book-connection-counter'],
  scenario:
    'An order is filled while no private message arrives. The venue says three times that it knows no such order, then tells it as filled.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
  covers: ['HB-19'],
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    await stage.advance(1_000);
    silencePrivateStream(stage);
    const fault = troubleOperation(stage, 'order', 'unknown-order', 3);
    stage.fillAtVenue(id);
    const order = stage.present('the order is in flight', stage.connector.inFlightOrders.get(id));
    const isCounted = (): boolean => order.tracking.notFoundCount > 0;
    await stage.until('the order is counted as not found', () => isCounted() || order.isDone, 400_000);
    fault.expectStruck(stage);
    stage.equal('what was told of an order that is not found', stage.orderEvents(id), ['order-created']);
    stage.holds('the order is counted as not found', isCounted());
    await stage.until('order-completed comes once it is found', () => stage.orderEvents(id).includes('order-completed'), 400_000);
    stage.equal('how often it counts as not found after it was seen', order.tracking.notFoundCount, 0);
  },
});

export const lostReplyIsFound: Card = defineCard({
  ...common,
  id: 'STATUS-15',
  slug: 'order-whose-reply-was-lost-is-found',
  title: 'An order that the venue has taken, and whose answer was lost, is found by asking for it',
  needs: ['trading', 'order-type:limit'],
  scenario:
    'The answer to an order is lost and no private message arrives. Within a minute a query finds the order, and it is told as created.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost'],
  look: 'requestOrderStatus',
  run: async (stage) => {
    await stage.start();
    silencePrivateStream(stage);
    const fault = troubleOperation(stage, 'place', 'answer-lost', 1);
    const id = stage.placeResting();
    await stage.until('order-created comes by a query', () => stage.orderEvents(id).includes('order-created'), 60_000);
    fault.expectStruck(stage);
    stage.equal('orders at the venue', stage.truth().openOrders.length, 1);
  },
});
