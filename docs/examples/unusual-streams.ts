import { crc32 } from 'node:zlib';
import { PayloadFields, Secret, TopicAcknowledgements, VenueRejection, isPayloadObject, parseJson } from '@venuekit/core/connector';
import type {
  MarketDataSink,
  OrderBookDataSource,
  RestCaller,
  StreamCredential,
  StreamPlan,
  TradingPair,
  UserStreamDataSource,
} from '@venuekit/core/connector';

// #region stream-plan
/** The exchange wants the text "ping" every 20 s whatever else is sent, cuts after 12 h, and confirms no end of a subscription. */
export const plan: StreamPlan = {
  url: 'wss://stream.example.test',
  pingFrame: 'ping',
  pingWhen: 'always',
  pingIntervalMs: 20_000,
  rotateAfterMs: 11.5 * 3_600_000,
  acknowledges: 'subscriptions',
  connectLimitId: 'connections',
  sendLimitId: 'frames',
};
// #endregion

type Book = Parameters<NonNullable<OrderBookDataSource['checksumOf']>>[0];

// #region checksum
/** CRC-32 over the ten best levels of each side, as `price:amount` joined by `|`. */
export function checksumOf(book: Book): number {
  const texts = (['bid', 'ask'] as const).flatMap((side) =>
    Array.from({ length: Math.min(10, book.depth(side)) }, (_, index) => book.exactLevel(side, index)).flatMap((level) =>
      level === undefined ? [] : [`${level.price.toFixed()}:${level.quantity.toFixed()}`],
    ),
  );
  return crc32(texts.join('|'));
}
// #endregion

// #region unusual-books
/**
 * Books that begin with their topic, of ten levels and with a checksum. Messages are numbered per connection, subscriptions confirmed by
 * repeating the topic.
 */
export class UnusualBooks implements Pick<
  OrderBookDataSource,
  'snapshots' | 'maximumDepth' | 'checksumOf' | 'onConnected' | 'topicsOf' | 'subscribeFrame' | 'unsubscribeFrame'
> {
  readonly snapshots = 'by-subscription';
  readonly maximumDepth = 10;
  readonly checksumOf = checksumOf;
  readonly #acknowledgements = new TopicAcknowledgements();
  #sequence = 0;

  onConnected(): void {
    this.#acknowledgements.clear();
    this.#sequence = 0;
  }

  topicsOf(pair: TradingPair): readonly string[] {
    return [`book.${pair}`, `trades.${pair}`];
  }

  subscribeFrame(topics: readonly string[], requestId: number): string {
    this.#acknowledgements.sent('subscribe', topics, requestId);
    return JSON.stringify({ subscribe: topics });
  }

  unsubscribeFrame(topics: readonly string[], requestId: number): string {
    this.#acknowledgements.sent('unsubscribe', topics, requestId);
    return JSON.stringify({ unsubscribe: topics });
  }

  /** Part of `onFrame`: every message of the connection is counted, and a confirmation names its topic. */
  onEnvelope(message: PayloadFields, sink: Pick<MarketDataSink, 'acknowledged' | 'desynchronised'>): void {
    const sequence = message.count('sequence');
    if (sequence !== this.#sequence + 1) sink.desynchronised(`message ${sequence} came after ${this.#sequence}`);
    this.#sequence = sequence;
    const topic = message.optionalText('subscribed');
    if (topic !== undefined) for (const requestId of this.#acknowledgements.confirm('subscribe', [topic])) sink.acknowledged(requestId);
  }
}
// #endregion

// #region credential
/** A key of the stream: made by `POST`, kept alive by `PUT` every 30 min, valid for an hour, part of the address. */
export function listenKey(rest: RestCaller): StreamCredential {
  const call = (method: 'POST' | 'PUT' | 'DELETE', path: string, signal: AbortSignal): Promise<unknown> =>
    rest.execute({ method, path, limitId: 'all', isAuthRequired: true, signal });
  return {
    keepAliveIntervalMs: 1_800_000,
    validityMs: 3_600_000,
    create: async (signal) => new Secret(new PayloadFields(await call('POST', '/listen-key', signal), 'listen key').text('listenKey')),
    keepAlive: async (key, signal) => void (await call('PUT', `/listen-key/${key.reveal()}`, signal)),
    // A refusal that names no key is one of the exchange's moods: the key may still be good.
    classify: (error) => (error instanceof VenueRejection && error.venueCode === 'unknown-key' ? 'gone' : 'temporary'),
    url: (key) => `wss://stream.example.test/?listenKey=${key.reveal()}`,
    close: async (key, signal) => void (await call('DELETE', `/listen-key/${key.reveal()}`, signal)),
  };
}
// #endregion

// #region private-frames
/** Frames of the private stream; `sentAt` is of the sending, so that two connections write it differently into the same event. */
export const unusualPrivateFrames: Pick<UserStreamDataSource, 'onFrame' | 'eventIdentity'> = {
  eventIdentity: (event) => {
    const { sentAt: _sentAt, ...told } = isPayloadObject(event) ? event : {};
    return JSON.stringify(told);
  },
  onFrame: (frame, sink) => {
    try {
      const event = parseJson(frame, { origin: 'private stream' });
      const message = new PayloadFields(event, 'private stream');
      const kind = message.text('event');
      if (kind === 'pong') sink.heartbeat();
      else if (kind === 'ping') sink.reply('{"event":"pong"}');
      else if (kind === 'subscribed') sink.acknowledged(message.count('id'));
      else if (kind === 'listen-key-expired') sink.credentialExpired(message.text('listenKey'));
      else if (kind === 'closing') sink.closingSoon('maintenance');
      else sink.event(event);
    } catch (error) {
      sink.problem(error instanceof Error ? error : new TypeError('something that is no error was thrown'));
    }
  },
};
// #endregion
