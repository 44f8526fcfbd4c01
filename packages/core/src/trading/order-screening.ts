import type { OrderBookTracker } from '../book/order-book-tracker.ts';
import { Decimal } from '../decimal/decimal.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { ConnectorFunds } from '../funds/connector-funds.ts';
import type { OrderRequest } from '../model/order.ts';
import { createClientOrderIds } from '../orders/client-order-id-policy.ts';
import type { ClientOrderIds } from '../orders/client-order-id-policy.ts';
import { orderCosts } from '../orders/order-costs.ts';
import { spentAsset, validateOrder } from '../orders/order-validation.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import type { OrderFunding } from './order-entry.ts';
import type { OrderIntent } from './order-intent.ts';

/** What orders are screened with. */
export interface OrderScreeningParts {
  readonly books: OrderBookTracker;
  readonly money: ConnectorFunds;
  /** Whether the balances have been asked for since the start. */
  hasLoadedBalances(): boolean;
  /** Whether an order of this id is tracked: one that was restored may have an id that this life has not given. */
  isTracked(clientOrderId: string): boolean;
  /** In percent; undefined: the default. */
  readonly notionalMarginPercent: number | undefined;
}

/** Gives orders their ids, and checks them against rules, prices and balances before anything is sent. */
export class OrderScreening {
  readonly #services: ConnectorServices;
  readonly #parts: OrderScreeningParts;
  readonly #ids: ClientOrderIds;
  readonly #notionalMargin: Decimal | undefined;

  /** @throws ConfigurationError when prefix and maximum length of the ids leave no room, or the margin is no number from 0. */
  constructor(services: ConnectorServices, parts: OrderScreeningParts) {
    const { definition, runtime } = services;
    if (definition.clientOrderIdPolicy?.form === 'none' && definition.capabilities.supportsClientOrderIds !== false) {
      throw new ConfigurationError('supportsClientOrderIds', 'connector definition', 'must be false where the venue takes no ids of ours');
    }
    this.#services = services;
    this.#parts = parts;
    this.#ids = createClientOrderIds(definition.clientOrderIdPolicy, {
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
    let id = this.#ids.next(intent.side, intent.tradingPair);
    while (this.#parts.isTracked(id)) id = this.#ids.next(intent.side, intent.tradingPair);
    return id;
  }

  /** Checks an order. @throws OrderDeniedError */
  screen(intent: OrderIntent, clientOrderId: string, funding: OrderFunding = 'reserve'): OrderRequest {
    const { definition, tradingRules } = this.#services;
    const { fees, funds } = this.#parts.money;
    const fee = fees.of({ ...intent, isMaker: undefined });
    const asset = spentAsset(intent);
    const bestPrice = this.#bestPrice(intent);
    const request = validateOrder(
      { ...intent, clientOrderId },
      {
        rule: tradingRules.get(intent.tradingPair),
        supportedOrderTypes: definition.supportedOrderTypes(),
        conditions: definition.capabilities,
        bestPrice,
        notionalMargin: this.#notionalMargin,
        fee,
        availableBalance: funding !== 'unfunded' && this.#parts.hasLoadedBalances() ? funds.available(asset) : undefined,
      },
    );
    if (funding !== 'reserve') return request;
    const price = request.price ?? request.stopPrice ?? bestPrice;
    funds.reserve({ clientOrderId, spentAsset: asset, costs: orderCosts({ ...request, price }, fee), price });
    return request;
  }

  #bestPrice(intent: OrderIntent): Decimal | undefined {
    const book = this.#parts.books.books.get(intent.tradingPair);
    if (book === undefined || book.state !== 'live') return undefined;
    return book.exactLevel(intent.side === 'buy' ? 'ask' : 'bid', 0)?.price;
  }
}
