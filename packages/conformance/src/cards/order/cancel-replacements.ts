import type { BatchOrder } from '@venuekit/core';
import { Decimal } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { priceTimes } from '../../stage/grid-prices.ts';
import { untilCreated } from '../../stage/until-created.ts';
import { orderCard } from './order-card.ts';

const NEEDS = ['trading', 'order-type:limit', 'cancel-replace'] as const;

function replacementOf(stage: CardStage, side: 'buy' | 'sell'): Omit<BatchOrder, 'tradingPair'> {
  const price = priceTimes(stage, stage.restingPrice(side), side === 'buy' ? '0.98' : '1.02');
  return { side, orderType: 'limit', amount: stage.amount(15), price };
}

export const replaceExchanges: Card = orderCard({
  id: 'ORDER-63',
  slug: 'replace-exchanges-one-for-another',
  title: 'A cancel-replace cancels one order and places another, and tells both',
  severity: 'must',
  needs: NEEDS,
  scenario: 'A buy and a sell order are replaced by others of another price and amount.',
  forbidden: ['order-failed', 'order-lost', 'order-filled', 'order-expired'],
  covers: ['NT-E32', 'NT-E33', 'NT-E35'],
  doc: 'connector guide: The members',
  look: 'cancelReplaceOrder',
  run: async (stage) => {
    await stage.start();
    for (const side of ['buy', 'sell'] as const) {
      const id = await stage.openOrder({ side });
      const replacement = replacementOf(stage, side);
      const { canceled, placed } = await stage.answer('it is answered', stage.connector.cancelReplace(stage.pair, id, replacement));
      stage.equal('the answers', [canceled.outcome, placed.outcome], ['accepted', 'accepted']);
      await untilCreated(stage, [placed.clientOrderId]);
      await stage.until('the old order is canceled', () => stage.orderEvents(id).includes('order-canceled'));
      const [old, fresh] = [stage.venueOrder(id), stage.present('the venue has the new order', stage.venueOrder(placed.clientOrderId))];
      stage.equal('the old order at the venue', old?.status, 'canceled');
      const { amount, price } = replacement;
      stage.equal(
        'the new order at the venue',
        [fresh.status, fresh.side, fresh.amount.toFixed(), fresh.price.toFixed()],
        ['new', side, amount, price],
      );
      stage.equal(
        'what was told of both',
        [id, placed.clientOrderId].map((one) => stage.orderEvents(one)),
        [['order-created', 'order-canceled'], ['order-created']],
      );
    }
  },
});

/** [id, mode, what becomes of the new order] */
const MODES = [
  ['ORDER-64', 'stop-on-failure', 'rejected', 'order-failed'],
  ['ORDER-65', 'allow-failure', 'accepted', 'order-created'],
] as const;

/** A cancel-replace whose old order has ended before. */
export const replaceOfTheFilled: readonly Card[] = MODES.map(([id, mode, outcome, told]) =>
  orderCard({
    id,
    slug: `replace-of-the-filled-${mode}`,
    title:
      mode === 'stop-on-failure'
        ? 'A cancel-replace of an order that has just been filled places no other one'
        : 'A cancel-replace that allows failure places the new order although the old one has just been filled',
    severity: 'must',
    needs: NEEDS,
    scenario: `An order is filled wholly in the moment in which its replacement, with ${mode}, is on its way.`,
    forbidden: ['order-lost', 'order-canceled'],
    covers: ['NT-E32'],
    doc: 'design: a command has four outcomes',
    look: 'cancelReplaceOrder',
    run: async (stage) => {
      await stage.start();
      const old = await stage.openOrder();
      const replacing = stage.connector.cancelReplace(stage.pair, old, replacementOf(stage, 'buy'), mode);
      stage.fillAtVenue(old);
      const { canceled, placed } = await stage.answer('it is answered', replacing);
      stage.equal('the answers', [canceled.outcome, placed.outcome], ['rejected', outcome]);
      await stage.until('the old order is completed', () => stage.orderEvents(old).includes('order-completed'));
      await stage.until('the new order has its answer', () => stage.orderEvents(placed.clientOrderId).length > 0);
      stage.equal('what was told of the new order', stage.orderEvents(placed.clientOrderId), [told]);
      const open = stage.venue.world.openOrders(stage.account, stage.pair).length;
      stage.equal('how many orders are open at the venue', open, mode === 'allow-failure' ? 1 : 0);
    },
  }),
);

export const replaceWithTheRefused: Card = orderCard({
  id: 'ORDER-66',
  slug: 'replacement-that-is-refused',
  title: 'When the venue cancels the old order and refuses the new one, both ends are known as what they are',
  severity: 'must',
  needs: NEEDS,
  scenario: 'The money leaves the account at the venue in the moment in which an order is replaced by a dearer one.',
  expected: ['order-created', 'order-canceled'],
  forbidden: ['order-lost', 'order-filled'],
  covers: ['NT-E32'],
  doc: 'design: a command has four outcomes',
  look: 'cancelReplaceOrder',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ side: 'sell' });
    const [base = ''] = stage.pair.split('-');
    const free = stage.truth().balances.get(base)?.free ?? new Decimal(0);
    const dearer = { ...replacementOf(stage, 'sell'), amount: stage.amount(40) };
    const replacing = stage.connector.cancelReplace(stage.pair, id, dearer);
    stage.venue.world.deposit(stage.account, base, free.negated().toFixed());
    const { canceled, placed } = await stage.answer('it is answered', replacing);
    stage.equal('the answers', [canceled.outcome, placed.outcome], ['accepted', 'rejected']);
    await stage.until(
      'both ends are told',
      () => stage.eventsOf('order-canceled').length === 1 && stage.eventsOf('order-failed').length === 1,
    );
    stage.equal(
      'what was told of both',
      [id, placed.clientOrderId].map((one) => stage.orderEvents(one)),
      [['order-created', 'order-canceled'], ['order-failed']],
    );
    stage.equal('how many orders are open at the venue', stage.venue.world.openOrders(stage.account, stage.pair).length, 0);
  },
});
