import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import { expectExecuted, whole } from '../../situation/private-stream.ts';

/** Everything at once, by chance. */
export const badWeather: Card = defineCard({
  id: 'RECOVERY-70',
  slug: 'three-minutes-of-bad-weather',
  title: 'After three minutes in which sockets break, fall silent, stutter and are refused, and requests fail, all is known and told once',
  family: 'RECOVERY',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'private-stream', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'Faults come by chance, the same for the same seed, while orders are filled in parts and canceled at the venue and money comes in. Within four minutes of good weather orders, fills, balances and books are the venue’s.',
  forbidden: ['order-failed', 'order-lost'],
  covers: ['REC-any-of-these-in-any-order'],
  doc: 'private stream: guarantees',
  look: 'createUserStreamDataSource().onFrame',
  run: async (stage) => {
    await stage.start();
    const ids = [];
    for (let count = 0; count < 4; count += 1) ids.push(await stage.openOrder({ amount: stage.amount(100 + 10 * count) }));
    const [base = ''] = stage.pair.split('-');
    const { control } = stage.venue;
    control.injectRandomFaults({
      http: { reset: 0.05, unavailable: 0.05, garbage: 0.02, hang: 0.01, delay: 0.1 },
      frame: { delay: 0.05, duplicate: 0.05, cut: 0.06, 'fall-silent': 0.02 },
      handshake: { unavailable: 0.15, reset: 0.15 },
      longestDelayMs: 3_000,
    });
    for (let step = 0; step < 36; step += 1) {
      const id = ids[step % ids.length] ?? '';
      if (step < 24) stage.fillAtVenue(id, stage.amount(10));
      else if (step % 5 === 0) stage.venue.world.deposit(stage.account, base, '1');
      if (step === 26) stage.cancelAtVenue(ids[1] ?? '');
      if (step === 30) stage.fillAtVenue(ids[2] ?? '');
      stage.tradeByStranger('buy', stage.amount(1));
      await stage.advance(5_000);
    }
    control.injectRandomFaults(undefined);
    const { applied } = control.faults;
    stage.holds('there were many faults', applied.length >= 10, applied.length);
    const hasCut = applied.some(({ on, action }) => on === 'frame' && (action.kind === 'cut' || action.kind === 'fall-silent'));
    stage.holds('a socket was lost', hasCut);
    await stage.advance(130_000);
    await whole(stage);
    for (const id of ids) expectExecuted(stage, id);
    stage.equal('the last event about the order that was canceled', stage.orderEvents(ids[1] ?? '').at(-1), 'order-canceled');
    stage.equal('the last event about the order that was filled', stage.orderEvents(ids[2] ?? '').at(-1), 'order-completed');
  },
});
