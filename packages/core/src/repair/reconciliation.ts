import type { BalanceSnapshotRow } from '../account/user-stream-update.ts';
import { orderReference } from '../definition/order-reference.ts';
import { asError } from '../errors/as-error.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { AccountFunds } from '../funds/account-funds.ts';
import type { FailedRepairPart, RepairAttempt, RepairPart, StreamGap } from '../model/gap.ts';
import type { OpenOrder } from '../model/open-order.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { reportProblem, requestContext } from '../services/connector-services.ts';
import type { AppliedCounts, TrackedOrders } from '../tracking/tracked-orders.ts';
import type { RequestContext } from '../web/request-context.ts';
import { ForeignOrderAudit } from './foreign-order-audit.ts';
import type { ForeignOrderRule } from './foreign-order-audit.ts';
import { missingFillsOf } from './missing-fills.ts';
import { OpenOrderList } from './open-order-list.ts';
import { updateFromOpenOrder } from './open-order-update.ts';

/** How far before a gap's start we ask for trades again: the venue's clock and ours may differ. */
const OVERLAP_MS = 60_000;
/** After so many looks in a row in which one order alone could not be asked for, the others go on without it. */
const TOLERATED_FAILURES = 3;

/** How often balances are asked for at once, until no event of our orders falls between question and answer. */
const BALANCE_ATTEMPTS = 3;

/** What one look at the venue found; trades are applied before order states. */
interface Findings {
  readonly trades: TradeUpdate[];
  readonly orders: OrderUpdate[];
}

/** The other parts that a reconciliation works with. */
export interface ReconciliationParts {
  readonly orders: () => TrackedOrders;
  readonly funds: AccountFunds;
  /** A poll asks for one order again only after this time. */
  readonly orderStatusMs: number;
  /** Orders whose placing is still under way: their absence at the venue means nothing. */
  readonly isBeingPlaced: (clientOrderId: string) => boolean;
  /** Asks for one order, again and again until it is decided. */
  readonly ask: (clientOrderId: string) => void;
  readonly onBalancesLoaded: () => void;
  /** What is done about open orders that are not ours. Default `ignore`. */
  readonly foreignOrders?: ForeignOrderRule | undefined;
}

/**
 * Compares our picture of orders, fills and balances with the venue's and merges what was missed. What is wrong with one order or
 * one market alone is reported and left to single questions; it does not hold up the rest.
 */
export class Reconciliation {
  readonly #services: ConnectorServices;
  readonly #parts: ReconciliationParts;
  readonly #audit: ForeignOrderAudit;
  /** How often in a row one order, or one market's trades, could not be asked for. */
  readonly #orderFailures = new WeakMap<InFlightOrder, number>();
  readonly #tradeFailures = new Map<TradingPair, number>();
  /** Our monotonic time of the last question about one order. */
  readonly #askedMs = new WeakMap<InFlightOrder, number>();

  constructor(services: ConnectorServices, parts: ReconciliationParts) {
    this.#services = services;
    this.#parts = parts;
    this.#audit = new ForeignOrderAudit(services, parts.orders, parts.foreignOrders ?? 'ignore');
  }

