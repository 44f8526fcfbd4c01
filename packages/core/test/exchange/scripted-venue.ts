import type { UserStreamUpdate } from '../../src/account/user-stream-update.ts';
import { Decimal, ZERO } from '../../src/decimal/decimal.ts';
import type { CanceledOrder, OrderReference, PlacedOrder } from '../../src/definition/connector-definition.ts';
import { NetworkError } from '../../src/errors/network-error.ts';
import { VenueRejection } from '../../src/errors/venue-rejection.ts';
import type { OpenOrder } from '../../src/model/open-order.ts';
import type { ReportedOrderState } from '../../src/model/order-state.ts';
import type { OrderUpdate } from '../../src/model/order-update.ts';
import type { OrderRequest, OrderSide } from '../../src/model/order.ts';
import type { TradeUpdate } from '../../src/model/trade-update.ts';
import { NO_FEE } from '../../src/orders/trade-fee.ts';

/** What happens to one command: it is carried out or not, and answered or ended by an error. */
export type CommandScript = { readonly isExecuted: boolean; readonly error?: Error; readonly delayMs?: number };

interface VenueOrder {
  readonly clientOrderId: string;
  readonly exchangeOrderId: string;
  readonly tradingPair: OrderRequest['tradingPair'];
  readonly side: OrderSide;
  readonly orderType: OrderRequest['orderType'];
  readonly price: Decimal | undefined;
  readonly amount: Decimal;
  readonly creationTimeMs: number;
  updateTimeMs: number;
  state: ReportedOrderState;
  readonly trades: TradeUpdate[];
}

export const lostAnswer = (): Error => new NetworkError({ host: 'venue.test', problem: 'reset', mayHaveBeenSent: true });
export const refusedConnection = (): Error => new NetworkError({ host: 'venue.test', problem: 'refused', mayHaveBeenSent: false });
export const venueSaysNo = (): Error => new VenueRejection({ reason: 'filter', status: 400, venueCode: '-1', venueMessage: 'no' });
export const notFound = (): Error =>
  new VenueRejection({ reason: 'order-not-found', status: 400, venueCode: '-2', venueMessage: 'unknown order' });

/** A venue in a few lines: it keeps orders, does what its scripts say, and tells nothing by itself. */
export class ScriptedVenue {
  readonly orders: VenueOrder[] = [];
  /** What the next commands meet; without a script they are carried out and answered. */
  readonly placeScripts: CommandScript[] = [];
  readonly cancelScripts: CommandScript[] = [];
  readonly calls: string[] = [];
  readonly balances: { asset: string; total: Decimal; available: Decimal }[] = [
    { asset: 'USDT', total: new Decimal(1_000_000), available: new Decimal(1_000_000) },
    { asset: 'BTC', total: new Decimal(1_000), available: new Decimal(1_000) },
  ];
  /** Whether the venue knows ids of ours. */
  readonly knowsClientIds: boolean;
  readonly #nowMs: () => number;
  readonly #sleep: (ms: number) => Promise<void>;
  readonly #tell: (update: UserStreamUpdate) => void;
  #lastId = 0;

  constructor(options: {
    readonly knowsClientIds: boolean;
    readonly nowMs: () => number;
    readonly sleep: (ms: number) => Promise<void>;
    readonly tell: (update: UserStreamUpdate) => void;
  }) {
    this.knowsClientIds = options.knowsClientIds;
    this.#nowMs = options.nowMs;
    this.#sleep = options.sleep;
    this.#tell = options.tell;
  }

  async place(request: OrderRequest): Promise<PlacedOrder> {
    this.calls.push(`place ${request.amount.toFixed()}`);
    const script = this.placeScripts.shift();
    const order = script?.isExecuted === false ? undefined : this.accept(request);
    await this.#obey(script);
    if (order === undefined) throw new Error('a placement that is not carried out must have an error');
    return { exchangeOrderId: order.exchangeOrderId, state: order.state, updateTimeMs: order.updateTimeMs };
  }

  /** Takes up an order, ours or somebody else's. */
  accept(request: Pick<OrderRequest, 'clientOrderId' | 'tradingPair' | 'side' | 'amount' | 'price' | 'orderType'>): VenueOrder {
    const { clientOrderId, tradingPair, side, amount, price, orderType } = request;
    this.#lastId += 1;
    const nowMs = this.#nowMs();
    const order: VenueOrder = {
      clientOrderId,
      exchangeOrderId: `E${this.#lastId}`,
      tradingPair,
      side,
      orderType,
      price,
      amount,
      creationTimeMs: nowMs,
      updateTimeMs: nowMs,
      state: 'open',
      trades: [],
    };
    this.orders.push(order);
    return order;
  }

