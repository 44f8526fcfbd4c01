import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { troubleOperation } from '../../situation/operation-fault.ts';
import { troublePrivateFrames } from '../../situation/private-frames.ts';
import { expectFillsTold, fillInParts, fillsAtVenue, fillsTold } from '../../situation/venue-fills.ts';

const common = {
  family: 'FILL',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  doc: 'design: fill identity is (trading pair, exchange order id, trade id); it survives reconnects',
  forbidden: ['order-failed', 'order-lost'],
} as const;

/** The stream told it, and then a query does. */
export const toldByStreamAndQuery: Card = defineCard({
  ...common,
  id: 'FILL-09',
  slug: 'told-by-stream-and-query-counts-once',
  title: 'A fill that the stream has told and a query tells again counts once',
  needs: ['trading', 'private-stream', 'order-type:limit', 'trade-ids'],
  scenario:
    'A part is filled and told. The private stream is cut, another part is filled meanwhile, and the repair asks for fills: the answer has both.',
  expected: ['order-created', 'order-filled', 'stream-restored'],
  covers: ['REC-fill-in-snapshot-and-late-on-old', 'REC-partial-then-complete-across-gap'],
  look: 'allTradeUpdatesForOrder',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    fillInParts(stage, id, [2]);
    await stage.until('order-filled comes by the stream', () => fillsTold(stage, id).length === 1, 30_000);
    stage.holds('a private socket was cut', stage.venue.control.cutSockets({ account: stage.account }) > 0);
    fillInParts(stage, id, [3]);
    await stage.until('the stream is restored', () => stage.eventsOf('stream-restored').some(({ gap }) => gap.fromMs !== undefined));
    await stage.until('the fill of the gap is told', () => fillsTold(stage, id).length > 1, 30_000);
    await stage.advance(5_000);
    expectFillsTold(stage, id);
    const recovered = fillsTold(stage, id).map(({ isRecovered }) => isRecovered);
    if (stage.has('streams-fills')) stage.equal('whether the fills were learned by a query', recovered, [false, true]);
  },
});

/** The message of the fill overtakes the answer to the order. */
export const beforeTheAnswer: Card = defineCard({
  ...common,
  id: 'FILL-10',
  slug: 'fill-before-the-answer',
  title: 'A fill that is told before the answer to the order has come is kept, and told after order-created',
  needs: ['trading', 'private-stream', 'order-type:limit'],
  // A poll would find what was dropped.
  setup: { connector: { intervals: { shortPollMs: 60_000, longPollMs: 60_000 } } },
  scenario: 'The answer to an order comes three seconds late or not at all; a part of it is filled and told meanwhile.',
  expected: ['order-created', 'order-filled'],
  look: 'userStreamEventListener',
  run: async (stage) => {
    await stage.start();
    const late = troubleOperation(stage, 'place', 'answer-late', 1);
    const id = stage.placeResting();
    const isThere = (): boolean => stage.truth().openOrders.length === 1;
    await stage.until('the venue has the order', isThere, 2_000);
    const [order] = stage.truth().openOrders;
    const { clientOrderId } = stage.present('the order at the venue', order);
    stage.venue.control.fillOrder(stage.account, clientOrderId, stage.amount(2));
    await stage.advance(5_000);
    late.expectStruck(stage);
    stage.equal('what was told within 2 s after the answer', stage.orderEvents(id), ['order-created', 'order-filled']);
  },
});

/** The venue says "filled", and one of the fills was never told. */
export const missingFillIsFetched: Card = defineCard({
  ...common,
  id: 'FILL-11',
  slug: 'missing-fill-is-fetched',
  title: 'When the venue says that an order is filled and a fill has not been told, the fill is asked for before the completion is told',
  needs: ['trading', 'private-stream', 'order-type:limit', 'trade-ids'],
  scenario: 'The message of the first of two fills is lost; that of the second says that the order is filled.',
  expected: ['order-created', 'order-filled', 'order-filled', 'order-completed'],
  look: 'allTradeUpdatesForOrder',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    await loseOneFill(stage, id);
    stage.fillAtVenue(id);
    await stage.until('order-completed comes', () => stage.orderEvents(id).includes('order-completed'), 30_000);
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-filled', 'order-filled', 'order-completed']);
    stage.equal(
      'whether fills are missing at the end',
      stage.eventsOf('order-completed').map(({ hasMissingFills }) => hasMissingFills),
      [false],
    );
  },
});

/** The venue cannot list fills when they are wanted. */
export const fillsQueryFails: Card = defineCard({
  ...common,
  id: 'FILL-12',
  slug: 'filled-although-fills-cannot-be-asked',
  title:
    'A filled order is completed although its fills cannot be asked for, says that some are missing, and tells them later with their true facts',
  needs: ['trading', 'private-stream', 'order-type:limit', 'trade-ids'],
  scenario:
    'The message of the first of two fills is lost, and the query of fills fails for a minute. The order is completed meanwhile; the fill follows.',
  expected: ['order-created', 'order-filled', 'order-completed', 'order-filled'],
  covers: ['HB-27'],
  look: 'allTradeUpdatesForOrder',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const fault = troubleOperation(stage, 'fills', 'server-error');
    await loseOneFill(stage, id);
    stage.fillAtVenue(id);
    await stage.until('order-completed comes without the missing fill', () => stage.orderEvents(id).includes('order-completed'), 30_000);
    stage.equal(
      'whether fills are missing at the end',
      stage.eventsOf('order-completed').map(({ hasMissingFills }) => hasMissingFills),
      [true],
    );
    await stage.advance(60_000);
    fault.expectStruck(stage);
    fault.lift();
    await stage.until('the missing fill follows', () => fillsTold(stage, id).length === 2, 400_000);
    const told = fillsTold(stage, id).map(({ amount, price }) => `${amount.toFixed()} ${price.toFixed()}`);
    const happened = fillsAtVenue(stage, id).map(({ trade }) => `${trade.amount.toFixed()} ${trade.price.toFixed()}`);
    stage.equal('the fills that were told', told.toSorted(), happened.toSorted());
  },
});

/** A canceled order had been filled in part, and nobody had told. */
export const fillOfACanceledOrder: Card = defineCard({
  ...common,
  id: 'FILL-13',
  slug: 'late-fill-of-a-canceled-order',
  title: 'A fill of a canceled order that becomes known after the cancel still counts, and the order stays canceled',
  needs: ['trading', 'private-stream', 'order-type:limit', 'trade-ids'],
  scenario:
    'The message of a partial fill is lost, fills cannot be asked for, and the order is canceled. When fills can be asked for again, the fill is told.',
  expected: ['order-created', 'order-canceled', 'order-filled'],
  look: 'placeCancel',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const fault = troubleOperation(stage, 'fills', 'server-error');
    await loseOneFill(stage, id);
    void stage.connector.cancel(stage.pair, id);
    await stage.until('order-canceled comes', () => stage.orderEvents(id).includes('order-canceled'), 60_000);
    await stage.advance(30_000);
    fault.lift();
    await stage.until('the fill of the canceled order is told', () => fillsTold(stage, id).length === 1, 400_000);
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-canceled', 'order-filled']);
    expectFillsTold(stage, id);
  },
});

/** Two tenths are filled, and the message of it never comes. */
async function loseOneFill(stage: CardStage, id: string): Promise<void> {
  const lost = troublePrivateFrames(stage, 'execution', { kind: 'drop' }, 1);
  fillInParts(stage, id, [2]);
  await stage.advance(50);
  lost.expectStruck(stage);
  lost.lift();
}
