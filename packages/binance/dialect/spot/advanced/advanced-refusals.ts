/** What `errors.md` says of advanced orders, as `refusals.ts` says all else. */
export const ADVANCED_WORDS = {
  'invalid-trailing-delta': [-1013, 'Filter failure: TRAILING_DELTA'],
  'iceberg-exceeds-amount': [-2010, 'IcebergQty exceeds QTY.'],
  'too-many-iceberg-parts': [-1013, 'Filter failure: ICEBERG_PARTS'],
  'too-many-trigger-orders': [-1013, 'Filter failure: MAX_NUM_ALGO_ORDERS'],
  'too-many-iceberg-orders': [-1013, 'Filter failure: MAX_NUM_ICEBERG_ORDERS'],
  'too-many-order-lists': [-1013, 'Filter failure: MAX_NUM_ORDER_LISTS'],
  'too-many-amendments': [-2038, 'Filter failure: MAX_NUM_ORDER_AMENDS'],
  'self-trade-prevention-not-offered': [-1013, 'This symbol does not allow the specified self-trade prevention mode.'],
  'would-trigger': [-2010, 'Order would trigger immediately.'],
  'bad-list-types': [-1014, 'Unsupported order combination.'],
  'bad-list-prices': [-2010, 'The relationship of the prices for the orders is not correct.'],
  'amend-increases-amount': [-2038, 'Order amend (quantity increase) is not supported.'],
  'amend-changes-nothing': [-2038, 'The requested action would change no state; rejecting.'],
  'cancel-restricted': [-2011, 'Order was not canceled due to cancel restrictions.'],
  'unknown-order-list': [-2011, 'Unknown order list sent.'],
} as const;

/** By the detail or by what was asked for. */
export const ADVANCED_EXCEPTIONS = [
  ['unknown-order@amendments', [-2013, 'Order does not exist.']],
  ['unknown-order-list@order-list', [-2018, 'Order list does not exist.']],
  ['bad-list-types:pair', [-1158, 'Order type not supported in OCO.']],
  ['feature-not-offered:amend', [-2038, 'Order amend is not supported for this symbol.']],
  ['feature-not-offered:cancelReplace', [-2010, 'Order cancel-replace is not supported for this symbol.']],
] as const;
