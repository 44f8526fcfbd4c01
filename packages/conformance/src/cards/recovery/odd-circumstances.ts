import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import {
  cutPrivate,
  expectExecuted,
  expectFlow,
  privateEvents,
  RESTORED,
  restored,
  typesAbout,
  whole,
} from '../../situation/private-stream.ts';

const common = {
  family: 'RECOVERY',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'private-stream', 'order-type:limit'],
  since: '2026-11-20',
  doc: 'private stream: how a line is replaced',
  forbidden: ['order-failed', 'order-lost'],
} as const;

const HOUR_MS = 3_600_000;

/** A recovery under circumstances that are rare and real. */
export const oddCircumstances: readonly Card[] = [
  defineCard({
    ...common,
    id: 'RECOVERY-56',
    slug: 'clocks-part-during-a-gap',
    title: 'A gap during which our clock and the venue’s part by an hour is repaired: the login is signed by the venue’s time of now',
    needs: [...common.needs, 'time-synchronization'],
    scenario:
      'The private socket is cut, and the venue’s clock is an hour ahead from then on, as if ours had been set back. An order is filled in the gap.',
    expected: RESTORED,
    covers: ['REC-clock-jump'],
    look: 'createUserStreamDataSource().loginFrames',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      await stage.advance(60_000);
      const from = stage.events.length;
      cutPrivate(stage);
      stage.fillAtVenue(id, stage.amount(10));
      stage.venue.control.skewClock(HOUR_MS);
      await restored(stage, from);
      expectExecuted(stage, id);
      await whole(stage);
      await expectFlow(stage, id, stage.amount(10));
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-57',
    slug: 'long-away',
    title: 'A gap of hours is repaired completely, and the venue is not hammered while it is away',
    scenario: 'The private socket is cut and no new one is to be had for two hours. Orders are filled and canceled early in the gap.',
    setup: { connector: { intervals: { shortPollMs: 24 * HOUR_MS, networkCheckMs: HOUR_MS } } },
    expected: RESTORED,
    covers: ['REC-new-socket-refuses'],
    look: 'tradeUpdatesSince',
    run: async (stage) => {
      await stage.start();
      const filled = await stage.openOrder({ amount: stage.amount(10) });
      const canceled = await stage.openOrder({ amount: stage.amount(20) });
      const from = stage.events.length;
      const sockets = stage.wire.sockets.length;
      const end = stage.venue.control.faults.add({ on: 'handshake', times: Infinity, action: { kind: 'answer', status: 503 } });
      cutPrivate(stage);
      stage.fillAtVenue(filled);
      stage.cancelAtVenue(canceled);
      for (let minutes = 10; minutes <= 120; minutes += 10) {
        await stage.advance(HOUR_MS / 6);
        const attempts = stage.wire.sockets.length - sockets;
        stage.holds('a socket was asked for each minute at least', attempts >= minutes, attempts);
        stage.holds('at most ten sockets a minute were asked for', attempts <= 10 * minutes, attempts);
      }
      end();
      const told = await restored(stage, from);
      stage.equal('the last event about the order that was filled', typesAbout(told, filled).at(-1), 'order-completed');
      stage.equal('the last event about the order that was canceled', typesAbout(told, canceled).at(-1), 'order-canceled');
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-58',
    slug: 'gap-is-told-with-its-ends',
    title: 'A repaired gap is told with its two ends, its reason, and how much was repaired',
    scenario:
      'The private socket is cut and an order is filled. The event names a gap that holds the moment of the cut, and one recovered fill.',
    expected: RESTORED,
    covers: ['MUT-24', 'REC-gap-is-reported'],
    look: 'tradeUpdatesSince',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      await stage.advance(10_000);
      const from = stage.events.length;
      const cutMs = stage.clock.wallMs();
      cutPrivate(stage);
      stage.fillAtVenue(id, stage.amount(10));
      await restored(stage, from);
      const told = stage.present(
        'the event',
        stage.eventsOf('stream-restored').findLast(({ stream }) => stream === 'private'),
      );
      stage.holds('the gap begins before the cut', told.gap.fromMs !== undefined && told.gap.fromMs <= cutMs, told.gap);
      stage.holds('the gap ends after the cut', told.gap.toMs >= cutMs, told.gap);
      stage.holds('the gap has a reason', told.gap.reason !== '', told.gap);
      if (stage.has('trade-ids')) stage.equal('recovered fills', told.repaired.recoveredFills, 1);
      const interrupted = stage.eventsOf('stream-interrupted').findLast(({ stream }) => stream === 'private');
      stage.holds('the interruption has a reason', (interrupted?.reason ?? '') !== '', interrupted);
      stage.equal('what was told of the private stream', privateEvents(stage, from), RESTORED);
    },
  }),
];

/** The account has another program that trades. */
export const twoPrograms: Card = defineCard({
  ...common,
  id: 'RECOVERY-69',
  slug: 'two-programs-of-one-account',
  title: 'Two programs of one account both lose their private streams, and each learns of its own orders only',
  needs: [...common.needs, 'lacks:sign-nonce'],
  scenario:
    'Another connector trades with the same account. Both private sockets are cut; an order of each is filled in part, and that of the other one canceled. Both streams become whole.',
  expected: RESTORED,
  forbidden: [...common.forbidden, 'order-filled-late', 'order-canceled'],
  covers: ['REC-two-clients-one-key'],
  look: 'allTradeUpdatesForOrder',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ amount: stage.amount(30) });
    const other = stage.companion();
    const told: string[] = [];
    other.onAny((event) => {
      if ('clientOrderId' in event) told.push(`${event.clientOrderId} ${event.type}`);
    });
    other.start();
    await stage.until('the other program is ready', () => other.ready, 60_000);
    const theirs = other.buy(stage.pair, stage.amount(50), 'limit', stage.restingPrice('buy'));
    await stage.until('the other program has an order', () => told.includes(`${theirs} order-created`), 30_000);
    const order = stage.truth().openOrders.find(({ amount }) => amount.toFixed() === stage.amount(50));
    const { clientOrderId, orderId } = stage.present('the venue has the order of the other program', order);
    const from = stage.events.length;
    cutPrivate(stage);
    stage.fillAtVenue(id, stage.amount(10));
    stage.venue.control.fillOrder(stage.account, clientOrderId, stage.amount(20));
    stage.venue.world.cancel(stage.account, stage.pair, { orderId });
    await restored(stage, from);
    expectExecuted(stage, id);
    await stage.until('the other program knows that its order is canceled', () => told.includes(`${theirs} order-canceled`), 60_000);
    stage.equal('what the other program was told', told, [`${theirs} order-created`, `${theirs} order-filled`, `${theirs} order-canceled`]);
    await expectFlow(stage, id, stage.amount(10));
    stage.equal('orders in flight', [...stage.connector.inFlightOrders.keys()], [id]);
    const strangers = stage.events.filter((event) => 'clientOrderId' in event && event.clientOrderId !== id);
    stage.equal('events about other orders', strangers, []);
  },
});
