import { Decimal } from '@venuekit/core/connector';
import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import {
  cutPrivate,
  delayAnswer,
  expectExecuted,
  privateEvents,
  RESTORED,
  restored,
  SELDOM_POLLED,
  typesAbout,
} from '../../situation/private-stream.ts';

const common = {
  family: 'RECOVERY',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'private-stream', 'order-type:limit'],
  since: '2026-11-20',
  doc: 'private stream: how a line is replaced',
  look: 'requestOpenOrders',
  setup: SELDOM_POLLED,
  forbidden: ['order-failed', 'order-lost'],
} as const;

/** Cuts the private socket, and waits until the venue has been asked what it missed; the answer is on its way for three seconds. */
async function untilAsked(stage: CardStage, inTheGap: () => void, operation: 'open-orders' | 'balances' = 'open-orders'): Promise<number> {
  const delayed = delayAnswer(stage, operation, 3_000);
  const from = stage.events.length;
  cutPrivate(stage);
  inTheGap();
  await stage.until(`the venue is asked for ${operation}`, () => delayed() > 0, 30_000);
  return from;
}

/** What happens while the venue is asked what happened. */
export const aroundTheSnapshot: readonly Card[] = [
  defineCard({
    ...common,
    id: 'RECOVERY-14',
    slug: 'fill-after-the-snapshot',
    title: 'A fill between the answer about the gap and its arrival is told: the new socket listens before the venue is asked',
    scenario:
      'The private socket is cut. The venue has answered all about orders, and while its answer about balances is on its way an order is filled. Only the new socket tells of it.',
    expected: RESTORED,
    covers: ['REC-fill-in-gap', 'REC-fill-between-snapshot-and-new-socket'],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      const from = await untilAsked(stage, () => stage.fillAtVenue(id, stage.amount(10)), 'balances');
      await stage.advance(500);
      stage.fillAtVenue(id, stage.amount(10));
      await restored(stage, from);
      await stage.advance(1_000);
      expectExecuted(stage, id);
      stage.equal('what was told of the gap', typesAbout(stage.events.slice(from), id), ['order-filled', 'order-filled']);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-15',
    slug: 'cancel-after-the-snapshot',
    title: 'A cancel between the answer about the gap and its arrival is not undone by that answer',
    scenario: 'While the answer that an order is open is on its way, the order is canceled. It ends once, as canceled.',
    expected: RESTORED,
    covers: ['REC-fill-between-snapshot-and-new-socket'],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      const from = await untilAsked(stage, () => undefined);
      await stage.advance(500);
      stage.cancelAtVenue(id);
      await restored(stage, from);
      await stage.advance(1_000);
      stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-canceled']);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-16',
    slug: 'fill-in-the-snapshot-and-on-the-stream',
    title: 'A fill that the stream tells and the answer about the gap contains as well is told once',
    needs: [...common.needs, 'trade-ids'],
    scenario:
      'The new socket is there and hears a fill of an order; the venue is asked for the trades of the gap after that, so that its answer has the same fill.',
    expected: RESTORED,
    covers: ['REC-fill-in-snapshot-and-late-on-old', 'NT-E84'],
    look: 'userStreamEventListener',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      const from = await untilAsked(stage, () => undefined);
      await stage.advance(500);
      stage.fillAtVenue(id, stage.amount(10));
      await restored(stage, from);
      await stage.advance(130_000);
      expectExecuted(stage, id);
      stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-filled']);
      stage.equal('what was told of the private stream', privateEvents(stage, from), RESTORED);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-17',
    slug: 'self-trade-across-a-gap',
    title: 'A trade between two orders of the same account, with one trade id, is told for both of them',
    needs: [...common.needs, 'trade-ids'],
    scenario:
      'Nobody else is in the market. While the private stream is away an order of ours takes another one of ours; both executions have the same trade id.',
    setup: {
      hasMakers: false,
      market: (market) => ({ ...market, selfTradePrevention: 'none' }),
    },
    covers: ['REC-self-trade'],
    look: 'userStreamEventListener',
    run: async (stage) => {
      await stage.start();
      const price = stage.restingPrice('buy');
      const bought = await stage.openOrder({ amount: stage.amount(20), price });
      const from = stage.events.length;
      stage.venue.control.faults.add({ on: 'handshake', times: 3, action: { kind: 'answer', status: 503 } });
      cutPrivate(stage);
      const sold = stage.connector.sell(stage.pair, stage.amount(20), 'limit', price);
      await restored(stage, from);
      await stage.advance(1_000);
      for (const id of [bought, sold]) {
        stage.equal('what was told of an order of the trade', stage.orderEvents(id), ['order-created', 'order-filled', 'order-completed']);
        expectExecuted(stage, id);
      }
      const [one, other] = stage.eventsOf('order-filled');
      stage.equal('the trade id of both fills', one?.tradeId, other?.tradeId);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-18',
    slug: 'more-fills-than-a-page',
    title: 'A gap with more fills than the venue tells at once is repaired completely',
    needs: [...common.needs, 'trade-ids'],
    scenario: 'While the private stream is away one order is filled in 1,010 parts. All of them are told, each once.',
    covers: ['REC-10k-events-queued-on-old', 'REC-fill-in-gap'],
    look: 'tradeUpdatesSince',
    run: async (stage) => {
      await stage.start();
      const part = stage.amount(1);
      const id = await stage.openOrder({ amount: new Decimal(part).times(1_050).toFixed() });
      const from = stage.events.length;
      cutPrivate(stage);
      for (let count = 0; count < 1_010; count += 1) stage.fillAtVenue(id, part);
      await restored(stage, from);
      stage.equal('fills that were told', stage.eventsOf('order-filled').length, 1_010);
      expectExecuted(stage, id);
    },
  }),
];
