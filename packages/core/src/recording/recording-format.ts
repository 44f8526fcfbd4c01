/** The version of the format that is written here. */
export const RECORDING_VERSION = 1;

/**
 * Where the traffic came from. `venue`: a real exchange. `embedded`: a simulated one (in process, on loopback, on a clock that is moved by
 * hand), which says nothing of the real one. `sample`: published traffic that somebody else recorded, or that was written by hand.
 */
export type RecordingSourceKind = 'venue' | 'embedded' | 'sample';

export interface RecordingSource {
  readonly kind: RecordingSourceKind;
  /** The host of the first connection. */
  readonly host: string;
}

/** The first line of a recording. */
export interface RecordingHeader {
  readonly type: 'recording';
  readonly version: typeof RECORDING_VERSION;
  readonly source: RecordingSource;
  /** When the first connection was made, by our wall clock in ms. */
  readonly startedMs: number;
  readonly connector: RecordedConnector;
}

/** Whose traffic it is. */
export interface RecordedConnector {
  readonly name: string;
  /** Of its package. */
  readonly version?: string;
  /** The markets that it followed from the start, such as `BTC-USDT`. */
  readonly tradingPairs?: readonly string[];
}

/** What all lines after the first have in common. */
export interface RecordedMoment {
  /** 1, 2, 3 … over the whole recording: the order in which things happened to us. */
  readonly order: number;
  /** By our wall clock in ms, which may jump. */
  readonly atMs: number;
  /** `request-1`, `socket-1` …: what belongs to one request or socket has the same. */
  readonly connection: string;
}

/** Whether what is said may be told to everybody; a connection is private when credentials were seen on it. */
export type RecordedAccess = 'public' | 'private';

export interface RecordedRequest extends RecordedMoment {
  readonly type: 'request';
  readonly access: RecordedAccess;
  readonly method: string;
  /** Absolute, with the query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where there is none. */
  readonly body: string;
}

export interface RecordedReply extends RecordedMoment {
  readonly type: 'reply';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How the reading of the body ended; absent when it was read to its end. */
  readonly cut?: 'canceled' | 'broken' | 'too-long';
}

/** A request that got no reply. */
export interface RecordedFailure extends RecordedMoment {
  readonly type: 'failure';
  /** The name of the error, and nothing of its message. */
  readonly problem: string;
}

/** A socket was asked for. */
export interface RecordedSocket extends RecordedMoment {
  readonly type: 'socket';
  readonly access: RecordedAccess;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RecordedOpening extends RecordedMoment {
  readonly type: 'open';
}

export type FrameDirection = 'to-venue' | 'from-venue';

/** One message: `text` of a text frame, `base64` of a binary one. */
export type RecordedFrame = RecordedMoment & {
  readonly type: 'frame';
  readonly access: RecordedAccess;
  readonly direction: FrameDirection;
} & ({ readonly text: string } | { readonly base64: string });

export interface RecordedClose extends RecordedMoment {
  readonly type: 'close';
  readonly code: number;
  readonly reason: string;
}

/** Any line but the first. */
export type RecordedEvent =
  | RecordedRequest
  | RecordedReply
  | RecordedFailure
  | RecordedSocket
  | RecordedOpening
  | RecordedFrame
  | RecordedClose;
