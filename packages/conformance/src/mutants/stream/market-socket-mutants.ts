import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withMarketPlan } from '../../mutant/private-seams.ts';
import { withBookSource, withMarketSink } from '../../mutant/seams.ts';

/** Defects in how the market's socket is opened, kept and read. */
export const marketSocketMutants: readonly Mutant[] = [
  defineMutant({
    id: 'quiet-market-socket-counts-as-dead',
    title: 'A market socket on which nothing happens for three seconds is given up, and nobody pings',
    evidence: 'hummingbot#4961: silent reconnects',
    killers: ['STREAM-02', 'LIFECYCLE-03'],
    apply: withMarketPlan({ pingIntervalMs: 0, maximumSilenceMs: 3_000 }),
  }),
  defineMutant({
    id: 'dead-market-socket-lasts-for-ever',
    title: 'The market socket has no deadline for pongs and none for silence',
    evidence: 'MUT-24: hummingbot#8250',
    killers: ['STREAM-04'],
    apply: withMarketPlan({ pingIntervalMs: 0, maximumSilenceMs: 0 }),
  }),
  defineMutant({
    id: 'no-patience-with-the-market-socket',
    title: 'A market socket that is refused is asked for again within half a second',
    evidence: 'MUT-15: 418 loops; hummingbot D-14',
    killers: ['STREAM-10'],
    apply: withMarketPlan({ backoff: { initialMs: 500, maximumMs: 500 } }),
  }),
  defineMutant({
    id: 'market-patience-is-reset-by-each-connection',
    title: 'The pause before the next market socket is short again as soon as one was opened, however soon it ended',
    evidence: 'further seeded bugs: backoff reset on every connect (flapping)',
    killers: ['STREAM-12'],
    apply: withMarketPlan({ backoff: { stableAfterMs: 0 } }),
  }),
  defineMutant({
    id: 'market-failures-are-never-forgotten',
    title: 'The pause before the next market socket stays long, however long one has lived',
    evidence: 'user-stream recovery 1.10-8: reset after a stable period',
    killers: ['STREAM-14'],
    apply: withMarketPlan({ backoff: { stableAfterMs: Number.POSITIVE_INFINITY } }),
  }),
  defineMutant({
    id: 'market-socket-is-never-replaced',
    title: 'The market socket is kept until the venue closes it for its age',
    evidence: 'user-stream recovery 1.7-13: no proactive rotation before the venue’s 24 h',
    killers: ['STREAM-16'],
    apply: withMarketPlan({ rotateAfterMs: 0 }),
  }),
  defineMutant({
    id: 'announced-end-of-the-market-socket-is-not-read',
    title: 'That the venue will close the market socket is not understood',
    evidence: 'hummingbot D-7; user-stream recovery 1.3',
    killers: ['STREAM-17'],
    apply: (definition, notes) => withMarketSink(definition, () => ({ closingSoon: () => notes.acted() })),
  }),
  defineMutant({
    id: 'unreadable-market-frames-pass-unseen',
    title: 'A market frame that cannot be read is not reported',
    evidence: 'hummingbot: bad messages are logged and lost',
    killers: ['STREAM-20', 'STREAM-21'],
    apply: (definition, notes) => withMarketSink(definition, () => ({ problem: () => notes.acted() })),
  }),
  defineMutant({
    id: 'only-the-first-topic-is-followed-again',
    title: 'After a reconnect the subscribe frame names the first topic only',
    evidence: 'MUT-6: hummingbot#8250, #3641',
    killers: ['STREAM-23'],
    apply: (definition, notes) => {
      const seen = new Set<string>();
      return withBookSource(definition, (source) => ({
        subscribeFrame: (topics, requestId) => {
          const isAgain = topics.some((topic) => seen.has(topic));
          for (const topic of topics) seen.add(topic);
          if (isAgain) notes.acted();
          return source.subscribeFrame(isAgain ? topics.slice(0, 1) : topics, requestId);
        },
      }));
    },
  }),
];
