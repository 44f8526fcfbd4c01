import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';

const READY_STATUS = {
  symbolsMappingInitialized: true,
  orderBooksInitialized: true,
  accountBalance: true,
  tradingRuleInitialized: true,
  userStreamInitialized: true,
};

const common = {
  family: 'LIFECYCLE',
  since: '2026-11-20',
  doc: 'design: stop() leaves no timer, socket, listener or pending promise',
} as const;

export const silentConstruction: Card = defineCard({
  ...common,
  id: 'LIFECYCLE-01',
  slug: 'making-a-connector-does-nothing',
  title: 'A connector that has been made and not started asks nothing, opens nothing and sets no timer',
  severity: 'must',
  tier: 1,
  scenario: 'A connector is made. Ten minutes later not a single request or socket has left it.',
  forbidden: ['stream-connected', 'book-live'],
  invariants: ['no-secret-shown', 'nothing-left'],
  look: 'the factory of the definition',
  run: async (stage) => {
    stage.equal('the readiness of a connector that was not started', stage.connector.ready, false);
    await stage.advance(600_000);
    stage.equal('requests and sockets', [stage.wire.requests.length, stage.wire.sockets.length], [0, 0]);
  },
});

export const becomesReady: Card = defineCard({
  ...common,
  id: 'LIFECYCLE-02',
  slug: 'becomes-ready',
  title: 'A connector that is started becomes ready, knows then all that it says it knows, and leaves nothing when it is stopped',
  severity: 'must',
  tier: 2,
  needs: ['trading'],
  scenario:
    'Before the start nothing is known. When the connector says that it is ready, books, rules, names, balances and the private stream are there.',
  expected: ['book-live'],
  covers: ['HB-10', 'REC-leak-check-after-each'],
  look: 'isTradingRequired',
  overSockets: true,
  run: async (stage) => {
    // Where there is no private stream, none is waited for.
    const { userStreamInitialized, ...others } = stage.connector.statusDict;
    const before = stage.has('private-stream') ? [userStreamInitialized, ...Object.values(others)] : Object.values(others);
    stage.equal('what is known before the start', before.includes(true), false);
    await stage.start();
    stage.equal('what is known when it is ready', stage.connector.statusDict, READY_STATUS);
    stage.equal('the book when it is ready', stage.connector.bookStatus(stage.pair).state, 'live');
    stage.holds('there is a rule of each followed market', stage.connector.tradingRules.has(stage.pair));
  },
});

export const startTwice: Card = defineCard({
  ...common,
  id: 'LIFECYCLE-03',
  slug: 'started-twice-is-started-once',
  title: 'A second start and a second stop change nothing',
  severity: 'must',
  tier: 1,
  scenario: 'The connector is started twice and stopped twice. It has no more sockets than after one start, and nothing is left.',
  look: 'createOrderBookDataSource',
  run: async (stage) => {
    await stage.start();
    await stage.advance(1_000);
    const sockets = stage.wire.sockets.length;
    stage.connector.start();
    await stage.advance(5_000);
    stage.equal('sockets after the second start', stage.wire.sockets.length, sockets);
    await stage.stop();
    await stage.stop();
    await stage.start();
  },
});

export const startedAgain: Card = defineCard({
  ...common,
  id: 'LIFECYCLE-04',
  slug: 'stopped-and-started-again',
  title: 'A connector that was stopped and is started again goes on with its orders and learns what happened meanwhile',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  scenario:
    'An order rests while the connector is stopped for ten minutes; in between half of it is filled. After the next start the fill is told, once.',
  expected: ['order-created', 'order-filled'],
  forbidden: ['order-failed', 'order-lost', 'order-completed'],
  covers: ['REC-disconnect-then-connect-again'],
  look: 'requestOrderStatus',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    await stage.stop();
    stage.fillAtVenue(id, stage.amount(4));
    await stage.advance(600_000);
    await stage.start();
    await stage.until('the fill is told', () => stage.orderEvents(id).includes('order-filled'), 600_000);
    await stage.advance(130_000);
    stage.equal('the events of the order', stage.orderEvents(id), ['order-created', 'order-filled']);
  },
});

