import type { OperationResult, VenueOrder } from '@venuekit/venue';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { alterFrameFact, alterReplyFact, nullInstead, reportsOf, unknownWord, type Rewriting } from './altered-facts.ts';

/** The open orders of a reply, one of them changed. */
function varyOrder(
  orderId: number,
  change: (order: VenueOrder) => Partial<VenueOrder>,
): (result: OperationResult) => OperationResult | undefined {
  return (result) =>
    result.kind === 'open-orders'
      ? { ...result, orders: result.orders.map((order) => (order.orderId === orderId ? { ...order, ...change(order) } : order)) }
      : undefined;
}

/** Opens two orders, and changes how open orders tell of the first. @returns how many of the rows are read nevertheless */
async function spoilOneRow(
  stage: CardStage,
  change: (order: VenueOrder) => Partial<VenueOrder>,
  rewrite: Rewriting,
): Promise<{ readonly amounts: readonly string[]; readonly kept: string; readonly reports: number }> {
  await stage.start();
  const spoiled = await stage.openOrder({ amount: stage.amount(11) });
  const kept = await stage.openOrder({ amount: stage.amount(12) });
  const order = stage.present('the venue has the order', stage.venueOrder(spoiled));
  const alteration = alterReplyFact(stage, 'open-orders', varyOrder(order.orderId, change), rewrite);
  const before = reportsOf(stage);
  const open = await stage.answer('open orders are told although one row is strange', stage.connector.getOpenOrders(stage.pair));
  stage.holds('a row was strange', alteration.count() > 0, alteration.count());
  const reports = reportsOf(stage) - before;
  // A poll reads the strange row too.
  await stage.advance(130_000);
  alteration.end();
  stage.equal('the orders in flight', [...stage.connector.inFlightOrders.keys()].toSorted(), [spoiled, kept].toSorted());
  const amounts = open.map(({ amount }) => amount.toFixed());
  return { amounts, kept: stage.present('the venue has the other order', stage.venueOrder(kept)).amount.toFixed(), reports };
}

const orderStatus: Card = defineCard({
  id: 'EVOLUTION-03',
  slug: 'unknown-order-status-in-a-row',
  title: 'An order status that nobody knows, in one row of the open orders, is reported and drops no other row',
  family: 'EVOLUTION',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'Two orders are open. In the list of open orders one has a status of a word that is new. The other one is told, the strange one reported, and nothing happens to either.',
  forbidden: ['order-failed', 'order-canceled', 'order-lost', 'order-expired'],
  doc: 'design: one unknown value never drops the rest',
  look: 'requestOpenOrders',
  run: async (stage) => {
    const { amounts, kept, reports } = await spoilOneRow(stage, () => ({ status: 'canceled' }), unknownWord);
    stage.holds('the other order is among those that could be read', amounts.includes(kept), amounts);
    // What stands in the list of open orders is open, whatever its status is called.
    stage.holds('the strange row is told as open, or reported', amounts.length === 2 || reports > 0, amounts);
  },
});

const orderType: Card = defineCard({
  id: 'EVOLUTION-04',
  slug: 'unknown-order-type-in-a-row',
  title: 'An order type that nobody knows, in one row of the open orders, drops no other row',
  family: 'EVOLUTION',
  severity: 'should',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'Two orders are open. In the list of open orders one has a type of a word that is new. The other one is told, and nothing happens to either.',
  forbidden: ['order-failed', 'order-canceled', 'order-lost', 'order-expired'],
  doc: 'design: one unknown value never drops the rest',
  look: 'requestOpenOrders',
  run: async (stage) => {
    const { amounts, kept } = await spoilOneRow(stage, () => ({ type: 'market' }), unknownWord);
    stage.holds('the other order is among those that could be read', amounts.includes(kept), amounts);
  },
});

