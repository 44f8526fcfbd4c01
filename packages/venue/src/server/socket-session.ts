import type { TradingPair } from '@venuekit/core/connector';
import type { DecodedRequest, DialectDesk, DialectSession, Notice, SocketAction, Topic } from '../dialect/dialect.ts';
import type { OperationResult } from '../dialect/operation.ts';
import type { FrameKind } from '../faults/fault-rule.ts';
import { corruptFrame } from '../faults/corrupt-frame.ts';
import type { AccountBalance } from '../model/account.ts';
import type { BookChange } from '../model/book-change.ts';
import type { ListStatus } from '../model/order-list.ts';
import { Refusal } from '../model/refusal.ts';
import type { Execution, VenueTrade } from '../model/trade.ts';
import { executeRequest } from './execute-request.ts';
import { FrameLine, type LineFrame } from './frame-line.ts';
import { FramePacking } from './frame-packing.ts';
import { PrivateSubscriptions } from './private-subscriptions.ts';
import type { Handshake, SocketIntake, SocketPeer } from './transport-contract.ts';
import { injectedRefusal } from './request-handler.ts';
import { SocketLife } from './socket-life.ts';
import { TopicFeed, type FeedOutlet } from './topic-feed.ts';
import { deskFor, type VenueParts } from './venue-parts.ts';

/** What frames of a feed count as, for faults. */
const FRAME_KINDS: Readonly<Record<Topic['kind'], FrameKind>> = {
  book: 'book',
  trades: 'trade',
  'best-quote': 'top',
  'top-of-book': 'top',
  'whole-book': 'book',
};

/** What a frame is about; see `FrameSubject`. */
interface FrameOrigin {
  readonly tradingPair?: TradingPair;
  readonly topic?: string;
  readonly account?: string;
}

/** One socket of the venue, from its handshake to its end. */
export class SocketSession implements DialectSession, SocketIntake {
  /** Grows by one with each handshake of a venue. */
  readonly id: number;
  readonly desk: DialectDesk;
  readonly service: string;
  readonly path: string;
  readonly query: string;
  readonly address: string;
  readonly connectedMs: number;
  state: Map<string, unknown> = new Map();

  readonly #parts: VenueParts;
  readonly #feeds = new Map<string, TopicFeed>();
  readonly #topics = new Map<string, Topic>();
  readonly #private = new PrivateSubscriptions();
  readonly #packing: FramePacking;
  readonly #line: FrameLine;
  readonly #outlet: FeedOutlet;
  #peer: SocketPeer | undefined;
  #life: SocketLife | undefined;
  #onEnd: (() => void) | undefined;
  #phase: 'opening' | 'open' | 'silent' | 'ended' = 'opening';

