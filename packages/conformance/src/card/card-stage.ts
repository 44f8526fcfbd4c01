import type { ConnectorEvent, ConnectorEventMap, ExchangeConnector, OrderSide } from '@venuekit/core';
import type { Clock, ConnectorDefinition, RequestContext, TradingPair } from '@venuekit/core/connector';
import type { AccountTruth, Operation, RefusalReason, Venue, VenueOrder, VenueTrade } from '@venuekit/venue';
import type { AlterableFrame, FrameSubjects, ReplyChange, TextChange } from './text-change.ts';
import type { Need } from '../subject/need.ts';

/** One REST request that left the connector. */
export interface SentRequest {
  readonly sentMs: number;
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly service: string;
  /** As sent; may hold a signature, so it is never shown. */
  readonly url: URL;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  /** 0 until it is answered. */
  status: number;
}

/** One request that the venue has refused. */
export interface ToldRefusal {
  readonly atMs: number;
  readonly reason: RefusalReason;
  /** Undefined where the request could not even be read, for instance for its signature. */
  readonly operation: Operation['kind'] | undefined;
  /** How long the venue asks to wait; undefined where it does not. */
  readonly retryAfterMs: number | undefined;
}

/** One socket that the connector asked for. */
export interface SentSocket {
  readonly openedMs: number;
  readonly service: string;
  readonly url: URL;
  /** Everything that the connector sent through it, in order. */
  readonly frames: { readonly sentMs: number; readonly text: string }[];
  /** Undefined while it is open. */
  closedMs: number | undefined;
}

/** What the cards may look at of the wire; it notes what leaves the connector, over all its lives. */
export interface WireView {
  readonly requests: readonly SentRequest[];
  readonly sockets: readonly SentSocket[];
}

/** An order as cards ask for it; what is absent is chosen so that the order rests far from the market. */
export interface RestingOrder {
  readonly pair?: TradingPair;
  /** Default `buy`. */
  readonly side?: OrderSide;
  /** Default: worth about ten times the market's minimum. */
  readonly amount?: string;
  readonly price?: string;
}

/**
 * The connector under test, the venue that it talks to, and what both did. Time passes only when a card asks for it. Everything that a card
 * arranges is done to the venue directly (`world`, `control`), never by the calls under test.
 */
export interface CardStage {
  readonly clock: Clock;
  readonly venue: Venue;
  /** The account that the connector logs in to. */
  readonly account: string;
  /** An account of somebody else, rich in all assets. */
  readonly stranger: string;
  /** The first market of the subject, which is followed. */
  readonly pair: TradingPair;
  /** The second one, which is followed only where the setup says so. */
  readonly otherPair: TradingPair;
  /** The one that lives now. */
  readonly connector: ExchangeConnector;
  /** What the connector is made of, as it is used; a member that is called here goes the way that core's calls go. */
  readonly definition: ConnectorDefinition;
  /** All events of all lives of the connector, in order. */
  readonly events: readonly ConnectorEvent[];
  readonly wire: WireView;
  /** Lines of the log at all levels, as they would be written. */
  readonly logLines: readonly string[];
  /** Whether a text holds a key, a signature or a token that has left the connector. */
  showsSecret(text: string): boolean;

  /** Whether the connector says that it has this. */
  has(need: Need): boolean;

  /** Starts the connector and waits until it is ready. @throws CardFailure after 60 s */
  start(): Promise<void>;
  /** Starts without waiting. */
  begin(): void;
  stop(): Promise<void>;
  /** Kills the connector as a process is killed: its timers never ring, its sockets are cut. The next one is made, not started. */
  kill(): void;
  /** Stops the connector and makes the next one, not started. */
  replace(): Promise<void>;

  /** Another program of the same account, without a card's mutant; not started, and stopped in the end. What it tells is not among `events`. */
  companion(): ExchangeConnector;

