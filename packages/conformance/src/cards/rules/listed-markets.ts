import { splitTradingPair, tradingPair, type TradingPair } from '@venuekit/core/connector';
import { spotInstrument } from '@venuekit/venue';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { damageRow, type RowDamage } from './damaged-row.ts';

const RULES = { family: 'RULES', severity: 'must', tier: 1, since: '2026-11-20', doc: 'connector guide: The members' } as const;
const REFRESH_MS = 60_000;
const REFRESHES = { connector: { intervals: { tradingRulesMs: REFRESH_MS } } } as const;

/** What the venue and the connector say of a market, in the same words. */
function rulesOf(stage: CardStage, pair: TradingPair): { readonly ours: readonly unknown[]; readonly venues: readonly unknown[] } {
  const rule = stage.present(`there is a rule of ${pair}`, stage.connector.tradingRules.get(pair));
  const market = stage.present(`the venue has the market ${pair}`, stage.venue.world.instruments.get(pair));
  const { priceIncrement, amountIncrement, minimumAmount, minimumNotional } = market;
  // What a venue need not have, or need not tell, is compared where there is something to compare.
  const told = (['maximumAmount', 'minimumPrice', 'maximumPrice', 'maximumNotional'] as const).filter(
    (name) => rule[name] !== undefined && market[name] !== undefined,
  );
  return {
    ours: [
      rule.priceIncrement,
      rule.amountIncrement,
      rule.minimumAmount,
      rule.minimumNotional,
      rule.isTradable,
      ...told.map((name) => [name, rule[name]]),
    ],
    venues: [
      priceIncrement,
      amountIncrement,
      minimumAmount,
      minimumNotional,
      market.status === 'trading',
      ...told.map((name) => [name, market[name]]),
    ],
  };
}

/** Starts with one row of the venue's list of markets damaged. @returns the market that the connector does not know the rule of. */
async function startWithDamage(stage: CardStage, damage: RowDamage): Promise<TradingPair> {
  const { base, quote } = splitTradingPair(stage.pair);
  let damagedReplies = 0;
  stage.alterReplies('rules', (text) => {
    const changed = damageRow(text, [base, quote], damage);
    if (changed !== text) damagedReplies += 1;
    return changed;
  });
  await stage.start();
  stage.holds('a row of the list of markets was damaged', damagedReplies > 0);
  const lost = [...stage.venue.world.instruments.keys()].filter((pair) => stage.connector.tradingRules.get(pair) === undefined);
  stage.equal('how many markets have no rule', lost.length, 1);
  for (const pair of stage.connector.tradingRules.keys()) {
    const { ours, venues } = rulesOf(stage, pair);
    stage.equal(`the rule of ${pair}`, ours, venues);
  }
  const problems = stage.eventsOf('stream-problem').filter(({ stream }) => stream === 'rest');
  stage.holds('the row was reported', problems.length > 0);
  return stage.present('the market of the damaged row', lost[0]);
}

