import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { troublePrivateFrames } from '../../situation/private-frames.ts';
import { fillInParts, fillsTold } from '../../situation/venue-fills.ts';
import { expectExecuted } from '../../situation/private-stream.ts';

export const sumsMakeEachPartOnce: Card = defineCard({
  id: 'FILL-16',
  slug: 'sums-make-each-part-once',
  title:
    'Where the venue tells how much is executed and names no executions, parts whose news are lost, come twice or come late count once',
  family: 'FILL',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  needs: ['trading', 'order-type:limit', 'streams-fills', 'trait:cumulative-fills'],
  scenario:
    'An order is filled in five parts. The news of the first never comes, those of the second come twice, the third and the fourth change places. What is told adds up to the order.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost'],
  doc: 'venues that differ: sums without trade ids',
  look: 'capabilities.hasTradeIds, userStreamEventListener: cumulativeBase',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ amount: stage.amount(50) });
    for (const [tenths, action] of [
      [[1], { kind: 'drop' }],
      [[2], { kind: 'duplicate' }],
      [[1, 3], { kind: 'reorder' }],
    ] as const) {
      const trouble = troublePrivateFrames(stage, 'execution', action, 1);
      fillInParts(stage, id, tenths);
      await stage.advance(1_500);
      trouble.expectStruck(stage);
      trouble.lift();
      // What was lost is in the sum of the next news.
      if (action.kind !== 'drop') expectExecuted(stage, id);
    }
    stage.fillAtVenue(id);
    await stage.until('the order is completed', () => stage.orderEvents(id).includes('order-completed'), 130_000);
    expectExecuted(stage, id);
    const parts = fillsTold(stage, id).map(({ amount }) => amount);
    stage.holds(
      'each part that was told is more than nothing',
      parts.every((amount) => amount.gt(0)),
      parts,
    );
  },
});
