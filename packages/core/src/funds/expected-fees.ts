import { type Decimal, ZERO } from '../decimal/decimal.ts';
import type { ConnectorDefinition, FeeQuestion } from '../definition/connector-definition.ts';
import type { FeeRates, TradeFee } from '../model/trade-fee.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import { type FeeOverride, FeeOverrides } from '../orders/fee-override.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';

/** The fees to expect: what the connector says with the account's own rates, with the user's values over it. */
export class ExpectedFees {
  readonly #definition: ConnectorDefinition;
  readonly #rates: ReadonlyMap<TradingPair, FeeRates>;
  readonly #overrides: FeeOverrides | undefined;

  /** @throws ConfigurationError for an override that cannot be used. */
  constructor(definition: ConnectorDefinition, rates: ReadonlyMap<TradingPair, FeeRates>, override: FeeOverride | undefined) {
    this.#definition = definition;
    this.#rates = rates;
    this.#overrides = override === undefined ? undefined : new FeeOverrides(override);
  }

  /** The fraction that a buy pays on top of its price when it is the maker. */
  addedByMaker({ tradingPair, side, orderType, position, amount, price }: InFlightOrder): Decimal {
    const fee = this.of({ tradingPair, side, orderType, positionAction: position, amount, price, isMaker: true });
    return fee.kind === 'added-to-cost' && fee.percentAsset === undefined ? fee.percent : ZERO;
  }

  of(question: Omit<FeeQuestion, 'rates'>): TradeFee {
    const rates = this.#rates.get(question.tradingPair);
    if (this.#overrides === undefined) return this.#definition.getFee({ ...question, rates });
    const isMaker = question.isMaker ?? question.orderType === 'limit-maker';
    return this.#overrides.apply(this.#definition.getFee({ ...question, isMaker, rates }), { ...question, isMaker });
  }
}
