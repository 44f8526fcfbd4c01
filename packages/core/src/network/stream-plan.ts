/** How long to wait before the next attempt: a random delay below the bound 1, 2, 4 … times `initialMs`, at most `maximumMs`. */
export interface BackoffPlan {
  /** Default 1,000 ms. */
  readonly initialMs: number;
  /** Default 30,000 ms. */
  readonly maximumMs: number;
  /** The count starts again only after the connection has been live for this long. Default 60,000 ms. */
  readonly stableAfterMs: number;
}

/** How one socket of a venue is opened and kept. */
export interface StreamPlan {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** We ping when nothing else happened for this long; 0 means never. Default 15,000 ms. */
  readonly pingIntervalMs?: number;
  /**
   * `always`: we ping every `pingIntervalMs`, whatever comes; for venues that cut a client of which they hear nothing. Default `quiet`: only
   * when nothing else happened for that long.
   */
  readonly pingWhen?: 'quiet' | 'always';
  /** What we send as a ping where the venue wants a frame, such as `ping`; the data source tells the answer by `heartbeat`. Default a protocol ping. */
  readonly pingFrame?: string | Uint8Array;
  /** A pong must follow within this time. Default 10,000 ms. */
  readonly pongTimeoutMs?: number;
  /** No frame at all (data, ping or pong of the peer) for this long means the socket is dead; 0 means never. Default 60,000 ms. */
  readonly maximumSilenceMs?: number;
  /** No data frame for this long means the stream is stale, although the socket answers pings; 0 means never. Default 0. */
  readonly maximumDataAgeMs?: number;
  /** The venue cuts after 24 h; we go before, by up to 5 % earlier at random. 0 means never. Default 23 h 50 min. */
  readonly rotateAfterMs?: number;
  /** An acknowledgement must follow a request frame within this time. Default 10,000 ms. */
  readonly acknowledgeTimeoutMs?: number;
  /**
   * Which request frames of topics the venue acknowledges. `subscriptions`: the end of one is not. `none`: neither, and topics count as
   * confirmed when they have been asked for. Default `all`.
   */
  readonly acknowledges?: 'all' | 'subscriptions' | 'none';
  /** Least distance of two frames that we send. Default 250 ms. */
  readonly sendSpacingMs?: number;
  /** Topics in one subscribe frame. Default 100. */
  readonly topicsPerFrame?: number;
  readonly maximumPayloadBytes?: number;
  readonly backoff?: Partial<BackoffPlan>;
  /** The rate limit that each attempt to connect is charged to. Default: none. */
  readonly connectLimitId?: string;
  /** The rate limit that each frame that we send is charged to, pings included. Default: none. */
  readonly sendLimitId?: string;
}

/** What a stream is doing. */
export type StreamPhase = 'stopped' | 'connecting' | 'logging-in' | 'live' | 'backing-off';

/** The public state of a stream. */
export interface StreamStatus {
  readonly phase: StreamPhase;
  /** Grows by one with every connection attempt; what an older connection still delivers is ignored. */
  readonly generation: number;
  /** Our monotonic time of the last data frame, undefined before the first. */
  readonly lastDataMs: number | undefined;
  /** Our monotonic time of the last sign of life: data, ping or pong; undefined before the first connection. */
  readonly lastFrameMs: number | undefined;
  readonly reason: string | undefined;
}
