import { Decimal, ZERO, type TradingPair } from '@venuekit/core/connector';
import type { OrderTicket, VenueOrder } from '../model/order.ts';
import type { PlainShape } from './shape.ts';

/** What amounts are counted in. */
export interface Amounts {
  /** An amount of the base on the wire; also those of books, trades and fills. */
  told(base: Decimal, tradingPair: TradingPair): string;
  /** What a wire amount is of the base. */
  read(amount: Decimal, tradingPair: TradingPair): Decimal;
  /** The amount of an order, as it was asked for. */
  toldOfOrder(order: VenueOrder): string;
  /** What a wire amount means in an order. */
  readOfOrder(amount: Decimal, price: Decimal | undefined, tradingPair: TradingPair): Pick<OrderTicket, 'amount' | 'quoteAmount'>;
  /** One contract in base; undefined where there are none. */
  contractSize(tradingPair: TradingPair): Decimal | undefined;
}

const inBase: Amounts = {
  told: (base) => base.toFixed(),
  read: (amount) => amount,
  toldOfOrder: ({ amount }) => amount.toFixed(),
  readOfOrder: (amount) => ({ amount }),
  contractSize: () => undefined,
};

/** `quote`: orders are asked for in quote; what is executed of them, books, trades and fills are in base. */
const inQuote: Amounts = {
  ...inBase,
  toldOfOrder: ({ price, amount, quoteAmount }) => (quoteAmount ?? amount.times(price)).toFixed(),
  readOfOrder: (amount, price) => (price === undefined || price.lte(ZERO) ? { quoteAmount: amount } : { amount: amount.dividedBy(price) }),
};

/** `contracts`: all amounts of the base are numbers of contracts; `contractSize` of `GET /markets` says what one is. */
function inContracts({ contractSizes = {} }: PlainShape): Amounts {
  const size = (tradingPair: TradingPair): Decimal => new Decimal(contractSizes[tradingPair] ?? '0.001');
  const told = (base: Decimal, tradingPair: TradingPair): string => base.dividedBy(size(tradingPair)).toFixed();
  const read = (amount: Decimal, tradingPair: TradingPair): Decimal => amount.times(size(tradingPair));
  return {
    told,
    read,
    toldOfOrder: ({ amount, tradingPair }) => told(amount, tradingPair),
    readOfOrder: (amount, _price, tradingPair) => ({ amount: read(amount, tradingPair) }),
    contractSize: size,
  };
}

export function amountsOf(shape: PlainShape): Amounts {
  switch (shape.amounts ?? 'base') {
    case 'base':
      return inBase;
    case 'quote':
      return inQuote;
    default:
      return inContracts(shape);
  }
}
