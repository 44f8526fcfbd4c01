import { type Clock, ConfigurationError, type Decimal, type Random, type TradingPair, ZERO } from '@venuekit/core/connector';
import type { Instrument } from '../model/instrument.ts';
import type { VenueOrder } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import type { VenueFill } from '../model/trade.ts';
import { Accounts } from './accounts.ts';
import { type Admission, Admissions } from './admission.ts';
import { readAmount } from './amount-text.ts';
import { checkInstrument } from './instrument-check.ts';
import { Ledger } from './ledger.ts';
import { ListenerDesk } from './listener-desk.ts';
import { type Market, Markets } from './market.ts';
import { MatchingEngine } from './matching-engine.ts';
import { OrderRegister } from './order-register.ts';
import { remainingOf } from './price-level.ts';
import { VenueClock } from './venue-clock.ts';
import type { OrderLookup, World } from './world.ts';

export interface WorldOptions {
  readonly clock: Clock;
  /** Makes the client ids of orders that come without one. */
  readonly random: Random;
  /** The venue's time at the beginning. Default: ours. */
  readonly startTimeMs?: number;
  /** More can be added later. */
  readonly instruments?: readonly Instrument[];
  /** The name of the venue's own account, which fills orders on request. Default `house`. */
  readonly house?: string;
}

/** Makes a venue's truth: empty books, no account but the house. @throws ConfigurationError */
export function createWorld(options: WorldOptions): World {
  const house = options.house ?? 'house';
  const time = new VenueClock(options.clock, options.startTimeMs);
  const markets = new Markets();
  const ledger = new Ledger(house);
  const register = new OrderRegister();
  const desk = new ListenerDesk();
  const accounts = new Accounts(ledger, register);
  const admissions = new Admissions(markets, ledger, register, options.random);
  const nowMs = (): number => time.nowMs();
  const engine = new MatchingEngine({ markets, ledger, register, desk, nowMs, feePlanOf: (account) => accounts.feePlan(account) });

  const find = (account: string, tradingPair: TradingPair, lookup: OrderLookup): VenueOrder => {
    markets.get(tradingPair);
    if (lookup.orderId === undefined && lookup.clientOrderId === undefined) throw new Refusal('missing-parameter', 'orderId');
    const order = register.find(accounts.require(account), tradingPair, lookup);
    if (order === undefined) throw new Refusal('unknown-order');
    const disagrees = lookup.clientOrderId !== undefined && order.clientOrderId !== lookup.clientOrderId;
    if (disagrees) throw new Refusal('order-ids-disagree');
    return order;
  };
  const openForCancel = (tradingPair: TradingPair): Market => {
    const market = markets.get(tradingPair);
    if (market.instrument.status === 'halted') throw new Refusal('market-closed', 'halted');
    return market;
  };
  const addInstrument = (instrument: Instrument): void => {
    checkInstrument(instrument);
    if (markets.instruments.has(instrument.tradingPair)) {
      throw new ConfigurationError('tradingPair', `instrument ${instrument.tradingPair}`, 'exists already');
    }
    markets.add({ ...instrument });
  };
  const fillOrder = (account: string, clientOrderId: string, amount?: string): readonly VenueFill[] => {
    const order = register.openByClientOrderId(accounts.require(account), clientOrderId);
    if (order === undefined) throw new Refusal('unknown-order');
    const market = markets.get(order.tradingPair);
    const admission = houseOrder(
      house,
      market,
      order,
      amount === undefined ? remainingOf(order) : readAmount(amount, 'amount', `fill of ${clientOrderId}`),
      options.random,
    );
    return [engine.fillDirectly(admission, order)];
  };

  accounts.addHouse(house);
  for (const instrument of options.instruments ?? []) addInstrument(instrument);

  return {
    nowMs,
    instruments: markets.instruments,
    place: (ticket) => engine.place(admissions.admit(ticket)),
    check: (ticket) => {
      admissions.admit(ticket);
    },
    cancel: (account, tradingPair, lookup, cancelClientOrderId) => {
      const market = openForCancel(tradingPair);
      const order = find(account, tradingPair, lookup);
      if (order.status !== 'new' && order.status !== 'partially-filled') throw new Refusal('unknown-order');
      const [canceled = order] = engine.cancel(market, [order], cancelClientOrderId);
      return canceled;
    },
    cancelAll: (account, tradingPair) => {
      const market = openForCancel(tradingPair);
      const orders = register.open(accounts.require(account), tradingPair);
      if (orders.length === 0) throw new Refusal('unknown-order');
      return engine.cancel(market, orders, undefined);
    },
    order: (account, tradingPair, lookup) => ({ ...find(account, tradingPair, lookup) }),
    openOrders: (account, tradingPair) => register.open(accounts.require(account), tradingPair).map(copy),
    orders: (account, tradingPair) => register.all(accounts.require(account), tradingPair).map(copy),
    fills: (account, query) => register.fills(accounts.require(account), query),
    balances: (account) => accounts.balances(account),
    feePlan: (account) => accounts.feePlan(account),
    book: (tradingPair, depth) => markets.get(tradingPair).book.view(depth),
    lastPrice: (tradingPair) => markets.lastPrice(tradingPair),
    recentTrades: (tradingPair, limit) => markets.get(tradingPair).tape.recent(limit),
    apiKey: (key) => accounts.apiKey(key),
    accounts: () => ledger.accounts,
    addListener: (listener) => desk.add(listener),

    addAccount: (account, balances, feePlan) => {
      accounts.add(account, balances, feePlan);
    },
    addApiKey: (key) => {
      accounts.addApiKey(key);
    },
    keepNoHistory: (account) => {
      register.keepNoHistory(accounts.require(account));
    },
    addInstrument,
    deposit: (account, asset, amount) => {
      accounts.deposit(account, asset, amount);
      desk.tell({ executions: [], balances: ledger.endStep(), trades: [], bookChange: undefined, timeMs: nowMs() });
    },
    fillOrder,
    skewClock: (offsetMs) => {
      time.skew(offsetMs);
    },
    skipUpdateId: (tradingPair) => {
      markets.get(tradingPair).book.skipUpdateId();
    },
    totals: () => ledger.totals(),
  };
}

/** The house's order that trades with `order` alone. */
function houseOrder(house: string, market: Market, order: VenueOrder, amount: Decimal, random: Random): Admission {
  const isOnGrid = amount.gt(ZERO) && amount.lte(remainingOf(order)) && amount.mod(market.instrument.amountIncrement).isZero();
  if (!isOnGrid) throw new Refusal('invalid-amount', 'amount');
  const { tradingPair, price } = order;
  const side = order.side === 'buy' ? 'sell' : 'buy';
  return {
    market,
    ticket: { account: house, tradingPair, side, type: 'limit', timeInForce: 'IOC', amount, price },
    clientOrderId: `v${random.hex(10)}`,
    plan: { matches: [{ maker: order, amount }], base: amount, quote: amount.times(price), end: 'satisfied' },
    amount,
  };
}

function copy(order: VenueOrder): VenueOrder {
  return { ...order };
}
