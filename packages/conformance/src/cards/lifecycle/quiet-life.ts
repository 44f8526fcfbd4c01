import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';

const common = { family: 'LIFECYCLE', since: '2026-11-20' } as const;
const HOUR_MS = 3_600_000;

export const quietDay: Card = defineCard({
  ...common,
  id: 'LIFECYCLE-31',
  slug: 'a-quiet-day',
  title: 'On a day on which nothing happens nothing is told, nothing grows and the venue is hardly asked',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  scenario:
    'An order rests for three hours on a quiet market. There is no problem, no end, at most one request in five seconds on average (where polls replace the private stream, one in a second), and as many sockets as at the start.',
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-filled', 'stream-problem', 'stream-degraded'],
  doc: 'connector guide: the members own no loop',
  look: 'rateLimitsRules',
  run: async (stage) => {
    await stage.start();
    await stage.openOrder();
    await stage.advance(60_000);
    const open = (): number => stage.wire.sockets.filter(({ closedMs }) => closedMs === undefined).length;
    const [sockets, requests] = [open(), stage.wire.requests.length];
    await stage.advance(3 * HOUR_MS);
    const asked = stage.wire.requests.length - requests;
    const eachMs = stage.has('private-stream') ? 5_000 : 1_000;
    stage.holds(`at most one request in ${eachMs} ms`, asked <= (3 * HOUR_MS) / eachMs, asked);
    stage.equal('open sockets', open(), sockets);
  },
});

export const networkStatusFollows: Card = defineCard({
  ...common,
  id: 'LIFECYCLE-32',
  slug: 'network-status-follows-the-venue',
  title: 'The network status says that the venue cannot be reached, and that it can be again',
  severity: 'must',
  tier: 3,
  scenario: 'The venue answers 503 for two minutes. The status becomes not-connected, and connected again within two minutes after.',
  expected: ['network-status-changed'],
  covers: ['HB-7', 'HB-8'],
  doc: 'connector guide: checkNetworkRequestPath',
  look: 'checkNetworkRequestPath',
  run: async (stage) => {
    await stage.start();
    await stage.until('the venue counts as connected', () => stage.connector.networkStatus.state === 'connected');
    const heal = stage.venue.control.faults.add({ on: 'http', times: Infinity, action: { kind: 'answer', status: 503 } });
    await stage.until('the venue counts as not connected', () => stage.connector.networkStatus.state === 'not-connected');
    heal();
    await stage.until('the venue counts as connected again', () => stage.connector.networkStatus.state === 'connected');
  },
});

export const abortedQuery: Card = defineCard({
  ...common,
  id: 'LIFECYCLE-33',
  slug: 'a-query-can-be-given-up',
  title: 'A query that a program gives up ends at once with an error, and leaves nothing',
  severity: 'must',
  tier: 3,
  needs: ['trading'],
  scenario:
    'The venue does not answer the question for open orders. The program aborts it: the query ends with an error within a second, long before the deadline of the request.',
  covers: ['HB-9', 'HB-32'],
  doc: 'design: abort works at every await',
  look: 'requestOpenOrders',
  run: async (stage) => {
    await stage.start();
    stage.venue.control.faults.add({ on: 'http', match: { operation: 'open-orders' }, times: Infinity, action: { kind: 'hang' } });
    const abort = new AbortController();
    const asked = stage.connector.getOpenOrders(stage.pair, abort.signal);
    const ended = asked.then(
      () => 'an answer',
      (error: unknown) => error,
    );
    await stage.advance(500);
    abort.abort();
    const end = await stage.answer('the query ends', ended, 1_000);
    stage.holds('it ends with an error', end instanceof Error, end);
    stage.venue.control.faults.clear();
  },
});

export const updatesEnd: Card = defineCard({
  ...common,
  id: 'LIFECYCLE-34',
  slug: 'iterators-end-with-stop',
  title: 'Who reads the updates of a book one by one comes to an end when the connector stops',
  severity: 'should',
  tier: 1,
  scenario:
    'A program reads the updates of a book by iteration. The market moves; the connector stops. The iteration has told updates and has ended.',
  invariants: ['no-secret-shown', 'nothing-left'],
  doc: 'design: async iterators are bounded',
  look: 'createOrderBookDataSource().onFrame',
  run: async (stage) => {
    await stage.start();
    let updates = 0;
    const read = async (): Promise<void> => {
      const told = stage.connector.bookUpdates(stage.pair);
      while ((await told.next()).done !== true) updates += 1;
    };
    const reading = read();
    stage.tradeByStranger('buy', stage.amount());
    await stage.advance(1_000);
    await stage.stop();
    await stage.answer('the iteration ends', reading, 5_000);
    stage.holds('updates were told', updates > 0, updates);
  },
});
