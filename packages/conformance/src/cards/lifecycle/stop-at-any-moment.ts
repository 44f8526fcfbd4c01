import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';

const common = {
  family: 'LIFECYCLE',
  severity: 'must',
  since: '2026-11-20',
  doc: 'design: stop() leaves no timer, socket, listener or pending promise; abort works at every await',
} as const;

/** Steps of the start: before the first answer, while names are loaded, while sockets open, while snapshots come, when all is there. */
const MOMENTS_MS = [0, 3, 10, 40, 120, 300, 700, 1_500] as const;

export const stopWhileStarting: readonly Card[] = MOMENTS_MS.map((momentMs, index) =>
  defineCard({
    ...common,
    id: `LIFECYCLE-${11 + index}`,
    slug: `stopped-${momentMs}-ms-after-start`,
    title: `A connector that is stopped ${momentMs} ms after its start leaves nothing, and starts again`,
    tier: 3,
    needs: ['trading', 'order-type:limit'],
    scenario: `The connector is started, told to place an order, and stopped after ${momentMs} ms. Nothing is left. Started again it becomes ready and knows what became of the order.`,
    covers: index === 0 ? ['REC-cancel-idle'] : index < 3 ? ['REC-cancel-mid-http'] : ['REC-cancel-mid-connect'],
    look: 'createUserStreamDataSource',
    run: async (stage) => {
      stage.begin();
      await stage.advance(momentMs);
      stage.placeResting();
      await stage.advance(5);
      await stage.stop();
      stage.equal('open sockets after stop', stage.wire.sockets.filter(({ closedMs }) => closedMs === undefined).length, 0);
      await stage.advance(60_000);
      const requests = stage.wire.requests.length;
      await stage.advance(600_000);
      stage.equal('requests long after stop', stage.wire.requests.length, requests);
      await stage.start();
      await stage.advance(130_000);
    },
  }),
);

export const stopWhilePlacing: Card = defineCard({
  ...common,
  id: 'LIFECYCLE-21',
  slug: 'stopped-while-an-order-is-on-its-way',
  title: 'An order whose answer had not come when the connector was stopped is known after the next start',
  tier: 3,
  needs: ['trading', 'order-type:limit', 'client-order-ids'],
  scenario:
    'The venue takes an order and does not answer. The connector is stopped and started again: the order is told as created, once, and there is one of it at the venue.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost'],
  look: 'requestOrderStatus',
  run: async (stage) => {
    await stage.start();
    stage.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'execute-then-hang' } });
    stage.venue.control.faults.add({ on: 'socket-request', match: { operation: 'place' }, action: { kind: 'execute-then-ignore' } });
    const id = stage.placeResting();
    await stage.until('the venue has the order', () => stage.truth().openOrders.length === 1);
    await stage.stop();
    await stage.start();
    await stage.until('the order is told', () => stage.orderEvents(id).includes('order-created'), 600_000);
    stage.equal('orders at the venue', stage.truth().openOrders.length, 1);
  },
});

export const stopWhileBackingOff: Card = defineCard({
  ...common,
  id: 'LIFECYCLE-22',
  slug: 'stopped-while-the-venue-is-away',
  title: 'A connector can be stopped while it waits to reach the venue again',
  tier: 3,
  scenario: 'The venue refuses all sockets and answers all requests with 503. After ten minutes the connector is stopped: nothing is left.',
  invariants: ['no-secret-shown', 'nothing-left'],
  covers: ['REC-cancel-mid-backoff'],
  look: 'createOrderBookDataSource',
  run: async (stage) => {
    await stage.start();
    const { faults } = stage.venue.control;
    faults.add({ on: 'http', times: Infinity, action: { kind: 'answer', status: 503 } });
    faults.add({ on: 'handshake', times: Infinity, action: { kind: 'answer', status: 503 } });
    stage.venue.control.cutSockets();
    await stage.advance(600_000);
    const requests = stage.wire.requests.length;
    stage.holds('it has tried again and again', requests > 10, requests);
    await stage.stop();
    stage.equal('open sockets after stop', stage.wire.sockets.filter(({ closedMs }) => closedMs === undefined).length, 0);
    const after = stage.wire.requests.length;
    await stage.advance(600_000);
    stage.equal('requests after stop', stage.wire.requests.length, after);
  },
});
