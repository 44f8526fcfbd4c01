import {
  type Clock,
  ConfigurationError,
  type Decimal,
  type Random,
  type TimerHandle,
  type TradingPair,
  ZERO,
} from '@venuekit/core/connector';
import { pickOne, randomInteger } from '@venuekit/core/testing';
import { Refusal } from '../model/refusal.ts';
import { MakerMarket, type MakerMarketOptions } from './maker-market.ts';
import type { World } from './world.ts';

export interface MarketMakersOptions {
  readonly world: World;
  readonly clock: Clock;
  readonly random: Random;
  readonly markets: readonly MakerMarketOptions[];
  /** How many accounts make the markets and trade with one another: `maker-1` and so on. Default 3. */
  readonly accounts?: number;
  /** Mean number of actions in a second, over all markets. Default 10. */
  readonly actionsPerSecond?: number;
  /** Few quotes, far apart, on books that may lose a side. Default false. */
  readonly isSparse?: boolean;
}

/** Traders that keep books alive: they quote around a fair price that walks at random, cancel, and trade. */
export interface MarketMakers {
  /** Fills the books and begins to act; calling it while running does nothing. */
  start(): void;
  /** Leaves the quotes in the books and no timer set; `start` goes on from there. */
  stop(): void;
  /** One action at once, for simulations that set their own pace. */
  act(): void;
  /** Where the walk is now. */
  fairPrice(tradingPair: TradingPair): Decimal;
  /** How often the venue said no to a maker. */
  readonly refusals: number;
}

const AMPLE = '1000000000000';

/**
 * Makes the makers and their accounts; everything they do follows from `random`. Their history is not kept.
 * @throws ConfigurationError when `maker-1` exists already or an option is not above 0; Refusal `unknown-symbol`.
 */
export function createMarketMakers(options: MarketMakersOptions): MarketMakers {
  const { world, clock, random } = options;
  const isSparse = options.isSparse ?? false;
  const meanDelayMs = 1_000 / (options.actionsPerSecond ?? 10);
  if (options.markets.length === 0) fail('markets');
  if ((options.accounts ?? 3) < 1) fail('accounts');
  if (!(meanDelayMs > 0 && Number.isFinite(meanDelayMs))) fail('actionsPerSecond');
  const accounts = Array.from({ length: options.accounts ?? 3 }, (_, index) => `maker-${index + 1}`);
  const markets = options.markets.map((market) => new MakerMarket(world, random, market, isSparse));
  let timer: TimerHandle | undefined;
  let hasSeeded = false;
  let refusals = 0;

  const assets = markets.flatMap(({ instrument }) => [instrument.base, instrument.quote]);
  const balances = Object.fromEntries(assets.map((asset) => [asset, AMPLE]));
  for (const account of accounts) {
    world.addAccount(account, balances, { maker: ZERO, taker: ZERO, payIn: 'received' });
    world.keepNoHistory(account);
  }

  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals += 1;
    }
  };
  const act = (): void => {
    const market = pickOne(random, markets);
    const account = pickOne(random, accounts);
    attempt(() => market.act(account));
  };
  const seed = (): void => {
    hasSeeded = true;
    for (const market of markets) {
      for (const account of accounts) {
        for (let quote = 0; quote < market.quotesPerSide; quote += 1) {
          attempt(() => market.quote(account, 'buy'));
          attempt(() => market.quote(account, 'sell'));
        }
      }
    }
  };
  const schedule = (): void => {
    const delayMs = randomInteger(random, 1, Math.max(1, Math.round(2 * meanDelayMs) - 1));
    timer = clock.setTimer(delayMs, () => {
      schedule();
      act();
    });
  };

  return {
    start: () => {
      if (timer !== undefined) return;
      if (!hasSeeded) seed();
      schedule();
    },
    stop: () => {
      timer?.cancel();
      timer = undefined;
    },
    act,
    fairPrice: (tradingPair) => {
      const market = markets.find(({ instrument }) => instrument.tradingPair === tradingPair);
      if (market === undefined) throw new Refusal('unknown-symbol', tradingPair);
      return market.fairPrice;
    },
    get refusals() {
      return refusals;
    },
  };
}

function fail(field: string): never {
  throw new ConfigurationError(field, 'market makers', 'must be more than none');
}
