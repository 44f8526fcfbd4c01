import { Decimal } from '@venuekit/core/connector';
import type { OrderRequest, PlacedOrder } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withPlacedOrders, withRequests, withStates, withStreamUpdates, withTrades } from '../../mutant/order-seams.ts';
import { withMembers } from '../../mutant/seams.ts';

/** Defects in how an order is sent and how the answer is read. */
export const placingMutants: readonly Mutant[] = [
  defineMutant({
    id: 'sides-are-swapped',
    title: 'Buy is sent as sell and sell as buy',
    evidence: 'venues that call the sides by number or by letter',
    killers: ['ORDER-01', 'ORDER-02', 'ORDER-03', 'ORDER-06', 'ORDER-07'],
    apply: (definition, notes) => withRequests(definition, notes, (order) => ({ ...order, side: order.side === 'buy' ? 'sell' : 'buy' })),
  }),
  defineMutant({
    id: 'price-and-amount-are-swapped',
    title: 'The price is sent as amount and the amount as price',
    evidence: 'venues whose calls take both by place',
    killers: ['ORDER-01', 'ORDER-02'],
    apply: (definition, notes) =>
      withRequests(definition, notes, (order) =>
        order.price === undefined ? order : { ...order, amount: order.price, price: order.amount },
      ),
  }),
  defineMutant({
    id: 'time-in-force-is-ignored',
    title: 'Every limit order is sent as good till canceled',
    evidence: 'nautilus cards E13 to E16',
    killers: ['ORDER-10', 'ORDER-11', 'ORDER-13', 'ORDER-14'],
    apply: (definition, notes) => withRequests(definition, notes, (order) => resting(order)),
  }),
  defineMutant({
    id: 'ioc-and-fok-are-swapped',
    title: 'Immediate-or-cancel is sent as fill-or-kill and the other way round',
    evidence: 'nautilus cards E03, E04',
    killers: ['ORDER-09', 'ORDER-10', 'ORDER-12', 'ORDER-13'],
    apply: (definition, notes) =>
      withRequests(definition, notes, (order) => {
        const { timeInForce } = order;
        if (timeInForce === undefined || timeInForce === 'GTC') return order;
        return { ...order, timeInForce: timeInForce === 'IOC' ? 'FOK' : 'IOC' };
      }),
  }),
  defineMutant({
    id: 'limit-maker-is-sent-as-limit',
    title: 'The flag that forbids an order to take is not sent',
    evidence: 'nautilus card E70; `hummingbot` review history: LIMIT_MAKER classified as taker',
    killers: ['ORDER-15', 'ORDER-16'],
    apply: (definition, notes) =>
      withRequests(definition, notes, (order) =>
        order.orderType === 'limit-maker' ? { ...order, orderType: 'limit', timeInForce: 'GTC' } : order,
      ),
  }),
  defineMutant({
    id: 'quote-amount-is-taken-as-base',
    title: 'What a market order may spend is sent as the amount that it buys',
    evidence: 'nautilus card E05',
    killers: ['ORDER-08'],
    apply: (definition, notes) =>
      withRequests(definition, notes, ({ quoteAmount, ...order }) =>
        quoteAmount === undefined ? order : { ...order, amount: quoteAmount },
      ),
  }),
  defineMutant({
    id: 'times-are-read-in-seconds',
    title: "The venue's times in milliseconds are divided by a thousand",
    evidence: 'venues that tell seconds in one place and milliseconds in another',
    killers: ['ORDER-04'],
    apply: (definition, notes) => {
      const placed = withPlacedOrders(definition, notes, (order) => inSeconds(order));
      return withStreamUpdates(placed, notes, (updates) =>
        updates.map((update) => (update.kind === 'order' ? { ...update, update: inSeconds(update.update) } : update)),
      );
    },
  }),
  defineMutant({
    id: 'yes-before-the-answer',
    title: 'An order is called placed before the venue has answered, under an id of nobody',
    evidence: '`hummingbot#493`: the placeholder UNKNOWN',
    killers: ['ORDER-05'],
    apply: (definition, notes) =>
      withMembers(definition, {
        placeOrder: (context, order) => {
          notes.acted();
          definition.placeOrder(context, order).catch(() => undefined);
          return Promise.resolve({ exchangeOrderId: 'unknown', state: 'open', updateTimeMs: context.nowMs() });
        },
      }),
  }),
  defineMutant({
    id: 'maker-and-taker-of-our-fills-are-swapped',
    title: 'The flag of a fill that says who was there first is read the wrong way round',
    evidence: 'MUT-12; venues that tell whether the buyer is the maker',
    killers: ['ORDER-35'],
    needs: ['trade-ids'],
    apply: (definition, notes) => withTrades(definition, notes, (trade) => ({ ...trade, isTaker: !trade.isTaker })),
  }),
  defineMutant({
    id: 'partly-filled-is-called-filled',
    title: 'An order that is filled in part is read as filled',
    evidence: 'MUT-22',
    killers: ['ORDER-36'],
    apply: (definition, notes) => withStates(definition, notes, (state) => (state === 'partially-filled' ? 'filled' : state)),
  }),
  defineMutant({
    id: 'expired-is-called-failed',
    title: 'An order that the venue let expire is read as failed',
    evidence: '`hummingbot`: EXPIRED and EXPIRED_IN_MATCH are mapped to FAILED',
    killers: ['ORDER-11', 'ORDER-13', 'ORDER-14', 'ORDER-52', 'CANCEL-12'],
    apply: (definition, notes) => withStates(definition, notes, (state) => (state === 'expired' ? 'failed' : state)),
  }),
  defineMutant({
    id: 'numbers-are-rounded-on-their-way',
    title: 'Amounts are sent with fewer digits than the market takes',
    evidence: 'MUT-13',
    killers: ['ORDER-31'],
    apply: (definition, notes) =>
      withRequests(definition, notes, (order) => {
        const amount = order.amount.toSignificantDigits(1, Decimal.ROUND_DOWN);
        return amount.eq(order.amount) ? order : { ...order, amount };
      }),
  }),
  defineMutant({
    id: 'parameters-of-the-first-order-are-used-again',
    title: 'All orders are sent with the amount of the first one',
    evidence: 'an object of parameters that is made once and shared',
    killers: ['ORDER-34', 'ORDER-37'],
    apply: (definition, notes) => {
      let first: OrderRequest | undefined;
      return withRequests(definition, notes, (order) => {
        first ??= order;
        return order.amount.eq(first.amount) ? order : { ...order, amount: first.amount };
      });
    },
  }),
  defineMutant({
    id: 'exchange-id-of-the-order-before',
    title: 'The answer to an order is read as that of the order before it',
    evidence: 'answers that are matched by their turn and not by their id',
    killers: ['ORDER-34'],
    apply: (definition, notes) => {
      let before: PlacedOrder | undefined;
      return withPlacedOrders(definition, notes, (placed) => {
        const answer = before ?? placed;
        before = placed;
        return answer;
      });
    },
  }),
  defineMutant({
    id: 'client-id-is-cut',
    title: 'The client id is sent with half of its characters',
    evidence: 'venues that take short ids',
    killers: ['ORDER-32'],
    needs: ['client-order-ids'],
    apply: (definition, notes) =>
      withRequests(definition, notes, (order) => ({
        ...order,
        clientOrderId: order.clientOrderId.slice(0, Math.ceil(order.clientOrderId.length / 2)),
      })),
  }),
  defineMutant({
    id: 'order-is-sent-twice',
    title: 'An order is sent again, as a retry that forgets that the first one was answered',
    evidence: '`hummingbot#6901`: duplicate orders',
    killers: ['ORDER-33'],
    apply: (definition, notes) =>
      withMembers(definition, {
        placeOrder: async (context, order) => {
          const placed = await definition.placeOrder(context, order);
          notes.acted();
          await definition.placeOrder(context, order).catch(() => undefined);
          return placed;
        },
      }),
  }),
  defineMutant({
    id: 'every-order-goes-to-the-first-market',
    title: 'All orders are sent to the first market that is followed',
    evidence: 'a symbol that is kept when the data source is made',
    killers: ['ORDER-69'],
    apply: (definition, notes) =>
      withRequests(definition, notes, (order) => {
        const [pair = order.tradingPair] = definition.tradingPairs;
        return pair === order.tradingPair ? order : { ...order, tradingPair: pair };
      }),
  }),
  defineMutant({
    id: 'limits-are-a-hundred-times-too-wide',
    title: "The venue's limits are read a hundred times as wide as they are",
    evidence: 'MUT-15',
    killers: ['ORDER-70'],
    apply: (definition, notes) =>
      withMembers(definition, {
        rateLimitsRules: definition.rateLimitsRules.map((rule) => {
          notes.acted();
          return { ...rule, limit: rule.limit * 100 };
        }),
        ...(definition.formatRateLimits !== undefined && { formatRateLimits: () => [] }),
      }),
  }),
  defineMutant({
    id: 'canceled-is-called-filled',
    title: 'An order that is canceled is read as filled on the stream and in queries',
    evidence: 'venues that have one word for all ends',
    killers: ['ORDER-71', 'CANCEL-11'],
    apply: (definition, notes) => withStates(definition, notes, (state) => (state === 'canceled' ? 'filled' : state)),
  }),
  defineMutant({
    id: 'supported-types-forget-one',
    title: 'The list of supported order types lacks one that is declared',
    evidence: 'HB-1',
    killers: ['ORDER-72'],
    apply: (definition, notes) =>
      withMembers(definition, {
        supportedOrderTypes: () => {
          notes.acted();
          return definition.supportedOrderTypes().slice(1);
        },
      }),
  }),
];

function resting(order: OrderRequest): OrderRequest {
  return order.timeInForce === undefined || order.timeInForce === 'GTC' ? order : { ...order, timeInForce: 'GTC' };
}

function inSeconds<Value extends { readonly updateTimeMs: number }>(value: Value): Value {
  return { ...value, updateTimeMs: value.updateTimeMs / 1_000 };
}
