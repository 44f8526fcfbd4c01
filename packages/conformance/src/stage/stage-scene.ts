import { Decimal, tradingPair, type Clock, type ConnectorDefinition, type TradingPair } from '@venuekit/core/connector';
import { SeededRandom } from '@venuekit/core/testing';
import { createMarketMakers, createVenue, spotInstrument, type MarketMakers, type Venue } from '@venuekit/venue';
import type { StageSetup } from '../card/stage-setup.ts';
import { DEFAULT_CREDENTIALS, DEFAULT_MARKETS, type ConformanceSubject, type SubjectMarket } from '../subject/conformance-subject.ts';
import { AlteredWire } from './altered-wire.ts';
import { DialectWatch } from './dialect-watch.ts';
import { makeDialect } from './make-dialect.ts';
import { PriceDesk } from './price-desk.ts';
import { RefusalWatch } from './refusal-watch.ts';
import { stageAccounts } from './stage-accounts.ts';
import { NO_WITNESS, type StageWitness } from './stage-witness.ts';
import { Timeline } from './timeline.ts';
import { tellVenueEvents } from './venue-events.ts';

/** What a stage is made for. */
export interface StageOptions {
  readonly subject: ConformanceSubject;
  readonly setup?: StageSetup | undefined;
  /** Default 1. */
  readonly seed?: number | undefined;
  /** Puts something between core and the definition: a mutant. */
  readonly mutate?: ((definition: ConnectorDefinition) => ConnectorDefinition) | undefined;
  readonly witness?: StageWitness | undefined;
}

export const ACCOUNT = 'tester';
export const STRANGER = 'stranger';

/** The venue of a stage, its markets and those who trade there. */
export interface StageScene {
  readonly venue: Venue;
  readonly dialect: DialectWatch;
  /** What cards change of the venue's texts; behind the watch, so that it is not held against the dialect. */
  readonly altered: AlteredWire;
  readonly refused: RefusalWatch;
  readonly random: SeededRandom;
  readonly timeline: Timeline;
  readonly prices: PriceDesk;
  readonly makers: MarketMakers;
  readonly pair: TradingPair;
  readonly otherPair: TradingPair;
  /** Those that are followed from the start. */
  readonly followed: readonly TradingPair[];
}

/** Makes the venue that a card plays on. @throws RangeError for a subject of less than two markets, DialectBrokenError. */
export function stageScene({ subject, setup = {}, seed = 1, witness = NO_WITNESS }: StageOptions, clock: Clock): StageScene {
  const random = new SeededRandom(seed);
  const beganMs = clock.monotonicMs();
  const timeline = new Timeline(() => clock.monotonicMs() - beganMs);
  const markets = (subject.markets ?? DEFAULT_MARKETS).map((market, index) => setup.market?.(market, index) ?? market);
  const pairs = markets.map(({ base, quote }) => tradingPair(base, quote));
  const [pair, otherPair] = pairs;
  if (pair === undefined || otherPair === undefined) throw new RangeError(`the subject ${subject.name} needs at least two markets`);
  const dialect = new DialectWatch(makeDialect(subject, witness), { witness, spelling: subject.spelling });
  const altered = new AlteredWire();
  const refused = new RefusalWatch(() => clock.monotonicMs());
  const venue = createVenue({
    clock,
    random,
    dialect: refused.wrap(altered.wrap(dialect.dialect)),
    instruments: markets.map((market) => spotInstrument(market)),
    accounts: stageAccounts(markets, setup, subject.credentials ?? DEFAULT_CREDENTIALS, { account: ACCOUNT, stranger: STRANGER }),
    ...(setup.closingNoticeMs === undefined ? {} : { closingNoticeMs: setup.closingNoticeMs }),
  });
  tellVenueEvents(venue, ACCOUNT, (text) => timeline.add('venue', text));
  const prices = new PriceDesk(venue.world.instruments, fairPricesOf(markets));
  setup.prepare?.(venue, { account: ACCOUNT, tradingPairs: pairs });
  const makers = createMarketMakers({
    world: venue.world,
    clock,
    random,
    actionsPerSecond: 2,
    markets: markets.map(({ base, quote, fairPrice }) => ({ tradingPair: tradingPair(base, quote), fairPrice })),
  });
  return {
    venue,
    dialect,
    altered,
    refused,
    random,
    timeline,
    prices,
    makers,
    pair,
    otherPair,
    followed: pairs.slice(0, setup.followedMarkets ?? 1),
  };
}

function fairPricesOf(markets: readonly SubjectMarket[]): ReadonlyMap<TradingPair, Decimal> {
  return new Map(markets.map(({ base, quote, fairPrice }) => [tradingPair(base, quote), new Decimal(fairPrice)]));
}
