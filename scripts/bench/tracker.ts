import { ClientOrderTracker, InFlightOrder } from '@venuekit/core';
import type { TrackerEffect, TrackerInput } from '@venuekit/core';
import { Decimal, ZERO } from '@venuekit/core/connector';
import type { Contestant } from './contest.ts';
import { cpuPerOperation, holdContest } from './contest.ts';
import type { BenchRow, Target } from './row.ts';
import { contestRows } from './row.ts';

const PAIR = 'BTC-USDT';
const START_MS = 1_790_000_000_000;
/** Has no factor in common with the numbers of orders, so that every order has its turn. */
const STRIDE = 61_681;
const FLOOR = 'decimal arithmetic of one fill alone (3 parsed, 3 sums, 1 comparison)';
const CROWD = '100,000 orders in flight';
const FEW = '1,000 orders in flight';
const TARGETS: ReadonlyMap<string, Target> = new Map([
  [`order update, ${FEW}`, { of: 'value', most: 2 }],
  [`order update, ${CROWD}`, { of: 'value', most: 2 }],
  [`fill, ${FEW}`, { of: 'value', most: 4 }],
  [`fill, ${CROWD}`, { of: 'value', most: 4 }],
]);

/** What one update and one fill cost, from the venue's texts to the effects, for few and for many orders. */
export async function benchTracker(options: { readonly isQuick: boolean }): Promise<readonly BenchRow[]> {
  const inputs = options.isQuick ? 20_000 : 100_000;
  // What a fill leaves behind stays with its order, so each round of fills begins with fresh orders.
  // One small tracker lives as long as the bench: the engine throws compiled code away with the last object of a shape.
  const kept = new Crowd(1_000, 1_000);
  kept.update();
  kept.fill();
  const update = (orders: number) => (): number => new Crowd(orders, inputs).update();
  const fill = (orders: number) => (): number => new Crowd(orders, inputs).fill();
  const contestants: readonly Contestant[] = [
    { name: FLOOR, run: () => cpuPerOperation(inputs, () => addUp(inputs)) },
    { name: `order update, ${FEW}`, run: update(1_000) },
    { name: `order update, ${CROWD}`, run: update(100_000) },
    { name: `fill, ${FEW}`, run: fill(1_000) },
    { name: `fill, ${CROWD}`, run: fill(100_000) },
  ];
  const standings = await holdContest(contestants, { rounds: options.isQuick ? 3 : 7, warmUpRounds: 2, floor: FLOOR });
  kept.update();
  return contestRows('tracker', 'µs', standings, FLOOR, TARGETS);
}

/** A tracker with many open orders, and the order in which the venue tells of them: all over memory. */
class Crowd {
  readonly #tracker = new ClientOrderTracker();
  readonly #ids: readonly string[];
  readonly #turns: readonly number[];
  readonly #effects: TrackerEffect[] = [];
  #nowMs = START_MS;
  #trades = 0;
  #events = 0;

  constructor(orders: number, inputs: number) {
    this.#ids = Array.from({ length: orders }, (_, index) => `vk-${String(index).padStart(12, '0')}`);
    for (const clientOrderId of this.#ids) {
      const order = new InFlightOrder({
        clientOrderId,
        tradingPair: PAIR,
        side: 'buy',
        orderType: 'limit',
        price: new Decimal('60000.12'),
        amount: new Decimal('1000000'),
        creationTimeMs: START_MS,
      });
      this.#tracker.startTrackingOrder(order);
    }
    this.#turns = Array.from({ length: inputs }, (_, turn) => (turn * STRIDE) % orders);
    for (let index = 0; index < orders; index += 1) this.#step(this.#updateOf(index));
    this.#events = 0;
  }

  update(): number {
    const cost = cpuPerOperation(this.#turns.length, () => {
      for (const index of this.#turns) this.#step(this.#updateOf(index));
    });
    this.#requireWork();
    return cost;
  }

  fill(): number {
    const cost = cpuPerOperation(this.#turns.length, () => {
      for (const index of this.#turns) this.#step(this.#fillOf(index));
    });
    this.#requireWork();
    return cost;
  }

  /** @throws Error unless each fill has counted once and nothing else has happened. */
  #requireWork(): void {
    let fills = 0;
    let executed = ZERO;
    for (const order of this.#tracker.activeOrders.values()) {
      fills += order.fills.size;
      executed = executed.plus(order.executedBase);
    }
    const isRight = fills === this.#trades && this.#events === this.#trades && executed.eq(new Decimal('0.00123').times(this.#trades));
    if (!isRight) throw new Error(`${fills} fills and ${this.#events} events of ${this.#trades} trades, ${executed.toFixed()} executed`);
  }

  #step(input: TrackerInput): void {
    this.#tracker.step(input, this.#effects);
    for (const effect of this.#effects) {
      if (effect.kind !== 'event') throw new Error(`the tracker answers with ${effect.kind}`);
      this.#events += 1;
    }
    this.#effects.length = 0;
  }

  #updateOf(index: number): TrackerInput {
    this.#nowMs += 1;
    return {
      kind: 'order-update',
      nowMs: this.#nowMs,
      update: {
        tradingPair: PAIR,
        clientOrderId: this.#idOf(index),
        exchangeOrderId: String(10_000_000_000 + index),
        state: 'open',
        updateTimeMs: this.#nowMs,
        cumulativeBase: new Decimal('0.00000000'),
        cumulativeQuote: new Decimal('0.00000000'),
      },
    };
  }

  #fillOf(index: number): TrackerInput {
    this.#nowMs += 1;
    this.#trades += 1;
    return {
      kind: 'trade-update',
      nowMs: this.#nowMs,
      isRecovered: false,
      update: {
        tradingPair: PAIR,
        tradeId: String(this.#trades),
        clientOrderId: this.#idOf(index),
        exchangeOrderId: String(10_000_000_000 + index),
        side: 'buy',
        fillTimeMs: this.#nowMs,
        price: new Decimal('60000.12000000'),
        baseAmount: new Decimal('0.00123000'),
        quoteAmount: new Decimal('73.80014760'),
        fee: { kind: 'deducted-from-returns', percent: ZERO, flatFees: [{ asset: 'BTC', amount: new Decimal('0.00000123') }] },
        isTaker: false,
      },
    };
  }

  #idOf(index: number): string {
    return this.#ids[index] ?? '';
  }
}

function addUp(count: number): void {
  let base = ZERO;
  let quote = ZERO;
  let fees = ZERO;
  const amount = new Decimal('1000000000');
  let isWithin = true;
  for (let index = 0; index < count; index += 1) {
    base = base.plus(new Decimal('0.00123000'));
    quote = quote.plus(new Decimal('73.80014760'));
    fees = fees.plus(new Decimal('0.00000123'));
    isWithin = isWithin && base.lte(amount);
  }
  if (!isWithin || quote.isZero() || fees.isZero()) throw new Error('nothing was added up');
}
