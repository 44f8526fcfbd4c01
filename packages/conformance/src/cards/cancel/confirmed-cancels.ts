import type { Card } from '../../card/card.ts';
import { orderLife } from '../../stage/order-life.ts';
import { cancelCard } from './cancel-card.ts';

const NEEDS = ['trading', 'order-type:limit'] as const;

export const answerEndsTheOrder: Card = cancelCard({
  id: 'CANCEL-21',
  slug: 'answer-to-a-cancel-is-its-end',
  title: 'Where the answer to a cancel is final, the order has ended by it, whatever the stream says and when',
  severity: 'must',
  tier: 3,
  needs: [...NEEDS, 'synchronous-cancel', 'private-stream'],
  scenario: "An order is canceled while the venue's messages about orders are held back for ten seconds.",
  expected: ['order-created', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-filled'],
  covers: ['HB-17'],
  doc: 'connector guide: The members',
  look: 'placeCancel',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const { faults } = stage.venue.control;
    faults.add({ on: 'frame', match: { frame: 'execution', account: stage.account }, action: { kind: 'delay', delayMs: 10_000 } });
    const { success } = await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, id), 2_000);
    stage.equal('the answer', success, true);
    await stage.until('the cancel is told before the stream tells it', () => stage.orderEvents(id).includes('order-canceled'), 2_000);
    stage.equal('how many messages are held back', faults.applied.length, 1);
    await stage.advance(15_000);
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-canceled']);
  },
});

export const takenIsNotDone: Card = cancelCard({
  id: 'CANCEL-22',
  slug: 'cancel-that-is-taken-is-not-done',
  title: 'Where the answer to a cancel only says that it was taken, the order has ended when the venue confirms it, not before',
  severity: 'must',
  needs: [...NEEDS, 'trait:asynchronous-cancel'],
  scenario: 'An order is canceled at a venue that carries cancels out later.',
  expected: ['order-created', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-filled'],
  covers: ['HB-17'],
  doc: 'connector guide: The members',
  look: 'isCancelRequestInExchangeSynchronous',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const canceling = stage.connector.cancel(stage.pair, id);
    await stage.until('the order is being canceled', () => stage.connector.inFlightOrders.get(id)?.state === 'pending-cancel');
    await stage.until('the cancel is told', () => {
      const isTold = stage.orderEvents(id).includes('order-canceled');
      stage.holds('it is told when the venue has done it', !isTold || stage.venueOrder(id)?.status === 'canceled');
      return isTold;
    });
    const result = await stage.answer('the cancel is answered', canceling);
    stage.equal('the answer', result, { clientOrderId: id, success: true });
  },
});

export const takenAndTooLate: Card = cancelCard({
  id: 'CANCEL-23',
  slug: 'cancel-that-comes-too-late',
  title: "When an order is filled between the venue's yes to a cancel and its carrying out, it is completed",
  severity: 'must',
  needs: [...NEEDS, 'trait:asynchronous-cancel'],
  scenario: 'A cancel is taken by a venue that carries it out later, and the order is filled before that.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-canceled', 'order-failed', 'order-lost', 'order-expired'],
  covers: ['NT-E44'],
  doc: 'design: how an order ends',
  look: 'isCancelRequestInExchangeSynchronous',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const isPending = (): boolean => stage.connector.inFlightOrders.get(id)?.state === 'pending-cancel';
    const canceling = stage.connector.cancel(stage.pair, id);
    await stage.until('the venue has taken the cancel', () => isPending() && stage.wire.requests.every(({ status }) => status !== 0));
    stage.holds('the venue has not carried it out yet', stage.venueOrder(id)?.status === 'new', stage.venueOrder(id)?.status);
    stage.fillAtVenue(id);
    const { success } = await stage.answer('the cancel is answered', canceling);
    stage.equal('whether it is called canceled', success, false);
    await stage.until('the order is completed', () => stage.orderEvents(id).includes('order-completed'));
    stage.equal('what was told of the order', orderLife(stage, id), ['order-created', 'order-filled', 'order-completed']);
  },
});