  /**
   * Repairs a gap of the private stream, while the new stream is live and buffering: open orders, orders that we hold and that
   * are not among them (by id), trades since, balances. A part that fails alone is named in the answer, and what the others found is
   * merged.
   * @param parts what to ask for; undefined: everything.
   * @throws when nothing was learned of our orders: what the query of the open orders threw.
   */
  async repair(gap: StreamGap, signal: AbortSignal, parts?: ReadonlySet<RepairPart>): Promise<RepairAttempt> {
    const context = requestContext(this.#services, signal);
    const counts: AppliedCounts = { fills: 0, orders: 0 };
    const failed: FailedRepairPart[] = [];
    const attempt = async (part: RepairPart, work: () => Promise<void>): Promise<void> => {
      if (parts !== undefined && !parts.has(part)) return;
      try {
        await work();
      } catch (error) {
        if (signal.aborted) throw error;
        failed.push({ part, error: asError(error, part) });
      }
    };
    const { fromMs } = gap;
    const asksForTrades = fromMs !== undefined && this.#tellsTrades;
    await this.#collect(context, counts, async (findings) => {
      await attempt('orders', () => this.#look(findings, context));
      if (asksForTrades) await attempt('trades', () => this.#addTradesSince(fromMs, findings, context));
    });
    const [first] = failed;
    if (first !== undefined && parts === undefined && failed.length === (asksForTrades ? 2 : 1)) throw first.error;
    await attempt('balances', () => this.refreshBalances(signal));
    return { recoveredFills: counts.fills, changedOrders: counts.orders, failed };
  }

  /**
   * What a status poll does: orders, their missing fills, balances. None waits for another to succeed.
   * @param tradesFromMs our wall time since which trades are asked for as well; undefined: none are.
   */
  async poll(signal: AbortSignal, tradesFromMs?: number): Promise<void> {
    const context = requestContext(this.#services, signal);
    try {
      await this.#collect(context, undefined, async (findings) => {
        try {
          await this.#look(findings, context, this.#parts.orderStatusMs);
        } finally {
          const asksForTrades = tradesFromMs !== undefined && this.#tellsTrades && !signal.aborted;
          if (asksForTrades) await this.#addTradesSince(tradesFromMs, findings, context);
        }
      });
    } finally {
      if (!signal.aborted) await this.refreshBalances(signal);
    }
  }

  /** Asks for all balances; a row that the stream changes meanwhile keeps the stream's value. */
  async refreshBalances(signal: AbortSignal): Promise<void> {
    const { funds, onBalancesLoaded } = this.#parts;
    let refresh = funds.beginRefresh();
    let rows = await this.#askForBalances(signal);
    for (let attempt = 1; attempt < BALANCE_ATTEMPTS && funds.isBlurred(refresh); attempt += 1) {
      refresh = funds.beginRefresh();
      rows = await this.#askForBalances(signal);
    }
    for (const event of funds.completeRefresh(refresh, rows)) this.#services.hub.emit(event);
    onBalancesLoaded();
  }

