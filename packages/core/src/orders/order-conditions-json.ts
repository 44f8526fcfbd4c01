import type { OrderConditions, SelfTradePrevention } from '../model/order-conditions.ts';
import type { SavedRecord } from './saved-record.ts';

/** The conditions of an order as saved; a member that the order has not is left out. */
export interface OrderConditionsJson {
  readonly stopPrice?: string;
  readonly trailingDelta?: number;
  readonly icebergAmount?: string;
  readonly selfTradePrevention?: SelfTradePrevention;
  readonly quoteAmount?: string;
}

const MODES: readonly SelfTradePrevention[] = ['none', 'expire-taker', 'expire-maker', 'expire-both', 'decrement', 'transfer'];

/** Only the conditions of a wider object; members that are undefined are left out. */
export function conditionsOf(order: { readonly [Name in keyof OrderConditions]?: OrderConditions[Name] | undefined }): OrderConditions {
  const { stopPrice, trailingDelta, icebergAmount, selfTradePrevention, quoteAmount } = order;
  return {
    ...(stopPrice === undefined ? {} : { stopPrice }),
    ...(trailingDelta === undefined ? {} : { trailingDelta }),
    ...(icebergAmount === undefined ? {} : { icebergAmount }),
    ...(selfTradePrevention === undefined ? {} : { selfTradePrevention }),
    ...(quoteAmount === undefined ? {} : { quoteAmount }),
  };
}

/** Undefined for an order without conditions. */
export function conditionsToJson({ stopPrice, icebergAmount, quoteAmount, ...rest }: OrderConditions): OrderConditionsJson | undefined {
  const saved: OrderConditionsJson = {
    ...rest,
    ...(stopPrice === undefined ? {} : { stopPrice: stopPrice.toString() }),
    ...(icebergAmount === undefined ? {} : { icebergAmount: icebergAmount.toString() }),
    ...(quoteAmount === undefined ? {} : { quoteAmount: quoteAmount.toString() }),
  };
  return Object.keys(saved).length === 0 ? undefined : saved;
}

/** @throws InvalidPayloadError naming the field that cannot be used. */
export function parseConditions(record: SavedRecord): OrderConditions {
  return conditionsOf({
    stopPrice: record.optional('stopPrice', (saved) => saved.decimal('stopPrice')),
    trailingDelta: record.optional('trailingDelta', (saved) => saved.number('trailingDelta')),
    icebergAmount: record.optional('icebergAmount', (saved) => saved.decimal('icebergAmount')),
    selfTradePrevention: record.optional('selfTradePrevention', (saved) => saved.oneOf('selfTradePrevention', MODES)),
    quoteAmount: record.optional('quoteAmount', (saved) => saved.decimal('quoteAmount')),
  });
}
