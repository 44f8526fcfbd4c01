import type { Logger, PayloadObject, RequestContext, RestCall, SymbolLookup, TradingPair } from '@venuekit/core/connector';
import { UnknownTradingPairError, silentLogger } from '@venuekit/core/connector';

/** Two-way names, as core keeps them. */
export function symbolsOf(entries: Readonly<Record<TradingPair, string>>): SymbolLookup {
  const symbolByPair = new Map<string, string>(Object.entries(entries));
  const pairBySymbol = new Map<string, TradingPair>();
  for (const pair of Object.keys(entries)) {
    const at = pair.lastIndexOf('-');
    pairBySymbol.set(symbolByPair.get(pair) ?? '', `${pair.slice(0, at)}-${pair.slice(at + 1)}`);
  }
  return {
    exchangeSymbol(pair) {
      const symbol = symbolByPair.get(pair);
      if (symbol === undefined) throw new UnknownTradingPairError(pair, 'the test');
      return symbol;
    },
    tradingPair(symbol) {
      const pair = pairBySymbol.get(symbol);
      if (pair === undefined) throw new UnknownTradingPairError(symbol, 'the test');
      return pair;
    },
    findTradingPair: (symbol) => pairBySymbol.get(symbol),
  };
}

export const SYMBOLS: SymbolLookup = symbolsOf({
  'BTC-USDT': 'BTCUSDT',
  'ETH-BTC': 'ETHBTC',
  '这是测试币-456': '这是测试币456',
  '__proto__-USDT': '__proto__USDT',
});

/** A context that answers from a script and remembers what was asked and logged. */
export interface RecordingContext extends RequestContext {
  readonly calls: readonly RestCall[];
  readonly warnings: readonly PayloadObject[];
}

/** Each answer serves one call, in order; an error is thrown. */
export function recordingContext(
  answers: readonly unknown[] = [],
  options: { readonly nowMs?: number; readonly symbols?: SymbolLookup } = {},
): RecordingContext {
  const calls: RestCall[] = [];
  const warnings: PayloadObject[] = [];
  const log: Logger = { ...quiet(), warn: (fields) => void warnings.push(fields) };
  return {
    calls,
    warnings,
    log,
    symbols: options.symbols ?? SYMBOLS,
    signal: new AbortController().signal,
    nowMs: () => options.nowMs ?? 1_790_000_000_000,
    tradingRule: () => undefined,
    rest: {
      execute: async (call) => {
        if (calls.length >= answers.length) throw new Error(`no answer for call ${calls.length + 1}: ${call.path ?? ''}`);
        const answer = answers[calls.length];
        calls.push(call);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
  };
}

function quiet(): Logger {
  return {
    debug: (fields, message) => silentLogger.debug(fields, message),
    info: (fields, message) => silentLogger.info(fields, message),
    warn: (fields, message) => silentLogger.warn(fields, message),
    error: (fields, message) => silentLogger.error(fields, message),
    child: (fields) => silentLogger.child(fields),
  };
}
