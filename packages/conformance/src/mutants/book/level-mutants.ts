import { LevelBatch, type DepthSnapshot, type TradingPair } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withBookSource, withMarketSink, withMembers } from '../../mutant/seams.ts';
import { changedLevels, copiedLevels, withLevels } from './changed-levels.ts';

/** Takes the amount of a level for what was added to it. */
const addedUp: Mutant['apply'] = (definition, notes) => {
  const sums = new Map<string, number>();
  const add =
    (where: string) =>
    (price: number, quantity: number): number => {
      const key = `${where} ${price}`;
      const before = quantity === 0 ? 0 : (sums.get(key) ?? 0);
      if (before > 0) notes.acted();
      sums.set(key, before + quantity);
      return before + quantity;
    };
  return withMarketSink(definition, (sink) => ({
    diff: (diff) => {
      const { tradingPair: pair } = diff;
      sink.diff({ ...diff, bids: changedLevels(diff.bids, add(`${pair} bid`)), asks: changedLevels(diff.asks, add(`${pair} ask`)) });
    },
  }));
};

const oneSided = (pair: TradingPair): Error => new RangeError(`the snapshot of ${pair} has no best price`);

function levelMap(levels: LevelBatch): ReadonlyMap<number, number> {
  return new Map(Array.from({ length: levels.count }, (_, index) => [levels.prices[index] ?? 0, levels.quantities[index] ?? 0]));
}

