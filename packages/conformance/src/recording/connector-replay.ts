import { ExchangeConnector, type Balance, type ConnectorEvent } from '@venuekit/core';
import {
  asError,
  ConnectorError,
  decorate,
  isTradingPair,
  type ConnectorDefinition,
  type TradingPair,
  type UserStreamUpdate,
} from '@venuekit/core/connector';
import { InProcessNetwork, inProcessRuntime, ManualClock, SeededRandom, sleep, type InProcessServer } from '@venuekit/core/testing';
import { venuePlace } from '../stage/venue-place.ts';
import { DEFAULT_CREDENTIALS, type ConformanceSubject } from '../subject/conformance-subject.ts';
import { callsOf, streamsOf, type Recording } from './recording.ts';
import { ReplayedCalls } from './replayed-calls.ts';
import { ReplayedSocket } from './replayed-socket.ts';
import { ReplayedStreams } from './replayed-streams.ts';

/** A book after the last frame of a recording. */
export interface ReplayedBook {
  readonly tradingPair: TradingPair;
  readonly state: string;
  readonly updateId: number;
  readonly bids: number;
  readonly asks: number;
}

/** What a connector has made of a recording. */
export interface ConnectorReplay {
  readonly books: readonly ReplayedBook[];
  /** Public trades. */
  readonly trades: number;
  readonly tradingRules: number;
  readonly balances: ReadonlyMap<string, Balance>;
  /** What the private events told, by kind: `order`, `trade`, `balance` … */
  readonly privateUpdates: ReadonlyMap<UserStreamUpdate['kind'], number>;
  /** Everything that it reported as not understood. */
  readonly problems: readonly string[];
  /** What it asked for and the recording does not hold. It may have been asked for after the recording's end, or not at all then. */
  readonly unanswered: readonly string[];
  /** What stands in the recording and it never asked for. */
  readonly unasked: readonly string[];
  /** Why the connector does not agree with the recording, in sentences; empty when it does. */
  readonly disagreements: readonly string[];
}

/** How a recording is replayed. */
export interface ConnectorReplayOptions {
  readonly subject: Pick<ConformanceSubject, 'dialect' | 'define' | 'credentials'>;
  /** Default: those that the recording says were followed. */
  readonly tradingPairs?: readonly TradingPair[];
}

/** After the last line of the recording. */
const AFTERWARDS_MS = 5_000;
const STOP_MS = 60_000;
/** They are about bytes on the wire, which are no more what they were. */
const WIRE_HEADERS: ReadonlySet<string> = new Set(['content-encoding', 'content-length', 'transfer-encoding']);

/**
 * Lets a connector live through a recording, on the manual clock: its requests get the recorded replies, its sockets the recorded frames.
 * Whatever the recording does not hold fails as a dead network does. Keys are given when the recording has private traffic.
 */
export async function replayToConnector(recording: Recording, options: ConnectorReplayOptions): Promise<ConnectorReplay> {
  const { subject } = options;
  const { header, events } = recording;
  const clock = new ManualClock({ wallMs: header.startedMs });
  const network = new InProcessNetwork({ clock, latency: 0 });
  const [calls, streams] = [callsOf(recording), streamsOf(recording)];
  const replayedCalls = new ReplayedCalls(calls);
  const replayedStreams = new ReplayedStreams(streams);
  const server = replayServer(clock, replayedCalls, replayedStreams);
  const origins = Object.fromEntries(subject.dialect().services.map((service) => [service, `https://${service}.recorded.test`]));
  for (const origin of Object.values(origins)) network.serve(origin, server);

  const isPrivate = [...calls.map(({ request }) => request), ...streams].some(({ access }) => access === 'private');
  const tradingPairs = options.tradingPairs ?? (header.connector.tradingPairs ?? []).filter(isTradingPair);
  const place = venuePlace(origins, { credentials: isPrivate ? (subject.credentials ?? DEFAULT_CREDENTIALS) : undefined, tradingPairs });
  const heard = new HeardOfReplay(subject.define(place));
  const connector = new ExchangeConnector({
    definition: heard.definition,
    runtime: inProcessRuntime({ clock, network, random: new SeededRandom(1) }),
    refreshesLastPrices: false,
  });
  connector.onAny((event) => heard.note(event));
  connector.start();
  await clock.advance(Math.max(0, (events.at(-1)?.atMs ?? header.startedMs) - header.startedMs) + AFTERWARDS_MS);
  const books = tradingPairs.map((pair) => bookOf(connector, pair));
  const balances = connector.getAllBalances();
  heard.end();
  const stopped = connector.stop();
  await clock.advance(STOP_MS);
  await stopped;

  const found = {
    books,
    balances,
    trades: heard.trades,
    tradingRules: heard.tradingRules,
    privateUpdates: heard.privateUpdates,
    problems: heard.problems,
    unanswered: [...replayedCalls.unanswered, ...replayedStreams.unanswered.map((path) => `socket ${path}`)],
    unasked: [
      ...new Set([
        ...replayedCalls.unused.map(({ request }) => `${request.method} ${new URL(request.url).pathname}`),
        ...replayedStreams.unused.map(({ socket }) => `socket ${new URL(socket.url).pathname}`),
      ]),
    ],
  };
  return { ...found, disagreements: disagreementsOf(found) };
}