const nullPrice: Card = defineCard({
  id: 'EVOLUTION-05',
  slug: 'null-amount-in-a-row',
  title: 'A null where an amount should be, in one row of the open orders, is reported and drops no other row',
  family: 'EVOLUTION',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'Two orders are open. In the list of open orders the amount of one is null. The other one is told, the strange one reported and not taken for an order of amount zero.',
  forbidden: ['order-failed', 'order-canceled', 'order-lost', 'order-expired', 'order-amended'],
  doc: 'design: one unknown value never drops the rest',
  look: 'requestOpenOrders',
  run: async (stage) => {
    const { amounts, kept, reports } = await spoilOneRow(stage, ({ amount }) => ({ amount: amount.times(2) }), nullInstead);
    stage.equal('the orders that could be read', amounts, [kept]);
    stage.holds('the strange row is reported', reports > 0);
  },
});

const statusEvent: Card = defineCard({
  id: 'EVOLUTION-06',
  slug: 'unknown-order-status-in-an-event',
  title:
    'An order status that nobody knows, in one private event, is reported; the order ends as the venue knows it, and later events count',
  family: 'EVOLUTION',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'private-stream', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'Two orders are open. One is canceled at the venue, and the event tells it in a word that is new; then the other is filled. The fill is told at once, the strange event is reported, and the canceled order is found out by a query.',
  expected: ['stream-problem', 'order-filled', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-expired'],
  doc: 'design: one unknown value never drops the rest',
  look: 'userStreamEventListener',
  run: async (stage) => {
    await stage.start();
    const canceled = await stage.openOrder({ amount: stage.amount(11) });
    const filled = await stage.openOrder({ amount: stage.amount(12) });
    const alteration = alterFrameFact(
      stage,
      'execution',
      (execution) => ({ ...execution, kind: 'expired', order: { ...execution.order, status: 'expired' } }),
      unknownWord,
      1,
    );
    stage.cancelAtVenue(canceled);
    await stage.advance(1_000);
    stage.equal('strange events', alteration.count(), 1);
    stage.equal('what is told of the canceled order', stage.orderEvents(canceled), ['order-created']);
    stage.fillAtVenue(filled);
    await stage.until('the fill is told', () => stage.orderEvents(filled).includes('order-completed'), 10_000);
    await stage.until('the cancel is found out', () => stage.orderEvents(canceled).includes('order-canceled'), 300_000);
  },
});

const marketStatus: Card = defineCard({
  id: 'EVOLUTION-07',
  slug: 'unknown-market-status',
  title: 'A market whose status nobody knows is not traded on, and the others are',
  family: 'EVOLUTION',
  severity: 'must',
  tier: 2,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'The venue tells a status of the second market in a word that is new. Orders on the first market are placed; one on the second is denied and never sent.',
  expected: ['order-created', 'order-failed'],
  doc: 'design: one unknown value never drops the rest',
  look: 'formatTradingRules',
  run: async (stage) => {
    const alteration = alterReplyFact(
      stage,
      'rules',
      (result) =>
        result.kind === 'rules'
          ? {
              ...result,
              instruments: result.instruments.map((instrument) =>
                instrument.tradingPair === stage.otherPair ? { ...instrument, status: 'halted' } : instrument,
              ),
            }
          : undefined,
      unknownWord,
    );
    await stage.start();
    stage.holds('the status was strange', alteration.count() > 0);
    await stage.openOrder();
    const id = stage.placeResting({ pair: stage.otherPair });
    await stage.until('the order on the strange market is decided', () => stage.orderEvents(id).length > 0);
    stage.equal('what is told of it', stage.orderEvents(id), ['order-failed']);
    stage.equal('why', stage.eventsOf('order-failed')[0]?.cause, 'denied');
    stage.equal('orders on the strange market', stage.venue.world.orders(stage.account, stage.otherPair).length, 0);
  },
});

/** Words and values that are new. */
export const unknownWordCards: readonly Card[] = [orderStatus, orderType, nullPrice, statusEvent, marketStatus];
