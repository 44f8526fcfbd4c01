import type { AmendedOrder, CancelReplaceMode, ConnectorDefinition, OrderUpdate } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';

/** Defects in commands that change or test an order. */
export const changeMutants: readonly Mutant[] = [
  defineMutant({
    id: 'amended-amounts-are-not-read',
    title: 'The amount that an order has after an amendment is read nowhere, so that it stays what it was',
    evidence: 'replies that name both amounts; streams whose message of an amendment is skipped',
    killers: ['ORDER-59', 'ORDER-61'],
    apply: (definition, notes) => {
      const amending = withAmend(definition, async (send, order) => {
        const amended = await send();
        notes.acted();
        return { ...amended, amount: order.amount };
      });
      return withMembers(amending, {
        requestOrderStatus: async (context, order) => withoutAmount(await definition.requestOrderStatus(context, order)),
        userStreamEventListener: async (event, context) =>
          (await definition.userStreamEventListener(event, context)).map((update) =>
            update.kind === 'order' ? { ...update, update: withoutAmount(update.update) } : update,
          ),
      });
    },
  }),
  defineMutant({
    id: 'amendment-places-anew',
    title: 'An order is amended by canceling it and placing a smaller one under the same id',
    evidence: 'nautilus cards E30 and E32, taken for one another',
    killers: ['ORDER-59', 'ORDER-60'],
    apply: (definition, notes) =>
      withMembers(definition, {
        amendOrder: async (context, order, amount) => {
          notes.acted();
          await definition.placeCancel(context, order);
          const { tradingPair, clientOrderId, side, orderType, price } = order;
          const request = { tradingPair, clientOrderId, side, orderType, amount, ...(price && { price }) };
          const placed = await definition.placeOrder(context, { ...request, timeInForce: 'GTC', positionAction: 'nil' });
          return { amount, state: placed.state, updateTimeMs: placed.updateTimeMs, exchangeOrderId: placed.exchangeOrderId };
        },
      }),
  }),
  defineMutant({
    id: 'refused-amendment-is-taken-for-a-yes',
    title: 'The error in the answer to an amendment is not looked at',
    evidence: 'nautilus card E36',
    killers: ['ORDER-61', 'ORDER-62'],
    apply: (definition, notes) =>
      withAmend(definition, async (send, _order, wanted, nowMs) => {
        try {
          return await send();
        } catch {
          notes.acted();
          return { amount: wanted, state: 'open', updateTimeMs: nowMs };
        }
      }),
  }),
  defineMutant({
    id: 'replacement-keeps-the-old-price',
    title: 'The new order of a cancel-replace is sent with the price of the old one',
    evidence: 'parameters of two orders in one call',
    killers: ['ORDER-63'],
    apply: (definition, notes) =>
      withReplace(definition, (replace, context, order, replacement, mode) => {
        notes.acted();
        return replace(context, order, { ...replacement, ...(order.price && { price: order.price }) }, mode);
      }),
  }),
  defineMutant({
    id: 'modes-of-a-cancel-replace-are-swapped',
    title: 'A cancel-replace that must stop on failure goes on, and one that may go on stops',
    evidence: 'two words of the venue for one yes or no',
    killers: ['ORDER-64', 'ORDER-65'],
    apply: (definition, notes) =>
      withReplace(definition, (replace, context, order, replacement, mode) => {
        notes.acted();
        const other: CancelReplaceMode = mode === 'allow-failure' ? 'stop-on-failure' : 'allow-failure';
        return replace(context, order, replacement, other);
      }),
  }),
  defineMutant({
    id: 'refused-half-of-a-replacement-is-both',
    title: 'When the new order of a cancel-replace is refused, the cancel is called refused too',
    evidence: 'an answer with an error status that tells two halves',
    killers: ['ORDER-66'],
    apply: (definition, notes) =>
      withReplace(definition, async (replace, ...given) => {
        const halves = await replace(...given);
        if (!('error' in halves.placed)) return halves;
        notes.acted();
        return { canceled: halves.placed, placed: halves.placed };
      }),
  }),
  defineMutant({
    id: 'test-really-places',
    title: 'A test of an order places it',
    evidence: 'two paths that differ by one word',
    killers: ['ORDER-67'],
    apply: (definition, notes) =>
      withMembers(definition, {
        testOrder: async (context, order) => {
          notes.acted();
          await definition.placeOrder(context, order);
        },
      }),
  }),
  defineMutant({
    id: 'test-always-passes',
    title: 'A test of an order is not sent and always passes',
    evidence: 'a member that is only there for the type checker',
    killers: ['ORDER-68'],
    apply: (definition, notes) =>
      withMembers(definition, {
        testOrder: () => {
          notes.acted();
          return Promise.resolve();
        },
      }),
  }),
];

function withoutAmount({ amount: _amount, ...update }: OrderUpdate): OrderUpdate {
  return update;
}

type AmendOrder = NonNullable<ConnectorDefinition['amendOrder']>;
type Reference = Parameters<AmendOrder>[1];

function withAmend(
  definition: ConnectorDefinition,
  amend: (send: () => Promise<AmendedOrder>, order: Reference, wanted: Reference['amount'], nowMs: number) => Promise<AmendedOrder>,
): ConnectorDefinition {
  const amendOrder = definition.amendOrder?.bind(definition);
  if (amendOrder === undefined) return definition;
  return withMembers(definition, {
    amendOrder: (context, order, wanted) => amend(() => amendOrder(context, order, wanted), order, wanted, context.nowMs()),
  });
}

type CancelReplace = NonNullable<ConnectorDefinition['cancelReplaceOrder']>;

function withReplace(
  definition: ConnectorDefinition,
  change: (replace: CancelReplace, ...given: Parameters<CancelReplace>) => ReturnType<CancelReplace>,
): ConnectorDefinition {
  const replace = definition.cancelReplaceOrder?.bind(definition);
  if (replace === undefined) return definition;
  return withMembers(definition, { cancelReplaceOrder: (...given) => change(replace, ...given) });
}
