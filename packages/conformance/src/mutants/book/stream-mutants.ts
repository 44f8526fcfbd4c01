import { decorate, type ContinuityRule, type DepthSnapshot, type StreamPlan, type TradingPair } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant, MutantNotes } from '../../mutant/mutant.ts';
import { withBookSource, withMarketSink } from '../../mutant/seams.ts';
import { changedLevels, copiedLevels } from './changed-levels.ts';

/** A plan of the market's stream with other terms. */
function withPlan(apply: (plan: StreamPlan) => Partial<StreamPlan>): Mutant['apply'] {
  return (definition, notes: MutantNotes) =>
    withBookSource(definition, (source) => {
      notes.acted();
      return { stream: { ...source.stream, ...apply(source.stream) } };
    });
}

/** A rule that finds everything in order after some calls. */
function trusting(rule: ContinuityRule, notes: MutantNotes, checked: number): ContinuityRule {
  let calls = 0;
  return decorate<ContinuityRule>(rule, {
    isSnapshotTooOld: (id, first) => calls < checked && rule.isSnapshotTooOld(id, first),
    afterSnapshot: (id, diff) => {
      if (calls < checked) return rule.afterSnapshot(id, diff);
      notes.acted();
      return 'apply';
    },
    afterDiff: (id, diff) => {
      calls += 1;
      if (calls <= checked) return rule.afterDiff(id, diff);
      notes.acted();
      return 'apply';
    },
  });
}

