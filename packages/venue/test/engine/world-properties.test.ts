import { Decimal, type TradingPair, ZERO } from '@venuekit/core/connector';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BookChange, type BookView, type Execution, Refusal, type World, worldDefects } from '../../src/index.ts';
import { expectedTrades } from './expected-trades.ts';
import { ACCOUNTS, addTo, type Command, commands, feePlans, PAIRS, run, sumTexts, worldWith } from './random-commands.ts';
import { NO_FEES, recorder } from './trading-floor.ts';

const RUNS = { numRuns: 150 };
const FREE = ACCOUNTS.map(() => NO_FEES);

function executionsOf(world: World): Execution[] {
  const executions: Execution[] = [];
  world.addListener({
    onExecution: (execution) => executions.push(execution),
    onBalances: () => undefined,
    onTrade: () => undefined,
    onBookChange: () => undefined,
  });
  return executions;
}

function balanceTexts(world: World): string[] {
  return world
    .accounts()
    .flatMap((account) =>
      world.balances(account).map(({ asset, free, locked }) => `${account} ${asset} ${free.toString()}+${locked.toString()}`),
    )
    .toSorted();
}

/** Follows a book from changes alone, and writes down where a change does not continue it or changes nothing. */
class Replica {
  readonly #levels: { readonly bids: Map<string, string>; readonly asks: Map<string, string> };
  #lastUpdateId: number;
  readonly defects: string[] = [];

  constructor(snapshot: BookView) {
    this.#lastUpdateId = snapshot.lastUpdateId;
    this.#levels = levelTexts(snapshot);
  }

