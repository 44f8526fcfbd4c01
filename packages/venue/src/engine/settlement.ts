import type { Decimal } from '@venuekit/core/connector';
import type { FeePlan } from '../model/account.ts';
import { isPriceless } from '../model/order-kinds.ts';
import type { VenueOrder } from '../model/order.ts';
import type { VenueFill, VenueTrade } from '../model/trade.ts';
import type { EngineStep } from './engine-step.ts';
import { feeFor } from './fees.ts';
import type { Ledger } from './ledger.ts';
import type { Markets } from './market.ts';
import type { OrderRegister } from './order-register.ts';

/** Moves what trades move: amounts between the two owners, their fees, the sums of the two orders. */
export class Settlement {
  readonly #markets: Markets;
  readonly #ledger: Ledger;
  readonly #register: OrderRegister;
  readonly #feePlanOf: (account: string) => FeePlan;

  constructor(markets: Markets, ledger: Ledger, register: OrderRegister, feePlanOf: (account: string) => FeePlan) {
    this.#markets = markets;
    this.#ledger = ledger;
    this.#register = register;
    this.#feePlanOf = feePlanOf;
  }

  /** Exchanges base and quote at the resting order's price and takes it out of the book. */
  exchange({ market, timeMs }: EngineStep, taker: VenueOrder, maker: VenueOrder, amount: Decimal): VenueTrade {
    const { base, quote } = market.instrument;
    const trade = market.tape.print({ price: maker.price, amount, takerSide: taker.side, timeMs });
    const [buyer, seller] = taker.side === 'buy' ? [taker, maker] : [maker, taker];
    this.#ledger.pay(buyer.account, seller.account, quote, trade.quoteAmount);
    this.#ledger.pay(seller.account, buyer.account, base, amount);
    if (!isPriceless(buyer.type)) {
      const saved = buyer.price.minus(trade.price).times(amount);
      if (!saved.isZero()) this.#ledger.release(buyer.account, quote, saved);
    }
    market.book.trade(maker, amount);
    return trade;
  }

  /** One side of a trade: the order's sums and its fee. */
  fill({ market }: EngineStep, order: VenueOrder, trade: VenueTrade, isMaker: boolean): VenueFill {
    const { account, side } = order;
    order.executedBase = order.executedBase.plus(trade.amount);
    order.executedQuote = order.executedQuote.plus(trade.quoteAmount);
    const fee = feeFor(
      {
        plan: this.#feePlanOf(account),
        instrument: market.instrument,
        side,
        isMaker,
        amount: trade.amount,
        quoteAmount: trade.quoteAmount,
      },
      {
        canSpend: (asset, amount) => this.#ledger.canSpend(account, asset, amount),
        priceOf: (asset, quote) => this.#markets.priceOf(asset, quote),
        precisionOf: (asset) => this.#markets.precisionOf(asset),
      },
    );
    if (!fee.amount.isZero()) this.#ledger.takeFee(account, fee.asset, fee.amount);
    const fill: VenueFill = {
      trade,
      orderId: order.orderId,
      clientOrderId: order.clientOrderId,
      account,
      side,
      isMaker,
      feeAsset: fee.asset,
      feeAmount: fee.amount,
    };
    this.#register.addFill(fill);
    return fill;
  }
}
