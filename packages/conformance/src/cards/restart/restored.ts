import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';

const common = {
  family: 'RESTART',
  tier: 3,
  since: '2026-11-20',
  needs: ['trading', 'order-type:limit'],
  doc: 'design: a kill at any await, restore, fills while away',
} as const;

const CALM_MS = 130_000;

export const killedTwice: Card = defineCard({
  ...common,
  id: 'RESTART-08',
  slug: 'killed-twice-in-a-row',
  title: 'A program that is killed again while it recovers loses nothing',
  severity: 'must',
  scenario:
    'An order is filled while the program is dead. The next life is killed half a second after its start; the third tells fill and completion, once.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled'],
  setup: { isDurable: true },
  look: 'allTradeUpdatesForOrder',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    stage.kill();
    stage.fillAtVenue(id);
    stage.begin();
    await stage.advance(500);
    stage.kill();
    await stage.start();
    await stage.until('the end of the order is told', () => stage.orderEvents(id).includes('order-completed'), 600_000);
    await stage.advance(CALM_MS);
    const told = stage.eventsOf('order-filled').filter(({ replayed }) => replayed !== true);
    stage.equal('fills that were told', told.length, 1);
  },
});

export const restoredWithoutStore: Card = defineCard({
  ...common,
  id: 'RESTART-09',
  slug: 'restored-from-saved-states',
  title: 'Saved states bring the open orders back, and what happened meanwhile is learned',
  severity: 'must',
  scenario:
    'Three orders rest, their states are saved as JSON. While no connector is there one is filled and one is canceled. A new connector that is given the states tells both, and keeps the third.',
  expected: ['order-filled'],
  forbidden: ['order-failed', 'order-lost'],
  covers: ['HB-2'],
  look: 'requestOrderStatus',
  run: async (stage) => {
    await stage.start();
    const [filled, canceled, open] = [await stage.openOrder(), await stage.openOrder(), await stage.openOrder()];
    const saved: unknown = JSON.parse(JSON.stringify(stage.connector.trackingStates));
    await stage.replace();
    stage.fillAtVenue(filled);
    stage.cancelAtVenue(canceled);
    stage.connector.restoreTrackingStates(recordOf(saved));
    await stage.start();
    await stage.until(
      'both ends are told',
      () => stage.orderEvents(filled).includes('order-completed') && stage.orderEvents(canceled).includes('order-canceled'),
      600_000,
    );
    await stage.advance(CALM_MS);
    stage.equal('orders in flight', [...stage.connector.inFlightOrders.keys()], [open]);
  },
});

export const brokenRow: Card = defineCard({
  ...common,
  id: 'RESTART-10',
  slug: 'a-broken-saved-row-harms-no-other',
  title: 'A saved state that cannot be read is reported and harms no other',
  severity: 'should',
  scenario: 'Of two saved orders one has lost its amount. The other is restored and goes on.',
  expected: ['order-canceled'],
  invariants: ['books-equal', 'balances-equal', 'one-ending', 'no-secret-shown', 'nothing-left'],
  look: 'placeCancel',
  run: async (stage) => {
    await stage.start();
    const [broken, whole] = [await stage.openOrder(), await stage.openOrder()];
    const saved = recordOf(JSON.parse(JSON.stringify(stage.connector.trackingStates)));
    await stage.replace();
    stage.connector.restoreTrackingStates({ ...saved, [broken]: { ...recordOf(saved[broken]), amount: null } });
    await stage.start();
    stage.holds('the whole order is in flight', stage.connector.inFlightOrders.has(whole));
    const result = await stage.answer('the cancel ends', stage.connector.cancel(stage.pair, whole));
    stage.equal('the cancel succeeds', result.success, true);
    await stage.until('the cancellation is told', () => stage.orderEvents(whole).includes('order-canceled'), 300_000);
  },
});

export const numbersGoOn: Card = defineCard({
  ...common,
  id: 'RESTART-11',
  slug: 'ids-are-not-given-twice',
  title: 'Orders of a later life have other ids than those of an earlier one',
  severity: 'must',
  needs: ['trading', 'order-type:limit', 'client-order-ids'],
  scenario: 'In each of three lives two orders are placed. The venue has six orders with six different client ids.',
  setup: { isDurable: true },
  doc: 'design: nothing is ever re-sent under a new client id, and none is given twice',
  look: 'clientOrderIdPrefix',
  run: async (stage) => {
    for (let life = 0; life < 3; life += 1) {
      await stage.start();
      await stage.openOrder();
      await stage.openOrder();
      stage.kill();
    }
    await stage.start();
    await stage.advance(CALM_MS);
    const ids = stage.truth().openOrders.map(({ clientOrderId }) => clientOrderId);
    stage.equal('different ids at the venue', new Set(ids).size, 6);
    stage.equal('orders in flight', stage.connector.inFlightOrders.size, 6);
  },
});

export const longAway: Card = defineCard({
  ...common,
  id: 'RESTART-12',
  slug: 'away-for-a-day',
  title: 'Fills of a day on which the program was dead are all told',
  severity: 'must',
  scenario: 'The program is dead for a day; six times a part of its order is filled. After the restart six fills are told.',
  forbidden: ['order-failed', 'order-lost', 'order-canceled'],
  setup: { isDurable: true },
  look: 'tradeUpdatesSince',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ amount: stage.amount(40) });
    stage.kill();
    for (let fill = 0; fill < 6; fill += 1) {
      await stage.advance(4 * 3_600_000);
      stage.fillAtVenue(id, stage.amount(2));
    }
    await stage.start();
    await stage.advance(CALM_MS);
    stage.equal(
      'executed so far, as the connector knows',
      stage.connector.inFlightOrders.get(id)?.executedBase,
      stage.venueOrder(id)?.executedBase,
    );
    if (stage.has('trade-ids')) stage.equal('fills that were told', stage.eventsOf('order-filled').length, 6);
  },
});

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