function replayServer(clock: ManualClock, calls: ReplayedCalls, streams: ReplayedStreams): InProcessServer {
  return {
    onRequest: async ({ method, url, body }) => {
      const call = calls.find({ method, url, body });
      const reply = call?.reply;
      if (call === undefined || reply === undefined) return 'reset';
      await sleep(clock, Math.max(0, reply.atMs - call.request.atMs));
      if (reply.cut === 'broken' || reply.cut === 'too-long') return 'reset';
      const headers = Object.entries(reply.headers).filter(([name]) => !WIRE_HEADERS.has(name));
      return { status: reply.status, headers: Object.fromEntries(headers), body: reply.body };
    },
    onSocket: (socket) =>
      new ReplayedSocket(socket, {
        clock,
        find: (url, firstFrame) => streams.find(url, firstFrame),
        onUnknown: (url) => streams.noteUnknown(url),
      }).handlers,
  };
}

function bookOf(connector: ExchangeConnector, tradingPair: TradingPair): ReplayedBook {
  try {
    const book = connector.getOrderBook(tradingPair);
    return { tradingPair, state: book.state, updateId: book.updateId, bids: book.depth('bid'), asks: book.depth('ask') };
  } catch (error) {
    if (!ConnectorError.is(error) || error.code !== 'UNKNOWN_TRADING_PAIR') throw error;
    return { tradingPair, state: 'unknown', updateId: 0, bids: 0, asks: 0 };
  }
}

/** Hears what a connector tells, and what its members have read. */
class HeardOfReplay {
  readonly definition: ConnectorDefinition;
  readonly privateUpdates: Map<UserStreamUpdate['kind'], number> = new Map();
  readonly problems: string[] = [];
  trades = 0;
  tradingRules = 0;
  #hasEnded = false;

  constructor(definition: ConnectorDefinition) {
    this.definition = decorate(definition, {
      userStreamEventListener: async (event, context) => {
        const updates = await definition.userStreamEventListener(event, context);
        for (const { kind } of updates) this.privateUpdates.set(kind, (this.privateUpdates.get(kind) ?? 0) + 1);
        return updates;
      },
      formatTradingRules: (context, reply, onProblem) => {
        const rules = definition.formatTradingRules(context, reply, onProblem);
        this.tradingRules = rules.length;
        return rules;
      },
    });
  }

  note(event: ConnectorEvent): void {
    if (this.#hasEnded) return;
    if (event.type === 'book-trade') this.trades += 1;
    if (event.type !== 'stream-problem' || isDeadNetwork(event.error)) return;
    const cause = event.error === undefined ? '' : `: ${asError(event.error, event.stream).message}`;
    this.problems.push(`${event.stream}: ${event.message}${cause}`);
  }

  /** What follows is about the end of the replay. */
  end(): void {
    this.#hasEnded = true;
  }
}

/** What the recording does not hold fails so; it is told as unanswered. */
function isDeadNetwork(error: Error | undefined): boolean {
  return error !== undefined && 'code' in error && (error.code === 'NETWORK' || error.code === 'TIMEOUT');
}

function disagreementsOf({
  books,
  problems,
  unanswered,
  tradingRules,
}: Pick<ConnectorReplay, 'books' | 'problems' | 'unanswered' | 'tradingRules'>): readonly string[] {
  return [
    ...(tradingRules === 0 ? ['the connector read no trading rule'] : []),
    ...(books.length === 0 ? ['no market was followed: say which, the recording does not'] : []),
    ...books
      .filter(({ state }) => state !== 'live')
      .map(({ tradingPair, state }) => `the book of ${tradingPair} is ${state} after the last frame, not live`),
    ...unanswered.map((asked) => `the connector asked for what the recording does not hold: ${asked}`),
    ...[...new Set(problems)].map((problem) => `the connector could not use what was recorded: ${problem}`),
  ];
}
