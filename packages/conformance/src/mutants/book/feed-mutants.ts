import type { DepthSnapshot, LevelBatch, TradingPair } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withBookSource, withMarketSink } from '../../mutant/seams.ts';
import { changedLevels, copiedLevels } from './changed-levels.ts';

/** Defects in the kinds of feeds that only some venues have. */
export const feedMutants: readonly Mutant[] = [
  defineMutant({
    id: 'checksums-are-not-read',
    title: 'The checksums of messages are left out',
    evidence: 'venue differences: checksum feeds without a sequence',
    killers: ['BOOK-37', 'BOOK-08'],
    needs: ['trait:book-checksum'],
    apply: (definition, notes) =>
      withMarketSink(definition, (sink) => ({
        diff: (diff) => {
          notes.acted();
          sink.diff({ ...diff, checksum: undefined });
        },
      })),
  }),
  defineMutant({
    id: 'checksum-needs-ten-levels',
    title: 'The checksum is right for books that have as many levels as it covers, and for no smaller ones',
    evidence: 'venue differences: empty levels padded into a checksum',
    killers: ['BOOK-38'],
    needs: ['trait:book-checksum'],
    apply: (definition, notes) =>
      withBookSource(definition, (source) => ({
        ...(source.checksumOf !== undefined && {
          checksumOf: (book) => {
            const checksum = source.checksumOf?.(book) ?? 0;
            if (book.depth('bid') >= 10 && book.depth('ask') >= 10) return checksum;
            notes.acted();
            return checksum + 1;
          },
        }),
      })),
  }),
  defineMutant({
    id: 'numbers-of-a-connection-are-not-looked-at',
    title: 'That messages of the connection were lost is seen by nobody',
    evidence: 'venue differences: numbers per connection',
    killers: ['BOOK-10', 'BOOK-39'],
    needs: ['trait:book-connection-counter'],
    apply: (definition, notes) => withMarketSink(definition, () => ({ desynchronised: () => notes.acted() })),
  }),
  defineMutant({
    id: 'gap-of-a-connection-concerns-one-book',
    title: 'When a message of the connection was lost, the first market alone begins anew',
    evidence: 'venue differences: a gap per connection is a gap of every book',
    killers: ['BOOK-39'],
    needs: ['trait:book-connection-counter'],
    apply: (definition, notes) =>
      withMarketSink(definition, (sink) => ({
        desynchronised: (reason) => {
          notes.acted();
          sink.problem(new RangeError(reason), definition.tradingPairs[0]);
        },
      })),
  }),
  defineMutant({
    id: 'first-change-is-taken-for-the-book',
    title: 'Where no book came at first, the first change that comes is taken for it',
    evidence: 'MUT-9: a book from half of the facts',
    killers: ['BOOK-40'],
    needs: ['trait:book-socket-snapshot'],
    apply: (definition, notes) => {
      const known = new Set<TradingPair>();
      const other = withMarketSink(definition, (sink) => ({
        snapshot: (snapshot) => {
          known.add(snapshot.tradingPair);
          sink.snapshot(snapshot);
        },
        diff: (diff) => {
          if (known.has(diff.tradingPair)) {
            sink.diff(diff);
            return;
          }
          notes.acted();
          known.add(diff.tradingPair);
          const { tradingPair, lastUpdateId, eventTimeMs, bids, asks } = diff;
          sink.snapshot({ tradingPair, lastUpdateId, eventTimeMs, bids: present(bids), asks: present(asks) });
        },
      }));
      return withBookSource(other, (source) => ({
        onConnected: () => {
          known.clear();
          source.onConnected?.();
        },
      }));
    },
  }),
  defineMutant({
    id: 'whole-book-of-the-same-best-prices-is-skipped',
    title: 'A whole book whose best bid is that of before is left out, to spare work',
    evidence: 'further seeded bugs: conflation that compares too little',
    killers: ['BOOK-41'],
    needs: ['trait:book-full-push'],
    apply: (definition, notes) => {
      const before = new Map<TradingPair, DepthSnapshot>();
      return withMarketSink(definition, (sink) => ({
        snapshot: (snapshot) => {
          const last = before.get(snapshot.tradingPair);
          before.set(snapshot.tradingPair, { ...snapshot, bids: copiedLevels(snapshot.bids), asks: copiedLevels(snapshot.asks) });
          if (last !== undefined && last.bids.prices[0] === snapshot.bids.prices[0]) notes.acted();
          else sink.snapshot(snapshot);
        },
      }));
    },
  }),
  defineMutant({
    id: 'levels-out-of-depth-are-kept',
    title: 'Levels that the venue does not tell of any more are kept',
    evidence: 'venue differences: truncated depth',
    killers: ['BOOK-42'],
    needs: ['trait:book-depth-truncated'],
    apply: (definition, notes) =>
      withBookSource(definition, (source) => {
        if (source.maximumDepth !== undefined) notes.acted();
        return { maximumDepth: 1_000_000 };
      }),
  }),
];

/** Without levels that have gone. */
function present(levels: LevelBatch): LevelBatch {
  return changedLevels(levels, (_price, quantity) => (quantity > 0 ? quantity : undefined));
}
