import type { TradingPair } from '../model/trading-pair.ts';
import type { RequestContext } from '../web/request-context.ts';
import type { OrderBookDataSource } from './order-book-data-source.ts';
import { SnapshotFetcher, type SnapshotFetcherOptions } from './snapshot-fetcher.ts';
import { SnapshotRenewal } from './snapshot-renewal.ts';
import type { TrackedBook } from './tracked-book.ts';

const DEFAULT_DEADLINE_MS = 10_000;

/** Gets whole books in the way of the venue: by a request each, or by subscribing anew. */
export class SnapshotSupply {
  readonly #dataSource: OrderBookDataSource;
  readonly #fetcher: SnapshotFetcher;
  readonly #renewal: SnapshotRenewal;

  constructor(options: SnapshotFetcherOptions) {
    this.#dataSource = options.dataSource;
    this.#fetcher = new SnapshotFetcher(options);
    const deadlineMs = options.dataSource.stream.acknowledgeTimeoutMs ?? DEFAULT_DEADLINE_MS;
    this.#renewal = new SnapshotRenewal({ ...options, deadlineMs });
  }

  /** @param renew subscribes the topics of the pair anew. */
  request(
    context: RequestContext,
    tracked: TrackedBook,
    effect: { readonly request: number; readonly attempt: number },
    renew: () => void,
  ): void {
    const { pair, isFreshlySubscribed } = tracked;
    const retries = tracked.retriesBefore(effect.attempt);
    if (this.#dataSource.snapshots !== 'by-subscription') this.#fetcher.request(context, pair, effect.request, retries);
    else this.#renewal.request(pair, effect.request, retries, isFreshlySubscribed ? undefined : renew);
  }

  cancel(pair: TradingPair): void {
    this.#fetcher.cancel(pair);
    this.#renewal.cancel(pair);
  }

  /** Gives everything up; resolves when nothing is under way any more. */
  stop(): Promise<void> {
    this.#renewal.stop();
    return this.#fetcher.stop();
  }
}
