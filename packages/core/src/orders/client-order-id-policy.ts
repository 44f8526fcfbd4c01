import { ConfigurationError } from '../errors/configuration-error.ts';
import type { OrderSide } from '../model/order.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import { ClientOrderIdGenerator, type ClientOrderIdOptions } from './client-order-id.ts';
import { NumericOrderIds } from './numeric-order-id.ts';
import { UuidOrderIds } from './uuid-order-id.ts';

/**
 * What a venue takes as our id of an order. `text`: prefix, side, market and a unique part; `numeric`: a whole number from 1 below
 * 2^`bits`, as decimal text; `uuid`: a UUID of version 7; `none`: the venue takes no id, ours stays here.
 */
export type ClientOrderIdPolicy =
  | { readonly form: 'text' }
  /** From 31 to 64 bits. Below 53 bits ids are unique for a year only. */
  | { readonly form: 'numeric'; readonly bits: number }
  | { readonly form: 'uuid' }
  | { readonly form: 'none' };

/** Makes the ids of our orders; no two of one source are the same. */
export interface ClientOrderIds {
  next(side: OrderSide, pair: TradingPair): string;
}

/**
 * The source of ids that a policy asks for. Without one: text.
 * @throws ConfigurationError when prefix, maximum length or number of bits do not go with the policy.
 */
export function createClientOrderIds(policy: ClientOrderIdPolicy | undefined, options: ClientOrderIdOptions): ClientOrderIds {
  switch (policy?.form) {
    case 'none':
      return new ClientOrderIdGenerator({ ...options, maximumLength: undefined });
    case 'numeric':
      refusePrefix(options, 'numbers');
      return new NumericOrderIds({ ...options, bits: policy.bits });
    case 'uuid':
      refusePrefix(options, 'UUIDs');
      return new UuidOrderIds(options);
    default:
      return new ClientOrderIdGenerator(options);
  }
}

function refusePrefix({ prefix }: ClientOrderIdOptions, form: string): void {
  if (prefix !== '') throw new ConfigurationError('clientOrderIdPrefix', 'connector definition', `must be empty where the ids are ${form}`);
}
