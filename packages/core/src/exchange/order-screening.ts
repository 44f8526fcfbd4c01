import type { AccountBalances } from '../account/balances.ts';
import type { OrderBookTracker } from '../book/order-book-tracker.ts';
import { Decimal } from '../decimal/decimal.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { OrderRequest } from '../model/order.ts';
import { ClientOrderIdGenerator } from '../orders/client-order-id.ts';
import { spentAsset, validateOrder } from '../orders/order-validation.ts';
import type { ConnectorServices } from './connector-services.ts';
import type { OrderIntent } from './order-desk.ts';

/** What orders are screened with. */
export interface OrderScreeningParts {
  readonly books: OrderBookTracker;
  readonly balances: AccountBalances;
  /** Whether the balances have been asked for since the start. */
  hasLoadedBalances(): boolean;
  /** In percent; undefined: the default. */
  readonly notionalMarginPercent: number | undefined;
}

/** Gives orders their ids, and checks them against rules, prices and balances before anything is sent. */
export class OrderScreening {
  readonly #services: ConnectorServices;
  readonly #parts: OrderScreeningParts;
  readonly #ids: ClientOrderIdGenerator;
  readonly #notionalMargin: Decimal | undefined;

  /** @throws ConfigurationError when prefix and maximum length of the ids leave no room, or the margin is no number from 0. */
  constructor(services: ConnectorServices, parts: OrderScreeningParts) {
    const { definition, runtime } = services;
    this.#services = services;
    this.#parts = parts;
    this.#ids = new ClientOrderIdGenerator({
      prefix: definition.clientOrderIdPrefix,
      maximumLength: definition.clientOrderIdMaxLength,
      clock: runtime.clock,
      random: runtime.random,
    });
    const margin = parts.notionalMarginPercent;
    if (margin !== undefined && !(margin >= 0 && Number.isFinite(margin))) {
      throw new ConfigurationError('notionalMarginPercent', 'option', 'should be a number from 0');
    }
    this.#notionalMargin = margin === undefined ? undefined : new Decimal(margin).dividedBy(100);
  }

  nextClientOrderId(intent: OrderIntent): string {
    return this.#ids.next(intent.side, intent.tradingPair);
  }

  /** @throws OrderDeniedError */
  screen(intent: OrderIntent, clientOrderId: string): OrderRequest {
    const { definition, tradingRules, feeRates } = this.#services;
    const fee = definition.getFee({ ...intent, isMaker: undefined, rates: feeRates.get(intent.tradingPair) });
    const available = this.#parts.hasLoadedBalances()
      ? (this.#parts.balances.get(spentAsset(intent))?.available ?? new Decimal(0))
      : undefined;
    return validateOrder(
      { ...intent, clientOrderId },
      {
        rule: tradingRules.get(intent.tradingPair),
        supportedOrderTypes: definition.supportedOrderTypes(),
        bestPrice: this.#bestPrice(intent),
        notionalMargin: this.#notionalMargin,
        fee,
        availableBalance: available,
      },
    );
  }

  #bestPrice(intent: OrderIntent): Decimal | undefined {
    const book = this.#parts.books.books.get(intent.tradingPair);
    if (book === undefined || book.state !== 'live') return undefined;
    return book.exactLevel(intent.side === 'buy' ? 'ask' : 'bid', 0)?.price;
  }
}
