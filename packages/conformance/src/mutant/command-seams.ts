import { decorate } from '@venuekit/core/connector';
import type { BatchOutcome, ConnectorDefinition, RequestContext, RestCaller } from '@venuekit/core/connector';

/** What a command ends with in place of this error; the same one leaves it as it is. */
export type ErrorJudge = (error: unknown) => unknown;

async function judged<Value>(answer: Promise<Value>, judge: ErrorJudge): Promise<Value> {
  try {
    return await answer;
  } catch (error) {
    throw judge(error);
  }
}

/** What a batch is said to have failed with as a whole becomes what each of its commands has failed with, where it is judged otherwise. */
async function judgedEach<Value>(
  answer: Promise<readonly BatchOutcome<Value>[]>,
  count: number,
  judge: ErrorJudge,
): Promise<readonly BatchOutcome<Value>[]> {
  try {
    return (await answer).map((outcome) => ('error' in outcome ? { error: judge(outcome.error) } : outcome));
  } catch (error) {
    const verdict = judge(error);
    if (verdict === error) throw error;
    return Array.from({ length: count }, () => ({ error: verdict }));
  }
}

/** The definition whose commands that place, cancel or change orders end with other errors. */
export function withCommandErrors(definition: ConnectorDefinition, judge: ErrorJudge): ConnectorDefinition {
  const placeOrders = definition.placeOrders?.bind(definition);
  const placeCancels = definition.placeCancels?.bind(definition);
  const cancelAllOrders = definition.cancelAllOrders?.bind(definition);
  const amendOrder = definition.amendOrder?.bind(definition);
  const cancelReplaceOrder = definition.cancelReplaceOrder?.bind(definition);
  const placeOrderList = definition.placeOrderList?.bind(definition);
  return decorate<ConnectorDefinition>(definition, {
    placeOrder: (context, order) => judged(definition.placeOrder(context, order), judge),
    placeCancel: (context, order) => judged(definition.placeCancel(context, order), judge),
    ...(placeOrders !== undefined && { placeOrders: (context, orders) => judgedEach(placeOrders(context, orders), orders.length, judge) }),
    ...(placeCancels !== undefined && {
      placeCancels: (context, orders) => judgedEach(placeCancels(context, orders), orders.length, judge),
    }),
    ...(cancelAllOrders !== undefined && {
      cancelAllOrders: (context, pair, orders) => judgedEach(cancelAllOrders(context, pair, orders), orders.length, judge),
    }),
    ...(amendOrder !== undefined && { amendOrder: (context, order, amount) => judged(amendOrder(context, order, amount), judge) }),
    ...(cancelReplaceOrder !== undefined && {
      cancelReplaceOrder: async (context, order, replacement, mode) => {
        const { canceled, placed } = await judged(cancelReplaceOrder(context, order, replacement, mode), judge);
        const [cancelOutcomes, placeOutcomes] = await Promise.all([
          judgedEach(Promise.resolve([canceled]), 1, judge),
          judgedEach(Promise.resolve([placed]), 1, judge),
        ]);
        return { canceled: cancelOutcomes[0] ?? canceled, placed: placeOutcomes[0] ?? placed };
      },
    }),
    ...(placeOrderList !== undefined && { placeOrderList: (context, list) => judged(placeOrderList(context, list), judge) }),
  });
}

/** The definition whose members are given another context. */
export function withContext(definition: ConnectorDefinition, change: (context: RequestContext) => RequestContext): ConnectorDefinition {
  const changed = new Map<unknown, (...given: readonly unknown[]) => unknown>();
  return new Proxy<ConnectorDefinition>(
    { ...definition },
    {
      get: (_copy, key): unknown => {
        const member: unknown = Reflect.get(definition, key);
        if (typeof member !== 'function' || typeof key !== 'string' || key === 'constructor') return member;
        const known = changed.get(member);
        if (known !== undefined) return known;
        const wrapped = (...given: readonly unknown[]): unknown =>
          Reflect.apply(
            member,
            definition,
            given.map((argument) => (isContext(argument) ? change(argument) : argument)),
          );
        changed.set(member, wrapped);
        return wrapped;
      },
      has: (_copy, key) => key in definition,
    },
  );
}

/** The definition whose REST calls give another answer. */
export function withRest(
  definition: ConnectorDefinition,
  change: (answer: Promise<unknown>, call: Parameters<RestCaller['execute']>[0]) => Promise<unknown>,
): ConnectorDefinition {
  return withContext(definition, (context) => decorate(context, { rest: { execute: (call) => change(context.rest.execute(call), call) } }));
}

function isContext(value: unknown): value is RequestContext {
  return typeof value === 'object' && value !== null && 'rest' in value && 'symbols' in value && 'signal' in value;
}
