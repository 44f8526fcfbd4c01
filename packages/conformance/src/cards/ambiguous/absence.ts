import type { Operation } from '@venuekit/venue';
import type { Card, CardId } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import type { Need } from '../../subject/need.ts';
import { breakCommands, NOT_EXECUTED_ANSWER_LOST, type FailureClass } from './failure-points.ts';

/** One placement that is lost at once. */
const LOST: FailureClass = { ...NOT_EXECUTED_ANSWER_LOST, points: NOT_EXECUTED_ANSWER_LOST.points.slice(0, 1) };

/** What the proof that an order never arrived consists of. */
const PROOFS: readonly {
  readonly id: CardId;
  readonly slug: string;
  readonly text: string;
  readonly operation: Operation['kind'];
  readonly look: string;
  readonly needs: readonly Need[];
}[] = [
  {
    id: 'AMBIGUOUS-19',
    slug: 'no-verdict-without-the-order',
    text: 'a query by its client id',
    operation: 'order',
    look: 'isOrderNotFoundDuringStatusUpdateError',
    needs: [],
  },
  {
    id: 'AMBIGUOUS-20',
    slug: 'no-verdict-without-open-orders',
    text: 'the list of open orders',
    operation: 'open-orders',
    look: 'requestOpenOrders',
    needs: [],
  },
  {
    id: 'AMBIGUOUS-21',
    slug: 'no-verdict-without-trades',
    text: "the account's trades",
    operation: 'fills',
    look: 'allTradeUpdatesForOrder, tradeUpdatesSince',
    needs: ['trade-ids', 'trades-since'],
  },
];

function failQuestions(stage: CardStage, operation: Operation['kind']): () => void {
  const { faults } = stage.venue.control;
  const times = Number.POSITIVE_INFINITY;
  const ends = [
    faults.add({ on: 'http', match: { operation }, times, action: { kind: 'answer', status: 503, body: '' } }),
    faults.add({ on: 'socket-request', match: { operation }, times, action: { kind: 'refuse', reason: 'internal' } }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

async function loseOne(stage: CardStage): Promise<string> {
  const broken = breakCommands(stage, ['place'], LOST);
  const id = stage.placeResting();
  await stage.until('the placement is lost', () => broken() === 1, 10_000);
  return id;
}

/** Longer than a venue is given to work on a request, shorter than any connector gives up. */
const UNDECIDED_MS = 180_000;

const proofCards: readonly Card[] = PROOFS.map(({ id, slug, text, operation, look, needs }) =>
  defineCard({
    id,
    slug,
    title: `An order is not called never arrived before the venue has answered ${text}`,
    family: 'AMBIGUOUS',
    severity: 'must',
    tier: 3,
    needs: ['trading', 'order-type:limit', 'client-order-ids', ...needs],
    since: '2026-11-20',
    scenario: `A placement is lost on its way, and for three minutes the venue answers no question for ${text}. The order stays undecided for so long; when the venue answers again it has never arrived.`,
    expected: ['order-failed'],
    forbidden: ['order-created', 'order-canceled'],
    covers: ['HB-25', 'HB-37', 'NT-E74'],
    doc: 'design: how an order ends',
    look,
    run: async (stage) => {
      await stage.start();
      const answerAgain = failQuestions(stage, operation);
      const before = stage.venue.control.faults.applied.length;
      const id = await loseOne(stage);
      await stage.advance(UNDECIDED_MS);
      // One is the placement itself.
      stage.holds(`the venue was asked for ${text}`, stage.venue.control.faults.applied.length > before + 1);
      stage.equal('the events of the order while the venue does not answer', stage.orderEvents(id), []);
      stage.equal('what is known of it', stage.connector.orderTracker.fetchOrder({ clientOrderId: id })?.outcome, 'unknown');
      answerAgain();
      await stage.until('the order ends', () => stage.orderEvents(id).includes('order-failed'));
      stage.equal('why it has failed', stage.eventsOf('order-failed')[0]?.cause, 'never-arrived');
    },
  }),
);

const lateExecution: Card = defineCard({
  id: 'AMBIGUOUS-22',
  slug: 'late-execution-is-found',
  title: 'An order that the venue executes after we stopped waiting is open, not failed',
  family: 'AMBIGUOUS',
  severity: 'must',
  tier: 3,
  // A request that is late is overtaken by others, and refused where nonces must grow.
  needs: ['trading', 'order-type:limit', 'client-order-ids', 'lacks:sign-nonce'],
  since: '2026-11-20',
  scenario:
    'A placement lies at the venue for 13 s before it is executed, within its validity by the venue’s clock. We have given up by then, and the venue has been asked for the order and did not know it.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled'],
  covers: ['NT-E74'],
  doc: 'design: how an order ends',
  look: 'capabilities.requestValidityMs, capabilities.processingTimeMs',
  run: async (stage) => {
    await stage.start();
    const { control } = stage.venue;
    const delay = { kind: 'delay', delayMs: 13_000, phase: 'request' } as const;
    control.faults.add({ on: 'http', match: { operation: 'place' }, action: delay });
    const before = control.faults.applied.length;
    const id = stage.placeResting();
    await stage.until('the placement lies at the venue', () => control.faults.applied.length > before, 10_000);
    // The venue reads the timestamp when it takes the request up.
    control.skewClock(-12_500);
    await stage.until('the venue has executed it', () => stage.venueOrder(id) !== undefined, 20_000);
    control.skewClock(0);
    await stage.until('something is told of the order', () => stage.orderEvents(id).length > 0);
    stage.equal('what is told of it', stage.orderEvents(id), ['order-created']);
  },
});

const lostThenSettled: Card = defineCard({
  id: 'AMBIGUOUS-23',
  slug: 'lost-is-no-failure',
  title: 'An order of which nothing can be learned is lost, not failed, and is settled when the venue answers',
  family: 'AMBIGUOUS',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit', 'client-order-ids'],
  since: '2026-11-20',
  scenario:
    'A placement is executed and its answer lost; the private stream tells nothing of it and the venue answers no question for orders until the order is lost. Then it answers again, and the order is open.',
  expected: ['order-lost'],
  forbidden: ['order-failed', 'order-canceled'],
  covers: ['HB-34', 'HB-38', 'HB-39'],
  doc: 'design: how an order ends',
  look: 'capabilities.lostAfterMs',
  run: async (stage) => {
    await stage.start();
    const { faults } = stage.venue.control;
    const times = Number.POSITIVE_INFINITY;
    const ends = [
      failQuestions(stage, 'order'),
      failQuestions(stage, 'open-orders'),
      failQuestions(stage, 'orders'),
      failQuestions(stage, 'fills'),
      ...(['execution', 'balances'] as const).map((frame) =>
        faults.add({ on: 'frame', match: { frame }, times, action: { kind: 'drop' } }),
      ),
    ];
    faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'execute-then-reset' } });
    faults.add({ on: 'socket-request', match: { operation: 'place' }, action: { kind: 'execute-then-ignore' } });
    const id = stage.placeResting();
    await stage.advance(60_000);
    stage.equal('what is told within a minute', stage.orderEvents(id), []);
    const { lostAfterMs = 600_000 } = stage.definition.capabilities;
    await stage.until('the order is lost', () => stage.orderEvents(id).includes('order-lost'), lostAfterMs + 120_000);
    for (const end of ends) end();
    const state = (): string | undefined => stage.connector.orderTracker.fetchOrder({ clientOrderId: id })?.state;
    await stage.until('the order is known to be open', () => state() === 'open', 900_000);
    stage.equal('orders that came to the venue', stage.venue.world.orders(stage.account, stage.pair).length, 1);
  },
});

