import type { Buffer } from 'node:buffer';
import {
  InvalidPayloadError,
  PayloadFields,
  StreamError,
  asError,
  createDepthDiff,
  isPayloadObject,
  parseJson,
  readObject,
} from '@venuekit/core/connector';
import type {
  ContinuityRule,
  ContinuityVerdict,
  DepthDiff,
  DepthSnapshot,
  MarketDataSink,
  OrderBookDataSource,
  PayloadObject,
  RequestContext,
  StreamPlan,
  SymbolLookup,
  TradingPair,
} from '@venuekit/core/connector';
import { COMBINED_STREAM_PATH, DEPTH_LIMIT_IDS, DEPTH_PATH, LIMIT_IDS, STREAM_FRAMES_POOL, STREAM_SEND_SPACING_MS } from './constants.ts';
import type { SnapshotDepth } from './constants.ts';
import { parseDepthSnapshot, parseDepthUpdate, parsePublicTrade } from './wire.ts';

/**
 * What the venue's rule says of a local book (`web-socket-streams.md`, How to manage a local order book correctly; as corrected on
 * 2025-11-12).
 */
export const spotContinuity: ContinuityRule = {
  isSnapshotTooOld(snapshotUpdateId: number, firstBuffered: DepthDiff): boolean {
    return snapshotUpdateId < firstBuffered.firstUpdateId;
  },
  afterSnapshot(snapshotUpdateId: number, diff: DepthDiff): ContinuityVerdict {
    if (diff.lastUpdateId <= snapshotUpdateId) return 'stale';
    return diff.firstUpdateId > snapshotUpdateId + 1 ? 'gap' : 'apply';
  },
  afterDiff(lastUpdateId: number, diff: DepthDiff): ContinuityVerdict {
    if (diff.lastUpdateId < lastUpdateId) return 'stale';
    return diff.firstUpdateId > lastUpdateId + 1 ? 'gap' : 'apply';
  },
};

const ORIGIN = 'market stream';

/** Books and public trades over one combined-stream socket. */
export class SpotOrderBookDataSource implements OrderBookDataSource {
  readonly stream: StreamPlan;
  readonly continuity: ContinuityRule = spotContinuity;
  readonly #snapshotDepth: SnapshotDepth;
  readonly #diff: DepthDiff = createDepthDiff('-');

  constructor(options: { readonly streamsUrl: string; readonly snapshotDepth: SnapshotDepth }) {
    this.stream = {
      url: options.streamsUrl + COMBINED_STREAM_PATH,
      sendSpacingMs: STREAM_SEND_SPACING_MS,
      connectLimitId: LIMIT_IDS.connectStream,
      sendLimitId: STREAM_FRAMES_POOL,
    };
    this.#snapshotDepth = options.snapshotDepth;
  }

  topicsOf(pair: TradingPair, symbols: SymbolLookup): readonly string[] {
    const symbol = symbols.exchangeSymbol(pair).toLowerCase();
    return [`${symbol}@depth@100ms`, `${symbol}@trade`];
  }

  subscribeFrame(topics: readonly string[], requestId: number): string {
    return JSON.stringify({ method: 'SUBSCRIBE', params: topics, id: requestId });
  }

  unsubscribeFrame(topics: readonly string[], requestId: number): string {
    return JSON.stringify({ method: 'UNSUBSCRIBE', params: topics, id: requestId });
  }

  async requestSnapshot(context: RequestContext, pair: TradingPair): Promise<DepthSnapshot> {
    const reply = await context.rest.execute({
      path: DEPTH_PATH,
      parameters: { symbol: context.symbols.exchangeSymbol(pair), limit: this.#snapshotDepth },
      limitId: DEPTH_LIMIT_IDS[this.#snapshotDepth],
    });
    return parseDepthSnapshot(reply, pair, context.nowMs());
  }

  onFrame(frame: Buffer, sink: MarketDataSink, symbols: SymbolLookup): void {
    let message: PayloadObject;
    try {
      message = readObject(parseJson(frame, { origin: ORIGIN }), '(whole)', ORIGIN);
    } catch (error) {
      sink.problem(asError(error, ORIGIN), undefined);
      return;
    }
    const data = message['data'];
    if (isPayloadObject(data)) this.#onEvent(data, message['stream'], sink, symbols);
    else if (message['e'] !== undefined) this.#onEvent(message, undefined, sink, symbols);
    else onReply(new PayloadFields(message, ORIGIN), sink);
  }

  #onEvent(data: PayloadObject, stream: unknown, sink: MarketDataSink, symbols: SymbolLookup): void {
    try {
      switch (data['e']) {
        case 'depthUpdate':
          parseDepthUpdate(data, pairOf(data, stream, symbols), this.#diff);
          sink.diff(this.#diff);
          return;
        case 'trade':
          sink.trade(parsePublicTrade(data, pairOf(data, stream, symbols)));
          return;
        case 'serverShutdown':
          sink.closingSoon('serverShutdown');
          return;
        default:
          throw unexpected('e', 'a known event', data['e'], stream);
      }
    } catch (error) {
      sink.problem(asError(error, ORIGIN), harmedBook(data, stream, symbols));
    }
  }
}

/** @throws InvalidPayloadError when the event has no symbol that is known. */
function pairOf(data: PayloadObject, stream: unknown, symbols: SymbolLookup): TradingPair {
  const symbol = data['s'];
  const pair = typeof symbol === 'string' ? symbols.findTradingPair(symbol) : undefined;
  if (pair === undefined) throw unexpected('s', 'a known symbol', symbol, stream);
  return pair;
}

/**
 * The book that lacks what an unusable event should have told, by the name of its stream or else by its symbol. A trade says nothing
 * of a book.
 */
function harmedBook(data: PayloadObject, stream: unknown, symbols: SymbolLookup): TradingPair | undefined {
  const [symbol = '', kind] = typeof stream === 'string' ? stream.split('@') : [];
  if (kind === undefined ? data['e'] !== 'depthUpdate' : kind !== 'depth') return undefined;
  return symbols.findTradingPair(symbol.toUpperCase()) ?? symbols.findTradingPair(String(data['s']));
}

/** Acknowledgements `{"result":null,"id":1}` and refusals `{"code":2,"msg":"…","id":1}`. */
function onReply(reply: PayloadFields, sink: MarketDataSink): void {
  const details = reply.optionalObject('error') ?? reply;
  const id = reply.value('id');
  if (!details.has('code') && !details.has('msg')) {
    if (typeof id === 'number' && reply.names.includes('result')) sink.acknowledged(id);
    else sink.problem(unexpected('(whole)', 'an event or a reply', reply.names.join(), undefined), undefined);
    return;
  }
  const text = `the venue refused a request: ${String(details.value('code'))} ${details.optionalText('msg') ?? ''}`;
  const error = new StreamError('subscription-refused', text);
  if (typeof id === 'number') sink.refused(id, error);
  else sink.problem(error, undefined);
}

function unexpected(field: string, expected: string, received: unknown, stream: unknown): InvalidPayloadError {
  const origin = typeof stream === 'string' ? `${ORIGIN} ${stream}` : ORIGIN;
  return new InvalidPayloadError({ field, origin, expected, received });
}
