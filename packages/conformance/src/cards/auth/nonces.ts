import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';

const common = {
  family: 'AUTH',
  severity: 'must',
  since: '2026-11-20',
  needs: ['trading', 'order-type:limit', 'trait:sign-nonce'],
  doc: 'venues that differ: a nonce that grows',
  look: 'authenticator.sendsInOrder',
} as const;

/** @throws CardFailure when the venue has refused anything that is signed. */
function checkNoneRefused(stage: CardStage): void {
  stage.equal(
    'requests that the venue has refused',
    stage.refusals.map(({ reason, operation }) => [reason, operation]),
    [],
  );
}

export const noncesOfManyAtOnce: Card = defineCard({
  ...common,
  id: 'AUTH-05',
  slug: 'nonces-grow-when-many-ask-at-once',
  title: 'Signed requests that are asked for at once reach the venue with nonces that grow, also when some are under way for longer',
  tier: 3,
  scenario:
    'In one moment ten questions are asked and three orders placed; three of the questions reach the venue 400 ms late. None is refused, and all are answered.',
  forbidden: ['order-failed', 'order-lost'],
  run: async (stage) => {
    await stage.start();
    const { faults } = stage.venue.control;
    faults.add({ on: 'http', match: { operation: 'open-orders' }, times: 3, action: { kind: 'delay', delayMs: 400, phase: 'request' } });
    const questions = Array.from({ length: 10 }, () => stage.connector.getOpenOrders(stage.pair));
    const ids = [11, 12, 13].map((times) => stage.placeResting({ amount: stage.amount(times) }));
    await stage.answer('all questions are answered', Promise.all(questions));
    await stage.until('all orders are open', () => ids.every((id) => stage.orderEvents(id).includes('order-created')));
    stage.equal('questions that were late', faults.applied.length, 3);
    checkNoneRefused(stage);
  },
});

export const noncesOverLives: Card = defineCard({
  ...common,
  id: 'AUTH-06',
  slug: 'nonces-grow-over-lives',
  title: 'The nonces of a program that is killed and started again are above those of its life before, also when our clock was set back',
  tier: 3,
  scenario:
    'An order rests. Our clock is set back by an hour, and the program is killed and started again, twice. Nothing is refused, and each life places an order.',
  setup: { isDurable: true },
  forbidden: ['order-failed', 'order-lost'],
  run: async (stage) => {
    await stage.start();
    await stage.openOrder();
    for (const times of [11, 12]) {
      stage.jumpWall(-3_600_000);
      stage.kill();
      await stage.advance(1_000);
      await stage.start();
      await stage.openOrder({ amount: stage.amount(times) });
    }
    await stage.answer('open orders are answered', stage.connector.getOpenOrders(stage.pair));
    checkNoneRefused(stage);
  },
});
