import type { Card, CardId } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import type { Need } from '../../subject/need.ts';
import { checkNoTimestampRefused, clockRefusals, placeAndCheck } from './clock-refusals.ts';

const NEEDS: readonly Need[] = ['trading', 'order-type:limit', 'time-synchronization'];

const JUMPS: readonly { readonly id: CardId; readonly slug: string; readonly text: string; readonly jumpsMs: readonly number[] }[] = [
  { id: 'TIME-01', slug: 'venue-clock-set-forward', text: 'is set forward by a minute and a half', jumpsMs: [90_000] },
  { id: 'TIME-02', slug: 'venue-clock-set-back', text: 'is set back by a minute and a half', jumpsMs: [-90_000] },
  { id: 'TIME-03', slug: 'venue-clock-set-to-and-fro', text: 'is set forward, back and right again', jumpsMs: [90_000, -90_000, 0] },
];

const jumpCards: readonly Card[] = JUMPS.map(({ id, slug, text, jumpsMs }) =>
  defineCard({
    id,
    slug,
    title: `When the venue’s clock ${text}, one refusal teaches the connector the new time, and no order is lost`,
    family: 'TIME',
    severity: 'must',
    tier: 3,
    needs: [...NEEDS, 'lacks:sign-nonce'],
    since: '2026-11-20',
    scenario: `The venue’s clock ${text}. An order that is placed then is open; those after it meet no refusal.`,
    expected: ['order-created'],
    forbidden: ['order-failed', 'order-lost'],
    doc: 'design: correctness rules (clock errors)',
    look: 'isRequestExceptionRelatedToTimeSynchronizer; createWebAssistantsFactory: serverTime',
    run: async (stage) => {
      await stage.start();
      await placeAndCheck(stage);
      let placed = 1;
      for (const jumpMs of jumpsMs) {
        const from = stage.refusals.length;
        stage.venue.control.skewClock(jumpMs);
        await placeAndCheck(stage);
        stage.equal('refusals that the jump has cost', clockRefusals(stage, from).length, 1);
        await placeAndCheck(stage, 3);
        await stage.answer('open orders are told', stage.connector.getOpenOrders(stage.pair));
        checkNoTimestampRefused(stage, from + 1);
        placed += 4;
      }
      stage.equal('orders at the venue', stage.truth().openOrders.length, placed);
      // What was told before the clock was set back counts as newer for as long as it went back.
      await stage.advance(240_000);
    },
  }),
);

const drift: Card = defineCard({
  id: 'TIME-04',
  slug: 'drifting-clocks-are-followed',
  title: 'Clocks that drift apart are followed, without one refusal',
  family: 'TIME',
  severity: 'must',
  tier: 3,
  needs: NEEDS,
  since: '2026-11-20',
  scenario:
    'In forty minutes the venue’s clock gains twelve seconds on ours. An order is placed every four minutes; no timestamp is refused.',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'design: correctness rules (clock errors)',
  look: 'createWebAssistantsFactory: serverTime',
  run: async (stage) => {
    await stage.start();
    for (let minute = 1; minute <= 40; minute += 1) {
      stage.venue.control.skewClock(minute * 300);
      await stage.advance(60_000);
      if (minute % 4 === 0) await placeAndCheck(stage);
    }
    checkNoTimestampRefused(stage);
  },
});

const retriedOnce: Card = defineCard({
  id: 'TIME-05',
  slug: 'refused-timestamp-is-repeated-once',
  title: 'A placement that is refused for its timestamp is repeated once, after the time has been asked for',
  family: 'TIME',
  severity: 'must',
  tier: 3,
  needs: NEEDS,
  since: '2026-11-20',
  scenario:
    'The venue refuses the timestamp of a placement. The time is asked for again and the placement sent a second time: one order is open.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost'],
  doc: 'design: correctness rules (clock errors)',
  look: 'isRequestExceptionRelatedToTimeSynchronizer; createWebAssistantsFactory: classify',
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    const remove = refuseTimestamps(stage, 1);
    await placeAndCheck(stage);
    remove();
    stage.equal('refused placements', clockRefusals(stage).length, 1);
    stage.equal('orders at the venue', stage.venue.world.orders(stage.account, stage.pair).length, 1);
  },
});

const retriedOnceOnly: Card = defineCard({
  id: 'TIME-06',
  slug: 'refused-timestamp-is-not-repeated-for-ever',
  title: 'A placement whose timestamp is refused again fails, and is not repeated for ever',
  family: 'TIME',
  severity: 'must',
  tier: 3,
  needs: NEEDS,
  since: '2026-11-20',
  scenario:
    'The venue refuses the timestamp of each placement. The order fails as rejected after two attempts at most, and the next one, when the venue is right again, is open.',
  expected: ['order-failed', 'order-created'],
  forbidden: ['order-lost', 'order-canceled'],
  doc: 'design: correctness rules (clock errors)',
  look: 'placeOrder; isRequestExceptionRelatedToTimeSynchronizer',
  run: async (stage) => {
    await stage.start();
    const remove = refuseTimestamps(stage, 100);
    const id = stage.placeResting();
    await stage.until('the order has failed', () => stage.orderEvents(id).includes('order-failed'), 30_000);
    await stage.advance(30_000);
    stage.equal('why', stage.eventsOf('order-failed')[0]?.cause, 'rejected');
    const attempts = clockRefusals(stage).length;
    stage.holds('it was sent twice at most', attempts >= 1 && attempts <= 2, attempts);
    remove();
    await placeAndCheck(stage);
  },
});

function refuseTimestamps(stage: CardStage, times: number): () => void {
  const { faults } = stage.venue.control;
  const action = { kind: 'refuse', reason: 'timestamp-too-old' } as const;
  const removals = [
    faults.add({ on: 'http', match: { operation: 'place' }, times, action }),
    faults.add({ on: 'socket-request', match: { operation: 'place' }, times, action }),
  ];
  return () => {
    for (const remove of removals) remove();
  };
}

const noTime: Card = defineCard({
  id: 'TIME-07',
  slug: 'venue-tells-no-time-for-a-while',
  title: 'A venue that does not tell its time for a while delays the start and disturbs nothing later',
  family: 'TIME',
  severity: 'must',
  tier: 3,
  needs: NEEDS,
  since: '2026-11-20',
  scenario:
    'The venue’s clock is ninety seconds ahead, and its first three answers to what time it is fail. The connector starts nevertheless, and its orders are taken. Later the time cannot be had for ten minutes; orders are taken as before.',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'design: correctness rules (clock errors)',
  look: 'createWebAssistantsFactory: serverTime',
  setup: {
    prepare: ({ control }) => {
      control.skewClock(90_000);
      const actions = [{ kind: 'answer', status: 503, body: '' }, { kind: 'reset' }, { kind: 'execute-then-garbage', body: '{}' }] as const;
      for (const action of actions) control.faults.add({ on: 'http', match: { operation: 'time' }, action });
    },
  },
  run: async (stage) => {
    const { faults } = stage.venue.control;
    await stage.start();
    stage.equal('failed answers to what time it is', faults.applied.length, 3);
    await placeAndCheck(stage);
    const times = Number.POSITIVE_INFINITY;
    const remove = faults.add({ on: 'http', match: { operation: 'time' }, times, action: { kind: 'answer', status: 503, body: '' } });
    await stage.advance(600_000);
    const from = stage.refusals.length;
    await placeAndCheck(stage);
    checkNoTimestampRefused(stage, from);
    remove();
  },
});

/** The venue's clock against ours. */
export const venueClockCards: readonly Card[] = [...jumpCards, drift, retriedOnce, retriedOnceOnly, noTime];
