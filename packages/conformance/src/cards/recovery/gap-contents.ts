import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import { placeByOther } from '../../situation/other-program.ts';
import {
  cutPrivate,
  expectExecuted,
  expectFlow,
  RESTORED,
  restored,
  SELDOM_POLLED,
  typesAbout,
  whole,
} from '../../situation/private-stream.ts';

const common = {
  family: 'RECOVERY',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  setup: SELDOM_POLLED,
  expected: RESTORED,
  doc: 'private stream: how a line is replaced',
} as const;

/** One thing each that happens while nobody listens. */
export const gapContents: readonly Card[] = [
  defineCard({
    ...common,
    id: 'RECOVERY-05',
    slug: 'filled-completely-in-a-gap',
    title: 'An order that is filled completely while nobody listens ends as completed, not as canceled or lost',
    needs: ['trading', 'private-stream', 'order-type:limit'],
    scenario:
      'The private socket is cut, the order is filled, so that it is not among the open orders any more. It is asked for by itself.',
    forbidden: ['order-canceled', 'order-expired', 'order-failed', 'order-lost'],
    covers: ['REC-order-filled-completely-in-gap', 'REC-fill-in-gap'],
    look: 'requestOrderStatus',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder();
      const from = stage.events.length;
      cutPrivate(stage);
      stage.fillAtVenue(id);
      const told = await restored(stage, from);
      stage.equal('what was told before the stream was whole', typesAbout(told, id), ['order-filled', 'order-completed']);
      expectExecuted(stage, id);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-06',
    slug: 'canceled-in-a-gap',
    title: 'An order that is canceled while nobody listens ends as canceled, with what was executed before',
    needs: ['trading', 'private-stream', 'order-type:limit'],
    scenario: 'The private socket is cut, the order is filled in part and then canceled at the venue.',
    forbidden: ['order-completed', 'order-expired', 'order-failed', 'order-lost'],
    covers: ['REC-order-cancelled-in-gap'],
    look: 'requestOrderStatus',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(20) });
      const from = stage.events.length;
      cutPrivate(stage);
      stage.fillAtVenue(id, stage.amount(10));
      stage.cancelAtVenue(id);
      const told = await restored(stage, from);
      stage.equal('what was told before the stream was whole', typesAbout(told, id), ['order-filled', 'order-canceled']);
      stage.equal('what was told as executed', stage.eventsOf('order-canceled')[0]?.executedBase, stage.venueOrder(id)?.executedBase);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-07',
    slug: 'partial-then-complete-across-a-gap',
    title: 'An order that is filled before, during and after a gap is told each fill once',
    needs: ['trading', 'private-stream', 'order-type:limit'],
    scenario: 'One part is filled while the stream lives, one in the gap, the last one after it.',
    forbidden: ['order-canceled', 'order-expired', 'order-failed', 'order-lost'],
    covers: ['REC-partial-then-complete-across-gap'],
    look: 'tradeUpdatesSince',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(40) });
      await expectFlow(stage, id, stage.amount(10));
      const from = stage.events.length;
      cutPrivate(stage);
      stage.fillAtVenue(id, stage.amount(10));
      await restored(stage, from);
      expectExecuted(stage, id);
      await expectFlow(stage, id, stage.amount(10));
      stage.fillAtVenue(id);
      await stage.until('the order is completed', () => stage.orderEvents(id).includes('order-completed'), 3_000);
      stage.equal('what was told of the order', stage.orderEvents(id), [
        'order-created',
        'order-filled',
        'order-filled',
        'order-filled',
        'order-filled',
        'order-completed',
      ]);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-08',
    slug: 'balance-only-change-in-a-gap',
    title: 'A balance that changes while nobody listens, with no order about, is right when the stream is whole',
    needs: ['trading', 'private-stream'],
    scenario: 'The private socket is cut and money comes in. No order is open.',
    covers: ['REC-balance-only-change-in-gap'],
    look: 'updateBalances',
    overSockets: true,
    run: async (stage) => {
      await stage.start();
      const [base = '', quote = ''] = stage.pair.split('-');
      const from = stage.events.length;
      cutPrivate(stage);
      stage.venue.world.deposit(stage.account, base, '3');
      stage.venue.world.deposit(stage.account, quote, '7');
      await restored(stage, from);
      for (const asset of [base, quote]) {
        stage.equal(`what is available of ${asset}`, stage.connector.getAvailableBalance(asset), stage.truth().balances.get(asset)?.free);
      }
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-09',
    slug: 'order-of-others-made-in-a-gap',
    title: 'An order that somebody else places with the same account in a gap is neither ours nor a trouble',
    needs: ['trading', 'private-stream', 'order-type:limit'],
    scenario:
      'The private socket is cut. The owner of the account places an order on the site of the venue, which is filled in part. Ours is repaired, the other one is not told of.',
    forbidden: ['order-canceled', 'order-expired', 'order-failed', 'order-lost', 'order-filled-late'],
    covers: ['REC-order-created-outside-in-gap'],
    look: 'requestOpenOrders',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(20) });
      const from = stage.events.length;
      cutPrivate(stage);
      const foreign = placeByOther(stage, { side: 'sell', amount: stage.amount(15) });
      stage.venue.control.fillOrder(stage.account, foreign.clientOrderId, stage.amount(5));
      stage.fillAtVenue(id, stage.amount(10));
      const told = await restored(stage, from);
      stage.equal('what was told before the stream was whole', typesAbout(told, id), ['order-filled']);
      await whole(stage);
      stage.equal('orders in flight', [...stage.connector.inFlightOrders.keys()], [id]);
      const strangers = stage.events.filter((event) => 'clientOrderId' in event && event.clientOrderId !== id);
      stage.equal('events about other orders', strangers, []);
    },
  }),
];