  /** Fills that are made from executed amounts must not be counted a second time. */
  get #tellsTrades(): boolean {
    const { definition } = this.#services;
    return definition.tradeUpdatesSince !== undefined && definition.capabilities.hasTradeIds !== false;
  }

  #askForBalances(signal: AbortSignal): Promise<readonly BalanceSnapshotRow[]> {
    return this.#services.definition.updateBalances(requestContext(this.#services, signal));
  }

  /** Merges what was found also when the rest could not be asked for: each finding is true by itself. */
  async #collect(context: RequestContext, counts: AppliedCounts | undefined, find: (findings: Findings) => Promise<void>): Promise<void> {
    const findings: Findings = { trades: [], orders: [] };
    try {
      await find(findings);
    } finally {
      if (!context.signal.aborted) this.#merge(findings, counts);
    }
  }

  /** @param leastMs an order that was asked for within this time is not asked for again. */
  async #look(findings: Findings, context: RequestContext, leastMs: number = 0): Promise<void> {
    const { definition } = this.#services;
    const held = [...this.#parts.orders().tracker.allUpdatableOrders.values()].filter(
      (order) => !this.#parts.isBeingPlaced(order.clientOrderId),
    );
    if (held.length === 0 && !this.#audit.isWanted) return;
    const rows = await definition.requestOpenOrders(context, undefined);
    this.#audit.inspect(rows);
    const open = new OpenOrderList(rows);
    for (const order of held) {
      const { clientOrderId } = order;
      try {
        const row = open.rowOf(order);
        if (row === undefined && !this.#isToBeAsked(order, leastMs)) continue;
        await this.#lookAt(order, row, findings, context);
        this.#orderFailures.delete(order);
      } catch (error) {
        const failures = (this.#orderFailures.get(order) ?? 0) + 1;
        this.#orderFailures.set(order, failures);
        this.#passOver(clientOrderId, failures, error, context);
        this.#parts.ask(clientOrderId);
      }
    }
  }

  /** Notes the question when it may be asked. */
  #isToBeAsked(order: InFlightOrder, leastMs: number): boolean {
    const nowMs = this.#services.runtime.clock.monotonicMs();
    const askedMs = this.#askedMs.get(order);
    if (askedMs !== undefined && nowMs - askedMs < leastMs) return false;
    this.#askedMs.set(order, nowMs);
    return true;
  }

  async #lookAt(order: InFlightOrder, row: OpenOrder | undefined, findings: Findings, context: RequestContext): Promise<void> {
    const update = row === undefined ? await this.#queryAbsent(order, context) : updateFromOpenOrder(row, order.clientOrderId);
    if (update === undefined) return;
    const trades = await missingFillsOf(this.#services.definition, context, order, update);
    findings.trades.push(...trades);
    findings.orders.push(update);
    if (order.isPendingCancel) this.#parts.ask(order.clientOrderId);
  }

  /** @returns undefined when the venue does not know the order: the resolver gathers the evidence for what that means. */
  async #queryAbsent(order: InFlightOrder, context: RequestContext): Promise<OrderUpdate | undefined> {
    const { definition } = this.#services;
    if (order.exchangeOrderId === undefined && definition.capabilities.supportsClientOrderIds === false) {
      this.#parts.ask(order.clientOrderId);
      return undefined;
    }
    try {
      const update = await definition.requestOrderStatus(context, orderReference(order));
      return { ...update, clientOrderId: order.clientOrderId };
    } catch (error) {
      if (!definition.isOrderNotFoundDuringStatusUpdateError(error)) throw error;
      this.#parts.ask(order.clientOrderId);
      return undefined;
    }
  }

  async #addTradesSince(fromMs: number, findings: Findings, context: RequestContext): Promise<void> {
    const { definition } = this.#services;
    if (definition.tradeUpdatesSince === undefined) return;
    const offsetMs = context.nowMs() - this.#services.runtime.clock.wallMs();
    const pairs = new Set<TradingPair>();
    for (const order of this.#parts.orders().tracker.allFillableOrders.values()) pairs.add(order.tradingPair);
    for (const pair of pairs) {
      try {
        findings.trades.push(...(await definition.tradeUpdatesSince(context, pair, fromMs + offsetMs - OVERLAP_MS)));
        this.#tradeFailures.delete(pair);
      } catch (error) {
        const failures = (this.#tradeFailures.get(pair) ?? 0) + 1;
        this.#tradeFailures.set(pair, failures);
        this.#passOver(`the trades of ${pair}`, failures, error, context);
      }
    }
  }

  /**
   * Reports and passes over what is certainly wrong with one subject alone, or has failed again and again while the rest of the
   * venue answered.
   * @throws any other error
   */
  #passOver(subject: string, failures: number, error: unknown, context: RequestContext): void {
    if (context.signal.aborted || (!isOfOneSubject(error) && failures < TOLERATED_FAILURES)) throw error;
    reportProblem(this.#services, 'rest', `what the venue says of ${subject} cannot be used, the rest goes on without it`, error);
  }

  #merge(findings: Findings, counts: AppliedCounts | undefined): void {
    const nowMs = this.#services.timeSynchronizer.nowMs();
    const orders = this.#parts.orders();
    for (const update of findings.trades) orders.apply({ kind: 'trade-update', update, nowMs, isRecovered: true }, counts);
    for (const update of findings.orders) orders.apply({ kind: 'order-update', update, nowMs, isRecovered: true }, counts);
  }
}

/** Errors that say nothing of the venue as a whole: the same question would bring the same answer. */
const CODES_OF_ONE_SUBJECT: ReadonlySet<string> = new Set([
  'INVALID_PAYLOAD',
  'UNKNOWN_TRADING_PAIR',
  'VENUE_REJECTION',
  'NOT_IMPLEMENTED',
]);

/** What is no error of ours was thrown by the connector's own code, about what it had before it. */
function isOfOneSubject(error: unknown): boolean {
  return !ConnectorError.is(error) || CODES_OF_ONE_SUBJECT.has(error.code);
}
