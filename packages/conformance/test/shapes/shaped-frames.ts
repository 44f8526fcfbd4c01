import type { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import {
  inflateFrame,
  parseJson,
  PayloadFields,
  StreamError,
  TopicAcknowledgements,
  type StreamPlan,
  type TopicRequestKind,
} from '@venuekit/core/connector';
import type { PlainShape } from '@venuekit/venue';

const ORIGIN = 'stream';

/** What both kinds of streams can do with a frame. */
export interface FrameSink {
  acknowledged(requestId: number): void;
  refused(requestId: number, error: Error): void;
  closingSoon(reason: string): void;
  heartbeat(): void;
  reply(frame: string | Uint8Array): void;
}

/** How frames of one stream are packed, acknowledged and kept alive. */
export class ShapedFrames {
  readonly #shape: PlainShape;
  readonly #acknowledgements = new TopicAcknowledgements();
  #loginId: number | undefined;

  constructor(shape: PlainShape) {
    this.#shape = shape;
  }

  plan(url: string): StreamPlan {
    const { heartbeat, acks } = this.#shape;
    return {
      url,
      connectLimitId: 'all',
      ...(acks === 'first-data' && { acknowledges: 'subscriptions' }),
      ...(heartbeat === 'text' && { pingFrame: this.pack('ping'), pingIntervalMs: 20_000, pingWhen: 'always' }),
      ...((heartbeat === 'json' || heartbeat === 'channel') && { pingIntervalMs: 0, maximumSilenceMs: 45_000 }),
    };
  }

  /** The topic that must be followed on each socket. */
  get heartbeatTopics(): readonly string[] {
    return this.#shape.heartbeat === 'channel' ? ['heartbeat'] : [];
  }

  get usesTopicAcknowledgements(): boolean {
    return (this.#shape.acks ?? 'id') !== 'id';
  }

  onConnected(): void {
    this.#acknowledgements.clear();
  }

  /** @param waitsFor the topics whose confirmation settles it; default all. */
  request(
    op: TopicRequestKind,
    topics: readonly string[],
    id: number,
    more: object = {},
    waitsFor: readonly string[] = topics,
  ): string | Uint8Array {
    if (this.usesTopicAcknowledgements) this.#acknowledgements.sent(op, waitsFor, id);
    return this.pack(JSON.stringify({ id, op, topics, ...more }));
  }

  login(id: number, members: object): string | Uint8Array {
    this.#loginId = id;
    return this.pack(JSON.stringify({ id, op: 'login', ...members }));
  }

  pack(text: string): string | Uint8Array {
    return this.#shape.compression === 'gzip' ? gzipSync(text) : text;
  }

  /**
   * The message of a frame; undefined where it was about the stream alone.
   * @param observe told of each message, whatever it is about.
   * @throws InvalidPayloadError
   */
  read(frame: Buffer, sink: FrameSink, observe: (message: PayloadFields) => void = () => undefined): PayloadFields | undefined {
    const text = inflateFrame(frame, { origin: ORIGIN }).toString('utf8');
    if (text === 'pong') {
      sink.heartbeat();
      return undefined;
    }
    const message = new PayloadFields(parseJson(text, { origin: ORIGIN }), ORIGIN);
    observe(message);
    const op = message.value('op');
    if (op === 'ping' || op === 'pong') {
      if (op === 'ping') sink.reply(this.pack('{"op":"pong"}'));
      sink.heartbeat();
      return undefined;
    }
    if (message.value('event') === 'closing') {
      sink.closingSoon('the venue closes');
      return undefined;
    }
    return this.#isAnswer(message, sink) ? undefined : this.#noteData(message, sink);
  }

  #isAnswer(message: PayloadFields, sink: FrameSink): boolean {
    if (message.value('op') === 'subscriptions') {
      for (const id of this.#acknowledgements.list(topicsOf(message))) sink.acknowledged(id);
      return true;
    }
    if (!message.has('ok')) return false;
    const isAccepted = message.boolean('ok');
    const refusal = (): Error => new StreamError('subscription-refused', `the venue refused a request: ${message.text('error')}`);
    for (const id of this.#answered(message, isAccepted)) {
      if (isAccepted) sink.acknowledged(id);
      else sink.refused(id, refusal());
    }
    return true;
  }

  #answered(message: PayloadFields, isAccepted: boolean): readonly number[] {
    const op = message.optionalText('op');
    if (op === undefined) return [message.count('id')];
    if (op === 'login') return this.#loginId === undefined ? [] : [this.#loginId];
    if (!isAccepted) return this.#acknowledgements.refuse(topicsOf(message));
    return this.#acknowledgements.confirm(op === 'unsubscribe' ? 'unsubscribe' : 'subscribe', topicsOf(message));
  }

  #noteData(message: PayloadFields, sink: FrameSink): PayloadFields | undefined {
    const topic = message.text('topic');
    if (this.#shape.acks === 'first-data') {
      for (const id of this.#acknowledgements.confirm('subscribe', [topic])) sink.acknowledged(id);
    }
    if (topic !== 'heartbeat') return message;
    sink.heartbeat();
    return undefined;
  }
}

function topicsOf(message: PayloadFields): readonly string[] {
  return message.array('topics').map(String);
}
