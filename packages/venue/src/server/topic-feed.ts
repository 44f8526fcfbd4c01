import type { Clock, TimerHandle } from '@venuekit/core/connector';
import type { Topic } from '../dialect/dialect.ts';
import type { World } from '../engine/world.ts';
import type { BookChange, BookLevel, BookView } from '../model/book-change.ts';
import type { VenueTrade } from '../model/trade.ts';
import { DepthView } from './depth-view.ts';
import { GatheredChange } from './gathered-change.ts';

/** Where the frames of a feed go. */
export interface FeedOutlet {
  book(change: BookChange, topic: Topic): void;
  top(book: BookView, topic: Topic): void;
  trade(trade: VenueTrade, topic: Topic): void;
}

function levelsText(levels: readonly BookLevel[]): string {
  return levels.map(({ price, amount }) => `${price.toFixed()}x${amount.toFixed()}`).join(' ');
}

/** One topic that one socket follows. Nothing is sent while nothing changes, and no timer is set. */
export class TopicFeed {
  readonly topic: Topic;
  readonly #clock: Clock;
  readonly #world: World;
  readonly #outlet: FeedOutlet;
  readonly #gathered = new GatheredChange();
  /** Of a book that the client keeps only the best levels of. */
  readonly #view: DepthView | undefined;
  /** Update ids that changed nothing of what the client keeps, and were not told. */
  #untold: { readonly firstUpdateId: number; readonly lastUpdateId: number } | undefined;
  #timer: TimerHandle | undefined;
  #lastTop = '';

  constructor(topic: Topic, clock: Clock, world: World, outlet: FeedOutlet) {
    this.topic = topic;
    this.#clock = clock;
    this.#world = world;
    this.#outlet = outlet;
    if (topic.kind !== 'book' && topic.kind !== 'trades') this.#lastTop = this.#topText(this.#top());
    if (topic.kind === 'book' && topic.depth !== undefined) this.#view = new DepthView(this.#top(), topic.depth);
  }

  onTrade(trade: VenueTrade): void {
    if (this.topic.kind === 'trades') this.#outlet.trade(trade, this.topic);
  }

  onBookChange(change: BookChange): void {
    if (this.topic.kind === 'trades') return;
    if (this.topic.kind === 'book') {
      if (!this.#gathered.accepts(change)) this.#flushBook();
      this.#gathered.add(change);
    }
    if (this.topic.intervalMs <= 0) this.#flush();
    else this.#timer ??= this.#clock.setTimer(this.topic.intervalMs, () => this.#flush());
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #flush(): void {
    this.#timer = undefined;
    if (this.topic.kind === 'book') this.#flushBook();
    else this.#flushTop();
  }

  #flushBook(): void {
    const change = this.#gathered.take();
    if (change === undefined) return;
    if (this.#view === undefined) this.#outlet.book(change, this.topic);
    else this.#tellWithinDepth(change, this.#view);
  }

  #tellWithinDepth(change: BookChange, view: DepthView): void {
    const follows = this.#untold !== undefined && change.firstUpdateId === this.#untold.lastUpdateId + 1;
    const firstUpdateId = follows && this.#untold !== undefined ? this.#untold.firstUpdateId : change.firstUpdateId;
    const { bids, asks } = view.changesTo(this.#top());
    const isUntold = bids.length === 0 && asks.length === 0;
    this.#untold = isUntold ? { firstUpdateId, lastUpdateId: change.lastUpdateId } : undefined;
    if (!isUntold) this.#outlet.book({ ...change, bids, asks, firstUpdateId }, this.topic);
  }

  #flushTop(): void {
    const book = this.#top();
    const text = this.#topText(book);
    if (text === this.#lastTop) return;
    this.#lastTop = text;
    this.#outlet.top(book, this.topic);
  }

  #top(): BookView {
    return this.#world.book(this.topic.tradingPair, this.topic.kind === 'best-quote' ? 1 : this.topic.depth);
  }

  #topText({ bids, asks }: BookView): string {
    return `${levelsText(bids)}|${levelsText(asks)}`;
  }
}
