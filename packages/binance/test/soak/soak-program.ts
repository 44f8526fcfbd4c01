import { ExchangeConnector, silentLogger } from '@venuekit/core';
import type { CancellationResult, ConnectorEvent } from '@venuekit/core';
import type { ConnectorDefinition, OrderSide, OrderType, TimeInForce, TradingPair } from '@venuekit/core/connector';
import { binanceSpot } from '@venuekit/binance';
import { MortalRuntime } from './mortal-runtime.ts';
import { createSavedState, type SavedState } from './saved-state.ts';
import type { MemoryKind } from './soak-plan.ts';
import { CREDENTIALS, HOSTS, type SoakVenue } from './soak-venue.ts';
import type { Timeline } from './timeline.ts';

type OrderEvent = Extract<ConnectorEvent, { readonly clientOrderId: string }>;

const ORDER_EVENTS = [
  'order-created',
  'order-filled',
  'order-completed',
  'order-canceled',
  'order-expired',
  'order-failed',
  'order-lost',
] as const satisfies readonly OrderEvent['type'][];
const OTHER_EVENTS = [
  'balance-updated',
  'book-live',
  'book-stale',
  'book-resynced',
  'stream-connected',
  'stream-interrupted',
  'stream-restored',
  'stream-degraded',
  'stream-rotated',
  'stream-problem',
  'order-filled-late',
] as const satisfies readonly ConnectorEvent['type'][];

/** What a run wants to know of the program. */
export interface ProgramWitness {
  onOrderEvent(event: OrderEvent): void;
  onEvent(event: ConnectorEvent): void;
  onCancellation(result: CancellationResult): void;
}

export interface ProgramOptions {
  readonly memory: MemoryKind;
  readonly timeline: Timeline | undefined;
  readonly wrapDefinition: ((definition: ConnectorDefinition) => ConnectorDefinition) | undefined;
}

/** An order as the trader wants it. */
export interface PlacedOrder {
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly amount: string;
  readonly orderType: OrderType;
  readonly price?: string | undefined;
  readonly timeInForce?: TimeInForce | undefined;
}

/** Checks of the network and of the last price take most of an idle month; here they come less often. */
const INTERVALS = { networkCheckMs: 300_000, lastPriceMs: 600_000 } as const;
const CANCEL_ALL_TIMEOUT_MS = 20_000;

/** Our program: a connector that is used, crashes, and is started again from what was saved. */
export class SoakProgram {
  readonly #site: SoakVenue;
  readonly #pairs: readonly TradingPair[];
  readonly #witness: ProgramWitness;
  readonly #options: ProgramOptions;
  readonly #saved: SavedState;
  #wallOffsetMs = 0;
  #life: MortalRuntime;
  #connector: ExchangeConnector;
  #phase: 'up' | 'down' | 'stopping' = 'up';

  constructor(site: SoakVenue, pairs: readonly TradingPair[], witness: ProgramWitness, options: ProgramOptions) {
    this.#site = site;
    this.#pairs = pairs;
    this.#witness = witness;
    this.#options = options;
    this.#saved = createSavedState(options.memory);
    [this.#life, this.#connector] = this.#born();
    this.#connector.start();
  }

  /** The connector; undefined while the program is down. */
  get connector(): ExchangeConnector | undefined {
    return this.#phase === 'up' ? this.#connector : undefined;
  }

  get leftovers(): MortalRuntime['leftovers'] {
    return this.#life.leftovers;
  }

  jumpWall(byMs: number): void {
    this.#wallOffsetMs += byMs;
  }

  /** @returns the client order id; undefined while the program is down. */
  place(order: PlacedOrder): string | undefined {
    const { connector } = this;
    if (connector === undefined) return undefined;
    const { tradingPair, side, amount, orderType, price, timeInForce } = order;
    const clientOrderId = connector[side](tradingPair, amount, orderType, price, timeInForce === undefined ? {} : { timeInForce });
    this.#saved.onChange(connector);
    return clientOrderId;
  }

  /** Does nothing while the program is down. */
  cancel(pair: TradingPair, clientOrderId: string): void {
    const { connector } = this;
    if (connector !== undefined)
      this.#hear(
        connector,
        connector.cancel(pair, clientOrderId).then((result) => [result]),
      );
  }

  cancelAll(): void {
    const { connector } = this;
    if (connector !== undefined) this.#hear(connector, connector.cancelAll(CANCEL_ALL_TIMEOUT_MS));
  }

  /** Dies at once. Does nothing while the program is down. */
  crash(downMs: number): void {
    if (this.#phase !== 'up') return;
    this.#phase = 'down';
    this.#life.die();
    this.#saved.onCrash();
    this.#site.after(downMs, () => {
      [this.#life, this.#connector] = this.#born();
      this.#saved.restore(this.#connector);
      this.#phase = 'up';
      this.#connector.start();
    });
  }

  /** Stops in order, and starts again after a while. */
  pause(downMs: number): void {
    if (this.#phase !== 'up') return;
    this.#phase = 'stopping';
    const connector = this.#connector;
    void connector.stop();
    this.#site.after(downMs, () => {
      this.#phase = 'up';
      connector.start();
    });
  }

  async stop(): Promise<void> {
    await this.#connector.stop();
  }

  #hear(connector: ExchangeConnector, results: Promise<readonly CancellationResult[]>): void {
    const life = this.#life;
    this.#saved.onChange(connector);
    void results.then((told) => {
      if (life.isAlive) for (const result of told) this.#witness.onCancellation(result);
    });
  }

  #born(): [MortalRuntime, ExchangeConnector] {
    const { timeline, wrapDefinition } = this.#options;
    const life = new MortalRuntime({
      clock: this.#site.clock,
      network: this.#site.network,
      random: this.#site.random,
      log: timeline?.logger() ?? silentLogger,
      wallOffsetMs: () => this.#wallOffsetMs,
      onWire: timeline && ((text) => timeline.add('wire', text)),
    });
    const definition = binanceSpot({ tradingPairs: this.#pairs, hosts: HOSTS, ...CREDENTIALS });
    const connector = new ExchangeConnector({
      runtime: life.runtime,
      definition: wrapDefinition?.(definition) ?? definition,
      intervals: INTERVALS,
      ...this.#saved.connectorOptions(),
    });
    for (const type of ORDER_EVENTS) {
      connector.on(type, (event) => {
        if (!life.isAlive) return;
        this.#saved.onChange(connector);
        this.#witness.onOrderEvent(event);
      });
    }
    for (const type of OTHER_EVENTS) {
      connector.on(type, (event) => {
        if (life.isAlive) this.#witness.onEvent(event);
      });
    }
    return [life, connector];
  }
}
