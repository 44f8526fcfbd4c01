import type { CommandWitness, WitnessedCommand } from '../account/expected-events.ts';
import type { UserStreamUpdate } from '../account/user-stream-update.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import { decorate } from '../telemetry/decorate.ts';
import type { BatchOutcome, CanceledOrder, ConnectorDefinition, PlacedOrder } from './connector-definition.ts';
import { EarlySightings } from './early-sightings.ts';

/** How many orders are remembered that the stream told of and nobody knew yet. */
const REMEMBERED_SIGHTINGS = 1_000;

/** What a witnessed definition works with. */
export interface WitnessedDefinitionParts {
  /** Undefined where there is no private stream. */
  witness(): CommandWitness | undefined;
  /** The client id of one of our orders that the stream tells of. */
  clientOrderIdOf(update: OrderUpdate | TradeUpdate): string | undefined;
}

/** A definition that does what `definition` does and tells the witness of commands, and of the orders that private events are about. */
export function witnessedDefinition(definition: ConnectorDefinition, parts: WitnessedDefinitionParts): ConnectorDefinition {
  const early = new EarlySightings(REMEMBERED_SIGHTINGS);
  const settle = (command: WitnessedCommand, clientOrderId: string, isDone: boolean): void => {
    if (isDone) parts.witness()?.acknowledged(command, clientOrderId);
    else parts.witness()?.ended(command, clientOrderId);
  };
  const watch = async <Answer>(
    command: WitnessedCommand,
    orders: readonly { readonly clientOrderId: string }[],
    send: () => Promise<Answer>,
    isDone: (answer: Answer, index: number) => boolean,
  ): Promise<Answer> => {
    for (const { clientOrderId } of orders) parts.witness()?.sent(command, clientOrderId);
    try {
      const answer = await send();
      for (const [index, { clientOrderId }] of orders.entries()) settle(command, clientOrderId, isDone(answer, index));
      return answer;
    } catch (error) {
      for (const { clientOrderId } of orders) settle(command, clientOrderId, false);
      throw error;
    }
  };
  /** Where a cancel is confirmed at some later time, nobody knows when its event must come. */
  const isCanceled = ({ state }: { readonly state: OrderUpdate['state'] }): boolean =>
    state === 'canceled' && definition.isCancelRequestInExchangeSynchronous;
  /** The answer tells by what name the stream may have told of the order before. */
  const isPlaced = (
    { clientOrderId, tradingPair }: { readonly clientOrderId: string; readonly tradingPair: TradingPair },
    placed: PlacedOrder | undefined,
  ): boolean => {
    if (placed === undefined) return false;
    const sighting = early.take({ tradingPair, exchangeOrderId: placed.exchangeOrderId });
    if (sighting !== undefined) parts.witness()?.seen(clientOrderId, sighting.isEnd);
    return true;
  };
  const noted = (updates: readonly UserStreamUpdate[]): readonly UserStreamUpdate[] => {
    for (const update of updates) {
      if (update.kind !== 'order' && update.kind !== 'trade') continue;
      const id = parts.clientOrderIdOf(update.update);
      const hasEnded = update.kind === 'order' && isEnd(update.update.state);
      const { tradingPair, exchangeOrderId } = update.update;
      if (id !== undefined) parts.witness()?.seen(id, hasEnded);
      else if (exchangeOrderId !== undefined) early.note({ tradingPair, exchangeOrderId }, hasEnded);
    }
    return updates;
  };
  const members: Partial<ConnectorDefinition> = {
    placeOrder: (context, order) =>
      watch(
        'place',
        [order],
        () => definition.placeOrder(context, order),
        (placed) => isPlaced(order, placed),
      ),
    placeCancel: (context, order) => watch('cancel', [order], () => definition.placeCancel(context, order), isCanceled),
    userStreamEventListener: (event, context) => {
      const updates = definition.userStreamEventListener(event, context);
      return updates instanceof Promise ? updates.then(noted) : noted(updates);
    },
  };
  const placeOrders = definition.placeOrders?.bind(definition);
  if (placeOrders !== undefined) {
    members.placeOrders = (context, orders) =>
      watch(
        'place',
        orders,
        () => placeOrders(context, orders),
        (answer, index) => {
          const order = orders[index];
          return order !== undefined && isPlaced(order, valueAt(answer, index));
        },
      );
  }
  const areCanceled = (answer: readonly BatchOutcome<CanceledOrder>[], index: number): boolean => {
    const canceled = valueAt(answer, index);
    return canceled !== undefined && isCanceled(canceled);
  };
  const placeCancels = definition.placeCancels?.bind(definition);
  if (placeCancels !== undefined) {
    members.placeCancels = (context, orders) => watch('cancel', orders, () => placeCancels(context, orders), areCanceled);
  }
  const cancelAllOrders = definition.cancelAllOrders?.bind(definition);
  if (cancelAllOrders !== undefined) {
    members.cancelAllOrders = (context, pair, orders) => watch('cancel', orders, () => cancelAllOrders(context, pair, orders), areCanceled);
  }
  return decorate(definition, members);
}

function isEnd(state: OrderUpdate['state']): boolean {
  return state === 'canceled' || state === 'filled' || state === 'expired' || state === 'failed';
}

function valueAt<Value>(answer: readonly BatchOutcome<Value>[], index: number): Value | undefined {
  const outcome = answer[index];
  return outcome !== undefined && 'value' in outcome ? outcome.value : undefined;
}
