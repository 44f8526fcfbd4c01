import { Decimal } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { amountPlus, instrumentOf } from '../../stage/grid-prices.ts';
import { expectExecuted } from '../../situation/private-stream.ts';

const UNITS = {
  family: 'NUMBER',
  severity: 'must',
  tier: 2,
  since: '2026-11-20',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost'],
  doc: 'venues that differ: what amounts are counted in',
} as const;

/** Fills an order in parts of which the first has `steps` of the market's steps, and waits for its end. */
async function fillAndCompare(stage: CardStage, id: string, steps: number): Promise<void> {
  const { amountIncrement } = instrumentOf(stage);
  stage.fillAtVenue(id, amountIncrement.times(steps).toFixed());
  await stage.until('the first part is told', () => stage.orderEvents(id).includes('order-filled'), 130_000);
  expectExecuted(stage, id);
  stage.fillAtVenue(id);
  await stage.until('the order is completed', () => stage.orderEvents(id).includes('order-completed'), 130_000);
  expectExecuted(stage, id);
}

/** Holds what questions tell of an open order against the venue's order. */
async function compareAnswers(stage: CardStage, id: string): Promise<void> {
  const truth = stage.present('the venue has the order', stage.venueOrder(id)).amount.toFixed();
  const open = await stage.answer('open orders are answered', stage.connector.getOpenOrders(stage.pair));
  const ours = stage.connector.inFlightOrders.get(id);
  stage.equal(
    'the amount in flight, and the one of the open order',
    [ours?.amount.toFixed(), open.find(({ exchangeOrderId }) => exchangeOrderId === ours?.exchangeOrderId)?.amount.toFixed()],
    [truth, truth],
  );
}

/** Amounts that the venue counts in something else than the base. */
export const amountUnits: readonly Card[] = [
  defineCard({
    ...UNITS,
    id: 'NUMBER-14',
    slug: 'contracts-are-converted-exactly',
    title:
      'Where the venue counts contracts, orders, answers, fills and books are in the base to the last digit, and what is no whole step is floored',
    needs: ['trading', 'order-type:limit', 'trait:amounts-in-contracts'],
    scenario:
      'Orders of odd numbers of steps are placed, one of them a little above a step. Each is listed, filled in two parts, and completed.',
    look: 'placeOrder, userStreamEventListener: the size of a contract',
    run: async (stage) => {
      await stage.start();
      for (const [steps, excess] of [
        [3, '0'],
        [7, '0.6'],
      ] as const) {
        const amount = amountPlus(stage, stage.amount(10), steps);
        const id = await stage.openOrder({ amount: amountPlus(stage, amount, excess) });
        stage.equal('the amount at the venue', stage.present('the venue has the order', stage.venueOrder(id)).amount.toFixed(), amount);
        await compareAnswers(stage, id);
        await fillAndCompare(stage, id, steps);
      }
    },
  }),
  defineCard({
    ...UNITS,
    id: 'NUMBER-15',
    slug: 'values-are-converted-exactly',
    title:
      'Where the venue takes an order by its value in the quote, the amount in the base that comes of it is the one that was asked for',
    needs: ['trading', 'order-type:limit', 'trait:amounts-in-quote'],
    scenario:
      'Orders are placed at prices of many digits on both sides. Each is listed with its amount, filled in two parts, and completed.',
    look: 'placeOrder, userStreamEventListener: amounts of orders',
    run: async (stage) => {
      await stage.start();
      const { priceIncrement } = instrumentOf(stage);
      for (const [side, steps] of [
        ['buy', 7],
        ['sell', 13],
      ] as const) {
        const amount = amountPlus(stage, stage.amount(10), steps);
        const price = new Decimal(stage.restingPrice(side)).plus(priceIncrement.times(steps)).toFixed();
        const id = await stage.openOrder({ side, amount, price });
        stage.equal('the amount at the venue', stage.present('the venue has the order', stage.venueOrder(id)).amount.toFixed(), amount);
        await compareAnswers(stage, id);
        await fillAndCompare(stage, id, steps);
      }
    },
  }),
];
