import type { HttpFaultAction } from '@venuekit/venue';
import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { cutPrivate, expectExecuted, expectFlow, RESTORED, restored, SELDOM_POLLED, whole } from '../../situation/private-stream.ts';

const common = {
  family: 'AUTH',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  needs: ['trading', 'order-type:limit', 'trait:login-by-token'],
  setup: SELDOM_POLLED,
  expected: RESTORED,
  forbidden: ['order-failed', 'order-lost'],
  doc: 'private stream: how a line is replaced',
  look: 'createUserStreamDataSource().loginFrames',
} as const;

export const refusedToken: Card = defineCard({
  ...common,
  id: 'AUTH-07',
  slug: 'refused-token-is-replaced',
  title: 'A token that the venue refuses is not used again: another one is asked for, and the stream is whole',
  scenario:
    'The private socket is cut. The token that the venue gives has ended before it is used. The next login has another one, and nothing of the gap is lost.',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ amount: stage.amount(60) });
    let given = 0;
    stage.alterReplies('make-stream-key', (text) => {
      given += 1;
      if (given === 1) stage.venue.control.endStreamKeys(stage.account);
      return text;
    });
    const from = stage.events.length;
    cutPrivate(stage);
    stage.fillAtVenue(id, stage.amount(10));
    await restored(stage, from);
    stage.equal(
      'what the venue has refused',
      stage.refusals.map(({ reason }) => reason),
      ['unknown-key'],
    );
    stage.equal('tokens that were given', given, 2);
    await stage.advance(1_000);
    expectExecuted(stage, id);
    await whole(stage);
    await expectFlow(stage, id, stage.amount(10));
  },
});

const FAILURES: readonly HttpFaultAction[] = [
  { kind: 'answer', status: 503 },
  { kind: 'refuse', reason: 'not-permitted' },
  { kind: 'hang' },
];

export const tokenNotToBeHad: Card = defineCard({
  ...common,
  id: 'AUTH-08',
  slug: 'token-that-cannot-be-had',
  title: 'When no token is to be had, it is asked for again with patience, and nothing of the longer gap is lost',
  scenario:
    'The private socket is cut. The wish for a token is answered with 503, then refused, then never answered; then it is granted. An order is filled in part meanwhile.',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ amount: stage.amount(60) });
    const { faults } = stage.venue.control;
    for (const action of FAILURES) faults.add({ on: 'http', match: { operation: 'make-stream-key' }, action });
    const from = stage.events.length;
    cutPrivate(stage);
    stage.fillAtVenue(id, stage.amount(10));
    await restored(stage, from, 300_000);
    stage.equal('wishes that failed', faults.applied.length, FAILURES.length);
    await stage.advance(1_000);
    expectExecuted(stage, id);
    await whole(stage);
    await expectFlow(stage, id, stage.amount(10));
  },
});
