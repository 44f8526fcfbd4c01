import { asError, splitTradingPair, Secret, type TradingPair } from '@venuekit/core/connector';
import { MemoryRecordingSink } from '@venuekit/core/testing';
import type { VenueStage } from '../stage/venue-stage.ts';
import { simulatedStage } from '../stage/simulated-stage.ts';
import { DEFAULT_CREDENTIALS, DEFAULT_MARKETS, type ConformanceSubject, type SubjectMarket } from '../subject/conformance-subject.ts';
import { readRecording } from './read-recording.ts';
import type { Recording } from './recording.ts';

/** What a connector is driven through on the simulated venue, so that as much of the wire as possible is seen. */
export interface EmbeddedRecordingOptions {
  readonly subject: ConformanceSubject;
  /** The markets that are followed; others than the subject's own have usual rules. Default: the subject's first. */
  readonly tradingPairs?: readonly TradingPair[];
  readonly hasCredentials?: boolean;
  /** Called at the end, while the venue still answers. */
  readonly before?: (stage: VenueStage) => Promise<void>;
}

const PRICE_OF_UNKNOWN_MARKETS = '100';
const QUIET_MS = 5_000;

/** A run on the simulated venue. */
export interface EmbeddedRun {
  /** As the recorder wrote it. */
  readonly text: string;
  readonly recording: Recording;
  /** Why the run ended before its end; undefined when it did not. What was recorded until then is there. */
  readonly failure: string | undefined;
}

/** Records a run of the connector against the dialect: it starts, places, cancels, is filled in parts and wholly, and hears trades. */
export async function recordEmbedded(options: EmbeddedRecordingOptions): Promise<EmbeddedRun> {
  const { subject, tradingPairs = [], hasCredentials = true, before } = options;
  const sink = new MemoryRecordingSink();
  const { apiKey, apiSecret, passphrase = '' } = subject.credentials ?? DEFAULT_CREDENTIALS;
  const secrets = [apiKey, apiSecret, passphrase].map((text) => new Secret(text));
  const stage = simulatedStage({
    subject: { ...subject, markets: marketsFor(subject.markets ?? DEFAULT_MARKETS, tradingPairs) },
    setup: {
      hasCredentials,
      followedMarkets: Math.max(1, tradingPairs.length),
      connector: { recording: { sink, secrets, source: 'embedded' } },
    },
  });
  const failures: string[] = [];
  const attempt = async (act: () => Promise<void> | undefined): Promise<void> => {
    try {
      await act();
    } catch (error) {
      failures.push(asError(error, 'the simulated venue').message);
    }
  };
  await attempt(() => live(stage));
  await attempt(() => before?.(stage));
  await attempt(() => stage.close());
  return { text: sink.text, recording: readRecording(sink.text, `${subject.name} on the simulated venue`), failure: failures[0] };
}

async function live(stage: VenueStage): Promise<void> {
  await stage.start();
  for (const pair of stage.connector.tradingPairs) stage.tradeByStranger('buy', stage.amount(10, pair), pair);
  if (stage.definition.isTradingRequired) await trade(stage);
  await stage.advance(QUIET_MS);
}

async function trade(stage: VenueStage): Promise<void> {
  const [canceled, filled] = [await stage.openOrder(), await stage.openOrder()];
  await stage.answer('the cancel', stage.connector.cancel(stage.pair, canceled));
  await stage.answer('the open orders', stage.connector.getOpenOrders(stage.pair));
  stage.fillAtVenue(filled, stage.amount(5));
  await stage.advance(QUIET_MS);
  stage.fillAtVenue(filled);
  await stage.advance(QUIET_MS);
}

/** The followed markets first; the venue needs at least two. */
function marketsFor(known: readonly SubjectMarket[], tradingPairs: readonly TradingPair[]): readonly SubjectMarket[] {
  const followed = tradingPairs.map((pair): SubjectMarket => {
    const { base, quote } = splitTradingPair(pair);
    return known.find((market) => market.base === base && market.quote === quote) ?? { base, quote, fairPrice: PRICE_OF_UNKNOWN_MARKETS };
  });
  return [...followed, ...known.filter((market) => !followed.includes(market))];
}
