import type { ExchangeConnectorOptions } from '@venuekit/core';
import type { TradingPair } from '@venuekit/core/connector';
import type { FeePlan, Venue } from '@venuekit/venue';
import type { SubjectMarket } from '../subject/conformance-subject.ts';

/** How a stage differs from the usual one. */
export interface StageSetup {
  /** How many of the subject's markets are followed from the start. Default 1. */
  readonly followedMarkets?: number;
  /** Changes the rules of a market before anything starts. Default none. */
  readonly market?: (market: SubjectMarket, index: number) => SubjectMarket;
  /** Free balances of the account by asset. Default 10 of each base, 1,000,000 of each quote. */
  readonly balances?: Readonly<Record<string, string>>;
  readonly feePlan?: FeePlan;
  /** Whether orders of others stand in the books. Default true; they stop moving once the connector is ready. */
  readonly hasMakers?: boolean;
  /** Whether the connector saves to a store that outlives it. Default false. */
  readonly isDurable?: boolean;
  /** Whether keys are given. Default true. */
  readonly hasCredentials?: boolean;
  /** Whether the venue knows these keys. Default true. */
  readonly knowsKeys?: boolean;
  /** Whether the keys may trade. Default true. */
  readonly mayTrade?: boolean;
  readonly connector?: Partial<Omit<ExchangeConnectorOptions, 'definition' | 'runtime' | 'store'>>;
  /** How long before the end of a socket's life the venue tells it, in ms. Default: it does not. */
  readonly closingNoticeMs?: number;
  /** Done to the venue before the connector exists. */
  readonly prepare?: (venue: Venue, place: { readonly account: string; readonly tradingPairs: readonly TradingPair[] }) => void;
}
