import { Decimal, type TradingPair } from '@venuekit/core/connector';
import { ManualClock, SeededRandom } from '@venuekit/core/testing';
import * as fc from 'fast-check';
import {
  createWorld,
  type FeePlan,
  isTriggerType,
  isPriceless,
  type OrderListTicket,
  type OrderTicket,
  Refusal,
  type SelfTradePrevention,
  spotInstrument,
  type VenueOrder,
  type VenueOrderType,
  type World,
} from '../../src/index.ts';
import { ACCOUNTS, PAIRS } from './random-commands.ts';

/** Anything that may happen to a venue; indexes are taken modulo what there is. */
export type Action =
  | { readonly kind: 'place'; readonly ticket: OrderTicket }
  | { readonly kind: 'place-list'; readonly ticket: OrderListTicket }
  | { readonly kind: 'cancel' | 'cancel-list'; readonly account: string; readonly index: number }
  | { readonly kind: 'cancel-all'; readonly account: string; readonly tradingPair: TradingPair }
  | {
      readonly kind: 'cancel-replace';
      readonly index: number;
      readonly ticket: OrderTicket;
      readonly mode: 'stop-on-failure' | 'allow-failure';
    }
  | { readonly kind: 'amend' | 'fill'; readonly account: string; readonly index: number; readonly lots: number }
  | { readonly kind: 'print'; readonly tradingPair: TradingPair; readonly ticks: number }
  | { readonly kind: 'deposit'; readonly account: string; readonly asset: string; readonly amount: string };

const account = fc.constantFrom(...ACCOUNTS);
const tradingPair = fc.constantFrom(...PAIRS);
const index = fc.nat({ max: 30 });
const lots = fc.integer({ min: 0, max: 2_000 });
const ticks = fc.integer({ min: 985, max: 1_015 });
const priceAt = (tick: number): Decimal => new Decimal(tick).div(100);
const types: readonly VenueOrderType[] = [
  'limit',
  'limit',
  'limit',
  'limit-maker',
  'market',
  'stop-loss',
  'stop-loss-limit',
  'take-profit',
];
const modes: readonly SelfTradePrevention[] = ['none', 'expire-taker', 'expire-maker', 'expire-both', 'decrement'];

interface Draft {
  readonly account: string;
  readonly tradingPair: TradingPair;
  readonly side: 'buy' | 'sell';
  readonly type: VenueOrderType;
  readonly timeInForce: OrderTicket['timeInForce'];
  readonly selfTradePrevention: SelfTradePrevention;
  readonly ticks: number;
  readonly stopTicks: number;
  readonly lots: number;
  readonly parts: number;
  readonly trailingDelta: number;
  readonly trigger: 'stop' | 'trail' | 'both';
  readonly isInQuote: boolean;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  account,
  tradingPair,
  side: fc.constantFrom('buy', 'sell'),
  type: fc.constantFrom(...types, 'take-profit-limit'),
  timeInForce: fc.constantFrom('GTC', 'GTC', 'GTC', 'IOC', 'FOK'),
  selfTradePrevention: fc.constantFrom(...modes),
  ticks,
  stopTicks: ticks,
  lots,
  parts: fc.integer({ min: 1, max: 8 }),
  trailingDelta: fc.integer({ min: 10, max: 120 }),
  trigger: fc.constantFrom('stop', 'stop', 'trail', 'both'),
  isInQuote: fc.boolean(),
});

function ticketFrom(drawn: Draft): OrderTicket {
  const { type, timeInForce, trigger, parts } = drawn;
  const amount = new Decimal(drawn.lots).div(1_000);
  const isQuoted = type === 'market' && drawn.isInQuote;
  const mayHide = !isPriceless(type) && timeInForce === 'GTC' && parts > 4;
  return {
    account: drawn.account,
    tradingPair: drawn.tradingPair,
    side: drawn.side,
    type,
    timeInForce: type === 'limit-maker' ? 'GTC' : timeInForce,
    selfTradePrevention: drawn.selfTradePrevention,
    ...(isQuoted ? { quoteAmount: amount.times('7.13') } : { amount }),
    ...(isPriceless(type) ? {} : { price: priceAt(drawn.ticks) }),
    ...(isTriggerType(type) && trigger !== 'trail' ? { stopPrice: priceAt(drawn.stopTicks) } : {}),
    ...(isTriggerType(type) && trigger !== 'stop' ? { trailingDelta: drawn.trailingDelta } : {}),
    ...(mayHide ? { icebergAmount: amount.div(parts).toDecimalPlaces(3) } : {}),
  };
}

/** Two orders that mostly fit together around a price. */
function pairFrom(one: Draft, middle: number): { readonly above: OrderTicket; readonly below: OrderTicket } {
  const gainType: VenueOrderType = one.isInQuote ? 'limit-maker' : one.parts > 4 ? 'take-profit' : 'take-profit-limit';
  const lossType: VenueOrderType = one.parts % 2 === 0 ? 'stop-loss' : 'stop-loss-limit';
  const [above, below] = one.side === 'sell' ? [gainType, lossType] : [lossType, gainType];
  const distance = 1 + (one.stopTicks % 6);
  return {
    above: ticketFrom({ ...one, type: above, ticks: middle + distance, stopTicks: middle + distance }),
    below: ticketFrom({ ...one, type: below, ticks: middle - distance, stopTicks: middle - distance }),
  };
}