  async cancel(reference: OrderReference): Promise<CanceledOrder> {
    this.calls.push(`cancel ${reference.amount.toFixed()}`);
    const script = this.cancelScripts.shift();
    const order = this.find(reference);
    if (script?.isExecuted !== false && order?.state === 'open') this.end(order, 'canceled');
    await this.#obey(script);
    if (order === undefined || (order.state !== 'canceled' && script?.isExecuted !== false)) throw notFound();
    return { state: 'canceled', updateTimeMs: this.#nowMs() };
  }

  async status(reference: OrderReference): Promise<OrderUpdate> {
    this.calls.push(`status ${reference.amount.toFixed()}`);
    const order = this.find(reference);
    if (order === undefined) throw notFound();
    return Promise.resolve(this.report(order));
  }

  openOrders(): readonly OpenOrder[] {
    this.calls.push('open-orders');
    return this.orders
      .filter(({ state }) => state === 'open' || state === 'partially-filled')
      .map((order) => ({
        ...order,
        clientOrderId: this.knowsClientIds ? order.clientOrderId : undefined,
        price: order.price ?? ZERO,
        executedAmount: executedOf(order),
      }));
  }

  trades(): readonly TradeUpdate[] {
    this.calls.push('trades-since');
    return this.orders.flatMap((order) => order.trades);
  }

  fill(order: VenueOrder, amount: string): TradeUpdate {
    const baseAmount = new Decimal(amount);
    const price = order.price ?? new Decimal(100);
    const trade: TradeUpdate = {
      tradingPair: order.tradingPair,
      tradeId: `T${order.exchangeOrderId}-${order.trades.length + 1}`,
      exchangeOrderId: order.exchangeOrderId,
      side: order.side,
      fillTimeMs: this.#nowMs(),
      price,
      baseAmount,
      quoteAmount: price.times(baseAmount),
      fee: NO_FEE,
      isTaker: false,
    };
    order.trades.push(trade);
    order.updateTimeMs = this.#nowMs();
    order.state = executedOf(order).gte(order.amount) ? 'filled' : 'partially-filled';
    return trade;
  }

  end(order: VenueOrder, state: ReportedOrderState): void {
    order.state = state;
    order.updateTimeMs = this.#nowMs();
  }

  report(order: VenueOrder): OrderUpdate {
    const executed = executedOf(order);
    return {
      tradingPair: order.tradingPair,
      ...(this.knowsClientIds ? { clientOrderId: order.clientOrderId } : {}),
      exchangeOrderId: order.exchangeOrderId,
      state: order.state,
      updateTimeMs: order.updateTimeMs,
      cumulativeBase: executed,
      cumulativeQuote: executed.times(order.price ?? new Decimal(100)),
    };
  }

  /** Tells the state of an order on the private stream. */
  tellOrder(order: VenueOrder, change: Partial<OrderUpdate> = {}): void {
    this.#tell({ kind: 'order', update: { ...this.report(order), ...change } });
  }

  tellTrade(trade: TradeUpdate): void {
    this.#tell({ kind: 'trade', update: trade });
  }

  find({ clientOrderId, exchangeOrderId }: Pick<OrderReference, 'clientOrderId' | 'exchangeOrderId'>): VenueOrder | undefined {
    return this.orders.find(
      (order) => order.exchangeOrderId === exchangeOrderId || (this.knowsClientIds && order.clientOrderId === clientOrderId),
    );
  }

  /** The last order that was taken up. */
  get last(): VenueOrder {
    const order = this.orders.at(-1);
    if (order === undefined) throw new Error('the venue has no order');
    return order;
  }

  async #obey(script: CommandScript | undefined): Promise<void> {
    if (script?.delayMs !== undefined) await this.#sleep(script.delayMs);
    if (script?.error !== undefined) throw script.error;
  }
}

function executedOf({ trades }: VenueOrder): Decimal {
  let sum = ZERO;
  for (const { baseAmount } of trades) sum = sum.plus(baseAmount);
  return sum;
}
