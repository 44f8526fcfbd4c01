import type { TimeInForce } from '@venuekit/core';
import { Decimal } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { orderLife } from '../../stage/order-life.ts';
import { orderCard } from './order-card.ts';

/** Places an order that cannot rest against what others offer, and waits for its end. */
async function placeImmediate(
  stage: CardStage,
  timeInForce: TimeInForce,
  { amount, offered }: { readonly amount: string; readonly offered: string | undefined },
): Promise<string> {
  const price = stage.restingPrice('sell');
  if (offered !== undefined) stage.restByStranger('sell', price, offered);
  await stage.start();
  const id = stage.connector.buy(stage.pair, amount, 'limit', price, { timeInForce });
  await stage.until(
    `the ${timeInForce} order has ended`,
    () => stage.connector.orderTracker.fetchOrder({ clientOrderId: id })?.isDone === true,
  );
  const order = stage.present('the venue has the order', stage.venueOrder(id));
  stage.equal('its time in force at the venue', order.timeInForce, timeInForce);
  return id;
}

/** The end of an order that found too little, which venues call canceled or expired. */
function endedWithout(stage: CardStage, id: string, executed: string): void {
  const ends = [...stage.eventsOf('order-canceled'), ...stage.eventsOf('order-expired')].filter(
    ({ clientOrderId }) => clientOrderId === id,
  );
  stage.equal(
    'the one end of the order, with what was executed',
    ends.map(({ executedBase }) => executedBase.toFixed()),
    [executed],
  );
  stage.equal('what was executed at the venue', stage.venueOrder(id)?.executedBase.toFixed(), executed);
}

interface Row {
  readonly id: Card['id'];
  readonly timeInForce: 'IOC' | 'FOK';
  readonly found: 'enough' | 'a part' | 'nothing';
  readonly slug: string;
  readonly title: string;
  readonly covers: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    id: 'ORDER-09',
    timeInForce: 'IOC',
    found: 'enough',
    slug: 'ioc-that-finds-enough-is-filled',
    title: 'An immediate-or-cancel order that finds enough is filled',
    covers: ['NT-E03', 'NT-E13'],
  },
  {
    id: 'ORDER-10',
    timeInForce: 'IOC',
    found: 'a part',
    slug: 'ioc-that-finds-a-part-ends-with-it',
    title: 'An immediate-or-cancel order that finds a part is filled by it and ends without the rest',
    covers: ['NT-E03'],
  },
  {
    id: 'ORDER-11',
    timeInForce: 'IOC',
    found: 'nothing',
    slug: 'ioc-that-finds-nothing-ends-unfilled',
    title: 'An immediate-or-cancel order that finds nothing ends at once, without a fill and without a failure',
    covers: ['NT-E14'],
  },
  {
    id: 'ORDER-12',
    timeInForce: 'FOK',
    found: 'enough',
    slug: 'fok-that-finds-enough-is-filled',
    title: 'A fill-or-kill order that finds enough is filled',
    covers: ['NT-E04', 'NT-E15', 'NT-E99'],
  },
  {
    id: 'ORDER-13',
    timeInForce: 'FOK',
    found: 'a part',
    slug: 'fok-that-finds-a-part-ends-unfilled',
    title: 'A fill-or-kill order that finds only a part ends at once, without any fill and without a failure',
    covers: ['NT-E04', 'NT-E99'],
  },
  {
    id: 'ORDER-14',
    timeInForce: 'FOK',
    found: 'nothing',
    slug: 'fok-that-finds-nothing-ends-unfilled',
    title: 'A fill-or-kill order that finds nothing ends at once, without a fill and without a failure',
    covers: ['NT-E16'],
  },
];

/** Orders that trade at once or not at all. */
export const immediateOrders: readonly Card[] = ROWS.map(({ id, timeInForce, found, slug, title, covers }) =>
  orderCard({
    id,
    slug,
    title,
    severity: 'must',
    needs: ['trading', 'order-type:limit', `time-in-force:${timeInForce}`],
    scenario: `In a book where others offer ${found}${found === 'nothing' ? '' : ' of what is wanted'}, a limit order to buy is ${timeInForce}.`,
    forbidden: [
      'order-failed',
      'order-lost',
      ...(found === 'enough' ? (['order-canceled', 'order-expired'] as const) : (['order-completed'] as const)),
    ],
    covers,
    doc: 'connector guide: The members',
    look: 'placeOrder',
    setup: { hasMakers: false },
    run: async (stage) => {
      const amount = stage.amount(20);
      const offered = { enough: amount, 'a part': stage.amount(7), nothing: undefined }[found];
      const order = await placeImmediate(stage, timeInForce, { amount, offered });
      const isPartTaken = found === 'a part' && timeInForce === 'IOC';
      if (found === 'enough') {
        stage.equal('what was told of the order', orderLife(stage, order), ['order-created', 'order-filled', 'order-completed']);
        stage.equal('the order at the venue', stage.venueOrder(order)?.status, 'filled');
        return;
      }
      const [created, ...others] = orderLife(stage, order);
      stage.equal(
        'what was told before the end',
        [created, ...others.slice(0, -1)],
        isPartTaken ? ['order-created', 'order-filled'] : ['order-created'],
      );
      endedWithout(stage, order, isPartTaken ? new Decimal(offered ?? 0).toFixed() : '0');
    },
  }),
);
