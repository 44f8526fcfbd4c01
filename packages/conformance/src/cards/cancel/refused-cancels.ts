import type { Card } from '../../card/card.ts';
import { failOperation } from '../../situation/question-failures.ts';
import { cancelCard } from './cancel-card.ts';

const NEEDS = ['trading', 'order-type:limit'] as const;

export const refusedCancelLeavesTheOrder: Card = cancelCard({
  id: 'CANCEL-13',
  slug: 'refused-cancel-leaves-the-order',
  title: 'When the venue refuses a cancel, the order is open as before, and the answer says so',
  severity: 'must',
  needs: [...NEEDS, 'synchronous-cancel'],
  scenario: 'The venue halts the market, so that a cancel is refused. Later the market trades again, and the order can be canceled.',
  expected: ['order-created', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-filled'],
  covers: ['HB-18'],
  doc: 'design: a command has four outcomes',
  look: 'placeCancel',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    stage.venue.control.setMarketStatus(stage.pair, 'halted');
    const { success, reason = '' } = await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, id));
    stage.equal('the answer', [success, reason.trim() !== ''], [false, true]);
    await stage.rest();
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created']);
    stage.equal('its state here', stage.connector.inFlightOrders.get(id)?.state, 'open');
    stage.venue.control.setMarketStatus(stage.pair, 'trading');
    const again = await stage.answer('the second cancel is answered', stage.connector.cancel(stage.pair, id));
    stage.equal('the answer to the second', again.success, true);
  },
});

export const absenceIsNoEnd: Card = cancelCard({
  id: 'CANCEL-14',
  slug: 'unknown-to-a-cancel-is-no-end',
  title: 'When the venue does not find the order that a cancel names, the order is asked for; it has not ended by that',
  severity: 'must',
  tier: 3,
  needs: NEEDS,
  scenario: 'A cancel is answered "unknown order" although the order is open, as venues do whose parts disagree for a moment.',
  expected: ['order-created'],
  forbidden: ['order-canceled', 'order-failed', 'order-lost', 'order-expired'],
  covers: ['HB-19'],
  doc: 'design: absence is never evidence by itself',
  look: 'isOrderNotFoundDuringCancelationError',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const operation = stage.has('asynchronous-cancel') ? 'request-cancel' : 'cancel';
    const refusal = { kind: 'refuse', reason: 'unknown-order' } as const;
    const wasProvoked = failOperation(stage, operation, {
      slug: 'unknown',
      text: 'is answered: unknown order',
      http: refusal,
      socket: refusal,
    });
    const { success } = await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, id));
    wasProvoked();
    stage.equal('whether it is called canceled', success, false);
    await stage.rest();
    await stage.advance(60_000);
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created']);
    stage.equal('its state here', stage.connector.inFlightOrders.get(id)?.state, 'open');
  },
});

export const cancelWithoutAPlacingAnswer: Card = cancelCard({
  id: 'CANCEL-24',
  slug: 'cancel-when-the-placing-got-no-answer',
  title: 'A cancel of an order whose placing got no answer ends it at the venue, also where it must be found first',
  severity: 'must',
  tier: 3,
  needs: NEEDS,
  scenario:
    'The venue takes an order and its answer gets lost. The order is canceled at once, before anybody knows what the venue calls it.',
  expected: ['order-created', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-filled'],
  covers: ['NT-E74'],
  doc: 'design: a command has four outcomes',
  look: 'requestOrderStatus',
  run: async (stage) => {
    await stage.start();
    const lost = { http: { kind: 'execute-then-reset' }, socket: { kind: 'execute-then-ignore' } } as const;
    const wasProvoked = failOperation(stage, 'place', { slug: 'lost', text: 'is carried out, and its answer gets lost', ...lost });
    const id = stage.placeResting();
    await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, id));
    await stage.until('the cancel is told', () => stage.orderEvents(id).includes('order-canceled'));
    wasProvoked();
    stage.equal('the order at the venue', stage.venueOrder(id)?.status, 'canceled');
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-canceled']);
  },
});
