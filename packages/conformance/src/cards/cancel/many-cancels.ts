import type { Card } from '../../card/card.ts';
import { freshClientOrderId } from '../../stage/fresh-client-order-id.ts';
import { commandsSent } from '../../stage/messages-sent.ts';
import { untilCreated } from '../../stage/until-created.ts';
import { cancelCard } from './cancel-card.ts';
import { holdBackExecutions } from './hold-back-executions.ts';

const NEEDS = ['trading', 'order-type:limit'] as const;

export const cancelAllEndsAll: Card = cancelCard({
  id: 'CANCEL-15',
  slug: 'cancel-all-ends-all-of-ours',
  title: 'To cancel all ends each open order of ours in all markets, and no order of somebody else in the account',
  severity: 'must',
  needs: NEEDS,
  scenario:
    "Orders of ours rest in two markets, one of them partly filled; a person has placed an order from the same account on the venue's site.",
  forbidden: ['order-failed', 'order-lost', 'order-completed', 'order-expired'],
  covers: ['NT-E41', 'NT-E81', 'HB-20'],
  doc: 'connector guide: The members',
  look: 'placeCancel',
  setup: { followedMarkets: 2 },
  run: async (stage) => {
    await stage.start();
    const ids = [
      await stage.openOrder({ amount: stage.amount(20) }),
      await stage.openOrder({ side: 'sell' }),
      await stage.openOrder({ pair: stage.otherPair }),
    ];
    stage.fillAtVenue(ids[0] ?? '', stage.amount(7));
    await stage.until('the fill is told', () => stage.eventsOf('order-filled').length > 0);
    const ours = stage.present('the venue has the order', stage.venueOrder(ids[0] ?? ''));
    const ticket = { account: stage.account, tradingPair: stage.pair, side: 'buy', amount: ours.amount, price: ours.price } as const;
    const clientOrderId = await freshClientOrderId(stage);
    const { order: foreign } = stage.venue.world.place({ ...ticket, type: 'limit', timeInForce: 'GTC', clientOrderId });
    const results = await stage.answer('it is answered', stage.connector.cancelAll(20_000));
    stage.equal(
      'the answers',
      results.map(({ clientOrderId, success }) => [clientOrderId, success]),
      ids.map((id) => [id, true]),
    );
    stage.equal(
      'our orders at the venue',
      ids.map((id) => stage.venueOrder(id)?.status),
      ['canceled', 'canceled', 'canceled'],
    );
    await stage.rest();
    const left = stage.venue.world.openOrders(stage.account).map(({ orderId }) => orderId);
    stage.equal('what is left at the venue', left, [foreign.orderId]);
    await stage.until('all are told', () => stage.eventsOf('order-canceled').length === ids.length);
  },
});

