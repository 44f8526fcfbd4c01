import { type Clock, ConfigurationError, type Decimal, type Random, ZERO } from '@venuekit/core/connector';
import type { Instrument } from '../model/instrument.ts';
import type { VenueOrder } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import { Accounts } from './accounts.ts';
import { Admissions } from './admission.ts';
import { readAmount } from './amount-text.ts';
import { checkInstrument } from './instrument-check.ts';
import { Ledger } from './ledger.ts';
import { ListAdmissions } from './list-admissions.ts';
import { ListenerDesk } from './listener-desk.ts';
import { Markets } from './market.ts';
import { MatchingEngine } from './matching-engine.ts';
import { OpenOrderLimits } from './open-order-limits.ts';
import { OrderDesk } from './order-desk.ts';
import { listView, OrderLists } from './order-lists.ts';
import { OrderRegister } from './order-register.ts';
import { VenueClock } from './venue-clock.ts';
import type { World } from './world.ts';

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
  const lists = new OrderLists();
  const listeners = new ListenerDesk();
  const accounts = new Accounts(ledger, register);
  const limits = new OpenOrderLimits(register, lists, ledger);
  const admissions = new Admissions({ markets, ledger, register, limits, random: options.random });
  const listAdmissions = new ListAdmissions(admissions, limits, lists);
  const nowMs = (): number => time.nowMs();
  const engine = new MatchingEngine({
    markets,
    ledger,
    register,
    lists,
    desk: listeners,
    nowMs,
    feePlanOf: (account) => accounts.feePlan(account),
  });

  const addInstrument = (instrument: Instrument): void => {
    checkInstrument(instrument);
    if (markets.instruments.has(instrument.tradingPair)) {
      throw new ConfigurationError('tradingPair', `instrument ${instrument.tradingPair}`, 'exists already');
    }
    markets.add({ ...instrument });
  };
  const desk = new OrderDesk({ accounts, admissions, engine, house, lists, markets, random: options.random, register });

  accounts.addHouse(house);
  for (const instrument of options.instruments ?? []) addInstrument(instrument);

  return {
    nowMs,
    instruments: markets.instruments,
    place: (ticket) => engine.place(admissions.admit(ticket)),
    check: (ticket) => {
      admissions.admit(ticket);
    },
    placeList: (ticket) => engine.placeList(listAdmissions.admit(ticket)),
    cancel: (account, tradingPair, lookup, cancelClientOrderId, onlyWhen) =>
      desk.cancel(account, tradingPair, lookup, cancelClientOrderId, onlyWhen),
    cancelList: (account, tradingPair, lookup, cancelClientOrderId) => desk.cancelList(account, tradingPair, lookup, cancelClientOrderId),
    cancelReplace: (request) => desk.cancelReplace(request),
    amend: (request) => desk.amend(request),
    cancelAll: (account, tradingPair) => desk.cancelAll(account, tradingPair),
    order: (account, tradingPair, lookup) => ({ ...desk.find(account, tradingPair, lookup) }),
    openOrders: (account, tradingPair) => register.open(accounts.require(account), tradingPair).map(copy),
    orders: (account, tradingPair) => register.all(accounts.require(account), tradingPair).map(copy),
    fills: (account, query) => register.fills(accounts.require(account), query),
    orderList: (account, lookup) => listView(desk.findList(account, lookup)),
    orderLists: (account) => lists.all(accounts.require(account)),
    amendments: (account, tradingPair, lookup) => [...register.amendments(desk.find(account, tradingPair, lookup))],
    preventedMatches: (account, tradingPair) => {
      markets.get(tradingPair);
      return register.preventedMatches(accounts.require(account), tradingPair);
    },
    balances: (account) => accounts.balances(account),
    feePlan: (account) => accounts.feePlan(account),
    book: (tradingPair, depth) => markets.get(tradingPair).book.view(depth),
    lastPrice: (tradingPair) => markets.lastPrice(tradingPair),
    referencePrice: (tradingPair) => markets.referencePrice(tradingPair),
    recentTrades: (tradingPair, limit) => markets.get(tradingPair).tape.recent(limit),
    apiKey: (key) => accounts.apiKey(key),
    accounts: () => ledger.accounts,
    addListener: (listener) => listeners.add(listener),

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
      listeners.tell({
        executions: [],
        firstFills: [],
        listStatuses: [],
        balances: ledger.endStep(),
        trades: [],
        bookChange: undefined,
        timeMs: nowMs(),
      });
    },
    fillOrder: (account, clientOrderId, amount) => [desk.fillOrder(account, clientOrderId, amount)],
    printTrade: (tradingPair, price, amount) => {
      const market = markets.get(tradingPair);
      const { priceIncrement, amountIncrement } = market.instrument;
      const priceRead = readAmount(price, 'price', `trade of ${tradingPair}`);
      const amountRead = amount === undefined ? amountIncrement : readAmount(amount, 'amount', `trade of ${tradingPair}`);
      if (!isOnGrid(priceRead, priceIncrement)) throw new Refusal('invalid-price', 'price');
      if (!isOnGrid(amountRead, amountIncrement)) throw new Refusal('invalid-amount', 'amount');
      return engine.printTrade(market, priceRead, amountRead, priceRead.gt(market.tape.lastPrice) ? 'buy' : 'sell');
    },
    setReferencePrice: (tradingPair, price) => {
      markets.get(tradingPair).referencePrice =
        price === undefined ? undefined : readAmount(price, 'price', `reference price of ${tradingPair}`);
    },
    skewClock: (offsetMs) => {
      time.skew(offsetMs);
    },
    skipUpdateId: (tradingPair) => {
      markets.get(tradingPair).book.skipUpdateId();
    },
    totals: () => ledger.totals(),
  };
}

function isOnGrid(value: Decimal, increment: Decimal): boolean {
  return value.gt(ZERO) && value.mod(increment).isZero();
}

function copy(order: VenueOrder): VenueOrder {
  return { ...order };
}
