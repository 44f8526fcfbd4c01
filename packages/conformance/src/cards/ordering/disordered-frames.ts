import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { baseOf } from '../../situation/balances.ts';
import { swapExecutions, troublePrivateFrames } from '../../situation/private-frames.ts';
import { fillInParts, fillsAtVenue, fillsTold } from '../../situation/venue-fills.ts';
import { ORDERING, WITHOUT_POLLS } from './ordering-card.ts';

export const everythingTwice: Card = defineCard({
  ...ORDERING,
  id: 'ORDERING-01',
  slug: 'every-message-comes-twice',
  title: 'Private messages that arrive twice are told once, also the last one of an order',
  needs: ['trading', 'private-stream', 'order-type:limit', 'trade-ids'],
  setup: WITHOUT_POLLS,
  scenario: 'Every message about orders arrives twice. One order is filled in three parts, another partly filled and canceled.',
  run: async (stage) => {
    await stage.start();
    const fault = troublePrivateFrames(stage, 'execution', { kind: 'duplicate' });
    const [filled, canceled] = [await stage.openOrder(), await stage.openOrder({ side: 'sell' })];
    fillInParts(stage, filled, [1, 2]);
    fillInParts(stage, canceled, [3]);
    stage.cancelAtVenue(canceled);
    stage.fillAtVenue(filled);
    await stage.advance(10_000);
    fault.expectStruck(stage);
    const fill = 'order-filled';
    stage.equal('what was told of the filled order', stage.orderEvents(filled), ['order-created', fill, fill, fill, 'order-completed']);
    stage.equal('what was told of the canceled order', stage.orderEvents(canceled), ['order-created', fill, 'order-canceled']);
  },
});

export const reorderedFills: Card = defineCard({
  ...ORDERING,
  id: 'ORDERING-02',
  slug: 'fills-arrive-out-of-order',
  title: 'Fills that arrive out of order are all told, the order is completed once, and its state does not go back',
  needs: ['trading', 'private-stream', 'order-type:limit', 'trade-ids'],
  setup: WITHOUT_POLLS,
  scenario: 'An order is filled in four parts; the messages of the first two change places, and so do those of the last two.',
  expected: ['order-created', 'order-filled', 'order-filled', 'order-filled', 'order-filled', 'order-completed'],
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    for (const isLast of [false, true]) {
      const fault = swapExecutions(stage);
      fillInParts(stage, id, [2]);
      await stage.advance(20);
      if (isLast) stage.fillAtVenue(id);
      else fillInParts(stage, id, [3]);
      await stage.advance(3_000);
      fault.expectStruck(stage);
      fault.lift();
    }
    const told = fillsTold(stage, id).map(({ amount }) => amount.toFixed());
    const happened = fillsAtVenue(stage, id).map(({ trade }) => trade.amount.toFixed());
    stage.equal('the amounts that were told', told.toSorted(), happened.toSorted());
    if (stage.has('streams-fills')) stage.holds('the scenario was provoked: the second fill arrived first', told[0] === happened[1], told);
    stage.equal('how often the end was told', stage.eventsOf('order-completed').length, 1);
  },
});

export const delayedAcrossPoll: Card = defineCard({
  ...ORDERING,
  id: 'ORDERING-03',
  slug: 'messages-delayed-across-a-poll',
  title: 'Messages that arrive after a status poll has told the same change nothing',
  needs: ['trading', 'private-stream', 'order-type:limit', 'trade-ids'],
  setup: { connector: { intervals: { longPollMs: 5_000 } } },
  scenario: 'The messages about a fill, a partial fill and a cancel come eight seconds late. A poll meanwhile tells all three.',
  run: async (stage) => {
    await stage.start();
    const [filled, partly, canceled] = [await stage.openOrder(), await stage.openOrder({ side: 'sell' }), await stage.openOrder()];
    const fault = troublePrivateFrames(stage, 'execution', { kind: 'delay', delayMs: 8_000 }, 1);
    stage.fillAtVenue(filled);
    fillInParts(stage, partly, [4]);
    stage.cancelAtVenue(canceled);
    await stage.advance(7_500);
    fault.expectStruck(stage);
    const lives = (): unknown => [filled, partly, canceled].map((id) => stage.orderEvents(id));
    const created = 'order-created';
    const truth = [
      [created, 'order-filled', 'order-completed'],
      [created, 'order-filled'],
      [created, 'order-canceled'],
    ];
    stage.equal('what the poll has told', lives(), truth);
    await stage.advance(10_000);
    stage.equal('what was told once the messages had come', lives(), truth);
    stage.holds('the partly filled order was not amended', stage.eventsOf('order-amended').length === 0);
  },
});

export const canceledBeforeItsFill: Card = defineCard({
  ...ORDERING,
  id: 'ORDERING-05',
  slug: 'cancel-arrives-before-the-last-fill',
  title: 'When the message of a cancel overtakes that of the last fill, both are told, and the order stays canceled',
  needs: ['trading', 'private-stream', 'order-type:limit', 'trade-ids'],
  setup: WITHOUT_POLLS,
  scenario: 'A part of an order is filled and the rest canceled at once; the two messages change places.',
  expected: ['order-created', 'order-canceled'],
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const fault = swapExecutions(stage);
    fillInParts(stage, id, [6]);
    await stage.advance(5);
    stage.cancelAtVenue(id);
    await stage.advance(5_000);
    fault.expectStruck(stage);
    stage.equal('what was told of the order', stage.orderEvents(id).toSorted(), ['order-canceled', 'order-created', 'order-filled']);
    // Makes good the message about balances that was lost.
    stage.venue.world.deposit(stage.account, baseOf(stage), '1');
    stage.equal(
      'the executed amount',
      fillsTold(stage, id).map(({ amount }) => amount),
      fillsAtVenue(stage, id).map(({ trade }) => trade.amount),
    );
  },
});

export const interleaved: Card = defineCard({
  ...ORDERING,
  id: 'ORDERING-08',
  slug: 'two-orders-interleaved',
  title: 'The messages of two orders of one market that alternate are told of the right order each',
  needs: ['trading', 'private-stream', 'order-type:limit', 'trade-ids'],
  setup: WITHOUT_POLLS,
  scenario: 'Two orders of the same side are filled in turn, in four parts each; one is completed, the other canceled.',
  run: async (stage) => {
    await stage.start();
    const [first, second] = [await stage.openOrder(), await stage.openOrder({ amount: stage.amount(20) })];
    for (let part = 0; part < 4; part += 1) {
      fillInParts(stage, first, [1]);
      fillInParts(stage, second, [2]);
    }
    stage.cancelAtVenue(second);
    stage.fillAtVenue(first);
    await stage.advance(5_000);
    for (const id of [first, second]) {
      const told = fillsTold(stage, id).map(({ amount }) => amount);
      stage.equal(
        'the fills of each order',
        told,
        fillsAtVenue(stage, id).map(({ trade }) => trade.amount),
      );
    }
    stage.equal(
      'the ends',
      [first, second].map((id) => stage.orderEvents(id).at(-1)),
      ['order-completed', 'order-canceled'],
    );
  },
});
