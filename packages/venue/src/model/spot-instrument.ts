import { Decimal, tradingPair } from '@venuekit/core/connector';
import type { Instrument, InstrumentFeatures, PriceMultipliers } from './instrument.ts';
import type { SelfTradePrevention, VenueOrderType } from './order-kinds.ts';

/** Multiples of the reference price as decimal texts. */
export type MultiplierTexts = Readonly<Record<keyof PriceMultipliers, string>>;

/** The rules of a spot market; only the two assets must be named. Numbers are decimal texts. */
export interface SpotInstrumentOptions {
  readonly base: string;
  readonly quote: string;
  /** Default `0.01`. */
  readonly priceIncrement?: string;
  /** Default one increment. */
  readonly minimumPrice?: string;
  /** Default `1000000`. */
  readonly maximumPrice?: string;
  /** Default `0.00001`. */
  readonly amountIncrement?: string;
  /** Default one increment. */
  readonly minimumAmount?: string;
  /** Default `9000`. */
  readonly maximumAmount?: string;
  /** Default `5`. */
  readonly minimumNotional?: string;
  /** Default true. */
  readonly appliesMinimumNotionalToMarket?: boolean;
  /** Default none. */
  readonly maximumNotional?: string;
  /** Default false. */
  readonly appliesMaximumNotionalToMarket?: boolean;
  /** Default none. */
  readonly priceBand?: MultiplierTexts;
  /** Default none. */
  readonly executionBand?: MultiplierTexts;
  /** Default none. */
  readonly maximumPosition?: string;
  /** Default 10 to 2,000, above and below. */
  readonly trailingDelta?: Instrument['trailingDelta'];
  /** Default 100. */
  readonly maximumIcebergParts?: number;
  /** Default 8. */
  readonly basePrecision?: number;
  /** Default 8. */
  readonly quotePrecision?: number;
  /** Default 200. */
  readonly maximumOpenOrders?: number;
  /** Default 5. */
  readonly maximumTriggerOrders?: number;
  /** Default 10. */
  readonly maximumIcebergOrders?: number;
  /** Default 20. */
  readonly maximumOrderLists?: number;
  /** Default 10. */
  readonly maximumAmendments?: number;
  /** Default all. */
  readonly orderTypes?: readonly VenueOrderType[];
  /** Default all true. */
  readonly features?: Partial<InstrumentFeatures>;
  /** Default `expire-taker`. */
  readonly selfTradePrevention?: SelfTradePrevention;
  /** Default all. */
  readonly allowedSelfTradePrevention?: readonly SelfTradePrevention[];
  /** Default `trading`. */
  readonly status?: Instrument['status'];
}

const ALL_TYPES: readonly VenueOrderType[] = [
  'limit',
  'limit-maker',
  'market',
  'stop-loss',
  'stop-loss-limit',
  'take-profit',
  'take-profit-limit',
];
const ALL_FEATURES: InstrumentFeatures = {
  iceberg: true,
  trailing: true,
  oco: true,
  oto: true,
  amend: true,
  cancelReplace: true,
  quoteMarket: true,
};
const ALL_PREVENTION: readonly SelfTradePrevention[] = ['none', 'expire-taker', 'expire-maker', 'expire-both', 'decrement'];

/** A spot market with usual rules. */
export function spotInstrument(options: SpotInstrumentOptions): Instrument {
  const priceIncrement = new Decimal(options.priceIncrement ?? '0.01');
  const amountIncrement = new Decimal(options.amountIncrement ?? '0.00001');
  return {
    tradingPair: tradingPair(options.base, options.quote),
    base: options.base,
    quote: options.quote,
    priceIncrement,
    minimumPrice: new Decimal(options.minimumPrice ?? priceIncrement),
    maximumPrice: new Decimal(options.maximumPrice ?? '1000000'),
    amountIncrement,
    minimumAmount: new Decimal(options.minimumAmount ?? amountIncrement),
    maximumAmount: new Decimal(options.maximumAmount ?? '9000'),
    minimumNotional: new Decimal(options.minimumNotional ?? '5'),
    appliesMinimumNotionalToMarket: options.appliesMinimumNotionalToMarket ?? true,
    maximumNotional: decimal(options.maximumNotional),
    appliesMaximumNotionalToMarket: options.appliesMaximumNotionalToMarket ?? false,
    priceBand: multipliers(options.priceBand),
    executionBand: multipliers(options.executionBand),
    maximumPosition: decimal(options.maximumPosition),
    trailingDelta: options.trailingDelta ?? { minimumAbove: 10, maximumAbove: 2_000, minimumBelow: 10, maximumBelow: 2_000 },
    maximumIcebergParts: options.maximumIcebergParts ?? 100,
    basePrecision: options.basePrecision ?? 8,
    quotePrecision: options.quotePrecision ?? 8,
    maximumOpenOrders: options.maximumOpenOrders ?? 200,
    maximumTriggerOrders: options.maximumTriggerOrders ?? 5,
    maximumIcebergOrders: options.maximumIcebergOrders ?? 10,
    maximumOrderLists: options.maximumOrderLists ?? 20,
    maximumAmendments: options.maximumAmendments ?? 10,
    orderTypes: new Set(options.orderTypes ?? ALL_TYPES),
    features: { ...ALL_FEATURES, ...options.features },
    selfTradePrevention: {
      default: options.selfTradePrevention ?? 'expire-taker',
      allowed: new Set(options.allowedSelfTradePrevention ?? ALL_PREVENTION),
    },
    status: options.status ?? 'trading',
  };
}

function decimal(text: string | undefined): Decimal | undefined {
  return text === undefined ? undefined : new Decimal(text);
}

function multipliers(texts: MultiplierTexts | undefined): PriceMultipliers | undefined {
  if (texts === undefined) return undefined;
  return {
    buyUp: new Decimal(texts.buyUp),
    buyDown: new Decimal(texts.buyDown),
    sellUp: new Decimal(texts.sellUp),
    sellDown: new Decimal(texts.sellDown),
  };
}