  advance(ms: number): Promise<void>;
  /** Waits for something. @param what says it, for the failure. @param maximumMs default 120,000. @throws CardFailure */
  until(what: string, predicate: () => boolean, maximumMs?: number): Promise<void>;
  /** What `answer` gives, while time passes. @throws CardFailure after `maximumMs` (default 60,000), naming the member that hangs. */
  answer<Value>(what: string, answer: Promise<Value>, maximumMs?: number): Promise<Value>;
  /** The error that `answer` ends with. @throws CardFailure when it succeeds. */
  errorOf(what: string, answer: Promise<unknown>, maximumMs?: number): Promise<Error>;
  /** Waits until the private stream is whole, all followed books are live and nothing is undecided. @throws CardFailure after `maximumMs` (default 300,000). */
  rest(maximumMs?: number): Promise<void>;
  /** A context as core makes them, for calling members of the definition directly. @throws CardFailure when core made none yet. */
  requestContext(): RequestContext;

  /** Places an order that rests; ready when `order-created` has come. @returns its client id. */
  openOrder(order?: RestingOrder): Promise<string>;
  /** Places it without waiting. */
  placeResting(order?: RestingOrder): string;
  /** A price on the grid that rests, far from the market. */
  restingPrice(side: OrderSide, pair?: TradingPair): string;
  /** A price on the grid that trades at once. */
  crossingPrice(side: OrderSide, pair?: TradingPair): string;
  /** An amount on the grid, `times` the smallest that the market takes at its prices. Default 10. */
  amount(times?: number, pair?: TradingPair): string;

  /** The venue's order behind one of ours, also when it is done; undefined while there is none. */
  venueOrder(clientOrderId: string): VenueOrder | undefined;
  /** The id by which the venue's wire calls an order. */
  exchangeOrderId(order: VenueOrder): string;
  /** The id by which the venue's wire calls a trade. */
  exchangeTradeId(trade: VenueTrade): string;
  /** Fills one of our orders at the venue, wholly or by an amount. @throws CardFailure when the venue has none. */
  fillAtVenue(clientOrderId: string, amount?: string): void;
  /** Cancels one of our orders at the venue, as a person on its site would. */
  cancelAtVenue(clientOrderId: string): void;
  /** Moves the market: somebody else buys or sells at any price. */
  tradeByStranger(side: OrderSide, amount: string, pair?: TradingPair): void;
  /** Somebody else's order in the book, which rests. @returns the venue's order. */
  restByStranger(side: OrderSide, price: string, amount: string, pair?: TradingPair): VenueOrder;
  truth(): AccountTruth;
  /**
   * Changes successful answers of the venue to an operation on their way out, over REST and sockets. `told` says what the text tells, and how
   * the dialect would tell something else in its place: what differs between the two is where it stands. @returns what ends it.
   */
  alterReplies(operation: Operation['kind'], change: ReplyChange): () => void;
  /** Changes frames on their way out, as `alterReplies`. @returns what ends it. */
  alterFrames<Kind extends AlterableFrame>(frame: Kind, change: TextChange<FrameSubjects[Kind]>): () => void;
  /** What the venue has refused, oldest first. */
  readonly refusals: readonly ToldRefusal[];
  /** Whom the venue counts for limits by address. */
  readonly address: string;
  /** Sets our wall clock, not the venue's. Use no `skewClock` beside it. Simulated time only. */
  jumpWall(byMs: number): void;
  /** From now on nobody listens at the venue's places, or again; what is connected stays. Simulated network only. */
  refuseConnections(isRefusing?: boolean): void;

  /** The types of events about one order, in order. */
  orderEvents(clientOrderId: string): readonly ConnectorEvent['type'][];
  eventsOf<Type extends ConnectorEvent['type']>(type: Type): readonly ConnectorEventMap[Type][];

  /** @throws CardFailure when the two are not deeply equal; Decimals are equal when their values are. */
  equal(what: string, actual: unknown, expected: unknown): void;
  /** @throws CardFailure when the claim does not hold. @param actual what is shown. */
  holds(what: string, claim: boolean, actual?: unknown): void;
  /** The value, which must be there. @throws CardFailure for undefined. */
  present<Value>(what: string, value: Value | undefined): Value;
}
