import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';
import type { FeeRates } from '../model/trade-fee.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { TradingRule } from '../model/trading-rule.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { reportProblem, requestContext } from '../services/connector-services.ts';
import { correctRateLimits } from '../services/rate-limit-corrections.ts';
import type { SymbolMap } from '../services/symbol-map.ts';

/** The venue's markets, their rules and our fees, as far as they have been loaded. */
export class MarketRules {
  readonly tradingRules: Map<TradingPair, TradingRule> = new Map();
  readonly feeRates: Map<TradingPair, FeeRates> = new Map();

  /**
   * Loads symbols and rules; the symbols come first because the rules are named by them. One request where both share a path.
   * The names of `held` markets are kept although the venue lists them no more: what we hold there must still be asked for.
   * @throws whatever a request throws; InvalidPayloadError for a list without a usable market, which changes nothing.
   */
  async load(
    services: ConnectorServices,
    symbols: SymbolMap,
    signal: AbortSignal,
    held: ReadonlySet<TradingPair> = new Set(),
  ): Promise<void> {
    const { definition, rest } = services;
    const pairsReply = await rest.execute({ path: definition.tradingPairsRequestPath, signal });
    const entries = definition.initializeTradingPairSymbolsFromExchangeInfo(pairsReply, (error) =>
      reportProblem(services, 'rest', 'a market could not be read and was skipped', error),
    );
    if (entries.length === 0) {
      const origin = definition.tradingPairsRequestPath;
      throw new InvalidPayloadError({ field: '(whole)', origin, expected: 'a list with at least one usable market', received: pairsReply });
    }
    symbols.replace(entries, held);
    const rulesReply =
      definition.tradingRulesRequestPath === definition.tradingPairsRequestPath
        ? pairsReply
        : await rest.execute({ path: definition.tradingRulesRequestPath, signal });
    const rules = definition.formatTradingRules(requestContext(services, signal), rulesReply, (error) =>
      reportProblem(services, 'rest', 'a trading rule could not be read and was skipped', error),
    );
    correctRateLimits(services, rulesReply);
    const fresh = new Map(rules.map((rule) => [rule.tradingPair, rule]));
    for (const pair of this.tradingRules.keys()) if (!fresh.has(pair)) this.tradingRules.delete(pair);
    for (const [pair, rule] of fresh) this.tradingRules.set(pair, rule);
  }

  /** @param pairs those that are followed; what is not followed any more when the answer comes is left out. */
  async loadFees(services: ConnectorServices, pairs: ReadonlySet<TradingPair>, signal: AbortSignal): Promise<void> {
    const rates = await services.definition.updateTradingFees(requestContext(services, signal), [...pairs]);
    for (const [pair, rate] of rates) if (pairs.has(pair)) this.feeRates.set(pair, rate);
  }
}
