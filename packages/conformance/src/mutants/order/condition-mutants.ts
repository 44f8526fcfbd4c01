import type { OrderType } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withRequests } from '../../mutant/order-seams.ts';

const SWAPPED: ReadonlyMap<OrderType, OrderType> = new Map<OrderType, OrderType>([
  ['stop-loss', 'take-profit'],
  ['take-profit', 'stop-loss'],
  ['stop-loss-limit', 'take-profit-limit'],
  ['take-profit-limit', 'stop-loss-limit'],
]);
const WITHOUT_TRIGGER: ReadonlyMap<OrderType, OrderType> = new Map<OrderType, OrderType>([
  ['stop-loss', 'market'],
  ['take-profit', 'market'],
  ['stop-loss-limit', 'limit'],
  ['take-profit-limit', 'limit'],
]);
const TRIGGERED = ['ORDER-41', 'ORDER-42', 'ORDER-43', 'ORDER-44', 'ORDER-45', 'ORDER-46', 'ORDER-47', 'ORDER-48'] as const;

/** Defects in what an order asks for beyond type, amount and price. */
export const conditionMutants: readonly Mutant[] = [
  defineMutant({
    id: 'stop-loss-and-take-profit-are-swapped',
    title: 'A stop-loss order is sent as a take-profit order and the other way round',
    evidence: 'venues that call both a trigger, above or below',
    killers: TRIGGERED,
    apply: (definition, notes) =>
      withRequests(definition, notes, (order) => {
        const orderType = SWAPPED.get(order.orderType);
        return orderType === undefined ? order : { ...order, orderType };
      }),
  }),
  defineMutant({
    id: 'trigger-is-dropped',
    title: 'An order that should wait for a price is sent without it and trades at once',
    evidence: 'the most expensive way to forget a parameter',
    killers: [...TRIGGERED, 'CANCEL-07'],
    apply: (definition, notes) =>
      withRequests(definition, notes, (order) => {
        const { stopPrice: _stopPrice, trailingDelta: _trailingDelta, ...rest } = order;
        const orderType = WITHOUT_TRIGGER.get(order.orderType);
        return orderType === undefined ? order : { ...rest, orderType };
      }),
  }),
  defineMutant({
    id: 'trailing-distance-is-sent-in-percent',
    title: 'The distance of a trailing order is divided by a hundred',
    evidence: 'venues that take percent where others take basis points',
    killers: ['ORDER-49'],
    apply: (definition, notes) =>
      withRequests(definition, notes, (order) =>
        order.trailingDelta === undefined ? order : { ...order, trailingDelta: Math.ceil(order.trailingDelta / 100) },
      ),
  }),
  defineMutant({
    id: 'iceberg-is-dropped',
    title: 'The part that the book may show is not sent, so that it shows all',
    evidence: 'nautilus card E62',
    killers: ['ORDER-50'],
    apply: (definition, notes) =>
      withRequests(definition, notes, (order) => {
        const { icebergAmount, ...rest } = order;
        return icebergAmount === undefined ? order : rest;
      }),
  }),
  defineMutant({
    id: 'self-trade-prevention-is-dropped',
    title: 'The self-trade prevention that an order asks for is not sent',
    evidence: 'nautilus card E63',
    killers: ['ORDER-51'],
    apply: (definition, notes) =>
      withRequests(definition, notes, (order) => {
        const { selfTradePrevention, ...rest } = order;
        return selfTradePrevention === undefined ? order : rest;
      }),
  }),
];
