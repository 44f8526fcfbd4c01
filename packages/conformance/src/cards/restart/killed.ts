import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';

const common = {
  family: 'RESTART',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  needs: ['trading', 'order-type:limit'],
  doc: 'design: a kill at any await, restore, fills while away',
  setup: { isDurable: true },
} as const;

/** How long after a restart everything has been asked for and told. */
const CALM_MS = 130_000;

/** Kills the program as soon as the venue has executed what it was told, before the answer is back. */
async function killBeforeTheAnswer(
  stage: CardStage,
  operation: 'place' | 'cancel',
  command: () => void,
  isDone: () => boolean,
): Promise<void> {
  const { faults } = stage.venue.control;
  faults.add({ on: 'http', match: { operation }, action: { kind: 'execute-then-hang' } });
  faults.add({ on: 'socket-request', match: { operation }, action: { kind: 'execute-then-ignore' } });
  faults.add({ on: 'frame', match: { frame: 'execution' }, times: 100, action: { kind: 'drop' } });
  faults.add({ on: 'frame', match: { frame: 'balances' }, times: 100, action: { kind: 'drop' } });
  command();
  await stage.until(`the venue has executed the ${operation}`, isDone);
  stage.kill();
  faults.clear();
}

export const openOrderSurvives: Card = defineCard({
  ...common,
  id: 'RESTART-01',
  slug: 'open-order-is-known-after-a-kill',
  title: 'An order that rests when the program is killed is in flight again after the restart, with all its fields',
  scenario:
    'An order rests; the program is killed and started again ten minutes later. The order is in flight with its ids, side, amounts and price, and is not created anew.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-filled'],
  covers: ['NT-E84', 'HB-2'],
  look: 'requestOrderStatus',
  run: async (stage) => {
    await stage.start();
    const [amount, price] = [stage.amount(), stage.restingPrice('sell')];
    const id = await stage.openOrder({ side: 'sell', amount, price });
    stage.kill();
    await stage.advance(600_000);
    await stage.start();
    await stage.advance(CALM_MS);
    const order = stage.present('the order is in flight', stage.connector.inFlightOrders.get(id));
    stage.equal(
      'its fields',
      [order.side, order.amount.toFixed(), order.price?.toFixed(), order.tradingPair],
      ['sell', amount, price, stage.pair],
    );
    stage.equal('orders at the venue', stage.truth().openOrders.length, 1);
    stage.equal('its events', stage.orderEvents(id), ['order-created']);
  },
});

export const filledWhileAway: Card = defineCard({
  ...common,
  id: 'RESTART-02',
  slug: 'filled-while-away',
  title: 'What was filled while the program was dead is told after the restart, once, as recovered, with price and fee',
  scenario: 'An order rests, the program is killed, the order is filled. After the restart the fill and the completion are told.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled'],
  covers: ['NT-E85'],
  look: 'allTradeUpdatesForOrder',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    stage.kill();
    stage.fillAtVenue(id);
    await stage.advance(600_000);
    await stage.start();
    await stage.until('the end of the order is told', () => stage.orderEvents(id).includes('order-completed'), 600_000);
    await stage.advance(CALM_MS);
    stage.equal('its events', stage.orderEvents(id), ['order-created', 'order-filled', 'order-completed']);
    stage.equal(
      'the fill is recovered',
      stage.eventsOf('order-filled').map(({ isRecovered }) => isRecovered),
      [true],
    );
  },
});

export const partlyFilledAndCanceledWhileAway: Card = defineCard({
  ...common,
  id: 'RESTART-03',
  slug: 'partly-filled-and-canceled-while-away',
  title: 'An order that was partly filled and then canceled while the program was dead is told in this order',
  scenario:
    'The program is killed; a part of its order is filled, then somebody cancels the order. After the restart fill and cancellation are told.',
  expected: ['order-created', 'order-filled', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-completed'],
  look: 'requestOrderStatus',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    stage.kill();
    stage.fillAtVenue(id, stage.amount(4));
    stage.cancelAtVenue(id);
    await stage.start();
    await stage.until('the end of the order is told', () => stage.orderEvents(id).includes('order-canceled'), 600_000);
    await stage.advance(CALM_MS);
    stage.equal('its events', stage.orderEvents(id), ['order-created', 'order-filled', 'order-canceled']);
  },
});

