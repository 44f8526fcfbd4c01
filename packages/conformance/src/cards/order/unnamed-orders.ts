import type { Card } from '../../card/card.ts';
import { troubleOperation } from '../../situation/operation-fault.ts';
import { placeByOther } from '../../situation/other-program.ts';
import { expectExecuted } from '../../situation/private-stream.ts';
import { orderCard } from './order-card.ts';

const common = {
  severity: 'must',
  needs: ['trading', 'order-type:limit', 'trait:no-client-ids'],
  doc: 'design: how an order ends',
  look: 'requestOpenOrders',
} as const;

/** Longer than the age at which an order that nobody knows is lost. */
const UNTIL_LOST_MS = 1_800_000;

export const foundByItsFacts: Card = orderCard({
  ...common,
  id: 'ORDER-73',
  slug: 'order-without-id-is-found-by-its-facts',
  title: 'Where the venue takes no ids of ours, orders whose answers were lost are found among the open ones, each with an id of its own',
  scenario:
    'Three orders of different amounts are placed in one moment, and all answers are lost. Each is found; one is filled in part, one canceled.',
  expected: ['order-created', 'order-created', 'order-created', 'order-filled', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost'],
  run: async (stage) => {
    await stage.start();
    const lost = troubleOperation(stage, 'place', 'answer-lost', 3);
    const amounts = [11, 12, 13].map((times) => stage.amount(times));
    const ids = amounts.map((amount) => stage.placeResting({ amount }));
    const areCreated = (): boolean => ids.every((id) => stage.orderEvents(id).includes('order-created'));
    await stage.until('the orders are found', areCreated, 300_000);
    lost.expectStruck(stage);
    const amountAtVenue = new Map(stage.truth().openOrders.map((order) => [stage.exchangeOrderId(order), order.amount.toFixed()]));
    stage.equal(
      'the amounts behind the ids that were found',
      ids.map((id) => amountAtVenue.get(stage.connector.inFlightOrders.get(id)?.exchangeOrderId ?? '')),
      amounts,
    );
    const [filled = '', canceled = ''] = ids;
    stage.fillAtVenue(filled, stage.amount(4));
    await stage.until('the fill is told', () => stage.orderEvents(filled).includes('order-filled'), 130_000);
    expectExecuted(stage, filled);
    await stage.answer('cancel() ends', stage.connector.cancel(stage.pair, canceled));
    await stage.until('the cancel is told', () => stage.orderEvents(canceled).includes('order-canceled'), 130_000);
  },
});

export const alikeOrderIsNotTaken: Card = orderCard({
  ...common,
  id: 'ORDER-74',
  slug: 'nothing-is-guessed-between-alike-orders',
  title: 'Where two orders at the venue could be the one whose answer was lost, neither is taken for it: it is lost, and has not failed',
  scenario: 'The answer to an order is lost, and the owner of the account places one that looks the same. Nothing tells the two apart.',
  expected: ['order-lost'],
  forbidden: ['order-failed', 'order-created', 'order-canceled'],
  // It is in flight, and nobody can say which of the two open ones it is.
  invariants: ['books-equal', 'fills-equal', 'balances-equal', 'one-ending', 'no-secret-shown', 'nothing-left'],
  run: async (stage) => {
    await stage.start();
    const lost = troubleOperation(stage, 'place', 'answer-lost', 1);
    const id = stage.placeResting();
    await stage.until('the order is at the venue', () => stage.truth().openOrders.length === 1);
    placeByOther(stage, { side: 'buy', amount: stage.amount() });
    await stage.until('the order is lost', () => stage.orderEvents(id).includes('order-lost'), UNTIL_LOST_MS);
    lost.expectStruck(stage);
    stage.equal('what was told of it', stage.orderEvents(id), ['order-lost']);
  },
});
