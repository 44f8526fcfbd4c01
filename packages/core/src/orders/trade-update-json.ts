import type { OrderSide } from '../model/order.ts';
import type { TradeFee } from '../model/trade-fee.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import { type SavedRecord, readRecord } from './saved-record.ts';

/** A fee as saved. */
export interface TradeFeeJson {
  readonly kind: TradeFee['kind'];
  readonly percent: string;
  readonly percentAsset: string | null;
  readonly flatFees: readonly { readonly asset: string; readonly amount: string }[];
}

/** A fill as saved; market and client order id stand in its order. */
export interface TradeUpdateJson {
  readonly tradeId: string;
  readonly clientOrderId: string | null;
  readonly exchangeOrderId: string;
  readonly side: OrderSide | null;
  readonly fillTimeMs: number;
  readonly price: string;
  readonly baseAmount: string;
  readonly quoteAmount: string;
  readonly fee: TradeFeeJson;
  readonly isTaker: boolean;
}

export function tradeUpdateToJson(fill: TradeUpdate): TradeUpdateJson {
  return {
    tradeId: fill.tradeId,
    clientOrderId: fill.clientOrderId ?? null,
    exchangeOrderId: fill.exchangeOrderId,
    side: fill.side ?? null,
    fillTimeMs: fill.fillTimeMs,
    price: fill.price.toString(),
    baseAmount: fill.baseAmount.toString(),
    quoteAmount: fill.quoteAmount.toString(),
    fee: {
      kind: fill.fee.kind,
      percent: fill.fee.percent.toString(),
      percentAsset: fill.fee.percentAsset ?? null,
      flatFees: fill.fee.flatFees.map(({ asset, amount }) => ({ asset, amount: amount.toString() })),
    },
    isTaker: fill.isTaker,
  };
}

/** @throws InvalidPayloadError naming the field that cannot be used. */
export function parseTradeUpdate(value: unknown, field: string, origin: string, tradingPair: TradeUpdate['tradingPair']): TradeUpdate {
  const record = readRecord(value, field, origin);
  const clientOrderId = record.optional('clientOrderId', (saved) => saved.text('clientOrderId'));
  const side = record.optional('side', (saved) => saved.oneOf<OrderSide>('side', ['buy', 'sell']));
  return {
    tradingPair,
    tradeId: record.text('tradeId'),
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    exchangeOrderId: record.text('exchangeOrderId'),
    ...(side === undefined ? {} : { side }),
    fillTimeMs: record.number('fillTimeMs'),
    price: record.decimal('price'),
    baseAmount: record.decimal('baseAmount'),
    quoteAmount: record.decimal('quoteAmount'),
    fee: parseTradeFee(record.record('fee')),
    isTaker: record.boolean('isTaker'),
  };
}

/** @throws InvalidPayloadError */
export function parseTradeFee(record: SavedRecord): TradeFee {
  const percentAsset = record.optional('percentAsset', (saved) => saved.text('percentAsset'));
  return {
    kind: record.oneOf('kind', ['added-to-cost', 'deducted-from-returns']),
    percent: record.decimal('percent'),
    ...(percentAsset === undefined ? {} : { percentAsset }),
    flatFees: record.list('flatFees', (item, field, origin) => {
      const part = readRecord(item, field, origin);
      return { asset: part.text('asset'), amount: part.decimal('amount') };
    }),
  };
}