export const filledBeforeAndWhileAway: Card = defineCard({
  ...common,
  id: 'RESTART-04',
  slug: 'a-fill-before-and-one-while-away',
  title: 'A fill that was told before the kill is not told again; the one that came while the program was dead is told',
  scenario: 'A part is filled and told, the program is killed, another part is filled. After the restart there are two fills, each once.',
  expected: ['order-created', 'order-filled', 'order-filled'],
  forbidden: ['order-failed', 'order-lost', 'order-completed', 'order-canceled'],
  look: 'tradeUpdatesSince',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    stage.fillAtVenue(id, stage.amount(3));
    await stage.until('the first fill is told', () => stage.orderEvents(id).includes('order-filled'), 300_000);
    stage.kill();
    stage.fillAtVenue(id, stage.amount(4));
    await stage.advance(60_000);
    await stage.start();
    await stage.advance(CALM_MS);
    const told = stage.eventsOf('order-filled').filter(({ replayed }) => replayed !== true);
    stage.equal(
      'fills that were told',
      told.map(({ amount }) => amount.toFixed()),
      [stage.amount(3), stage.amount(4)],
    );
  },
});

export const killedWhilePlacing: Card = defineCard({
  ...common,
  id: 'RESTART-05',
  slug: 'killed-before-the-answer-to-an-order',
  title: 'An order whose answer the program did not live to hear is found after the restart, and not placed again',
  needs: [...common.needs, 'client-order-ids'],
  scenario:
    'The venue takes the order, the program is killed before the answer. After the restart the order is told as created; the venue has one.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled'],
  look: 'requestOrderStatus',
  run: async (stage) => {
    await stage.start();
    let id = '';
    const place = (): void => void (id = stage.placeResting());
    await killBeforeTheAnswer(stage, 'place', place, () => stage.truth().openOrders.length === 1);
    await stage.start();
    await stage.until('the order is told', () => stage.orderEvents(id).includes('order-created'), 600_000);
    await stage.advance(CALM_MS);
    stage.equal('orders at the venue', stage.venue.world.orders(stage.account, stage.pair).length, 1);
    stage.equal('its events', stage.orderEvents(id), ['order-created']);
  },
});

export const killedBeforeSending: Card = defineCard({
  ...common,
  id: 'RESTART-06',
  slug: 'killed-before-an-order-arrives',
  title: 'An order that never reached the venue because the program was killed ends as never-arrived, not as rejected',
  needs: [...common.needs, 'client-order-ids'],
  scenario:
    'The request of an order is swallowed by the network and the program is killed. After the restart, once the request cannot be valid any more, the order has failed for never having arrived.',
  expected: ['order-failed'],
  forbidden: ['order-created', 'order-lost'],
  look: 'isOrderNotFoundDuringStatusUpdateError',
  run: async (stage) => {
    await stage.start();
    const { faults } = stage.venue.control;
    faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'hang' } });
    faults.add({ on: 'socket-request', match: { operation: 'place' }, action: { kind: 'ignore' } });
    const id = stage.placeResting();
    await stage.until('the order is on its way', () => faults.applied.length > 0);
    stage.kill();
    await stage.start();
    await stage.until('the order has ended', () => stage.orderEvents(id).includes('order-failed'), 900_000);
    stage.equal(
      'why it failed',
      stage.eventsOf('order-failed').map(({ cause }) => cause),
      ['never-arrived'],
    );
    stage.equal('orders at the venue', stage.venue.world.orders(stage.account, stage.pair).length, 0);
  },
});

export const killedWhileCanceling: Card = defineCard({
  ...common,
  id: 'RESTART-07',
  slug: 'killed-before-the-answer-to-a-cancel',
  title: 'An order whose cancel the program did not live to see confirmed is known as canceled after the restart',
  needs: [...common.needs, 'synchronous-cancel'],
  scenario: 'The venue cancels the order, the program is killed before the answer. After the restart the cancellation is told, once.',
  expected: ['order-created', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost'],
  look: 'requestOrderStatus',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const cancel = (): void => void stage.connector.cancel(stage.pair, id).catch(() => undefined);
    await killBeforeTheAnswer(stage, 'cancel', cancel, () => stage.truth().openOrders.length === 0);
    await stage.start();
    await stage.until('the cancellation is told', () => stage.orderEvents(id).includes('order-canceled'), 600_000);
    await stage.advance(CALM_MS);
    stage.equal('its events', stage.orderEvents(id), ['order-created', 'order-canceled']);
  },
});
