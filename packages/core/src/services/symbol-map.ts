import { UnknownTradingPairError } from '../errors/unknown-trading-pair-error.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { SymbolLookup } from '../web/request-context.ts';

/** One market's two names. */
export interface SymbolMapEntry {
  readonly exchangeSymbol: string;
  readonly tradingPair: TradingPair;
}

/** The two-way map between our trading pairs and the venue's symbols. */
export class SymbolMap implements SymbolLookup {
  #symbols: ReadonlyMap<TradingPair, string> = new Map();
  #pairs: ReadonlyMap<string, TradingPair> = new Map();

  get size(): number {
    return this.#pairs.size;
  }

  get tradingPairs(): readonly TradingPair[] {
    return [...this.#symbols.keys()];
  }

  /**
   * Takes a new list of markets in one step; where a name stands twice, the first entry counts.
   * @param held markets whose names stay known although the new list lacks them, unless it uses them otherwise.
   */
  replace(entries: readonly SymbolMapEntry[], held: ReadonlySet<TradingPair> = new Set()): void {
    const symbols = new Map<TradingPair, string>();
    const pairs = new Map<string, TradingPair>();
    const kept: SymbolMapEntry[] = [];
    for (const [tradingPair, exchangeSymbol] of this.#symbols) if (held.has(tradingPair)) kept.push({ exchangeSymbol, tradingPair });
    for (const { exchangeSymbol, tradingPair } of [...entries, ...kept]) {
      if (symbols.has(tradingPair) || pairs.has(exchangeSymbol)) continue;
      symbols.set(tradingPair, exchangeSymbol);
      pairs.set(exchangeSymbol, tradingPair);
    }
    this.#symbols = symbols;
    this.#pairs = pairs;
  }

  has(pair: TradingPair): boolean {
    return this.#symbols.has(pair);
  }

  exchangeSymbol(pair: TradingPair): string {
    const symbol = this.#symbols.get(pair);
    if (symbol === undefined) throw new UnknownTradingPairError(pair, 'the symbol map');
    return symbol;
  }

  tradingPair(exchangeSymbol: string): TradingPair {
    const pair = this.#pairs.get(exchangeSymbol);
    if (pair === undefined) throw new UnknownTradingPairError(exchangeSymbol, 'the symbol map');
    return pair;
  }

  findTradingPair(exchangeSymbol: string): TradingPair | undefined {
    return this.#pairs.get(exchangeSymbol);
  }
}
