import type { Decimal } from '../decimal/decimal.ts';
import { floorToIncrement } from '../decimal/quantise.ts';
import type { AmendedOrder } from '../definition/advanced-order-members.ts';
import { orderReference } from '../definition/order-reference.ts';
import type { OrderCommandResult } from '../model/order-command-result.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { deniedCommand, failedCommand } from './command-outcome.ts';
import type { OrderEntry } from './order-entry.ts';

/** Reduces the amounts of orders that stay where they are. */
export class AmendDesk {
  readonly #services: ConnectorServices;
  readonly #entry: OrderEntry;
  readonly #underWay = new Map<string, Promise<OrderCommandResult>>();

  constructor(services: ConnectorServices, entry: OrderEntry) {
    this.#services = services;
    this.#entry = entry;
  }

  isUnderWay(clientOrderId: string): boolean {
    return this.#underWay.has(clientOrderId);
  }

  /** Resolves when no amendment is under way. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.#underWay.values());
  }

  /** Never throws for what the venue says. One amendment of an order at a time: a second one meanwhile is denied. */
  amend(tradingPair: TradingPair, clientOrderId: string, amount: Decimal): Promise<OrderCommandResult> {
    if (this.#underWay.has(clientOrderId)) return Promise.resolve(deniedCommand(clientOrderId, 'the order is being amended already'));
    const work = this.#amend(tradingPair, clientOrderId, amount).finally(() => this.#underWay.delete(clientOrderId));
    this.#underWay.set(clientOrderId, work);
    return work;
  }

  async #amend(tradingPair: TradingPair, clientOrderId: string, wanted: Decimal): Promise<OrderCommandResult> {
    await this.#entry.placementOf(clientOrderId);
    const { definition, tradingRules } = this.#services;
    const amendOrder = definition.amendOrder?.bind(definition);
    if (amendOrder === undefined || definition.capabilities.supportsAmendKeepPriority !== true) {
      return deniedCommand(clientOrderId, 'the venue amends no orders');
    }
    if (!this.#entry.isStarted()) return deniedCommand(clientOrderId, 'the connector is not started');
    const order = this.#entry.orders().tracker.fetchOrder({ clientOrderId });
    if (order === undefined || order.tradingPair !== tradingPair)
      return deniedCommand(clientOrderId, `no such order of ${tradingPair} is tracked`);
    const rule = tradingRules.get(tradingPair);
    if (rule === undefined) return deniedCommand(clientOrderId, 'the market is not known');
    const amount = wanted.isFinite() && wanted.gt(0) ? floorToIncrement(wanted, rule.amountIncrement) : wanted;
    const obstacle = obstacleTo(order, amount, rule.minimumAmount);
    if (obstacle !== undefined) return deniedCommand(clientOrderId, obstacle);
    try {
      await this.#entry.orders().whenSaved();
      this.#accept(order, await amendOrder(this.#entry.context(), orderReference(order), amount));
      return { clientOrderId, outcome: 'accepted' };
    } catch (error) {
      return this.#fail(clientOrderId, error);
    }
  }

  #accept({ tradingPair, clientOrderId }: InFlightOrder, amended: AmendedOrder): void {
    const update = { ...amended, tradingPair, clientOrderId };
    this.#entry.orders().apply({ kind: 'order-update', update, nowMs: this.#services.timeSynchronizer.nowMs() });
  }

  #fail(clientOrderId: string, error: unknown): OrderCommandResult {
    const { definition, runtime, timeSynchronizer } = this.#services;
    const { resolver } = this.#entry;
    const result = failedCommand(clientOrderId, error);
    if (result.outcome === 'unknown') {
      runtime.log.warn({ clientOrderId, error }, 'whether the venue amended the order is unknown');
      resolver.noteCommandEnded('amend', clientOrderId);
      this.#entry.orders().apply({ kind: 'outcome-unknown', clientOrderId, command: 'amend', nowMs: timeSynchronizer.nowMs() });
      resolver.ask(clientOrderId);
    } else if (definition.isOrderNotFoundDuringCancelationError(error) || definition.isOrderNotFoundDuringStatusUpdateError(error)) {
      resolver.ask(clientOrderId);
    }
    return result;
  }
}

function obstacleTo(order: InFlightOrder, amount: Decimal, minimum: Decimal): string | undefined {
  if (order.isDone) return `the order is ${order.state}`;
  if (!amount.isFinite() || amount.lte(0)) return 'the amount must be above 0';
  if (amount.lt(minimum)) return `the amount ${amount.toString()} is below the minimum ${minimum.toString()}`;
  if (amount.gte(order.amount)) return `an amendment can only reduce the amount, which is ${order.amount.toString()}`;
  const executed = order.executedBase.gt(order.reportedBase) ? order.executedBase : order.reportedBase;
  return amount.lte(executed) ? `of the order ${executed.toString()} has been executed already` : undefined;
}
