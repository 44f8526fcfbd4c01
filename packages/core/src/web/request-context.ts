import type { Logger } from '../runtime/logger.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { TradingRule } from '../model/trading-rule.ts';
import type { RestCall } from './rest-request.ts';

/** Makes one REST call through the whole path: throttle, time, signature, send, judge. */
export interface RestCaller {
  /**
   * @returns the parsed body; integers beyond 2^53 and decimals beyond 15 digits stay text.
   * @throws the connector's classified errors, NetworkError, TimeoutError, AbortedError, ThrottleError.
   */
  execute(call: RestCall): Promise<unknown>;
}

/** Two-way names of markets. */
export interface SymbolLookup {
  /** @throws UnknownTradingPairError */
  exchangeSymbol(pair: TradingPair): string;
  /** @throws UnknownTradingPairError */
  tradingPair(exchangeSymbol: string): TradingPair;
  /** As `tradingPair`, but undefined for an unknown symbol. */
  findTradingPair(exchangeSymbol: string): TradingPair | undefined;
}

/** What a connector's members are given. They keep none of it. */
export interface RequestContext {
  /** A call without a signal of its own ends with the context's. */
  readonly rest: RestCaller;
  readonly symbols: SymbolLookup;
  /** The rule of a market, once known. */
  tradingRule(pair: TradingPair): TradingRule | undefined;
  /** The venue's time in ms, as well as we know it. */
  nowMs(): number;
  readonly log: Logger;
  /** Ends when the connector stops. */
  readonly signal: AbortSignal;
}
