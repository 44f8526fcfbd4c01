import type { AccountBalances } from '../account/balances.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { RepairReport, StreamGap } from '../model/gap.ts';
import type { OpenOrder } from '../model/open-order.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { RequestContext } from '../web/request-context.ts';
import type { ConnectorServices } from './connector-services.ts';
import { reportProblem, requestContext } from './connector-services.ts';
import { orderReference } from './order-reference.ts';
import type { AppliedCounts, TrackedOrders } from './tracked-orders.ts';

/** How far before a gap's start we ask for trades again: the venue's clock and ours may differ. */
const OVERLAP_MS = 60_000;

/** What one look at the venue found; trades are applied before order states. */
interface Findings {
  readonly trades: TradeUpdate[];
  readonly orders: OrderUpdate[];
}

/** Compares our picture of orders, fills and balances with the venue's and merges what was missed. */
export class Reconciliation {
  readonly #services: ConnectorServices;
  readonly #orders: () => TrackedOrders;
  readonly #balances: AccountBalances;
  /** Orders whose placing is still under way: their absence at the venue means nothing. */
  readonly #isBeingPlaced: (clientOrderId: string) => boolean;
  readonly #ask: (clientOrderId: string) => void;

  constructor(
    services: ConnectorServices,
    parts: {
      readonly orders: () => TrackedOrders;
      readonly balances: AccountBalances;
      readonly isBeingPlaced: (clientOrderId: string) => boolean;
      readonly ask: (clientOrderId: string) => void;
    },
  ) {
    this.#services = services;
    this.#orders = parts.orders;
    this.#balances = parts.balances;
    this.#isBeingPlaced = parts.isBeingPlaced;
    this.#ask = parts.ask;
  }

  /**
   * Repairs a gap of the private stream, while the new stream is live and buffering: open orders, orders that we hold and that
   * are not among them (by id), trades since, balances.
   * @throws whatever a query throws; the caller repeats the repair.
   */
  async repair(gap: StreamGap, signal: AbortSignal): Promise<RepairReport> {
    const context = requestContext(this.#services, signal);
    const findings = await this.#look(context);
    if (gap.fromMs !== undefined) await this.#addTradesSince(gap.fromMs, findings, context);
    const counts = this.#merge(findings);
    await this.refreshBalances(signal);
    return { recoveredFills: counts.fills, changedOrders: counts.orders };
  }

  /** What a status poll does: orders, their missing fills, balances. */
  async poll(signal: AbortSignal): Promise<void> {
    const context = requestContext(this.#services, signal);
    this.#merge(await this.#look(context));
    await this.refreshBalances(signal);
  }

  /** Asks for all balances; a row that the stream changes meanwhile keeps the stream's value. */
  async refreshBalances(signal: AbortSignal): Promise<void> {
    const refresh = this.#balances.beginRefresh(this.#services.timeSynchronizer.nowMs());
    const rows = await this.#services.definition.updateBalances(requestContext(this.#services, signal));
    const nowMs = this.#services.timeSynchronizer.nowMs();
    for (const event of this.#balances.completeRefresh(refresh, rows, nowMs)) this.#services.hub.emit(event);
  }

  async #look(context: RequestContext): Promise<Findings> {
    const { definition } = this.#services;
    const findings: Findings = { trades: [], orders: [] };
    const held = [...this.#orders().tracker.allUpdatableOrders.values()].filter((order) => !this.#isBeingPlaced(order.clientOrderId));
    if (held.length === 0) return findings;
    const open = new Map<string, OpenOrder>();
    for (const row of await definition.requestOpenOrders(context, undefined)) open.set(row.clientOrderId, row);
    for (const order of held) {
      try {
        await this.#lookAt(order, open.get(order.clientOrderId), findings, context);
      } catch (error) {
        if (context.signal.aborted || !isAnswerUnusable(error)) throw error;
        reportProblem(this.#services, 'rest', `what the venue says of ${order.clientOrderId} cannot be used, asking again`, error);
        this.#ask(order.clientOrderId);
      }
    }
    return findings;
  }

  async #lookAt(order: InFlightOrder, row: OpenOrder | undefined, findings: Findings, context: RequestContext): Promise<void> {
    const update = row === undefined ? await this.#queryAbsent(order, context) : updateFromOpenOrder(row);
    if (update === undefined) return;
    findings.orders.push(update);
    await this.#addMissingFills(order, update, findings, context);
  }

  /** @returns undefined when the venue does not know the order: the resolver gathers the evidence for what that means. */
  async #queryAbsent(order: InFlightOrder, context: RequestContext): Promise<OrderUpdate | undefined> {
    const { definition } = this.#services;
    try {
      const update = await definition.requestOrderStatus(context, orderReference(order));
      return { ...update, clientOrderId: order.clientOrderId };
    } catch (error) {
      if (!definition.isOrderNotFoundDuringStatusUpdateError(error)) throw error;
      this.#ask(order.clientOrderId);
      return undefined;
    }
  }

  async #addMissingFills(order: InFlightOrder, update: OrderUpdate, findings: Findings, context: RequestContext): Promise<void> {
    const exchangeOrderId = update.exchangeOrderId ?? order.exchangeOrderId;
    const isMissingSome = update.cumulativeBase === undefined ? update.state !== 'open' : update.cumulativeBase.gt(order.executedBase);
    if (!isMissingSome || exchangeOrderId === undefined) return;
    findings.trades.push(
      ...(await this.#services.definition.allTradeUpdatesForOrder(context, { ...orderReference(order), exchangeOrderId })),
    );
  }

  async #addTradesSince(fromMs: number, findings: Findings, context: RequestContext): Promise<void> {
    const { definition } = this.#services;
    if (definition.tradeUpdatesSince === undefined) return;
    const offsetMs = context.nowMs() - this.#services.runtime.clock.wallMs();
    const pairs = new Set<TradingPair>();
    for (const order of this.#orders().tracker.allFillableOrders.values()) pairs.add(order.tradingPair);
    for (const pair of pairs) {
      findings.trades.push(...(await definition.tradeUpdatesSince(context, pair, fromMs + offsetMs - OVERLAP_MS)));
    }
  }

  #merge(findings: Findings): AppliedCounts {
    const counts: AppliedCounts = { fills: 0, orders: 0 };
    const nowMs = this.#services.timeSynchronizer.nowMs();
    const orders = this.#orders();
    for (const update of findings.trades) orders.apply({ kind: 'trade-update', update, nowMs, isRecovered: true }, counts);
    for (const update of findings.orders) orders.apply({ kind: 'order-update', update, nowMs }, counts);
    return counts;
  }
}

/** Whether the venue answered in a form that cannot be read: asking the same at once would bring the same. */
function isAnswerUnusable(error: unknown): boolean {
  return ConnectorError.is(error) && error.code === 'INVALID_PAYLOAD';
}

function updateFromOpenOrder(row: OpenOrder): OrderUpdate {
  return {
    tradingPair: row.tradingPair,
    clientOrderId: row.clientOrderId,
    exchangeOrderId: row.exchangeOrderId,
    state: row.state,
    updateTimeMs: row.updateTimeMs,
    cumulativeBase: row.executedAmount,
    ...(row.executedQuote === undefined ? {} : { cumulativeQuote: row.executedQuote }),
  };
}
