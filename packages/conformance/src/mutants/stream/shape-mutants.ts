import { gunzipSync } from 'node:zlib';
import type { TradingPair } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withMarketPlan, withPrivatePlan, withPrivateSink } from '../../mutant/private-seams.ts';
import { withBookSource, withMarketSink } from '../../mutant/seams.ts';

/** Topics that other markets have too: they are no market's own. */
function sharedTopics(topicsOf: (pair: TradingPair) => readonly string[], pairs: readonly TradingPair[]): ReadonlySet<string> {
  const [first = [], ...others] = pairs.map((pair) => topicsOf(pair));
  return new Set(first.filter((topic) => others.every((topics) => topics.includes(topic))));
}

/** Defects in how venues are kept company that want frames of their own kind, or pack them. */
export const streamShapeMutants: readonly Mutant[] = [
  defineMutant({
    id: 'market-pings-only-in-quiet-times',
    title: 'The venue’s ping is sent on the market socket only when nothing else has come for a while',
    evidence: 'venue differences: a client that is not heard is cut, however much it is told',
    killers: ['STREAM-27'],
    needs: ['trait:text-heartbeat'],
    apply: withMarketPlan({ pingWhen: 'quiet' }),
  }),
  defineMutant({
    id: 'private-pings-only-in-quiet-times',
    title: 'The venue’s ping is sent on the private socket only when nothing else has come for a while',
    evidence: 'venue differences: a client that is not heard is cut, however much it is told',
    killers: ['STREAM-27'],
    needs: ['trait:text-heartbeat'],
    apply: withPrivatePlan({ pingWhen: 'quiet' }),
  }),
  defineMutant({
    id: 'private-socket-never-speaks',
    title: 'Nothing is sent on the private socket after the login, because the venue is said to need no pings',
    evidence: 'venue differences: heartbeats',
    killers: ['STREAM-02', 'STREAM-27'],
    needs: ['trait:text-heartbeat'],
    apply: withPrivatePlan({ pingIntervalMs: 0, maximumSilenceMs: 0 }),
  }),
  defineMutant({
    id: 'pings-of-the-private-socket-are-not-answered',
    title: 'The venue’s pings that are frames are read and not answered on the private socket',
    evidence: 'MUT-24: heartbeat failures',
    killers: ['STREAM-02', 'STREAM-28'],
    needs: ['trait:json-heartbeat'],
    apply: (definition, notes) => withPrivateSink(definition, () => ({ reply: () => notes.acted() })),
  }),
  defineMutant({
    id: 'pings-of-the-market-socket-are-problems',
    title: 'The venue’s pings that are frames are taken for messages that nobody knows',
    evidence: 'MUT-24: heartbeat failures',
    killers: ['STREAM-28'],
    needs: ['trait:json-heartbeat'],
    apply: (definition, notes) =>
      withMarketSink(definition, (sink) => ({
        reply: (frame) => {
          notes.acted();
          sink.reply(frame);
          sink.problem(new TypeError('an unknown message'), undefined);
        },
      })),
  }),
  defineMutant({
    id: 'heartbeat-topic-is-not-followed',
    title: 'The frames that subscribe name the topics of markets alone',
    evidence: 'venue differences: a heartbeat that must be followed',
    killers: ['STREAM-29'],
    needs: ['trait:channel-heartbeat'],
    apply: (definition, notes) =>
      withBookSource(definition, (source) => ({
        topicsOf: (pair, symbols) => {
          const shared = sharedTopics((other) => source.topicsOf(other, symbols), definition.tradingPairs);
          if (shared.size > 0) notes.acted();
          return source.topicsOf(pair, symbols).filter((topic) => !shared.has(topic));
        },
      })),
  }),
  defineMutant({
    id: 'heartbeat-topic-ends-with-a-market',
    title: 'The frame that ends the topics of one market ends the topic of heartbeats too',
    evidence: 'MUT-7: nautilus WS tests',
    killers: ['STREAM-29'],
    needs: ['trait:channel-heartbeat'],
    apply: (definition, notes) => {
      const shared = new Set<string>();
      return withBookSource(definition, (source) => ({
        topicsOf: (pair, symbols) => {
          for (const topic of sharedTopics((other) => source.topicsOf(other, symbols), definition.tradingPairs)) shared.add(topic);
          return source.topicsOf(pair, symbols);
        },
        unsubscribeFrame: (topics, requestId) => {
          notes.acted();
          return source.unsubscribeFrame([...new Set([...topics, ...shared])], requestId);
        },
      }));
    },
  }),
  defineMutant({
    id: 'frames-are-unpacked-without-a-bound',
    title: 'However large a frame becomes, it is unpacked',
    evidence: 'design: bounded inflated size',
    killers: ['STREAM-31'],
    needs: ['trait:gzip'],
    apply: (definition, notes) =>
      withBookSource(definition, (source) => ({
        onFrame: (frame, sink, symbols) => {
          const text = gunzipSync(frame);
          if (text.byteLength > 8 * 1024 * 1024) notes.acted();
          source.onFrame(text, sink, symbols);
        },
      })),
  }),
  defineMutant({
    id: 'frames-that-cannot-be-unpacked-are-skipped',
    title: 'A frame of which the packing is broken is left out without a word',
    evidence: 'hummingbot: bad messages are logged and lost',
    killers: ['STREAM-30'],
    needs: ['trait:gzip'],
    apply: (definition, notes) =>
      withBookSource(definition, (source) => ({
        onFrame: (frame, sink, symbols) => {
          try {
            gunzipSync(frame, { maxOutputLength: 1_024 * 1_024 });
          } catch {
            notes.acted();
            return;
          }
          source.onFrame(frame, sink, symbols);
        },
      })),
  }),
];