/** Defects in what is read of levels. */
export const levelMutants: readonly Mutant[] = [
  defineMutant({
    id: 'level-of-nothing-is-kept',
    title: 'A level whose amount has become 0 is left in the book',
    evidence: 'MUT-11: tardis order book',
    killers: ['BOOK-03'],
    apply: (definition, notes) => {
      const known = new Map<string, ReadonlyMap<number, number>>();
      const kept = (levels: LevelBatch): LevelBatch =>
        changedLevels(levels, (_price, quantity) => {
          if (quantity === 0) notes.acted();
          return quantity === 0 ? undefined : quantity;
        });
      /** A whole book of which the levels of the one before are kept. */
      const joined = (levels: LevelBatch, where: string): LevelBatch => {
        const all = copiedLevels(levels);
        const present = new Set(all.prices.subarray(0, all.count));
        for (const [price, quantity] of known.get(where) ?? []) {
          if (present.has(price)) continue;
          notes.acted();
          all.push(price, quantity);
        }
        known.set(where, levelMap(all));
        return all;
      };
      return withMarketSink(definition, (sink) => ({
        diff: (diff) => sink.diff({ ...diff, bids: kept(diff.bids), asks: kept(diff.asks) }),
        snapshot: (snapshot) => {
          const { tradingPair: pair, bids, asks } = snapshot;
          sink.snapshot({ ...snapshot, bids: joined(bids, `${pair} bids`), asks: joined(asks, `${pair} asks`) });
        },
      }));
    },
  }),
  defineMutant({
    id: 'level-amounts-are-added-up',
    title: 'The amount of a changed level is taken for what was added to it',
    evidence: 'MUT-22: cumulative and last quantity confused, in books',
    killers: ['BOOK-02'],
    needs: ['lacks:book-full-push'],
    apply: addedUp,
  }),
  defineMutant({
    id: 'doubled-frame-is-added-once-more',
    title: 'The amount of a level that is told twice is taken for what was added to it',
    evidence: 'further seeded bugs: duplicates over books',
    killers: ['BOOK-11'],
    needs: ['lacks:book-full-push', 'lacks:book-checksum', 'lacks:book-connection-counter'],
    apply: addedUp,
  }),
  defineMutant({
    id: 'level-amounts-lose-digits',
    title: 'The amounts of levels are rounded to two decimals',
    evidence: 'MUT-13: float noise and rounding',
    killers: ['BOOK-01', 'BOOK-02'],
    apply: (definition, notes) =>
      withLevels(definition, (levels) =>
        changedLevels(levels, (_price, quantity) => {
          notes.acted();
          return Math.round(quantity * 100) / 100;
        }),
      ),
  }),
  defineMutant({
    id: 'snapshot-is-cut-at-fifty-levels',
    title: 'Only the first fifty levels of each side of a message are read',
    evidence: 'further seeded bugs: half a snapshot accepted as whole',
    killers: ['BOOK-05'],
    apply: (definition, notes) =>
      withLevels(definition, (levels) => {
        if (levels.count > 50) notes.acted();
        return changedLevels(levels, (_price, quantity, index) => (index < 50 ? quantity : undefined));
      }),
  }),
  defineMutant({
    id: 'every-market-gets-the-first-snapshot',
    title: 'A snapshot is kept under no name, so that the second market gets the one of the first',
    evidence: 'class-level state that leaks between markets (hummingbot review of PR 8027)',
    killers: ['BOOK-04'],
    apply: (definition, notes) => {
      let kept: DepthSnapshot | undefined;
      const mixed = (snapshot: DepthSnapshot): DepthSnapshot => {
        const source = kept?.tradingPair === snapshot.tradingPair ? snapshot : (kept ?? snapshot);
        if (source === snapshot) kept = { ...snapshot, bids: copiedLevels(snapshot.bids), asks: copiedLevels(snapshot.asks) };
        else notes.acted();
        return { ...snapshot, bids: source.bids, asks: source.asks };
      };
      const other = withMarketSink(definition, (sink) => ({ snapshot: (snapshot) => sink.snapshot(mixed(snapshot)) }));
      return withBookSource(other, (source) => ({
        requestSnapshot: async (context, pair) => mixed(await source.requestSnapshot(context, pair)),
      }));
    },
  }),
  defineMutant({
    id: 'empty-book-is-an-error',
    title: 'A snapshot without levels on one side counts as unreadable',
    evidence: 'hummingbot D-12: one failed snapshot and the connector is never ready',
    killers: ['BOOK-06'],
    apply: (definition, notes) => {
      const isOneSided = ({ bids, asks }: DepthSnapshot): boolean => {
        if (bids.count === 0 || asks.count === 0) notes.acted();
        return bids.count === 0 || asks.count === 0;
      };
      const other = withMarketSink(definition, (sink) => ({
        snapshot: (snapshot) =>
          isOneSided(snapshot) ? sink.problem(oneSided(snapshot.tradingPair), snapshot.tradingPair) : sink.snapshot(snapshot),
      }));
      return withBookSource(other, (source) => ({
        requestSnapshot: async (context, pair) => {
          const snapshot = await source.requestSnapshot(context, pair);
          if (isOneSided(snapshot)) throw oneSided(pair);
          return snapshot;
        },
      }));
    },
  }),
  defineMutant({
    id: 'price-grid-is-too-coarse',
    title: 'The grid of prices is read three decimals too coarse',
    evidence: 'hummingbot checklist: decimals taken for an increment',
    killers: ['BOOK-07', 'RULES-02'],
    apply: (definition, notes) =>
      withMembers(definition, {
        formatTradingRules: (context, reply, onProblem) =>
          definition.formatTradingRules(context, reply, onProblem).map((rule) => {
            notes.acted();
            return { ...rule, priceIncrement: rule.priceIncrement.times(1_000) };
          }),
      }),
  }),
  defineMutant({
    id: 'failed-snapshot-is-an-empty-book',
    title: 'When a snapshot cannot be had, an empty one is taken instead',
    evidence: 'further seeded bugs: half a snapshot accepted as whole; hummingbot#3861',
    killers: ['BOOK-17', 'BOOK-18', 'BOOK-19', 'BOOK-20', 'BOOK-21'],
    apply: (definition, notes) => {
      const lastIds = new Map<TradingPair, number>();
      const other = withMarketSink(definition, (sink) => ({
        diff: (diff) => {
          lastIds.set(diff.tradingPair, diff.lastUpdateId);
          sink.diff(diff);
        },
      }));
      return withBookSource(other, (source) => ({
        requestSnapshot: async (context, pair) => {
          try {
            return await source.requestSnapshot(context, pair);
          } catch {
            notes.acted();
            const lastUpdateId = lastIds.get(pair) ?? 0;
            return { tradingPair: pair, lastUpdateId, eventTimeMs: context.nowMs(), bids: new LevelBatch(), asks: new LevelBatch() };
          }
        },
      }));
    },
  }),
  defineMutant({
    id: 'crossed-levels-are-taken-out',
    title: 'Where a snapshot is crossed, the levels in the way are taken out and the rest is believed',
    evidence: 'MUT-11: crossed book accepted; hummingbot order_book.pyx',
    killers: ['BOOK-16'],
    apply: (definition, notes) =>
      withBookSource(definition, (source) => ({
        requestSnapshot: async (context, pair) => {
          const snapshot = await source.requestSnapshot(context, pair);
          const bestBid = Math.max(...snapshot.bids.prices.subarray(0, snapshot.bids.count));
          const asks = changedLevels(snapshot.asks, (price, quantity) => (price > bestBid ? quantity : undefined));
          if (asks.count < snapshot.asks.count) notes.acted();
          return { ...snapshot, asks };
        },
      })),
  }),
];
