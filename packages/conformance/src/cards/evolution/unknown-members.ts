import type { Operation } from '@venuekit/venue';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { withUnknownMembers } from '../../stage/payload-leaves.ts';

const OPERATIONS: readonly Operation['kind'][] = [
  'ping',
  'time',
  'rules',
  'book',
  'recent-trades',
  'last-prices',
  'best-quotes',
  'place',
  'cancel',
  'request-cancel',
  'place-many',
  'cancel-many',
  'order',
  'open-orders',
  'orders',
  'fills',
  'balances',
  'fee-rates',
  'make-stream-key',
  'extend-stream-key',
];
const FRAMES = ['book', 'top', 'trade', 'execution', 'balances'] as const;

/** What every connector does in its life. */
async function live(stage: CardStage): Promise<void> {
  await stage.start();
  const canceled = await stage.openOrder();
  const filled = await stage.openOrder({ amount: stage.amount(11) });
  stage.fillAtVenue(filled);
  await stage.until('the fill is told', () => stage.orderEvents(filled).includes('order-completed'));
  const canceling = stage.connector.cancel(stage.pair, canceled);
  await stage.until('the cancel is told', () => stage.orderEvents(canceled).includes('order-canceled'));
  await stage.answer('the cancel is answered', canceling);
  stage.tradeByStranger('buy', stage.amount());
  await stage.until('the trade is told', () => stage.eventsOf('book-trade').length > 0);
  const left = await stage.openOrder({ amount: stage.amount(12) });
  const open = await stage.answer('open orders are told', stage.connector.getOpenOrders(stage.pair));
  stage.equal(
    'the open orders',
    open.map(({ amount }) => amount.toFixed()),
    [stage.present('the venue has the order', stage.venueOrder(left)).amount.toFixed()],
  );
}

const inReplies: Card = defineCard({
  id: 'EVOLUTION-01',
  slug: 'unknown-members-of-replies',
  title: 'Members that nobody knows, in every object of every reply, change nothing',
  family: 'EVOLUTION',
  severity: 'must',
  tier: 2,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'The venue has released a version whose replies have one more member in each object. The connector starts, places, cancels, learns a fill, and asks for what is open.',
  expected: ['order-created', 'order-filled', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost'],
  doc: 'design: one unknown value never drops the rest',
  look: 'the parse functions of the wire',
  overSockets: true,
  run: async (stage) => {
    let count = 0;
    for (const operation of OPERATIONS) {
      stage.alterReplies(operation, (text) => {
        count += 1;
        return withUnknownMembers(text);
      });
    }
    await live(stage);
    stage.holds('replies had unknown members', count > 5, count);
  },
});

const inFrames: Card = defineCard({
  id: 'EVOLUTION-02',
  slug: 'unknown-members-of-frames',
  title: 'Members that nobody knows, in every object of every frame, change nothing',
  family: 'EVOLUTION',
  severity: 'must',
  tier: 2,
  needs: ['trading', 'private-stream', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'The venue has released a version whose frames, public and private, have one more member in each object. Books are live and trades told; an order is placed, another filled, another canceled, and nothing is reported as a problem.',
  expected: ['order-created', 'order-filled', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'stream-problem', 'book-resynced'],
  doc: 'design: one unknown value never drops the rest',
  look: 'onFrame, userStreamEventListener',
  overSockets: true,
  run: async (stage) => {
    let count = 0;
    for (const frame of FRAMES) {
      stage.alterFrames(frame, (text) => {
        count += 1;
        return withUnknownMembers(text);
      });
    }
    await live(stage);
    stage.holds('frames had unknown members', count > 5, count);
    stage.equal(
      'what is reported as a problem',
      stage.eventsOf('stream-problem').map(({ message }) => message),
      [],
    );
  },
});

/** What is added. */
export const unknownMemberCards: readonly Card[] = [inReplies, inFrames];
