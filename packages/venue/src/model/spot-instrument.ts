import { Decimal, tradingPair } from '@venuekit/core/connector';
import type { Instrument } from './instrument.ts';

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
  /** Default 8. */
  readonly basePrecision?: number;
  /** Default 8. */
  readonly quotePrecision?: number;
  /** Default 200. */
  readonly maximumOpenOrders?: number;
  /** Default `trading`. */
  readonly status?: Instrument['status'];
}

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
    basePrecision: options.basePrecision ?? 8,
    quotePrecision: options.quotePrecision ?? 8,
    maximumOpenOrders: options.maximumOpenOrders ?? 200,
    status: options.status ?? 'trading',
  };
}