const FAILING = [{ kind: 'reset' }, { kind: 'hang' }] as const;

const silentStatus: Card = defineCard({
  id: 'AMBIGUOUS-24',
  slug: 'failing-queries-end-nothing',
  title: 'Queries that fail leave an open order open',
  family: 'AMBIGUOUS',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'An order is open. For five minutes the private stream cannot be reached and each question for orders is reset, answered with 503, or never answered. Nothing happens to the order.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
  covers: ['HB-25', 'HB-27'],
  doc: 'design: how an order ends',
  look: 'isOrderNotFoundDuringStatusUpdateError, requestOpenOrders',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const { faults } = stage.venue.control;
    const times = Number.POSITIVE_INFINITY;
    const before = faults.applied.length;
    const removals = [
      ...(['order', 'open-orders', 'orders'] as const).flatMap((operation) => [
        // Some of each kind; what comes after them is answered 503.
        ...FAILING.map((action) => faults.add({ on: 'http', match: { operation }, times: 2, action })),
        failQuestions(stage, operation),
      ]),
      faults.add({ on: 'handshake', times, action: { kind: 'reset' } }),
    ];
    stage.venue.control.cutSockets();
    await stage.advance(300_000);
    const asked = faults.applied.slice(before).filter(({ on }) => on === 'http' || on === 'socket-request').length;
    // More than those that are reset or never answered.
    stage.holds('questions for orders have failed in each way', asked > 2 * FAILING.length, asked);
    stage.equal('the events of the order', stage.orderEvents(id), ['order-created']);
    stage.equal('what is in flight', [...stage.connector.inFlightOrders.keys()], [id]);
    for (const end of removals) end();
  },
});

/** Needs nothing of the queries, but of the stream. */
export const streamDownCard: Card = defineCard({
  id: 'AMBIGUOUS-34',
  slug: 'no-verdict-while-the-stream-is-down',
  title: 'An order is not called never arrived while the private stream is down',
  family: 'AMBIGUOUS',
  severity: 'should',
  tier: 3,
  needs: ['trading', 'private-stream', 'order-type:limit', 'client-order-ids'],
  since: '2026-11-20',
  scenario:
    'A placement is lost on its way while no socket can be opened. For three minutes every query says that there is no such order, and it stays undecided. When the private stream is whole again the order has never arrived.',
  expected: ['order-failed'],
  forbidden: ['order-created', 'order-canceled', 'order-lost'],
  covers: ['NT-E74'],
  doc: 'design: how an order ends',
  look: 'createUserStreamDataSource',
  run: async (stage) => {
    await stage.start();
    const { control } = stage.venue;
    const openAgain = control.faults.add({ on: 'handshake', times: Number.POSITIVE_INFINITY, action: { kind: 'reset' } });
    control.cutSockets();
    const id = await loseOne(stage);
    await stage.advance(UNDECIDED_MS);
    stage.equal('the events of the order while the stream is down', stage.orderEvents(id), []);
    openAgain();
    await stage.until('the order ends', () => stage.orderEvents(id).includes('order-failed'));
    stage.equal('why it has failed', stage.eventsOf('order-failed')[0]?.cause, 'never-arrived');
  },
});

/** When nothing, or nothing more, may be said of an order. */
export const absenceCards: readonly Card[] = [...proofCards, lateExecution, lostThenSettled, silentStatus];