/** Defects in how the market's stream is followed. */
export const bookStreamMutants: readonly Mutant[] = [
  defineMutant({
    id: 'gaps-are-not-noticed',
    title: 'The numbers of changes are not looked at',
    evidence: 'MUT-10: tardis guidelines; hummingbot D-15',
    killers: ['BOOK-08', 'BOOK-09', 'BOOK-10', 'BOOK-12', 'BOOK-15', 'BOOK-31'],
    needs: ['lacks:book-checksum', 'lacks:book-connection-counter'],
    apply: (definition, notes) => withBookSource(definition, (source) => ({ continuity: trusting(source.continuity, notes, 0) })),
  }),
  defineMutant({
    id: 'continuity-is-checked-at-first-only',
    title: 'Once a book has followed a hundred changes its numbers are not looked at any more',
    evidence: 'further seeded bugs: no continuity check once the book is live',
    killers: ['BOOK-10'],
    needs: ['lacks:book-checksum', 'lacks:book-connection-counter'],
    apply: (definition, notes) => withBookSource(definition, (source) => ({ continuity: trusting(source.continuity, notes, 100) })),
  }),
  defineMutant({
    id: 'unreadable-market-frame-is-swallowed',
    title: 'What cannot be read of the market’s stream is dropped without a word',
    evidence: 'hummingbot: bad messages are logged and lost',
    killers: ['BOOK-13', 'TRADE-05'],
    apply: (definition, notes) => withMarketSink(definition, () => ({ problem: () => notes.acted() })),
  }),
  defineMutant({
    id: 'changes-during-a-snapshot-are-lost',
    title: 'Changes that come while a snapshot is on its way are thrown away, and the next one is believed to follow',
    evidence: 'MUT-10; further seeded bugs: snapshot taken before the new stream is live',
    killers: ['BOOK-14'],
    apply: (definition, notes) => {
      let underWay = 0;
      const other = withMarketSink(definition, (sink) => ({
        diff: (diff) => {
          if (underWay === 0) sink.diff(diff);
          else notes.acted();
        },
      }));
      return withBookSource(other, (source) => ({
        continuity: decorate<ContinuityRule>(source.continuity, { afterSnapshot: () => 'apply', isSnapshotTooOld: () => false }),
        requestSnapshot: async (context, pair) => {
          underWay += 1;
          try {
            return await source.requestSnapshot(context, pair);
          } finally {
            underWay -= 1;
          }
        },
      }));
    },
  }),
  defineMutant({
    id: 'crossing-levels-of-changes-are-left-out',
    title: 'Where a change would cross the book, its levels in the way are left out and the rest is believed',
    evidence: 'MUT-11: crossed book accepted; hummingbot order_book.pyx',
    killers: ['BOOK-30'],
    apply: (definition, notes) => {
      const usualPrices = new Map<TradingPair, number>();
      return withMarketSink(definition, (sink) => ({
        diff: (diff) => {
          const usual = usualPrices.get(diff.tradingPair);
          const bids = changedLevels(diff.bids, (price, quantity) => {
            const isBeyond = usual !== undefined && quantity > 0 && price > usual * 1.05;
            if (isBeyond) notes.acted();
            return isBeyond ? undefined : quantity;
          });
          const prices = [...diff.bids.prices.subarray(0, diff.bids.count)];
          if (usual === undefined && prices.length > 0) usualPrices.set(diff.tradingPair, Math.max(...prices));
          sink.diff({ ...diff, bids });
        },
      }));
    },
  }),
  defineMutant({
    id: 'topics-are-subscribed-once',
    title: 'Topics that were subscribed before are left out of the next subscribe frame, also when it goes over another socket',
    evidence: 'MUT-6: hummingbot#8250, #3641',
    killers: ['BOOK-22', 'BOOK-29'],
    apply: (definition, notes) => {
      const sent = new Set<string>();
      return withBookSource(definition, (source) => ({
        subscribeFrame: (topics, requestId) => {
          const fresh = topics.filter((topic) => !sent.has(topic));
          if (fresh.length < topics.length) notes.acted();
          for (const topic of topics) sent.add(topic);
          return source.subscribeFrame(fresh.length === 0 ? topics.slice(0, 1) : fresh, requestId);
        },
      }));
    },
  }),
  defineMutant({
    id: 'nobody-watches-the-market-socket',
    title: 'No ping is sent and no silence counts, so that a dead socket lasts for ever',
    evidence: 'MUT-24: hummingbot D-7, #8250',
    killers: ['BOOK-23'],
    apply: withPlan(() => ({ pingIntervalMs: 0, maximumSilenceMs: 0, maximumDataAgeMs: 0 })),
  }),
  defineMutant({
    id: 'waits-a-thousand-times-too-long',
    title: 'The pause before the next attempt to connect is given in a thousandth of the unit that is meant',
    evidence: 'units of time confused; hummingbot D-14 has the opposite',
    killers: ['BOOK-24'],
    apply: withPlan(() => ({ backoff: { initialMs: 1_000_000, maximumMs: 30_000_000 } })),
  }),
  defineMutant({
    id: 'all-that-was-ever-followed-is-subscribed',
    title: 'A subscribe frame names every topic that was ever followed',
    evidence: 'MUT-7: nautilus WS tests',
    killers: ['BOOK-25'],
    apply: (definition, notes) => {
      const ever = new Set<string>();
      return withBookSource(definition, (source) => ({
        subscribeFrame: (topics, requestId) => {
          for (const topic of topics) ever.add(topic);
          if (ever.size > topics.length) notes.acted();
          return source.subscribeFrame([...ever], requestId);
        },
      }));
    },
  }),
  defineMutant({
    id: 'unsubscribe-frame-names-nothing',
    title: 'The frame that should end topics names none',
    evidence: 'MUT-7: nautilus WS tests',
    killers: ['BOOK-26'],
    apply: (definition, notes) =>
      withBookSource(definition, (source) => ({
        unsubscribeFrame: (_topics, requestId) => {
          notes.acted();
          return source.unsubscribeFrame([], requestId);
        },
      })),
  }),
  defineMutant({
    id: 'quiet-market-counts-as-dead',
    title: 'A socket without data for thirty seconds is given up, although it answers pings',
    evidence: 'hummingbot#4961: silent reconnects',
    killers: ['BOOK-27'],
    apply: withPlan(() => ({ maximumDataAgeMs: 30_000 })),
  }),
  defineMutant({
    id: 'one-broken-frame-spoils-all-books',
    title: 'What cannot be read is told of every market that is followed',
    evidence: 'hummingbot: one exception ends the loop of all pairs',
    killers: ['BOOK-32'],
    apply: (definition, notes) =>
      withMarketSink(definition, (sink) => ({
        problem: (error) => {
          notes.acted();
          for (const pair of definition.tradingPairs) sink.problem(error, pair);
        },
      })),
  }),
  defineMutant({
    id: 'only-markets-of-the-start-are-subscribed',
    title: 'Markets that were added later are left out of the frames that subscribe',
    evidence: 'hummingbot D-24: dynamic pairs; MUT-6',
    killers: ['BOOK-33'],
    apply: (definition, notes) => {
      const first = new Set<string>();
      let isFirstFrame = true;
      return withBookSource(definition, (source) => ({
        subscribeFrame: (topics, requestId) => {
          if (isFirstFrame) for (const topic of topics) first.add(topic);
          isFirstFrame = false;
          const known = topics.filter((topic) => first.has(topic));
          if (known.length < topics.length) notes.acted();
          return source.subscribeFrame(known.length === 0 ? [...first] : known, requestId);
        },
      }));
    },
  }),
  defineMutant({
    id: 'answers-to-subscriptions-are-not-missed',
    title: 'A request frame waits for its answer for a day',
    evidence: 'hummingbot §3.4: nobody checks that a subscription was confirmed',
    killers: ['BOOK-35', 'BOOK-43'],
    apply: withPlan(() => ({ acknowledgeTimeoutMs: 86_400_000 })),
  }),
  defineMutant({
    id: 'snapshots-are-cached',
    title: 'A snapshot is given again for half a minute, to spare the venue requests',
    evidence: 'MUT-9: snapshot from a dead socket applied (tardis)',
    killers: ['BOOK-36'],
    needs: ['lacks:book-socket-snapshot'],
    apply: (definition, notes) => {
      const kept = new Map<TradingPair, { readonly untilMs: number; readonly snapshot: DepthSnapshot }>();
      return withBookSource(definition, (source) => ({
        requestSnapshot: async (context, pair) => {
          const cached = kept.get(pair);
          if (cached !== undefined && cached.untilMs > context.nowMs()) {
            notes.acted();
            return cached.snapshot;
          }
          const { bids, asks, ...rest } = await source.requestSnapshot(context, pair);
          const snapshot = { ...rest, bids: copiedLevels(bids), asks: copiedLevels(asks) };
          kept.set(pair, { untilMs: context.nowMs() + 30_000, snapshot });
          return snapshot;
        },
      }));
    },
  }),
];
