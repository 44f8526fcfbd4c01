import { ConnectorError, Decimal, VenueRejection, VenueUnavailableError, ZERO } from '@venuekit/core/connector';
import type { OrderType, PlacedOrder } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withRules } from '../../mutant/order-seams.ts';
import { withMembers } from '../../mutant/seams.ts';

const REFUSED = ['ORDER-16', 'ORDER-17', 'ORDER-18', 'ORDER-19', 'ORDER-20', 'ORDER-39'] as const;
const ALL_TYPES: readonly OrderType[] = [
  'limit',
  'limit-maker',
  'market',
  'stop-loss',
  'stop-loss-limit',
  'take-profit',
  'take-profit-limit',
];

function isRefusal(error: unknown): boolean {
  return ConnectorError.is(error) && error.code === 'VENUE_REJECTION';
}

/** Defects in what is refused by the venue, and in what must not be sent to it. */
export const refusalMutants: readonly Mutant[] = [
  defineMutant({
    id: 'refusal-of-an-order-is-taken-for-a-yes',
    title: 'The error in the answer to an order is not looked at',
    evidence: 'venues that answer errors with status 200',
    killers: REFUSED,
    apply: (definition, notes) => {
      const yes = (nowMs: number): PlacedOrder => {
        notes.acted();
        return { exchangeOrderId: '0', state: 'open', updateTimeMs: nowMs };
      };
      const placeOrders = definition.placeOrders?.bind(definition);
      return withMembers(definition, {
        placeOrder: async (context, order) => {
          try {
            return await definition.placeOrder(context, order);
          } catch (error) {
            if (isRefusal(error)) return yes(context.nowMs());
            throw error;
          }
        },
        ...(placeOrders !== undefined && {
          placeOrders: async (context, orders) => {
            const outcomes = await placeOrders(context, orders);
            return outcomes.map((outcome) => ('value' in outcome || !isRefusal(outcome.error) ? outcome : { value: yes(context.nowMs()) }));
          },
        }),
      });
    },
  }),
  defineMutant({
    id: 'refusal-of-an-order-leaves-it-unknown',
    title: 'No code of the venue is known to be a refusal, so that each leaves the order undecided',
    evidence: 'a classifier without a table',
    killers: REFUSED,
    apply: (definition, notes) => {
      const blurred = (error: unknown): unknown => {
        if (!isRefusal(error)) return error;
        notes.acted();
        return new VenueUnavailableError({ status: 400, venueCode: '', venueMessage: 'an answer that nobody knows' });
      };
      const placeOrders = definition.placeOrders?.bind(definition);
      return withMembers(definition, {
        placeOrder: async (context, order) => {
          try {
            return await definition.placeOrder(context, order);
          } catch (error) {
            throw blurred(error);
          }
        },
        ...(placeOrders !== undefined && {
          placeOrders: async (context, orders) => {
            const outcomes = await placeOrders(context, orders);
            return outcomes.map((outcome) => ('value' in outcome ? outcome : { error: blurred(outcome.error) }));
          },
        }),
      });
    },
  }),
  defineMutant({
    id: 'all-refusals-have-one-reason',
    title: 'The codes of the venue are known to be refusals, but not what they mean',
    evidence: 'a table of codes with one word for all',
    killers: ['ORDER-21'],
    apply: (definition, notes) =>
      withMembers(definition, {
        placeOrder: async (context, order) => {
          try {
            return await definition.placeOrder(context, order);
          } catch (error) {
            if (!(error instanceof VenueRejection)) throw error;
            notes.acted();
            const { status, venueCode, venueMessage } = error;
            throw new VenueRejection({ reason: 'other', status, venueCode, venueMessage });
          }
        },
      }),
  }),
  defineMutant({
    id: 'minimum-amount-is-not-read',
    title: 'The smallest amount of a market is read as 0',
    evidence: 'MUT-14; venues that name it in another place than the increment',
    killers: ['ORDER-22'],
    apply: (definition, notes) => withRules(definition, notes, (rule) => ({ ...rule, minimumAmount: ZERO })),
  }),
  defineMutant({
    id: 'minimum-notional-is-not-read',
    title: 'The smallest value of an order is read as 0',
    evidence: 'MUT-14',
    killers: ['ORDER-23'],
    apply: (definition, notes) => withRules(definition, notes, (rule) => ({ ...rule, minimumNotional: ZERO, minimumOrderValue: ZERO })),
  }),
  defineMutant({
    id: 'maximum-amount-is-not-read',
    title: 'The largest amount of a market is not read',
    evidence: 'a field that most connectors leave out',
    killers: ['ORDER-24'],
    apply: (definition, notes) =>
      withRules(definition, notes, ({ maximumAmount: _amount, maximumMarketAmount: _ofMarket, ...rule }) => rule),
  }),
  defineMutant({
    id: 'halted-markets-are-called-tradable',
    title: 'The status of a market is not looked at',
    evidence: 'HB-4: the disabled pair',
    killers: ['ORDER-25'],
    apply: (definition, notes) => withRules(definition, notes, (rule) => (rule.isTradable ? rule : { ...rule, isTradable: true })),
  }),
  defineMutant({
    id: 'balances-are-a-thousand-times-too-large',
    title: 'Balances are read in another unit than they are told in',
    evidence: 'venues that count in the smallest unit of an asset',
    killers: ['ORDER-26'],
    apply: (definition, notes) =>
      withMembers(definition, {
        updateBalances: async (context) => {
          notes.acted();
          const rows = await definition.updateBalances(context);
          return rows.map((row) => ({ ...row, total: row.total.times(1_000), available: row.available.times(1_000) }));
        },
      }),
  }),
  defineMutant({
    id: 'all-order-types-are-called-supported',
    title: 'The connector says that it supports order types that it cannot place',
    evidence: 'nautilus card E72',
    killers: ['ORDER-28'],
    apply: (definition, notes) => {
      const permissive = withRules(definition, notes, (rule) => ({ ...rule, orderTypes: ALL_TYPES }));
      return withMembers(permissive, { supportedOrderTypes: () => ALL_TYPES });
    },
  }),
  defineMutant({
    id: 'increments-are-ten-times-too-coarse',
    title: 'The increments of price and amount are read one digit short',
    evidence: 'venues that tell a number of digits instead of an increment',
    killers: ['ORDER-31'],
    apply: (definition, notes) =>
      withRules(definition, notes, (rule) => ({
        ...rule,
        priceIncrement: rule.priceIncrement.times(10),
        amountIncrement: rule.amountIncrement.times(10),
      })),
  }),
  defineMutant({
    id: 'increments-are-not-read',
    title: 'Price and amount are not brought onto the grid of the market',
    evidence: 'MUT-13: float noise',
    killers: ['ORDER-31'],
    apply: (definition, notes) =>
      withRules(definition, notes, (rule) => ({ ...rule, priceIncrement: new Decimal('1e-12'), amountIncrement: new Decimal('1e-12') })),
  }),
];