/** Which markets there are, and their rules. */
export const listedMarkets: readonly Card[] = [
  defineCard({
    ...RULES,
    id: 'RULES-01',
    slug: 'markets-are-the-venues',
    title: 'The markets that the connector lists are those of the venue, each once, by base and quote',
    scenario: 'Before and after the start the connector is asked for all markets.',
    covers: ['HB-3', 'NT-D01'],
    look: 'initializeTradingPairSymbolsFromExchangeInfo',
    overSockets: true,
    run: async (stage) => {
      const expected = [...stage.venue.world.instruments.keys()].toSorted();
      const before = await stage.answer('the markets are listed before the start', stage.connector.allTradingPairs());
      stage.equal('the markets before the start', before.toSorted(), expected);
      await stage.start();
      const after = await stage.answer('the markets are listed', stage.connector.allTradingPairs());
      stage.equal('the markets', after.toSorted(), expected);
    },
  }),
  defineCard({
    ...RULES,
    id: 'RULES-02',
    slug: 'rules-are-the-venues',
    title: 'Increments, minimums and bounds of every market are the venue’s',
    scenario: 'Each market has rules of its own that no other has. Every number that the connector knows of them is the venue’s.',
    covers: ['HB-11', 'NT-D01', 'NT-D03'],
    setup: {
      market: (market, index) => ({
        ...market,
        priceIncrement: ['0.1', '0.001', '0.0001'][index] ?? '0.01',
        amountIncrement: ['0.0001', '0.00001', '0.01'][index] ?? '0.001',
        minimumAmount: ['0.0007', '0.0013', '0.03'][index] ?? '0.002',
        maximumAmount: ['701', '1303', '1900'][index] ?? '2300',
        minimumNotional: ['11', '7', '0.0002'][index] ?? '5',
      }),
    },
    look: 'formatTradingRules',
    overSockets: true,
    run: async (stage) => {
      await stage.start();
      const pairs = [...stage.venue.world.instruments.keys()];
      stage.equal('the markets with rules', [...stage.connector.tradingRules.keys()].toSorted(), pairs.toSorted());
      for (const pair of pairs) {
        const { ours, venues } = rulesOf(stage, pair);
        stage.equal(`the rule of ${pair}: increments, minimums, tradable, bounds`, ours, venues);
      }
    },
  }),
  defineCard({
    ...RULES,
    id: 'RULES-03',
    slug: 'halted-market-is-not-tradable',
    title: 'A market that the venue has halted is not listed as one that can be traded in',
    scenario:
      'The second market is halted when the connector starts. It has no rule, or one that says that it takes no orders; the first one trades.',
    covers: ['HB-4', 'NT-D60'],
    setup: {
      prepare: ({ control }, { tradingPairs }) => {
        const [, second] = tradingPairs;
        if (second !== undefined) control.setMarketStatus(second, 'halted');
      },
    },
    look: 'formatTradingRules',
    run: async (stage) => {
      await stage.start();
      const { tradingRules } = stage.connector;
      stage.equal('whether the halted market can be traded in', tradingRules.get(stage.otherPair)?.isTradable ?? false, false);
      stage.equal('whether the first market can be traded in', tradingRules.get(stage.pair)?.isTradable, true);
    },
  }),
  defineCard({
    ...RULES,
    id: 'RULES-04',
    slug: 'unreadable-market-drops-only-itself',
    title: 'A row of the list of markets that cannot be read is reported and drops no other market',
    scenario: 'One row comes without values. Its market is unknown, a problem is told, and all others work with their true rules.',
    covers: ['HB-4', 'HB-12'],
    expected: ['stream-problem'],
    look: 'initializeTradingPairSymbolsFromExchangeInfo',
    run: async (stage) => {
      const lost = await startWithDamage(stage, 'no-values');
      const listed = await stage.answer('the markets are listed', stage.connector.allTradingPairs());
      stage.holds('the market of the damaged row is not listed', !listed.includes(lost), listed);
    },
  }),
  defineCard({
    ...RULES,
    id: 'RULES-05',
    slug: 'rule-is-never-guessed',
    title: 'A market whose numbers cannot be read has no rule, instead of a guessed one, and all others have theirs',
    scenario: 'The numbers of one row are no numbers. That market has no rule and a problem is told; all others work.',
    covers: ['HB-12'],
    expected: ['stream-problem'],
    look: 'formatTradingRules',
    run: async (stage) => {
      await startWithDamage(stage, 'no-numbers');
    },
  }),
  defineCard({
    ...RULES,
    id: 'RULES-06',
    slug: 'rules-are-refreshed',
    title: 'A market that is halted while the connector runs stops being tradable for it, and is tradable again when it trades',
    scenario:
      'The first market is halted and let go again; each time the rules are loaded anew after a minute. While it is halted, an order there is denied unsent.',
    covers: ['NT-D02', 'NT-D60', 'NT-D61'],
    setup: REFRESHES,
    look: 'formatTradingRules',
    run: async (stage) => {
      await stage.start();
      const isTradable = (): boolean => stage.connector.tradingRules.get(stage.pair)?.isTradable ?? false;
      stage.equal('whether the market is tradable', isTradable(), true);
      stage.venue.control.setMarketStatus(stage.pair, 'halted');
      await stage.until('the market is not tradable any more', () => !isTradable(), 3 * REFRESH_MS);
      if (stage.has('trading') && stage.has('order-type:limit')) {
        const id = stage.placeResting();
        await stage.until('the order fails', () => stage.orderEvents(id).length > 0, 10_000);
        const [failed] = stage.eventsOf('order-failed');
        stage.equal('who said no to an order there', failed?.cause, 'denied');
      }
      stage.venue.control.setMarketStatus(stage.pair, 'trading');
      await stage.until('the market is tradable again', isTradable, 3 * REFRESH_MS);
    },
  }),
  defineCard({
    ...RULES,
    id: 'RULES-07',
    slug: 'new-market-can-be-followed',
    title: 'A market that the venue lists while the connector runs can be followed and has its rules',
    scenario:
      'Before it is listed, following the market is refused and changes nothing. After the next refresh it is followed, and its book is the venue’s.',
    covers: ['NT-D02'],
    setup: REFRESHES,
    look: 'initializeTradingPairSymbolsFromExchangeInfo',
    run: async (stage) => {
      await stage.start();
      const { connector } = stage;
      const { base, quote } = splitTradingPair(stage.pair);
      const fresh = tradingPair('NEWCOIN', quote);
      let refusal: unknown;
      try {
        connector.addTradingPair(fresh);
      } catch (error) {
        refusal = error;
      }
      stage.holds('a market that nobody lists is refused', refusal instanceof Error && refusal.message.includes(fresh), refusal);
      stage.equal('the markets that are followed', connector.tradingPairs, [stage.pair]);
      stage.venue.world.addInstrument(spotInstrument({ base: 'NEWCOIN', quote, priceIncrement: '0.001' }));
      await stage.until('the market is listed', () => connector.tradingRules.has(fresh), 3 * REFRESH_MS);
      const { ours, venues } = rulesOf(stage, fresh);
      stage.equal('its rule', ours, venues);
      connector.addTradingPair(fresh);
      await stage.until('its book is live', () => connector.bookStatus(fresh).state === 'live');
      stage.equal('the markets that are followed', connector.tradingPairs, [tradingPair(base, quote), fresh]);
    },
  }),
  defineCard({
    ...RULES,
    id: 'RULES-08',
    slug: 'names-go-both-ways',
    title: 'Every market has one name of the venue’s, which leads back to it',
    scenario: 'The names of all markets are translated there and back; a name that nobody has is an error.',
    look: 'initializeTradingPairSymbolsFromExchangeInfo',
    run: async (stage) => {
      await stage.start();
      const { symbols } = stage.requestContext();
      const pairs = [...stage.venue.world.instruments.keys()];
      const nameOf = (pair: TradingPair): string => {
        try {
          return symbols.exchangeSymbol(pair);
        } catch (error) {
          return String(error);
        }
      };
      const names = pairs.map((pair) => nameOf(pair));
      stage.equal('how many different names there are', new Set(names).size, pairs.length);
      stage.equal(
        'the markets that the names lead to',
        names.map((name) => symbols.findTradingPair(name)),
        pairs,
      );
      stage.equal('the market of a name that nobody has', symbols.findTradingPair('no such market'), undefined);
    },
  }),
];
