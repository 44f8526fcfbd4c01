import type { ConnectorEventMap } from '@venuekit/core';
import type { Operation } from '@venuekit/venue';
import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import type { Need } from '../../subject/need.ts';
import { troubleOperation } from '../../situation/operation-fault.ts';
import {
  cutPrivate,
  expectExecuted,
  isWhole,
  privateEvents,
  RESTORED,
  restored,
  typesAbout,
  whole,
} from '../../situation/private-stream.ts';
import { withMalformedRow } from './malformed-row.ts';

const common = {
  family: 'RECOVERY',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  doc: 'private stream: when the venue does not answer',
  forbidden: ['order-failed', 'order-lost'],
} as const;

type Part = ConnectorEventMap['stream-degraded']['missing'][number];

const PARTS: readonly {
  readonly id: Card['id'];
  readonly operation: Operation['kind'];
  readonly words: string;
  readonly part: Part;
  readonly needs: readonly Need[];
  readonly look: string;
  readonly covers: readonly string[];
}[] = [
  {
    id: 'RECOVERY-43',
    operation: 'open-orders',
    words: 'the open orders',
    part: 'orders',
    needs: ['trades-since', 'trade-ids'],
    look: 'requestOpenOrders',
    covers: ['REC-open-orders-query-fails'],
  },
  {
    id: 'RECOVERY-44',
    operation: 'fills',
    words: 'the trades',
    part: 'trades',
    needs: ['trades-since', 'trade-ids'],
    look: 'tradeUpdatesSince',
    covers: ['REC-trades-query-fails'],
  },
  {
    id: 'RECOVERY-45',
    operation: 'balances',
    words: 'the balances',
    part: 'balances',
    needs: [],
    look: 'updateBalances',
    covers: ['REC-balances-query-fails'],
  },
];

/** One of the questions of a repair is not answered. */
export const partsOfARepair: readonly Card[] = PARTS.map(({ id, operation, words, part, needs, look, covers }) =>
  defineCard({
    ...common,
    id,
    slug: `${operation}-query-fails`,
    title: `A repair that cannot ask for ${words} says so, goes on with the rest, and asks until it has them`,
    needs: ['trading', 'private-stream', 'order-type:limit', ...needs],
    scenario: `The private socket is cut, and the venue does not answer for ${words}. The stream is told as degraded with what is missing, events flow, and when the venue answers again the stream is told as restored.`,
    expected: ['stream-interrupted', 'stream-connected', 'stream-degraded', 'stream-restored'],
    covers,
    look,
    run: async (stage) => {
      await stage.start();
      const order = await stage.openOrder({ amount: stage.amount(30) });
      const from = stage.events.length;
      const failing = troubleOperation(stage, operation, 'server-error');
      cutPrivate(stage);
      await stage.until('the stream is told as degraded', () => privateEvents(stage, from).includes('stream-degraded'), 90_000);
      const [told] = stage.eventsOf('stream-degraded');
      stage.equal('what is told as missing', told?.missing, [part]);
      stage.equal('events are held back', told?.isHolding, false);
      stage.holds('the question has failed', failing.struck > 0, failing.struck);
      stage.venue.world.deposit(stage.account, stage.pair.split('-')[0] ?? '', '2');
      stage.cancelAtVenue(order);
      await stage.until('the stream tells of the cancel', () => stage.orderEvents(order).includes('order-canceled'), 3_000);
      failing.lift();
      await whole(stage);
      stage.holds('the private stream is whole and has one socket', isWhole(stage), stage.connector.privateStreamStatus);
    },
  }),
);

