import type { OrderSide, OrderType, TimeInForce, TradingPair } from '@venuekit/core/connector';
import type { CutManner, FaultRule } from '@venuekit/venue';

/** What the trader, the venue or the weather does at one moment. Data alone: it can be written down, left out and replayed. */
export type SoakAction =
  | {
      readonly kind: 'place';
      readonly tradingPair: TradingPair;
      readonly side: OrderSide;
      readonly orderType: OrderType;
      readonly timeInForce?: TimeInForce;
      readonly amount: string;
      /** How far from the last price, in hundredths of a percent; above 0 is away from the market. */
      readonly distanceBps: number;
    }
  /** Of the trader's newest orders, the one at this fraction of the list. */
  | { readonly kind: 'cancel'; readonly pick: number }
  | { readonly kind: 'cancel-all' }
  /** Fills one of the orders that are open at the venue, wholly or in part. */
  | { readonly kind: 'venue-fill'; readonly pick: number; readonly isPartial: boolean }
  | { readonly kind: 'venue-cancel'; readonly pick: number }
  | { readonly kind: 'deposit'; readonly asset: string; readonly amount: string }
  | { readonly kind: 'maker' }
  | { readonly kind: 'fault'; readonly rule: FaultRule }
  | { readonly kind: 'cut'; readonly service?: string; readonly manner: CutManner }
  | { readonly kind: 'terminate-private' }
  | { readonly kind: 'announce-closing' }
  | { readonly kind: 'skip-update-id'; readonly tradingPair: TradingPair }
  | { readonly kind: 'skew-venue'; readonly offsetMs: number }
  /** Sets our wall clock. */
  | { readonly kind: 'jump-ours'; readonly byMs: number }
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'halt'; readonly tradingPair: TradingPair; readonly status: 'halted' | 'cancel-only'; readonly forMs: number }
  | { readonly kind: 'ban'; readonly forMs: number }
  /** The venue restarts: all sockets are cut, and nobody can connect for a while. */
  | { readonly kind: 'outage'; readonly forMs: number }
  /** Our program dies without a word; after a while a new one starts from what was saved. */
  | { readonly kind: 'crash'; readonly downMs: number }
  /** Our program stops in order, and starts again. */
  | { readonly kind: 'pause'; readonly downMs: number };

export interface SoakStep {
  /** Since the beginning of its round. */
  readonly atMs: number;
  readonly action: SoakAction;
}

/** Bad weather, then calm, then a quiet point at which everything must be true. */
export interface SoakRound {
  /** What jitter, market makers and new ids are drawn from, so that a round does not depend on those before it. */
  readonly seed: number;
  /** In the order of their time. */
  readonly steps: readonly SoakStep[];
}

/** The times of every round, in ms. */
export interface RoundTimes {
  readonly weatherMs: number;
  /** Long enough for every question that is open to be decided, or to be called lost and found again. */
  readonly calmMs: number;
  /** After the quiet point nothing but market makers, until the next round. */
  readonly idleMs: number;
}

/** How the program saves what it must know after a crash: as the application does it, or in the connector's own store. */
export type MemoryKind = 'tracking-states' | 'store';

/** A whole run. */
export interface SoakPlan {
  readonly seed: number;
  readonly memory: MemoryKind;
  readonly tradingPairs: readonly TradingPair[];
  readonly times: RoundTimes;
  /** The mean pause between two actions of all market makers outside of the weather, in ms; 0 means none. */
  readonly makerPauseMs: number;
  readonly rounds: readonly SoakRound[];
}

export function stepCount({ rounds }: SoakPlan): number {
  return rounds.reduce((sum, { steps }) => sum + steps.length, 0);
}

/** One line for people: what is left out is as the type says. */
export function describeAction(action: SoakAction): string {
  const { kind, ...rest } = action;
  const text = JSON.stringify(rest);
  return text === '{}' ? kind : `${kind} ${text}`;
}
