import type { Card } from '../../card/card.ts';
import { instrumentOf } from '../../stage/grid-prices.ts';
import { untilCreated } from '../../stage/until-created.ts';
import { orderCard } from './order-card.ts';

export const preventionIsAskedFor: Card = orderCard({
  id: 'ORDER-51',
  slug: 'self-trade-prevention-is-asked-for',
  title: 'The self-trade prevention that an order asks for is the one that it has at the venue',
  severity: 'must',
  needs: ['trading', 'self-trade-prevention', 'order-type:limit'],
  scenario: 'One order is placed for each mode that both the connector declares and the market offers.',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'connector guide: The members',
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    const { allowed } = instrumentOf(stage).selfTradePrevention;
    const modes = [...allowed].filter((mode) => stage.definition.capabilities.selfTradePreventionModes?.includes(mode) === true);
    stage.holds('the market offers a mode that the connector declares', modes.length > 0, [...allowed]);
    const ids = modes.map((mode) =>
      stage.connector.buy(stage.pair, stage.amount(), 'limit', stage.restingPrice('buy'), { selfTradePrevention: mode }),
    );
    await untilCreated(stage, ids);
    stage.equal(
      'the modes at the venue',
      ids.map((id) => stage.venueOrder(id)?.selfTradePrevention),
      modes,
    );
  },
});

export const ownOrdersDoNotTrade: Card = orderCard({
  id: 'ORDER-52',
  slug: 'own-orders-do-not-trade',
  title: 'Where two of our orders would meet, the newer one ends without a fill and without a failure, and the older one rests',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario: 'In a market that ends the taker of a self-trade, an order to buy rests, and one to sell at the same price is placed.',
  forbidden: ['order-failed', 'order-lost', 'order-filled', 'order-completed'],
  doc: 'design: how an order ends',
  look: 'userStreamEventListener',
  setup: { hasMakers: false, market: (market) => ({ ...market, selfTradePrevention: 'expire-taker' }) },
  run: async (stage) => {
    await stage.start();
    const price = stage.restingPrice('buy');
    const maker = await stage.openOrder({ side: 'buy', price });
    const taker = stage.placeResting({ side: 'sell', price });
    await stage.until('the newer one has ended', () => stage.connector.orderTracker.fetchOrder({ clientOrderId: taker })?.isDone === true);
    stage.equal('the newer one at the venue', stage.venueOrder(taker)?.status, 'expired-in-match');
    const [created, end, ...others] = stage.orderEvents(taker);
    stage.holds('the newer one is told as created and ended', created === 'order-created' && others.length === 0, stage.orderEvents(taker));
    stage.holds('its end is a cancel or an expiry', end === 'order-canceled' || end === 'order-expired', end);
    stage.equal('what was told of the older one', stage.orderEvents(maker), ['order-created']);
  },
});