const listTicket: fc.Arbitrary<OrderListTicket> = fc
  .record({ kind: fc.constantFrom('oco', 'oto', 'otoco'), working: draft, other: draft, middle: ticks })
  .map(({ kind, working, other, middle }): OrderListTicket => {
    const same = { ...other, account: working.account, tradingPair: working.tradingPair };
    if (kind === 'oco') return { kind, ...pairFrom(same, middle) };
    const first = ticketFrom({ ...working, type: working.isInQuote ? 'limit' : 'limit-maker' });
    if (kind === 'oto') return { kind, working: first, pending: ticketFrom({ ...same, isInQuote: false }) };
    return { kind, working: first, ...pairFrom(same, middle) };
  });

const anyTicket = draft.map(ticketFrom);

export const actions: fc.Arbitrary<readonly Action[]> = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: fc.record({ kind: fc.constant('place'), ticket: anyTicket }) },
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('place-list'), ticket: listTicket }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('cancel', 'cancel-list'), account, index }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel-all'), account, tradingPair }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('cancel-replace'),
        index,
        ticket: anyTicket,
        mode: fc.constantFrom('stop-on-failure', 'allow-failure'),
      }),
    },
    { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom('amend', 'fill'), account, index, lots }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('print'), tradingPair, ticks }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('deposit'),
        account,
        asset: fc.constantFrom('BTC', 'USDT', 'FEE'),
        amount: fc.integer({ min: -3_000_000, max: 3_000_000 }).map((units) => new Decimal(units).div(100_000).toFixed()),
      }),
    },
  ),
  { minLength: 1, maxLength: 80, size: 'max' },
);

/** Two markets with tight limits and an execution band, three accounts, the fee plans given. */
export function busyWorld(plans: readonly FeePlan[]): World {
  const rules = {
    amountIncrement: '0.001',
    quotePrecision: 6,
    minimumNotional: '1',
    maximumOpenOrders: 14,
    maximumTriggerOrders: 8,
    maximumIcebergOrders: 4,
    maximumIcebergParts: 12,
    maximumOrderLists: 4,
    maximumAmendments: 3,
    maximumPosition: '9',
    maximumNotional: '60',
    executionBand: { buyUp: '1.01', buyDown: '0.5', sellUp: '2', sellDown: '0.99' },
  };
  const world = createWorld({
    clock: new ManualClock(),
    random: new SeededRandom(3),
    instruments: [
      spotInstrument({ base: 'BTC', quote: 'USDT', ...rules }),
      spotInstrument({ base: 'FEE', quote: 'USDT', ...rules, basePrecision: 4 }),
    ],
  });
  world.setReferencePrice('BTC-USDT', '10');
  ACCOUNTS.forEach((name, position) => {
    world.addAccount(name, { BTC: '4.5', USDT: '45.000001', FEE: '4.0001' }, plans[position]);
  });
  return world;
}

/** Carries an action out; a refusal is an outcome too, any other error is not. @returns what was refused */
export function perform(world: World, action: Action): Refusal | undefined {
  try {
    apply(world, action);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function apply(world: World, action: Action): void {
  switch (action.kind) {
    case 'place':
      world.place(action.ticket);
      break;
    case 'place-list':
      world.placeList(action.ticket);
      break;
    case 'cancel': {
      const order = pick(world, action.account, action.index);
      if (order !== undefined) world.cancel(action.account, order.tradingPair, { orderId: order.orderId });
      break;
    }
    case 'cancel-list': {
      const lists = world.orderLists(action.account).filter(({ status }) => status === 'executing');
      const list = lists[action.index % Math.max(1, lists.length)];
      if (list !== undefined) world.cancelList(action.account, list.tradingPair, { listId: list.listId });
      break;
    }
    case 'cancel-all':
      world.cancelAll(action.account, action.tradingPair);
      break;
    case 'cancel-replace': {
      const { ticket, mode } = action;
      const orderId = pick(world, ticket.account, action.index)?.orderId ?? 0;
      world.cancelReplace({ account: ticket.account, tradingPair: ticket.tradingPair, lookup: { orderId }, ticket, mode });
      break;
    }
    case 'amend': {
      const order = pick(world, action.account, action.index);
      if (order === undefined) break;
      const amount = new Decimal(action.lots).div(1_000);
      world.amend({ account: action.account, tradingPair: order.tradingPair, lookup: { orderId: order.orderId }, amount });
      break;
    }
    case 'fill': {
      const order = pick(world, action.account, action.index);
      const part = new Decimal(action.lots).div(1_000).toFixed();
      if (order !== undefined) world.fillOrder(action.account, order.clientOrderId, ...(action.lots % 3 === 0 ? [] : [part]));
      break;
    }
    case 'print':
      world.printTrade(action.tradingPair, priceAt(action.ticks).toFixed());
      break;
    case 'deposit':
      world.deposit(action.account, action.asset, action.amount);
      break;
  }
}

function pick(world: World, owner: string, position: number): VenueOrder | undefined {
  const orders = world.openOrders(owner);
  return orders[position % Math.max(1, orders.length)];
}
