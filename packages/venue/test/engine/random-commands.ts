import { Decimal, type TradingPair, ZERO } from '@venuekit/core/connector';
import { ManualClock, SeededRandom } from '@venuekit/core/testing';
import * as fc from 'fast-check';
import { createWorld, type FeePlan, type OrderTicket, Refusal, spotInstrument, type World } from '../../src/index.ts';

export const ACCOUNTS: readonly string[] = ['ann', 'bob', 'cem'];
export const PAIRS: readonly TradingPair[] = ['BTC-USDT', 'FEE-USDT'];
const ASSETS = ['BTC', 'USDT', 'FEE'];

/** Something that may happen to a venue; indexes are taken modulo what there is. */
export type Command =
  | { readonly kind: 'place'; readonly ticket: OrderTicket }
  | { readonly kind: 'cancel'; readonly account: string; readonly index: number }
  | { readonly kind: 'cancel-all'; readonly account: string; readonly tradingPair: TradingPair }
  | { readonly kind: 'fill'; readonly account: string; readonly index: number; readonly lots: number }
  | { readonly kind: 'deposit'; readonly account: string; readonly asset: string; readonly amount: string };

const account = fc.constantFrom(...ACCOUNTS);
const tradingPair = fc.constantFrom(...PAIRS);
const index = fc.nat({ max: 20 });

/** Prices and amounts on a narrow grid, so that orders meet; some break a rule. */
const ticket: fc.Arbitrary<OrderTicket> = fc
  .record({
    account,
    tradingPair,
    side: fc.constantFrom('buy', 'sell'),
    type: fc.constantFrom('limit', 'limit', 'limit', 'limit-maker', 'market'),
    timeInForce: fc.constantFrom('GTC', 'GTC', 'GTC', 'IOC', 'FOK'),
    ticks: fc.integer({ min: 990, max: 1_010 }),
    lots: fc.integer({ min: 0, max: 4_000 }),
    isInQuote: fc.boolean(),
  })
  .map(({ ticks, lots, isInQuote, ...rest }): OrderTicket => {
    const amount = new Decimal(lots).div(1_000);
    if (rest.type !== 'market') return { ...rest, amount, price: new Decimal(ticks).div(100) };
    return isInQuote ? { ...rest, quoteAmount: amount.times('7.13') } : { ...rest, amount };
  });

export const commands: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: fc.record({ kind: fc.constant('place'), ticket }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel'), account, index }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel-all'), account, tradingPair }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('fill'), account, index, lots: fc.integer({ min: 0, max: 2_000 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('deposit'),
        account,
        asset: fc.constantFrom(...ASSETS),
        amount: fc.integer({ min: -3_000_000, max: 3_000_000 }).map((units) => new Decimal(units).div(100_000).toFixed()),
      }),
    },
  ),
  { minLength: 1, maxLength: 60, size: 'max' },
);

const rate = fc.integer({ min: -200, max: 900 }).map((units) => new Decimal(units).div(100_003).toDecimalPlaces(7));
const feePlan: fc.Arbitrary<FeePlan> = fc.record({
  maker: rate,
  taker: rate,
  payIn: fc.constantFrom<FeePlan['payIn']>('received', 'base', 'quote', { asset: 'FEE' }, { asset: 'NONE' }),
});
export const feePlans: fc.Arbitrary<readonly FeePlan[]> = fc.array(feePlan, { minLength: ACCOUNTS.length, maxLength: ACCOUNTS.length });

/** Two markets, three accounts with little of everything, the fee plans given. */
export function worldWith(plans: readonly FeePlan[]): World {
  const rules = { amountIncrement: '0.001', quotePrecision: 6, minimumNotional: '1', maximumOpenOrders: 8 };
  const world = createWorld({
    clock: new ManualClock(),
    random: new SeededRandom(3),
    instruments: [
      spotInstrument({ base: 'BTC', quote: 'USDT', ...rules }),
      spotInstrument({ base: 'FEE', quote: 'USDT', ...rules, basePrecision: 4 }),
    ],
  });
  ACCOUNTS.forEach((name, position) => {
    world.addAccount(name, { BTC: '12.5', USDT: '200.000001', FEE: '1.0001' }, plans[position]);
  });
  return world;
}

/** Carries a command out; a refusal is an outcome too, any other error is not. @returns what was refused */
export function run(world: World, command: Command): Refusal | undefined {
  try {
    apply(world, command);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function apply(world: World, command: Command): void {
  switch (command.kind) {
    case 'place':
      world.place(command.ticket);
      break;
    case 'cancel': {
      const orders = world.openOrders(command.account);
      const order = orders[command.index % Math.max(1, orders.length)];
      if (order !== undefined) world.cancel(command.account, order.tradingPair, { orderId: order.orderId });
      break;
    }
    case 'cancel-all':
      world.cancelAll(command.account, command.tradingPair);
      break;
    case 'fill': {
      const orders = world.openOrders(command.account);
      const order = orders[command.index % Math.max(1, orders.length)];
      if (order === undefined) break;
      const part = new Decimal(command.lots).div(1_000).toFixed();
      world.fillOrder(command.account, order.clientOrderId, ...(command.lots === 0 ? [] : [part]));
      break;
    }
    case 'deposit':
      world.deposit(command.account, command.asset, command.amount);
      break;
  }
}

/** Adds to a sum by name. */
export function addTo(sums: Map<string, Decimal>, name: string, amount: Decimal): void {
  sums.set(name, (sums.get(name) ?? ZERO).plus(amount));
}

/** Sums as text, without those of 0, for comparison. */
export function sumTexts(sums: ReadonlyMap<string, Decimal>): ReadonlyMap<string, string> {
  return new Map([...sums].filter(([, sum]) => !sum.isZero()).map(([name, sum]) => [name, sum.toString()]));
}
