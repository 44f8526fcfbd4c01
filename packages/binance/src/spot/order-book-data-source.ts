import type { Buffer } from 'node:buffer';
import { InvalidPayloadError, StreamError, createDepthDiff, parseJson } from '@venuekit/core/connector';
import type {
  ContinuityRule,
  ContinuityVerdict,
  DepthDiff,
  DepthSnapshot,
  MarketDataSink,
  OrderBookDataSource,
  PayloadObject,
  PublicTrade,
  RequestContext,
  StreamPlan,
  SymbolLookup,
  TradingPair,
} from '@venuekit/core/connector';
import { asError, isObject, optionalText } from '../payload-fields.ts';
import type { Payload } from '../payload-fields.ts';
import { COMBINED_STREAM_PATH, DEPTH_LIMIT_IDS, DEPTH_PATH, STREAM_SEND_SPACING_MS } from './constants.ts';
import type { SnapshotDepth } from './constants.ts';
import { parseDepthSnapshot, parseDepthUpdate, parsePublicTrade } from './wire.ts';

/** What the venue's rule says of a local book (binance-api.md E.3, as corrected on 2025-11-12). */
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

/** Books and public trades over one combined-stream socket. */
export class SpotOrderBookDataSource implements OrderBookDataSource {
  readonly stream: StreamPlan;
  readonly continuity: ContinuityRule = spotContinuity;
  readonly #snapshotDepth: SnapshotDepth;
  readonly #diff: DepthDiff = createDepthDiff('-');

  constructor(options: { readonly streamsUrl: string; readonly snapshotDepth: SnapshotDepth }) {
    this.stream = { url: options.streamsUrl + COMBINED_STREAM_PATH, sendSpacingMs: STREAM_SEND_SPACING_MS };
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
      signal: context.signal,
    });
    return parseDepthSnapshot(reply, pair, context.nowMs());
  }

  onFrame(frame: Buffer, sink: MarketDataSink, symbols: SymbolLookup): void {
    let message: unknown;
    try {
      message = parseJson(frame, { origin: 'market stream' });
    } catch (error) {
      sink.problem(asError(error, 'market stream'), undefined);
      return;
    }
    if (!isObject(message)) {
      sink.problem(unexpected('(whole)', 'a message', message), undefined);
      return;
    }
    const envelope: Payload<'stream' | 'data' | 'e'> = message;
    if (isObject(envelope.data)) this.#onEvent(envelope.data, envelope.stream, sink, symbols);
    else if (envelope.e !== undefined) this.#onEvent(message, undefined, sink, symbols);
    else onReply(message, sink);
  }

  #onEvent(data: PayloadObject, stream: unknown, sink: MarketDataSink, symbols: SymbolLookup): void {
    const payload: Payload<'e'> = data;
    switch (payload.e) {
      case 'depthUpdate':
        this.#onDepthUpdate(data, stream, sink, symbols);
        return;
      case 'trade':
        this.#onTrade(data, stream, sink, symbols);
        return;
      case 'serverShutdown':
        sink.closingSoon('serverShutdown');
        return;
      default:
        sink.problem(unexpected('e', 'a known event', payload.e ?? stream), undefined);
    }
  }

  #onDepthUpdate(data: PayloadObject, stream: unknown, sink: MarketDataSink, symbols: SymbolLookup): void {
    const pair = findPair(data, stream, symbols);
    if (pair === undefined) {
      sink.problem(unexpected('s', 'a known symbol', data['s']), undefined);
      return;
    }
    try {
      parseDepthUpdate(data, pair, this.#diff);
    } catch (error) {
      sink.problem(asError(error, `depthUpdate ${pair}`), pair);
      return;
    }
    sink.diff(this.#diff);
  }

  /** A trade that cannot be read says nothing against the book, so its error names the pair only in its text. */
  #onTrade(data: PayloadObject, stream: unknown, sink: MarketDataSink, symbols: SymbolLookup): void {
    const pair = findPair(data, stream, symbols);
    if (pair === undefined) {
      sink.problem(unexpected('s', 'a known symbol', data['s']), undefined);
      return;
    }
    let trade: PublicTrade;
    try {
      trade = parsePublicTrade(data, pair);
    } catch (error) {
      sink.problem(asError(error, `trade ${pair}`), undefined);
      return;
    }
    sink.trade(trade);
  }
}

/** The pair by the event's symbol, or by the stream's name when the event has none, so that its book can be resynchronised. */
function findPair(data: Payload<'s'>, stream: unknown, symbols: SymbolLookup): TradingPair | undefined {
  if (data.s !== undefined || typeof stream !== 'string') return typeof data.s === 'string' ? symbols.findTradingPair(data.s) : undefined;
  return symbols.findTradingPair(stream.slice(0, Math.max(stream.indexOf('@'), 0)).toUpperCase());
}

/** Acknowledgements `{"result":null,"id":1}` and refusals `{"code":2,"msg":"…","id":1}` (E.1). */
function onReply(message: Payload<'id' | 'result' | 'code' | 'msg' | 'error'>, sink: MarketDataSink): void {
  const details: Payload<'code' | 'msg'> = isObject(message.error) ? message.error : message;
  const { id } = message;
  if (details.code === undefined && details.msg === undefined) {
    if (typeof id === 'number' && 'result' in message) sink.acknowledged(id);
    else sink.problem(unexpected('(whole)', 'an event or a reply', Object.keys(message).join()), undefined);
    return;
  }
  const text = `the venue refused a request: ${String(details.code)} ${optionalText(details.msg) ?? ''}`;
  const error = new StreamError('subscription-refused', text);
  if (typeof id === 'number') sink.refused(id, error);
  else sink.problem(error, undefined);
}

function unexpected(field: string, expected: string, received: unknown): InvalidPayloadError {
  return new InvalidPayloadError({ field, origin: 'market stream', expected, received });
}
