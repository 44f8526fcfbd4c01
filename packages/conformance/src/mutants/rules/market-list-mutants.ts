import { splitTradingPair, tradingPair, ZERO, type TradingPair, type TradingRule } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';

/** Defects in what is read of the list of markets. */
export const marketListMutants: readonly Mutant[] = [
  defineMutant({
    id: 'some-markets-are-turned-round',
    title: 'Base and quote are exchanged where a market’s quote is not the usual one',
    evidence: 'names split by guessing at the quote; hummingbot D-36',
    killers: ['RULES-01', 'RULES-08'],
    apply: (definition, notes) =>
      withMembers(definition, {
        initializeTradingPairSymbolsFromExchangeInfo: (reply, onProblem) => {
          const entries = definition.initializeTradingPairSymbolsFromExchangeInfo(reply, onProblem);
          const usual = splitTradingPair(entries[0]?.tradingPair ?? tradingPair('A', 'B')).quote;
          return entries.map((entry) => {
            const { base, quote } = splitTradingPair(entry.tradingPair);
            if (quote === usual) return entry;
            notes.acted();
            return { ...entry, tradingPair: tradingPair(quote, base) };
          });
        },
      }),
  }),
  defineMutant({
    id: 'minimums-are-read-as-nothing',
    title: 'The least amount and the least value of orders are taken for none',
    evidence: 'MUT-14: min notional not enforced before send',
    killers: ['RULES-02'],
    apply: (definition, notes) =>
      withMembers(definition, {
        formatTradingRules: (context, reply, onProblem) =>
          definition.formatTradingRules(context, reply, onProblem).map((rule) => {
            notes.acted();
            return { ...rule, minimumAmount: ZERO, minimumNotional: ZERO };
          }),
      }),
  }),
  defineMutant({
    id: 'every-market-counts-as-tradable',
    title: 'Nobody looks whether a market takes orders',
    evidence: 'hummingbot test 4: a disabled pair must be absent',
    killers: ['RULES-03', 'RULES-06'],
    apply: (definition, notes) => {
      let listed: readonly TradingPair[] = [];
      const seen = new Map<TradingPair, TradingRule>();
      return withMembers(definition, {
        initializeTradingPairSymbolsFromExchangeInfo: (reply, onProblem) => {
          const entries = definition.initializeTradingPairSymbolsFromExchangeInfo(reply, onProblem);
          listed = [...new Set([...listed, ...entries.map((entry) => entry.tradingPair)])];
          return entries;
        },
        formatTradingRules: (context, reply, onProblem) => {
          const rules = definition.formatTradingRules(context, reply, onProblem);
          for (const rule of rules) seen.set(rule.tradingPair, rule);
          return listed.flatMap((pair) => {
            const rule = rules.find((one) => one.tradingPair === pair) ?? seen.get(pair) ?? rules[0];
            if (rule === undefined) return [];
            if (!rule.isTradable || !rules.includes(rule)) notes.acted();
            return [{ ...rule, tradingPair: pair, isTradable: true }];
          });
        },
      });
    },
  }),
  defineMutant({
    id: 'one-bad-row-drops-the-list',
    title: 'A row that cannot be read makes the whole list unreadable',
    evidence: 'hummingbot test 12: a malformed rule leaves no rules at all',
    killers: ['RULES-04', 'RULES-05'],
    apply: (definition, notes) => {
      const strictly = (error: Error): never => {
        notes.acted();
        throw error;
      };
      return withMembers(definition, {
        initializeTradingPairSymbolsFromExchangeInfo: (reply) => definition.initializeTradingPairSymbolsFromExchangeInfo(reply, strictly),
        formatTradingRules: (context, reply) => definition.formatTradingRules(context, reply, strictly),
      });
    },
  }),
  defineMutant({
    id: 'bad-rows-are-not-told',
    title: 'A row that cannot be read is skipped without a word',
    evidence: 'hummingbot test 12: the erroneous rule must be reported',
    killers: ['RULES-04', 'RULES-05'],
    apply: (definition, notes) =>
      withMembers(definition, {
        initializeTradingPairSymbolsFromExchangeInfo: (reply) =>
          definition.initializeTradingPairSymbolsFromExchangeInfo(reply, () => notes.acted()),
        formatTradingRules: (context, reply) => definition.formatTradingRules(context, reply, () => notes.acted()),
      }),
  }),
  defineMutant({
    id: 'unreadable-rule-is-guessed',
    title: 'A market whose numbers cannot be read gets those of another one',
    evidence: 'default rules for what is missing',
    killers: ['RULES-05'],
    // Where the size of a contract stands in the same row, the market has no name without it.
    needs: ['lacks:amounts-in-contracts'],
    apply: (definition, notes) => {
      let listed: readonly TradingPair[] = [];
      return withMembers(definition, {
        initializeTradingPairSymbolsFromExchangeInfo: (reply, onProblem) => {
          const entries = definition.initializeTradingPairSymbolsFromExchangeInfo(reply, onProblem);
          listed = entries.map((entry) => entry.tradingPair);
          return entries;
        },
        formatTradingRules: (context, reply, onProblem) => {
          const rules = definition.formatTradingRules(context, reply, onProblem);
          const guessed = listed.filter((pair) => !rules.some((rule) => rule.tradingPair === pair));
          if (guessed.length > 0) notes.acted();
          return [...rules, ...guessed.flatMap((pair) => rules.slice(0, 1).map((rule) => ({ ...rule, tradingPair: pair })))];
        },
      });
    },
  }),
  defineMutant({
    id: 'rules-are-read-once',
    title: 'What was read of the markets first is kept for ever',
    evidence: 'hummingbot D-24, D-25: new pairs refresh no rules',
    killers: ['RULES-06', 'RULES-07'],
    apply: (definition, notes) => {
      let kept: readonly TradingRule[] | undefined;
      return withMembers(definition, {
        formatTradingRules: (context, reply, onProblem) => {
          if (kept !== undefined) notes.acted();
          kept ??= definition.formatTradingRules(context, reply, onProblem);
          return kept;
        },
      });
    },
  }),
  defineMutant({
    id: 'no-market-is-a-market',
    title: 'For a list without markets a made-up one is returned, so that the rest goes on',
    evidence: 'defaults for what is missing; hummingbot test 5: errors become empty lists',
    killers: ['RULES-19'],
    apply: (definition, notes) => {
      const [first = 'A-B'] = definition.tradingPairs;
      return withMembers(definition, {
        initializeTradingPairSymbolsFromExchangeInfo: (reply, onProblem) => {
          const entries = definition.initializeTradingPairSymbolsFromExchangeInfo(reply, onProblem);
          if (entries.length > 0) return entries;
          notes.acted();
          return [{ exchangeSymbol: first.replace('-', ''), tradingPair: first }];
        },
      });
    },
  }),
];
