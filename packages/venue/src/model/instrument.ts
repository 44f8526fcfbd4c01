import type { Decimal, TradingPair } from '@venuekit/core/connector';
import type { SelfTradePrevention, VenueOrderType } from './order-kinds.ts';

/** Multiples of the reference price, for buyers and for sellers. */
export interface PriceMultipliers {
  readonly buyUp: Decimal;
  readonly buyDown: Decimal;
  readonly sellUp: Decimal;
  readonly sellDown: Decimal;
}

/** What a market offers beyond plain orders. */
export interface InstrumentFeatures {
  readonly iceberg: boolean;
  readonly trailing: boolean;
  readonly oco: boolean;
  readonly oto: boolean;
  readonly amend: boolean;
  readonly cancelReplace: boolean;
  readonly quoteMarket: boolean;
}

/** A market of the venue, with the rules that its engine enforces. */
export interface Instrument {
  readonly tradingPair: TradingPair;
  readonly base: string;
  readonly quote: string;
  readonly priceIncrement: Decimal;
  readonly minimumPrice: Decimal;
  readonly maximumPrice: Decimal;
  readonly amountIncrement: Decimal;
  readonly minimumAmount: Decimal;
  readonly maximumAmount: Decimal;
  readonly minimumNotional: Decimal;
  /** Whether orders without a price are held to the minimum notional, at the reference price. */
  readonly appliesMinimumNotionalToMarket: boolean;
  readonly maximumNotional: Decimal | undefined;
  readonly appliesMaximumNotionalToMarket: boolean;
  /** Within which multiples of the reference price the price of an order must be. */
  readonly priceBand: PriceMultipliers | undefined;
  /** Within which multiples of a set reference price an incoming order may trade; its rest expires. */
  readonly executionBand: PriceMultipliers | undefined;
  /** How much of the base a buyer may come to own: what it has, what its open buy orders want, and this order. */
  readonly maximumPosition: Decimal | undefined;
  /** Bounds of the trailing delta in hundredths of a percent: `above` for orders that trigger on a rise to the stop price. */
  readonly trailingDelta: {
    readonly minimumAbove: number;
    readonly maximumAbove: number;
    readonly minimumBelow: number;
    readonly maximumBelow: number;
  };
  /** Into how many parts an iceberg may be cut. */
  readonly maximumIcebergParts: number;
  /** Decimals that amounts of the two assets may have. */
  readonly basePrecision: number;
  readonly quotePrecision: number;
  /** Open orders that one account may have here; those of trigger types and icebergs have limits of their own besides. */
  readonly maximumOpenOrders: number;
  readonly maximumTriggerOrders: number;
  readonly maximumIcebergOrders: number;
  readonly maximumOrderLists: number;
  /** How often one order may be amended. */
  readonly maximumAmendments: number;
  readonly orderTypes: ReadonlySet<VenueOrderType>;
  readonly features: InstrumentFeatures;
  readonly selfTradePrevention: { readonly default: SelfTradePrevention; readonly allowed: ReadonlySet<SelfTradePrevention> };
  status: 'trading' | 'halted' | 'cancel-only';
}
