import type { ConnectorEventMap } from '@venuekit/core';
import type { TradingPair } from '@venuekit/core/connector';
import type { CardStage } from '../../card/card-stage.ts';

/** How many levels of each side are compared; some venues tell no more. */
const depthOf = (stage: CardStage): number => (stage.has('trait:book-depth-truncated') ? 5 : 10);

const nothing = (): void => undefined;

/** The best levels of the connector's book, or undefined while it is not live. */
export function ownBookText(stage: CardStage, pair: TradingPair): string | undefined {
  const book = stage.connector.getOrderBook(pair);
  if (book.state !== 'live') return undefined;
  const side = (name: 'bid' | 'ask'): string =>
    Array.from({ length: depthOf(stage) }, (_, index) => book.exactLevel(name, index))
      .flatMap((level) => (level === undefined ? [] : [`${level.price.toFixed()}x${level.quantity.toFixed()}`]))
      .join(' ');
  return `${side('bid')} | ${side('ask')}`;
}

/** The best levels of the venue's book. */
export function venueBookText(stage: CardStage, pair: TradingPair): string {
  const { bids, asks } = stage.venue.world.book(pair, depthOf(stage));
  const side = (levels: typeof bids): string => levels.map(({ price, amount }) => `${price.toFixed()}x${amount.toFixed()}`).join(' ');
  return `${side(bids)} | ${side(asks)}`;
}

/** Waits until the connector's book is live and the venue's. @throws CardFailure showing both. @param maximumMs default 120,000 */
export async function untilBookEquals(stage: CardStage, pair: TradingPair = stage.pair, maximumMs?: number): Promise<void> {
  try {
    await stage.until(`the book of ${pair} becomes the venue's`, () => ownBookText(stage, pair) === venueBookText(stage, pair), maximumMs);
  } finally {
    stage.equal(`the best levels of ${pair}`, ownBookText(stage, pair) ?? stage.connector.bookStatus(pair), venueBookText(stage, pair));
  }
}

/**
 * Holds every book that is published against all that the venue's book has been: it must be one of these, and never an earlier one than
 * the one before.
 */
export class BookWatch {
  readonly #stage: CardStage;
  readonly #pair: TradingPair;
  readonly #history: string[] = [];
  readonly #stop: readonly (() => void)[];
  #seen = 0;
  #published = 0;
  #wrong: string | undefined;

  constructor(stage: CardStage, pair: TradingPair = stage.pair) {
    this.#stage = stage;
    this.#pair = pair;
    this.#history.push(venueBookText(stage, pair));
    this.#stop = [
      stage.venue.world.addListener({
        onExecution: nothing,
        onBalances: nothing,
        onTrade: nothing,
        onBookChange: ({ tradingPair }) => {
          if (tradingPair === pair) this.#history.push(venueBookText(stage, pair));
        },
      }),
      stage.connector.on('book-updated', (event) => this.#onUpdate(event)),
    ];
  }

  /** How many changes of the book were published. */
  get published(): number {
    return this.#published;
  }

  /** Ends the watch. @throws CardFailure for a book that the venue never had, or had before. */
  finish(): void {
    for (const stop of this.#stop) stop();
    this.#stage.holds(`something of the book of ${this.#pair} was published`, this.#published > 0);
    this.#stage.holds(
      `every published book of ${this.#pair} is one that the venue had, in its order`,
      this.#wrong === undefined,
      this.#wrong,
    );
  }

  #onUpdate({ tradingPair }: ConnectorEventMap['book-updated']): void {
    if (tradingPair !== this.#pair || this.#wrong !== undefined) return;
    this.#published += 1;
    const text = ownBookText(this.#stage, tradingPair);
    if (text === undefined) return;
    const found = this.#history.indexOf(text, this.#seen);
    if (found === -1) this.#wrong = text;
    else this.#seen = found;
  }
}
