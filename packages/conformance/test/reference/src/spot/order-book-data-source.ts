import type { Buffer } from 'node:buffer';
import { PayloadFields, StreamError, asError, createDepthDiff, parseJson, rangeContinuity } from '@venuekit/core/connector';
import type {
  ContinuityRule,
  DepthDiff,
  DepthSnapshot,
  MarketDataSink,
  OrderBookDataSource,
  RequestContext,
  StreamPlan,
  SymbolLookup,
  TradingPair,
} from '@venuekit/core/connector';
import { DEPTH_PATH, LIMIT_IDS } from './constants.ts';
import { parseDepthUpdate, parseDepthSnapshot, parsePublicTrade } from './wire.ts';

const ORIGIN = 'market stream';
const SNAPSHOT_DEPTH = 1_000;

/** Books and trades of all followed pairs on one socket. */
export class SpotOrderBookDataSource implements OrderBookDataSource {
  readonly stream: StreamPlan;
  readonly continuity: ContinuityRule = rangeContinuity;
  readonly #diff: DepthDiff = createDepthDiff('-');

  constructor(options: { readonly streamsUrl: string }) {
    this.stream = { url: options.streamsUrl, connectLimitId: LIMIT_IDS.connect };
  }

  topicsOf(pair: TradingPair, symbols: SymbolLookup): readonly string[] {
    const symbol = symbols.exchangeSymbol(pair);
    return [`book.${symbol}.100`, `trades.${symbol}`];
  }

  subscribeFrame(topics: readonly string[], requestId: number): string {
    return JSON.stringify({ id: requestId, op: 'subscribe', topics });
  }

  unsubscribeFrame(topics: readonly string[], requestId: number): string {
    return JSON.stringify({ id: requestId, op: 'unsubscribe', topics });
  }

  /** `GET /book/<market>`. */
  async requestSnapshot(context: RequestContext, pair: TradingPair): Promise<DepthSnapshot> {
    const path = `${DEPTH_PATH}/${encodeURIComponent(context.symbols.exchangeSymbol(pair))}`;
    const reply = await context.rest.execute({ path, parameters: { depth: SNAPSHOT_DEPTH }, limitId: LIMIT_IDS.anyRequest });
    return parseDepthSnapshot(reply, pair, context.nowMs());
  }

  onFrame(frame: Buffer, sink: MarketDataSink, symbols: SymbolLookup): void {
    let pair: TradingPair | undefined;
    try {
      const message = new PayloadFields(parseJson(frame, { origin: ORIGIN }), ORIGIN);
      const topic = message.optionalText('topic');
      if (topic === undefined) {
        onReply(message, sink);
        return;
      }
      const [kind, symbol = ''] = topic.split('.');
      const found = symbols.tradingPair(symbol);
      if (kind === 'book') {
        pair = found;
        this.#onBook(message, found, sink);
      } else if (kind === 'trades') {
        sink.trade(parsePublicTrade(message, found));
      } else {
        throw message.wrong('topic', 'a known topic');
      }
    } catch (error) {
      sink.problem(asError(error, ORIGIN), pair);
    }
  }

  #onBook(message: PayloadFields, pair: TradingPair, sink: MarketDataSink): void {
    parseDepthUpdate(message, pair, this.#diff);
    sink.diff(this.#diff);
  }
}

/** Acknowledgements `{"id":1,"ok":true}`, refusals, and the word that the venue will close the socket. */
function onReply(message: PayloadFields, sink: MarketDataSink): void {
  if (message.value('event') === 'closing') sink.closingSoon('the venue closes');
  else if (message.boolean('ok')) sink.acknowledged(message.count('id'));
  else sink.refused(message.count('id'), new StreamError('subscription-refused', `the venue refused a request: ${message.text('error')}`));
}