/** Nothing about our orders can be asked for. */
export const wholeRepairFails: Card = defineCard({
  ...common,
  id: 'RECOVERY-46',
  slug: 'every-query-fails',
  title: 'A repair that learns nothing of our orders holds events back and is repeated until it is whole',
  needs: ['trading', 'private-stream', 'order-type:limit'],
  scenario:
    'The private socket is cut, an order is filled in part, and the venue answers no question. The stream is told as degraded. Another part is filled. When the venue answers again all is told, once.',
  expected: ['stream-interrupted', 'stream-connected', 'stream-degraded', 'stream-restored'],
  covers: ['REC-both-fail'],
  look: 'requestOpenOrders',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ amount: stage.amount(40) });
    const from = stage.events.length;
    const failing = (['open-orders', 'fills', 'order', 'balances'] as const).map((operation) =>
      troubleOperation(stage, operation, 'server-error'),
    );
    cutPrivate(stage);
    stage.fillAtVenue(id, stage.amount(10));
    await stage.until('the stream is told as degraded', () => privateEvents(stage, from).includes('stream-degraded'), 90_000);
    stage.equal('the parts that are told as missing', stage.eventsOf('stream-degraded')[0]?.missing, []);
    stage.fillAtVenue(id, stage.amount(10));
    await stage.advance(20_000);
    const failures = failing.reduce((sum, { struck }) => sum + struck, 0);
    stage.holds('the questions were asked again', failures >= 4, failures);
    stage.equal('how often the stream was told as restored meanwhile', privateEvents(stage, from).includes('stream-restored'), false);
    for (const operation of failing) operation.lift();
    await restored(stage, from);
    await stage.advance(1_000);
    expectExecuted(stage, id);
    await whole(stage);
  },
});

/** The venue does not answer for a while, and then for good. */
export const firstAnswersFail: Card = defineCard({
  ...common,
  id: 'RECOVERY-47',
  slug: 'first-queries-fail',
  title: 'A repair whose first questions end without an answer is repaired as soon as the venue answers',
  needs: ['trading', 'private-stream', 'order-type:limit'],
  scenario: 'The private socket is cut, an order is filled, and the connections of the first questions of each kind break.',
  expected: RESTORED,
  covers: ['REC-both-fail'],
  look: 'requestOpenOrders',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const { faults } = stage.venue.control;
    const before = faults.applied.length;
    for (const operation of ['open-orders', 'fills', 'balances'] as const) {
      faults.add({ on: 'http', match: { operation }, times: 2, action: { kind: 'reset' } });
      faults.add({ on: 'socket-request', match: { operation }, times: 2, action: { kind: 'execute-then-cut' } });
    }
    const from = stage.events.length;
    cutPrivate(stage);
    stage.fillAtVenue(id);
    await restored(stage, from);
    stage.holds('questions failed', faults.applied.length > before, faults.applied.length - before);
    await stage.advance(1_000);
    stage.equal('what was told of the order', typesAbout(stage.events.slice(from), id), ['order-filled', 'order-completed']);
    expectExecuted(stage, id);
  },
});

/** One row of the answer cannot be read. */
export const malformedRow: Card = defineCard({
  ...common,
  id: 'RECOVERY-48',
  slug: 'one-malformed-row',
  title: 'One row of the open orders that cannot be read drops none of the others and does not hold up the repair',
  needs: ['trading', 'private-stream', 'order-type:limit'],
  scenario: 'The private socket is cut. The answer about the open orders has one row more, which is empty. The repair is whole at once.',
  expected: RESTORED,
  forbidden: [...common.forbidden, 'stream-degraded', 'order-canceled'],
  covers: ['REC-one-malformed-row'],
  look: 'requestOpenOrders',
  run: async (stage) => {
    await stage.start();
    const ids = [await stage.openOrder({ amount: stage.amount(20) }), await stage.openOrder({ amount: stage.amount(30) })];
    let altered = 0;
    const end = stage.alterReplies('open-orders', (text) => {
      const changed = withMalformedRow(text);
      if (changed !== text) altered += 1;
      return changed;
    });
    const from = stage.events.length;
    cutPrivate(stage);
    for (const id of ids) stage.fillAtVenue(id, stage.amount(10));
    await restored(stage, from, 20_000);
    stage.holds('an answer had a malformed row', altered > 0, altered);
    for (const id of ids) expectExecuted(stage, id);
    stage.equal('orders in flight', [...stage.connector.inFlightOrders.keys()].toSorted(), ids.toSorted());
    end();
  },
});
