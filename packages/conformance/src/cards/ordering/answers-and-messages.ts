import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { expectBalances } from '../../situation/balances.ts';
import { troubleOperation } from '../../situation/operation-fault.ts';
import { swapExecutions, troublePrivateFrames } from '../../situation/private-frames.ts';
import { fillInParts } from '../../situation/venue-fills.ts';
import { ORDERING, WITHOUT_POLLS } from './ordering-card.ts';

export const answerAfterTheEnd: Card = defineCard({
  ...ORDERING,
  id: 'ORDERING-04',
  slug: 'the-answer-comes-after-the-end',
  title: 'The answer to an order that comes after its end was told, and says "open", revives nothing',
  needs: ['trading', 'private-stream', 'order-type:limit'],
  setup: WITHOUT_POLLS,
  scenario: 'The answer to an order is late or lost. Meanwhile the order is filled wholly, and all of it is told.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  run: async (stage) => {
    await stage.start();
    const fault = troubleOperation(stage, 'place', 'answer-late', 1);
    const id = stage.placeResting();
    await stage.until('the venue has the order', () => stage.truth().openOrders.length === 1, 2_000);
    const { clientOrderId } = stage.present('the order at the venue', stage.truth().openOrders[0]);
    stage.venue.control.fillOrder(stage.account, clientOrderId);
    const life = ['order-created', 'order-filled', 'order-completed'];
    await stage.advance(5_000);
    fault.expectStruck(stage);
    stage.equal('what was told within 2 s after the answer', stage.orderEvents(id), life);
    await stage.advance(20_000);
    stage.equal('what was told later', stage.orderEvents(id), life);
    stage.holds('a completed order is not in flight', !stage.connector.inFlightOrders.has(id));
  },
});

export const endIsToldOnce: Card = defineCard({
  ...ORDERING,
  id: 'ORDERING-06',
  slug: 'the-end-is-told-once',
  title: 'A cancel that the answer, the stream and polls all tell is told once',
  severity: 'should',
  needs: ['trading', 'private-stream', 'order-type:limit'],
  setup: { connector: { intervals: { longPollMs: 3_000 } } },
  scenario: 'We cancel an order. The answer says canceled, the stream does so four seconds later, and polls ask before and after.',
  expected: ['order-created', 'order-canceled'],
  look: 'placeCancel',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const fault = troublePrivateFrames(stage, 'execution', { kind: 'delay', delayMs: 4_000 }, 1);
    await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, id));
    await stage.until('order-canceled comes', () => stage.orderEvents(id).includes('order-canceled'), 60_000);
    await stage.advance(30_000);
    fault.expectStruck(stage);
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-canceled']);
  },
});

export const fillBeforeItsCreation: Card = defineCard({
  ...ORDERING,
  id: 'ORDERING-07',
  slug: 'fill-arrives-before-the-creation',
  title: 'When the message of a fill overtakes that of the creation and the answer, order-created is still told first',
  needs: ['trading', 'private-stream', 'order-type:limit', 'trade-ids'],
  setup: WITHOUT_POLLS,
  scenario: 'The answer to an order is late or lost, and the messages of its creation and its first fill change places.',
  expected: ['order-created', 'order-filled'],
  run: async (stage) => {
    await stage.start();
    const fault = troubleOperation(stage, 'place', 'answer-late', 1);
    const swap = swapExecutions(stage);
    const id = stage.placeResting();
    await stage.until('the venue has the order', () => stage.truth().openOrders.length === 1, 2_000);
    const { clientOrderId } = stage.present('the order at the venue', stage.truth().openOrders[0]);
    stage.venue.control.fillOrder(stage.account, clientOrderId, stage.amount(2));
    await stage.advance(5_000);
    fault.expectStruck(stage);
    swap.expectStruck(stage);
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-filled']);
  },
});

export const balancesBeforeOrders: Card = defineCard({
  ...ORDERING,
  id: 'ORDERING-09',
  slug: 'balances-and-orders-in-any-order',
  title: 'Balances are right in the end, whether the messages about them come before or after those about the orders',
  severity: 'should',
  needs: ['trading', 'order-type:limit', 'streams-balances'],
  setup: WITHOUT_POLLS,
  scenario:
    'The messages about a fill come two seconds after those about the balances that it changed; at the next fill it is the reverse.',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    for (const frame of ['execution', 'balances'] as const) {
      const fault = troublePrivateFrames(stage, frame, { kind: 'reorder' }, 1);
      fillInParts(stage, id, [3]);
      await stage.advance(3_000);
      fault.expectStruck(stage);
      expectBalances(stage);
    }
    stage.fillAtVenue(id);
    await stage.until('order-completed comes', () => stage.orderEvents(id).includes('order-completed'), 30_000);
    await stage.advance(2_000);
    expectBalances(stage);
  },
});

export const streamsAreIndependent: Card = defineCard({
  ...ORDERING,
  id: 'ORDERING-10',
  slug: 'book-and-private-stream-are-independent',
  title: 'A private stream that is late holds up no book, and market data that are late hold up no fill',
  needs: ['trading', 'private-stream', 'order-type:limit'],
  scenario: 'Private messages come three seconds late while the market moves; then market messages come late while an order is filled.',
  look: 'createUserStreamDataSource().stream',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const { faults } = stage.venue.control;
    const moves = (): number => stage.eventsOf('book-updated').length;
    const late = troublePrivateFrames(stage, 'execution', { kind: 'delay', delayMs: 3_000 }, 1);
    fillInParts(stage, id, [2]);
    const before = moves();
    stage.tradeByStranger('buy', stage.amount(1));
    await stage.until('the book moves while private messages are late', () => moves() > before, 1_000);
    await stage.advance(5_000);
    late.expectStruck(stage);
    const delay = { on: 'frame', times: 1, action: { kind: 'delay', delayMs: 3_000 } } as const;
    for (const frame of ['book', 'trade', 'top'] as const) faults.add({ ...delay, match: { frame } });
    const struck = faults.applied.length;
    stage.tradeByStranger('buy', stage.amount(1));
    stage.fillAtVenue(id);
    await stage.until(
      'order-completed comes while market messages are late',
      () => stage.orderEvents(id).includes('order-completed'),
      2_000,
    );
    stage.holds('the scenario was provoked: market messages are late', faults.applied.length > struck);
    await stage.advance(10_000);
  },
});