export const cancelAllWithOneRefused: Card = cancelCard({
  id: 'CANCEL-16',
  slug: 'cancel-all-with-one-refused',
  title: 'When one of several cancels is refused, each answer is that of its own order',
  severity: 'must',
  needs: NEEDS,
  scenario: 'Orders rest in two markets, and the venue halts the first one. All are canceled.',
  expected: ['order-created', 'order-created', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-filled'],
  covers: ['HB-20'],
  doc: 'design: a command has four outcomes',
  look: 'placeCancel',
  setup: { followedMarkets: 2 },
  run: async (stage) => {
    await stage.start();
    const [stuck, free] = [await stage.openOrder(), await stage.openOrder({ pair: stage.otherPair })];
    stage.venue.control.setMarketStatus(stage.pair, 'halted');
    const results = await stage.answer('it is answered', stage.connector.cancelAll(20_000));
    stage.equal(
      'the answers',
      results.map(({ clientOrderId, success }) => [clientOrderId, success]),
      [
        [stuck, false],
        [free, true],
      ],
    );
    stage.venue.control.setMarketStatus(stage.pair, 'trading');
    await stage.rest();
    stage.equal(
      'what was told of both',
      [stuck, free].map((id) => stage.orderEvents(id)),
      [['order-created'], ['order-created', 'order-canceled']],
    );
  },
});

export const cancelBatchAnswersInOrder: Card = cancelCard({
  id: 'CANCEL-17',
  slug: 'cancels-of-a-batch-are-answered-in-their-order',
  title: 'Cancels that are sent together are answered one by one, in their order, also where one finds no open order',
  severity: 'must',
  tier: 3,
  needs: NEEDS,
  scenario: 'Of four orders the second was filled at the venue, whose message is late, before three of them are canceled together.',
  forbidden: ['order-failed', 'order-lost', 'order-expired'],
  covers: ['NT-E43'],
  doc: 'connector guide: The members',
  look: 'placeCancels',
  run: async (stage) => {
    await stage.start();
    const ids = [await stage.openOrder(), await stage.openOrder(), await stage.openOrder(), await stage.openOrder()];
    const [first = '', second = '', third = '', fourth = ''] = ids;
    const wasLate = holdBackExecutions(stage);
    stage.fillAtVenue(second);
    const results = await stage.answer('they are answered', stage.connector.cancelBatch([second, third, first]));
    stage.equal(
      'the answers',
      results.map(({ clientOrderId, success }) => [clientOrderId, success]),
      [
        [second, false],
        [third, true],
        [first, true],
      ],
    );
    await stage.until('the filled one is completed', () => stage.orderEvents(second).includes('order-completed'));
    await stage.until('the cancels are told', () => stage.eventsOf('order-canceled').length === 2);
    await stage.advance(4_000);
    wasLate();
    stage.equal(
      'the orders at the venue',
      ids.map((id) => stage.venueOrder(id)?.status),
      ['canceled', 'filled', 'canceled', 'new'],
    );
    stage.equal('what was told of the one that was left', stage.orderEvents(fourth), ['order-created']);
  },
});

export const cancelBatchIsOneRequest: Card = cancelCard({
  id: 'CANCEL-18',
  slug: 'cancel-batch-is-one-request',
  title: 'Cancels that are sent together leave by one message where the connector can cancel several',
  severity: 'should',
  needs: [...NEEDS, 'batch-cancel'],
  scenario: 'Two orders are canceled by one call.',
  forbidden: ['order-failed', 'order-lost'],
  covers: ['NT-E43'],
  doc: 'connector guide: The members',
  look: 'placeCancels',
  run: async (stage) => {
    await stage.start();
    const ids = [await stage.openOrder(), await stage.openOrder()];
    await stage.rest();
    const sent = commandsSent(stage);
    const canceling = stage.connector.cancelBatch(ids);
    await stage.until('the venue has canceled both', () => ids.every((id) => stage.venueOrder(id)?.status === 'canceled'));
    stage.equal('how many commands have left', commandsSent(stage) - sent, 1);
    const results = await stage.answer('they are answered', canceling);
    stage.equal(
      'the answers',
      results.map(({ success }) => success),
      [true, true],
    );
  },
});

export const cancelAllIsOneCommand: Card = cancelCard({
  id: 'CANCEL-19',
  slug: 'cancel-all-is-one-command',
  title: 'To cancel all leaves by one message per market where the connector has a command for it',
  severity: 'should',
  needs: [...NEEDS, 'cancel-all-command'],
  scenario: 'Three orders rest in a market, and all are canceled.',
  forbidden: ['order-failed', 'order-lost'],
  covers: ['NT-E41'],
  doc: 'connector guide: The members',
  look: 'cancelAllOrders',
  run: async (stage) => {
    await stage.start();
    const ids = [await stage.openOrder(), await stage.openOrder(), await stage.openOrder()];
    await stage.rest();
    const sent = commandsSent(stage);
    const canceling = stage.connector.cancelAll(20_000);
    await stage.until('the venue has canceled all', () => ids.every((id) => stage.venueOrder(id)?.status === 'canceled'));
    stage.equal('how many commands have left', commandsSent(stage) - sent, 1);
    const results = await stage.answer('they are answered', canceling);
    stage.equal(
      'the answers',
      results.map(({ success }) => success),
      [true, true, true],
    );
  },
});

export const cancelAllThenStop: Card = cancelCard({
  id: 'CANCEL-20',
  slug: 'cancel-all-then-stop-leaves-nothing',
  title: 'After all was canceled and the connector stopped, the venue has no order of ours open, and no order was told twice',
  severity: 'must',
  needs: NEEDS,
  scenario: 'Twelve orders rest on both sides, all are canceled, and the connector is stopped in the next turn.',
  invariants: ['orders-equal', 'fills-equal', 'one-ending', 'no-secret-shown', 'nothing-left'],
  forbidden: ['order-failed', 'order-lost', 'order-filled'],
  covers: ['NT-E41', 'NT-E42', 'NT-E81'],
  doc: 'connector guide: The members',
  look: 'placeCancel',
  run: async (stage) => {
    await stage.start();
    const ids = Array.from({ length: 12 }, (_, index) => stage.placeResting({ side: index % 2 === 0 ? 'buy' : 'sell' }));
    await untilCreated(stage, ids);
    const results = await stage.answer('it is answered', stage.connector.cancelAll(30_000));
    stage.equal('how many were canceled', results.filter(({ success }) => success).length, ids.length);
    await stage.stop();
    stage.equal('what is open at the venue', stage.venue.world.openOrders(stage.account).length, 0);
    stage.equal(
      'orders that were not told as canceled once',
      ids.filter((id) => stage.orderEvents(id).join() !== 'order-created,order-canceled'),
      [],
    );
    stage.connector.start();
    await stage.until('the connector is ready again', () => stage.connector.ready);
  },
});