export const silentAfterStop: Card = defineCard({
  ...common,
  id: 'LIFECYCLE-05',
  slug: 'nothing-after-stop',
  title: 'After stop nothing is asked and nothing is told, whatever the market does',
  severity: 'must',
  tier: 2,
  needs: ['trading', 'order-type:limit'],
  scenario:
    'The connector is stopped while an order rests. The market trades and the order is filled; an hour later neither a request nor an event has come.',
  invariants: ['no-secret-shown', 'nothing-left'],
  covers: ['NT-D70', 'NT-E83'],
  look: 'createUserStreamDataSource',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    await stage.stop();
    const before = [stage.wire.requests.length, stage.wire.sockets.length, stage.events.length];
    stage.equal('open sockets', stage.wire.sockets.filter(({ closedMs }) => closedMs === undefined).length, 0);
    stage.fillAtVenue(id);
    stage.tradeByStranger('buy', stage.amount());
    await stage.advance(3_600_000);
    stage.equal(
      'requests, sockets and events after stop',
      [stage.wire.requests.length, stage.wire.sockets.length, stage.events.length],
      before,
    );
  },
});

export const canceledOnStop: Card = defineCard({
  ...common,
  id: 'LIFECYCLE-06',
  slug: 'all-canceled-before-stop',
  title: 'A program that cancels everything and then stops leaves no open order at the venue',
  severity: 'should',
  tier: 2,
  needs: ['trading', 'order-type:limit'],
  scenario: 'Three orders rest; all are canceled and the connector is stopped at once after the answer. The venue has none of them open.',
  invariants: ['one-ending', 'no-secret-shown', 'nothing-left'],
  covers: ['NT-E41', 'NT-E42', 'NT-E81'],
  look: 'placeCancel',
  run: async (stage) => {
    await stage.start();
    const ids = [await stage.openOrder(), await stage.openOrder(), await stage.openOrder()];
    const results = await stage.answer('cancelAll ends', stage.connector.cancelAll(30_000), 40_000);
    stage.equal(
      'orders that are canceled',
      results.map(({ clientOrderId, success }) => `${clientOrderId} ${success}`).toSorted(),
      ids.map((id) => `${id} true`).toSorted(),
    );
    await stage.stop();
    stage.equal('open orders at the venue', stage.truth().openOrders.length, 0);
  },
});

export const waitsEnd: Card = defineCard({
  ...common,
  id: 'LIFECYCLE-07',
  slug: 'stop-ends-what-waits',
  title: 'What a program waits for ends with an error when the connector stops, and never hangs',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  scenario: 'The venue does not answer any more. A program waits for open orders and for the end of an order; stop ends both waits.',
  invariants: ['no-secret-shown', 'nothing-left'],
  look: 'requestOpenOrders',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    stage.venue.control.faults.add({ on: 'http', match: { operation: 'open-orders' }, times: Infinity, action: { kind: 'hang' } });
    const wait = stage.connector.waitUntilDone(id).then(
      () => 'done',
      (error: unknown) => error,
    );
    const asked = stage.connector.getOpenOrders().then(
      () => 'answered',
      (error: unknown) => error,
    );
    await stage.advance(500);
    await stage.stop();
    const ends = await stage.answer('the waits end', Promise.all([wait, asked]), 1_000);
    stage.holds(
      'both waits end with an error',
      ends.every((end) => end instanceof Error),
      ends,
    );
  },
});

export const independentLives: Card = defineCard({
  ...common,
  id: 'LIFECYCLE-08',
  slug: 'lives-share-nothing',
  title: 'A new connector knows nothing of one that was made before it',
  severity: 'must',
  tier: 2,
  needs: ['trading', 'order-type:limit'],
  scenario:
    'A connector places an order and is stopped. Another is made of a new definition, without a store: it tracks no order, and knows the balances as they have become meanwhile.',
  invariants: ['books-equal', 'balances-equal', 'one-ending', 'no-secret-shown', 'nothing-left'],
  look: 'the factory of the definition',
  run: async (stage) => {
    await stage.start();
    await stage.openOrder();
    await stage.replace();
    for (const asset of stage.truth().balances.keys()) stage.venue.world.deposit(stage.account, asset, '3');
    stage.equal('orders in flight of the new connector', stage.connector.inFlightOrders.size, 0);
    await stage.start();
    stage.equal('orders in flight of the new connector, once it is ready', stage.connector.inFlightOrders.size, 0);
  },
});