  constructor(parts: VenueParts, handshake: Handshake, id: number) {
    this.#parts = parts;
    this.id = id;
    this.service = handshake.service;
    this.path = handshake.path;
    this.query = handshake.query;
    this.address = handshake.address;
    this.desk = deskFor(parts, handshake.address);
    this.connectedMs = parts.world.nowMs();
    this.#line = new FrameLine(parts.clock, (frame) => this.#write(frame));
    const { dialect } = parts;
    this.#packing = new FramePacking(dialect, parts.dialectRecord, this);
    this.#outlet = {
      book: (change, topic) => this.#tellTopic('book', 'encodeBook', topic, () => dialect.encodeBook(change, topic, this)),
      top: (book, topic) => this.#tellTopic(FRAME_KINDS[topic.kind], 'encodeTop', topic, () => dialect.encodeTop(book, topic, this)),
      trade: (trade, topic) => this.#tellTopic('trade', 'encodeTrade', topic, () => dialect.encodeTrade(trade, topic, this)),
    };
  }

  get topics(): ReadonlyMap<string, Topic> {
    return this.#topics;
  }

  get privateSubscriptions(): ReadonlyMap<string, number> {
    return this.#private.numbers;
  }

  get isOpen(): boolean {
    return this.#phase === 'open';
  }

  get isSilent(): boolean {
    return this.#phase === 'silent';
  }

  /** The handshake is done; `onEnd` is called once, when the socket is gone. */
  attach(peer: SocketPeer, onEnd: () => void): void {
    this.#peer = peer;
    this.#onEnd = onEnd;
    this.#phase = 'open';
    this.#life = new SocketLife(this.#parts.clock, this.#parts.dialect.socketLife, this.#parts.closingNoticeMs, {
      ping: () => (this.#parts.dialect.socketLife.pingForm === 'frame' ? this.notify({ kind: 'ping' }) : peer.ping()),
      heartbeat: (count) => this.notify({ kind: 'heartbeat', count }),
      onClosingSoon: () => this.notify({ kind: 'closing-soon' }),
      onEnd: (code, reason) => this.close(code, reason),
    });
  }

  /** Does what the dialect made of a frame or of the opening, in order, until the socket is closed or a charge is refused. */
  run(actions: readonly SocketAction[]): void {
    for (const action of actions) {
      if (!this.isOpen || !this.#perform(action)) return;
    }
  }

  onFrame(frame: string | Uint8Array): void {
    if (!this.isOpen) return;
    this.#life?.onHeard();
    const { dialect, dialectRecord } = this.#parts;
    const text = this.#packing.unpack(frame);
    if (text === undefined) return;
    const actions = dialectRecord.guard('decodeFrame', () => dialect.decodeFrame(text, this));
    if (actions !== undefined) this.run(actions);
  }

  onPong(): void {
    if (this.isOpen) this.#life?.onPong();
  }

  onClosed(): void {
    this.#end();
  }

  onExecution(execution: Execution): void {
    const { account, tradingPair } = execution.order;
    const number = this.#private.numbers.get(account);
    if (number === undefined) return;
    this.#tell('execution', 'encodeExecution', { account, tradingPair }, () =>
      this.#parts.dialect.encodeExecution(execution, number, this),
    );
  }

  onListStatus(status: ListStatus): void {
    const { account, tradingPair } = status.list;
    const number = this.#private.numbers.get(account);
    if (number === undefined) return;
    this.#tell('list-status', 'encodeListStatus', { account, tradingPair }, () =>
      this.#parts.dialect.encodeListStatus?.(status, number, this),
    );
  }

  onBalances(account: string, balances: readonly AccountBalance[], timeMs: number): void {
    const number = this.#private.numbers.get(account);
    if (number === undefined) return;
    this.#tell('balances', 'encodeBalances', { account }, () => this.#parts.dialect.encodeBalances(balances, timeMs, number, this));
  }

  onTrade(trade: VenueTrade): void {
    for (const feed of this.#feeds.values()) if (feed.topic.tradingPair === trade.tradingPair) feed.onTrade(trade);
  }

  onBookChange(change: BookChange): void {
    for (const feed of this.#feeds.values()) if (feed.topic.tradingPair === change.tradingPair) feed.onBookChange(change);
  }

  /** Tells the client something, where the dialect has words for it. */
  notify(notice: Notice): void {
    const origin = notice.kind === 'private-terminated' ? { account: notice.account } : {};
    this.#tell('notice', 'encodeNotice', origin, () => this.#parts.dialect.encodeNotice(notice, this));
  }

  /** Ends a private subscription and tells the client; false when there is none. */
  terminatePrivate(account: string): boolean {
    const number = this.#private.end(account);
    if (number === undefined) return false;
    this.notify({ kind: 'private-terminated', account, number });
    return true;
  }

  /** Ends the private subscription that was made by this key, if there is one, and tells the client. */
  endStreamKey(streamKey: string): void {
    for (const account of this.#private.madeBy(streamKey)) {
      const number = this.#private.end(account) ?? 0;
      this.notify({ kind: 'stream-key-ended', account, number, streamKey });
    }
  }

  /** Closes with a close frame; cuts where there can be none of this code and reason. */
  close(code: number, reason: string): void {
    const peer = this.#peer;
    if (!this.#end() || peer === undefined) return;
    // A transport throws for a code or a reason that no close frame can carry.
    const isClosing = this.#parts.dialectRecord.guard('close', () => {
      peer.close(code, reason);
      return true;
    });
    if (isClosing === undefined) peer.cut();
  }

  /** Cuts the connection without a close frame. */
  cut(): void {
    const peer = this.#peer;
    if (!this.#end()) return;
    peer?.cut();
  }

  /** Nothing comes or goes any more and the connection stays open, as when a router forgets it. */
  fallSilent(): void {
    if (!this.isOpen) return;
    this.#phase = 'silent';
    this.#rest();
    this.#peer?.fallSilent();
  }

  /** False when there was nothing to end any more. */
  #end(): boolean {
    if (this.#phase === 'ended') return false;
    this.#phase = 'ended';
    this.#rest();
    this.#onEnd?.();
    return true;
  }

  #rest(): void {
    this.#life?.stop();
    this.#line.close();
    for (const feed of this.#feeds.values()) feed.stop();
    this.#feeds.clear();
    this.#topics.clear();
    this.#private.clear();
  }

  /** False when the rest of the list is to be dropped. */
  #perform(action: SocketAction): boolean {
    switch (action.kind) {
      case 'subscribe':
        for (const topic of action.topics) this.#follow(topic);
        return true;
      case 'unsubscribe':
        for (const name of action.names) this.#unfollow(name);
        return true;
      case 'subscribe-private':
        this.#private.start(action.account, action.number, action.streamKey);
        return true;
      case 'unsubscribe-private':
        this.#private.end(action.account);
        return true;
      case 'request':
        return this.#request(action.decoded);
      case 'refuse': {
        const overLimit = action.charges === undefined ? undefined : this.#charge(action.charges);
        this.#reply(overLimit ?? action.refusal, action.note, undefined);
        return true;
      }
      case 'charge': {
        const overLimit = this.#charge(action.charges);
        if (overLimit !== undefined) this.#reply(overLimit, action.note, undefined);
        return overLimit === undefined;
      }
      case 'remember':
        this.state.set(action.name, action.value);
        return true;
      case 'reply':
        this.#answer(action);
        return true;
      case 'pong':
        this.onPong();
        return true;
      case 'follow-heartbeat':
        this.#life?.followHeartbeat();
        return true;
      case 'unfollow-heartbeat':
        this.#life?.unfollowHeartbeat();
        return true;
      default:
        this.close(action.code, action.reason);
        return false;
    }
  }

  #follow(topic: Topic): void {
    if (this.#topics.has(topic.name)) return;
    const { clock, world, dialectRecord } = this.#parts;
    const feed = dialectRecord.guard('subscribe', () => new TopicFeed(topic, clock, world, this.#outlet));
    if (feed === undefined) return;
    this.#topics.set(topic.name, topic);
    this.#feeds.set(topic.name, feed);
  }

  #unfollow(name: string): void {
    this.#feeds.get(name)?.stop();
    this.#feeds.delete(name);
    this.#topics.delete(name);
  }

  #answer({ frame, topic }: SocketAction & { readonly kind: 'reply' }): void {
    const encode = (): string => (typeof frame === 'string' ? frame : frame());
    if (topic === undefined) this.#tell('reply', 'reply', {}, encode);
    else this.#tellTopic(FRAME_KINDS[topic.kind], 'reply', topic, encode);
  }

  /** False when it was not executed. */
  #request(decoded: DecodedRequest): boolean {
    const fault = this.#parts.faults.takeSocketRequest({ service: this.service, operation: decoded.operation.kind });
    if (fault?.kind === 'ignore') return false;
    if (fault?.kind === 'refuse') {
      this.#reply(injectedRefusal(fault), decoded.note, decoded);
      return false;
    }
    const outcome = executeRequest(this.#parts, decoded, this.address) ?? new Refusal('internal');
    if (fault?.kind === 'execute-then-cut') this.cut();
    if (fault === undefined) this.#reply(outcome, decoded.note, decoded);
    return !(outcome instanceof Refusal);
  }

  #charge(charges: Parameters<VenueParts['ledger']['charge']>[0]): Refusal | undefined {
    try {
      this.#parts.ledger.charge(charges, this.address, undefined);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error;
      this.#parts.dialectRecord.add('charges', error);
      return undefined;
    }
  }

  #reply(outcome: OperationResult | Refusal, note: unknown, decoded: DecodedRequest | undefined): void {
    this.#tell('reply', 'encodeSocketReply', {}, () => this.#parts.dialect.encodeSocketReply(outcome, note, this, decoded));
  }

  #tellTopic(kind: FrameKind, where: string, topic: Topic, encode: () => string): void {
    this.#tell(kind, where, { tradingPair: topic.tradingPair, topic: topic.name }, encode);
  }

  #tell(kind: FrameKind, where: string, origin: FrameOrigin, encode: () => string | undefined): void {
    if (!this.isOpen) return;
    const frame = this.#parts.dialectRecord.guard(where, encode);
    if (frame === undefined) return;
    const { tradingPair, topic, account } = origin;
    const fault = this.#parts.faults.takeFrame({ service: this.service, frame: kind, tradingPair, topic, account });
    switch (fault?.kind) {
      case undefined:
        this.#line.push(frame);
        return;
      case 'drop':
        return;
      case 'duplicate':
        this.#line.push(frame);
        this.#line.push(frame);
        return;
      case 'delay':
        this.#line.push(frame, fault.delayMs);
        return;
      case 'reorder':
        this.#line.pushBehindNext(frame);
        return;
      case 'corrupt':
        this.#line.push(corruptFrame(frame, fault.how, (text) => this.#packing.pack(text)));
        return;
      case 'skip':
        this.#line.push(frame);
        if (tradingPair !== undefined) this.#parts.world.skipUpdateId(tradingPair);
        return;
      case 'cut':
        this.cut();
        return;
      case 'fall-silent':
        this.fallSilent();
    }
  }

  #write(frame: LineFrame): void {
    if (!this.isOpen) return;
    const packed = typeof frame === 'string' ? this.#packing.pack(frame) : frame;
    if (packed !== undefined) this.#peer?.send(packed);
  }
}
