import { ConnectorError, Decimal, splitTradingPair } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import type { StageSetup } from '../../card/stage-setup.ts';
import { freshClientOrderId } from '../../stage/fresh-client-order-id.ts';
import { orderCard } from './order-card.ts';

/** Makes the venue refuse what the connector must hold for good, and places it. @returns its client id. */
type Provocation = (stage: CardStage) => string | Promise<string>;

const withdrawAll: Provocation = (stage) => {
  const { quote } = splitTradingPair(stage.pair);
  const free = stage.truth().balances.get(quote)?.free ?? new Decimal(0);
  // In the same turn: the connector cannot have heard of it.
  stage.venue.world.deposit(stage.account, quote, free.negated().toFixed());
  return stage.placeResting();
};

const halt: Provocation = (stage) => {
  stage.venue.control.setMarketStatus(stage.pair, 'halted');
  return stage.placeResting();
};

/** No rule of a connector knows a price band, so the order passes its own checks. */
const BAND = { buyUp: '1.1', buyDown: '0.9', sellUp: '1.1', sellDown: '0.9' };

interface Row {
  readonly id: Card['id'];
  readonly slug: string;
  readonly title: string;
  readonly scenario: string;
  readonly covers: readonly string[];
  readonly setup?: StageSetup;
  readonly provoke: Provocation;
}

const ROWS: readonly Row[] = [
  {
    id: 'ORDER-17',
    slug: 'refused-for-balance',
    title: 'An order that the account cannot pay for any more is refused once, and never was',
    scenario: 'The money leaves the account at the venue in the moment in which an order is placed.',
    covers: ['HB-15'],
    provoke: withdrawAll,
  },
  {
    id: 'ORDER-18',
    slug: 'refused-by-a-halted-market',
    title: 'An order in a market that has just been halted is refused once, and never was',
    scenario: 'The venue halts the market in the moment in which an order is placed.',
    covers: ['HB-15'],
    provoke: halt,
  },
  {
    id: 'ORDER-19',
    slug: 'refused-by-a-price-band',
    title: "An order whose price is out of the venue's band is refused once, and never was",
    scenario: 'The venue holds prices within a tenth of the last one. An order is placed a fifth below.',
    covers: ['HB-15'],
    setup: { market: (market) => ({ ...market, priceBand: BAND }) },
    provoke: (stage) => stage.placeResting(),
  },
  {
    id: 'ORDER-20',
    slug: 'refused-because-too-many-are-open',
    title: 'An order above the number that the venue lets be open is refused once, and those that are open stay so',
    scenario: 'The venue takes two open orders in a market. A third one is placed.',
    covers: ['HB-15'],
    setup: { market: (market) => ({ ...market, maximumOpenOrders: 2 }) },
    provoke: async (stage) => {
      await stage.openOrder();
      await stage.openOrder();
      return stage.placeResting();
    },
  },
];

/** What the venue says no to: one failure with its reason, and nothing else. */
export const refusedOrders: readonly Card[] = ROWS.map(({ provoke, ...row }) =>
  orderCard({
    ...row,
    severity: 'must',
    needs: ['trading', 'order-type:limit'],
    expected: ['order-failed'],
    forbidden: ['order-lost', 'order-filled'],
    doc: 'design: a command has four outcomes',
    look: 'createWebAssistantsFactory',
    run: async (stage) => {
      await stage.start();
      const orders = stage.venue.world.orders(stage.account, stage.pair).length;
      const id = await provoke(stage);
      await stage.until('the order has ended', () => stage.orderEvents(id).length > 0);
      stage.equal('what was told of the order', stage.orderEvents(id), ['order-failed']);
      const failures = stage.eventsOf('order-failed');
      stage.equal(
        'why it failed',
        failures.map(({ cause, denialReason }) => [cause, denialReason]),
        [['rejected', undefined]],
      );
      stage.holds("the venue's reason is told", failures[0]?.message.trim() !== '');
      stage.holds('the order is not in flight', !stage.connector.inFlightOrders.has(id));
      const open = stage.connector.inFlightOrders.size;
      stage.equal('the orders at the venue', stage.venue.world.orders(stage.account, stage.pair).length, orders + open);
    },
  }),
);

export const refusalsHaveReasons: Card = orderCard({
  id: 'ORDER-21',
  slug: 'refusals-have-reasons',
  title: "The venue's no to an order is an error of its class, with the reason that the venue named",
  severity: 'should',
  needs: ['trading', 'order-type:limit', 'order-type:limit-maker'],
  scenario:
    'The member that places orders is called with one that would trade at once although it must not, and with one that cannot be paid for.',
  covers: ['HB-15', 'NT-E70'],
  doc: 'connector guide: The members',
  look: 'createWebAssistantsFactory',
  run: async (stage) => {
    await stage.start();
    const order = { tradingPair: stage.pair, side: 'buy', positionAction: 'nil' } as const;
    const [amount, price] = [new Decimal(stage.amount()), new Decimal(stage.crossingPrice('buy'))];
    const crossing = { ...order, clientOrderId: await freshClientOrderId(stage), orderType: 'limit-maker', amount, price } as const;
    const { quote } = splitTradingPair(stage.pair);
    const free = stage.truth().balances.get(quote)?.free ?? new Decimal(0);
    const dear = {
      ...order,
      clientOrderId: await freshClientOrderId(stage),
      orderType: 'limit',
      timeInForce: 'GTC',
      price,
      amount,
    } as const;
    for (const [request, reason] of [
      [crossing, 'would-match'],
      [dear, 'insufficient-balance'],
    ] as const) {
      if (request === dear) stage.venue.world.deposit(stage.account, quote, free.negated().toFixed());
      const error = await stage.errorOf(`the venue refuses it: ${reason}`, stage.definition.placeOrder(stage.requestContext(), request));
      stage.holds('it is an error of VenueKit', ConnectorError.is(error), error);
      stage.equal('what the error is', [Reflect.get(error, 'code'), Reflect.get(error, 'reason')], ['VENUE_REJECTION', reason]);
    }
  },
});
