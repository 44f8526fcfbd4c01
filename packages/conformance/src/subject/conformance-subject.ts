import type { ConnectorDefinition, TradingPair } from '@venuekit/core/connector';
import type { Dialect, SpotInstrumentOptions } from '@venuekit/venue';

/** Whom the connector logs in as; the venue knows the same. */
export interface SubjectCredentials {
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Only where the venue wants one. */
  readonly passphrase?: string;
  /** What the venue checks signatures by: a kind of key, and the secret or the public key in PEM form (SPKI). Default `hmac`, by the secret itself. */
  readonly verifier?: { readonly kind: 'hmac' | 'hmac-sha512' | 'rsa' | 'ed25519' | 'es256'; readonly key: string };
}

/** A market of the venue, with usual rules where none are given. */
export interface SubjectMarket extends SpotInstrumentOptions {
  /** Where its price begins. */
  readonly fairPrice: string;
}

/** Where a connector is made for. */
export interface SubjectPlace {
  /** Origin of one of the dialect's services, such as `https://rest.venue.test`. @throws RangeError for a service that the dialect has not. */
  readonly httpUrl: (service: string) => string;
  /** As `httpUrl`, for sockets: `wss://…`. */
  readonly wsUrl: (service: string) => string;
  /** Undefined: public data only. */
  readonly credentials: SubjectCredentials | undefined;
  /** The markets that are followed from the start. */
  readonly tradingPairs: readonly TradingPair[];
}

/** A card that is known to fail. The reason stands in every report; when the card passes, or the day is over, the entry is stale and fails. */
export interface BaselineEntry {
  readonly card: string;
  /** The day it was written, `YYYY-MM-DD`. */
  readonly since: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly until: string;
  readonly reason: string;
}

/** What the suite is run on: one connector package and one dialect of its venue. */
export interface ConformanceSubject {
  /** The package's name. */
  readonly name: string;
  /** A fresh dialect for each card. */
  readonly dialect: () => Dialect;
  /** What the connector is made of. Its capabilities are its claims. Called once for each life of a connector. */
  readonly define: (place: SubjectPlace) => ConnectorDefinition;
  /** The markets of the venue, at least two. Default `DEFAULT_MARKETS`. */
  readonly markets?: readonly SubjectMarket[];
  /** Default: an HMAC key of letters. */
  readonly credentials?: SubjectCredentials;
  /** How the dialect spells the venue's numbers of orders and trades. Default: decimal texts. */
  readonly spelling?: { readonly orderId?: (orderId: number) => string; readonly tradeId?: (tradeId: number) => string };
  /** The requirement set that is scored, by its date; newer cards are reported and not scored. Default: the newest. */
  readonly requirements?: string;
  readonly baseline?: readonly BaselineEntry[];
  /** The folder of the package, for its structure, samples and recordings: `new URL('..', import.meta.url)`. Default: none is checked. */
  readonly packageRoot?: URL;
  /** The cards to run. Default all. One that is left out or replaced is shown as such and fails; none but the suite's own are run. */
  readonly cards?: readonly { readonly id: string }[];
  /** The tier that the connector claims; a whole run that reaches less fails. Default: none is claimed. */
  readonly tier?: 0 | 1 | 2 | 3 | 4;
  /** Whether a mutant that no card kills on this connector fails the run. Default false: mutants come with each release of the suite. */
  readonly killsAllMutants?: boolean;
  /** The product's folder inside `src/`, for `next`. Default `spot`. */
  readonly product?: string;
}

/** BTC-USDT, ETH-USDT and ETH-BTC with usual rules. */
export const DEFAULT_MARKETS: readonly SubjectMarket[] = [
  { base: 'BTC', quote: 'USDT', fairPrice: '60000' },
  { base: 'ETH', quote: 'USDT', fairPrice: '3000', amountIncrement: '0.0001' },
  { base: 'ETH', quote: 'BTC', fairPrice: '0.05', priceIncrement: '0.00001', minimumNotional: '0.0001', amountIncrement: '0.001' },
];

/** Keys of letters, which no real venue knows. */
export const DEFAULT_CREDENTIALS: SubjectCredentials = { apiKey: 'k'.repeat(64), apiSecret: 's'.repeat(64) };