  apply(change: BookChange): void {
    if (change.firstUpdateId !== this.#lastUpdateId + 1) this.defects.push(`${change.firstUpdateId} after ${this.#lastUpdateId}`);
    this.#lastUpdateId = change.lastUpdateId;
    for (const side of ['bids', 'asks'] as const) {
      for (const { price, amount } of change[side]) {
        const before = this.#levels[side].get(price.toString()) ?? '0';
        if (before === amount.toString()) this.defects.push(`${price.toString()} is told without a change`);
        if (amount.isZero()) this.#levels[side].delete(price.toString());
        else this.#levels[side].set(price.toString(), amount.toString());
      }
    }
  }

  get state(): object {
    return { lastUpdateId: this.#lastUpdateId, bids: new Map(this.#levels.bids), asks: new Map(this.#levels.asks) };
  }
}

function levelTexts(book: BookView): { bids: Map<string, string>; asks: Map<string, string> } {
  return { bids: amountsByPrice(book.bids), asks: amountsByPrice(book.asks) };
}

function amountsByPrice(levels: BookView['bids']): Map<string, string> {
  return new Map(levels.map(({ price, amount }) => [price.toString(), amount.toString()]));
}

function bookState(book: BookView): object {
  return { lastUpdateId: book.lastUpdateId, ...levelTexts(book) };
}

/** Whether bids fall, asks rise, and both stay apart. */
function isInOrder(book: BookView): boolean {
  const prices = [...book.bids.toReversed(), ...book.asks].map(({ price }) => price);
  return prices.every((price, index) => index === 0 || price.gt(prices[index - 1] ?? price));
}

describe('after any commands, under any fee plans', () => {
  it('every asset is conserved to the last digit but for deposits', () => {
    fc.assert(
      fc.property(commands, feePlans, (list, plans) => {
        const world = worldWith(plans);
        const expected = new Map(world.totals());
        for (const command of list) {
          const refusal = run(world, command);
          if (command.kind === 'deposit' && refusal === undefined) addTo(expected, command.asset, new Decimal(command.amount));
          expect(sumTexts(world.totals())).toEqual(sumTexts(expected));
        }
      }),
      RUNS,
    );
  });

  it('books are never crossed and are the sum of open orders, whose needs are exactly what is locked', () => {
    fc.assert(
      fc.property(commands, feePlans, (list, plans) => {
        const world = worldWith(plans);
        for (const command of list) {
          run(world, command);
          expect(worldDefects(world)).toEqual([]);
          expect(PAIRS.filter((pair) => !isInOrder(world.book(pair)))).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('nobody but the house owes anything, and a balance is its deposits and its fills', () => {
    fc.assert(
      fc.property(commands, feePlans, (list, plans) => {
        const world = worldWith(plans);
        const executions = executionsOf(world);
        const owned = new Map<string, Decimal>();
        for (const account of ACCOUNTS) {
          for (const { asset, free } of world.balances(account)) addTo(owned, `${account} ${asset}`, free);
        }
        for (const command of list) {
          if (run(world, command) === undefined && command.kind === 'deposit') {
            addTo(owned, `${command.account} ${command.asset}`, new Decimal(command.amount));
          }
        }
        for (const { order, fill } of executions) {
          if (fill === undefined || order.account === 'house') continue;
          const instrument = world.instruments.get(order.tradingPair);
          const sign = order.side === 'buy' ? 1 : -1;
          addTo(owned, `${order.account} ${instrument?.base ?? ''}`, fill.trade.amount.times(sign));
          addTo(owned, `${order.account} ${instrument?.quote ?? ''}`, fill.trade.quoteAmount.times(-sign));
          addTo(owned, `${order.account} ${fill.feeAsset}`, fill.feeAmount.neg());
        }
        const actual = new Map<string, Decimal>();
        for (const account of ACCOUNTS) {
          for (const { asset, free, locked } of world.balances(account)) {
            expect(free.gte(ZERO) && locked.gte(ZERO)).toBe(true);
            addTo(actual, `${account} ${asset}`, free.plus(locked));
          }
        }
        expect(sumTexts(actual)).toEqual(sumTexts(owned));
      }),
      RUNS,
    );
  });

  it('a fee has no more decimals than its asset, and from the received asset takes at most what was received', () => {
    fc.assert(
      fc.property(commands, feePlans, (list, plans) => {
        const world = worldWith(plans);
        const executions = executionsOf(world);
        for (const command of list) run(world, command);
        const precisions = new Map([
          ['BTC', 8],
          ['USDT', 6],
          ['FEE', 4],
        ]);
        for (const { order, fill } of executions) {
          if (fill === undefined) continue;
          expect(fill.feeAmount.decimalPlaces()).toBeLessThanOrEqual(precisions.get(fill.feeAsset) ?? 0);
          const instrument = world.instruments.get(order.tradingPair);
          const [received, proceeds] =
            order.side === 'buy' ? [instrument?.base, fill.trade.amount] : [instrument?.quote, fill.trade.quoteAmount];
          expect(fill.feeAsset !== received || fill.feeAmount.lte(proceeds)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('the sum of its fills is what each order says it executed', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const world = worldWith(FREE);
        for (const command of list) run(world, command);
        for (const account of ACCOUNTS) {
          for (const tradingPair of PAIRS) {
            const sums = new Map<string, Decimal>();
            for (const { orderId, trade } of world.fills(account, { tradingPair, limit: Infinity })) {
              addTo(sums, `${orderId} base`, trade.amount);
              addTo(sums, `${orderId} quote`, trade.quoteAmount);
            }
            for (const order of world.orders(account, tradingPair)) {
              expect(order.executedBase.eq(sums.get(`${order.orderId} base`) ?? ZERO)).toBe(true);
              expect(order.executedQuote.eq(sums.get(`${order.orderId} quote`) ?? ZERO)).toBe(true);
              expect(order.executedBase.lte(order.amount)).toBe(true);
              expect(order.status !== 'filled' || order.executedBase.eq(order.amount)).toBe(true);
            }
          }
        }
      }),
      RUNS,
    );
  });

  it('changes replayed onto a snapshot of any moment are the book at every update id', () => {
    fc.assert(
      fc.property(commands, fc.nat({ max: 30 }), (list, snapshotAt) => {
        const world = worldWith(FREE);
        const replicas = new Map<TradingPair, Replica>();
        const states: [object, object][] = [];
        world.addListener({
          onExecution: () => undefined,
          onBalances: () => undefined,
          onTrade: () => undefined,
          onBookChange: (change) => {
            const replica = replicas.get(change.tradingPair);
            if (replica === undefined) return;
            replica.apply(change);
            states.push([replica.state, bookState(world.book(change.tradingPair))]);
          },
        });
        list.forEach((command, position) => {
          if (position === Math.min(snapshotAt, list.length - 1)) {
            for (const pair of PAIRS) replicas.set(pair, new Replica(world.book(pair)));
          }
          run(world, command);
        });
        for (const [followed, actual] of states) expect(followed).toEqual(actual);
        for (const [pair, replica] of replicas) {
          expect(replica.state).toEqual(bookState(world.book(pair)));
          expect(replica.defects).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('balances told to listeners are all there is to know of them', () => {
    fc.assert(
      fc.property(commands, feePlans, (list, plans) => {
        const world = worldWith(plans);
        const mirror = new Map(
          world.accounts().map((account) => [account, new Map(world.balances(account).map((balance) => [balance.asset, balance]))]),
        );
        world.addListener({
          onExecution: () => undefined,
          onBalances: (account, balances) => {
            for (const balance of balances) mirror.get(account)?.set(balance.asset, balance);
          },
          onTrade: () => undefined,
          onBookChange: () => undefined,
        });
        for (const command of list) run(world, command);
        for (const account of world.accounts()) {
          expect(mirror.get(account)).toEqual(new Map(world.balances(account).map((balance) => [balance.asset, balance])));
        }
      }),
      RUNS,
    );
  });
});

describe('for any order on any book', () => {
  it('trades go by price, then by age, at the resting price; FOK is all or nothing', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const world = worldWith(FREE);
        for (const command of list) {
          if (command.kind !== 'place' || command.ticket.quoteAmount !== undefined) {
            run(world, command);
            continue;
          }
          const expected = expectedTrades(world, command.ticket);
          const openBefore = new Map(
            world.accounts().flatMap((account) => world.openOrders(account).map((order) => [order.orderId, order])),
          );
          const executions = executionsOf(world);
          if (run(world, command) !== undefined) continue;
          const makers = executions.filter(({ fill }) => fill?.isMaker);
          expect(makers.map(({ order, fill }) => ({ orderId: order.orderId, amount: fill?.trade.amount.toString() }))).toEqual(expected);
          for (const { order, fill } of makers) expect(fill?.trade.price).toEqual(openBefore.get(order.orderId)?.price);
          const last = executions.findLast(({ order }) => order.account === command.ticket.account)?.order;
          const isAllOrNothing = last?.executedBase.isZero() === true || last?.executedBase.eq(last.amount) === true;
          expect(isAllOrNothing || command.ticket.timeInForce !== 'FOK' || command.ticket.type === 'market').toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('a market order given in quote never trades for more than it names', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const world = worldWith(FREE);
        for (const command of list) run(world, command);
        for (const account of ACCOUNTS) {
          const orders = PAIRS.flatMap((pair) => world.orders(account, pair));
          expect(orders.filter((order) => order.executedQuote.gt(order.quoteAmount ?? order.executedQuote))).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('a refusal changes nothing and tells nothing, and check refuses as place does', () => {
    fc.assert(
      fc.property(commands, feePlans, (list, plans) => {
        const world = worldWith(plans);
        const { listener, heard } = recorder();
        world.addListener(listener);
        for (const command of list) {
          const before = { balances: balanceTexts(world), books: PAIRS.map((pair) => world.book(pair)), heard: heard.length };
          const checked = command.kind === 'place' ? refusalOfCheck(world, command) : undefined;
          expect({ balances: balanceTexts(world), books: PAIRS.map((pair) => world.book(pair)), heard: heard.length }).toEqual(before);
          const refusal = run(world, command);
          expect(command.kind === 'place' ? refusal?.message : checked).toBe(checked);
          const after = { balances: balanceTexts(world), books: PAIRS.map((pair) => world.book(pair)), heard: heard.length };
          expect(refusal === undefined ? before : after).toEqual(before);
        }
      }),
      RUNS,
    );
  });

  it('the same commands from the same seed make the same history', () => {
    fc.assert(
      fc.property(commands, feePlans, (list, plans) => {
        const histories = [1, 2].map(() => {
          const world = worldWith(plans);
          const { listener, texts } = recorder();
          world.addListener(listener);
          for (const command of list) run(world, command);
          return texts();
        });
        expect(histories[0]).toEqual(histories[1]);
      }),
      { numRuns: 30 },
    );
  });
});

function refusalOfCheck(world: World, command: Extract<Command, { kind: 'place' }>): string | undefined {
  try {
    world.check(command.ticket);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
