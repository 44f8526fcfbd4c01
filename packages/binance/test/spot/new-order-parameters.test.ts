import { Decimal, OrderDeniedError } from '@venuekit/core/connector';
import type { OrderRequest } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { newOrderParameters } from '../../src/spot/new-order-parameters.ts';
import { recordingContext } from './request-recorder.ts';

const d = (text: string): Decimal => new Decimal(text);

function parameters(order: Partial<OrderRequest>): Record<string, unknown> {
  const given = newOrderParameters(recordingContext(), {
    clientOrderId: 'vk-1',
    tradingPair: 'BTC-USDT',
    side: 'sell',
    orderType: 'limit',
    amount: d('0.5'),
    positionAction: 'nil',
    ...order,
  });
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const COMMON = { symbol: 'BTCUSDT', side: 'SELL', newClientOrderId: 'vk-1', newOrderRespType: 'FULL' };

describe('the parameters of a new order', () => {
  it.each<[string, Partial<OrderRequest>, object]>([
    ['limit', { price: d('60000') }, { type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '60000' }],
    ['limit-maker', { orderType: 'limit-maker', price: d('60000') }, { type: 'LIMIT_MAKER', quantity: '0.5', price: '60000' }],
    ['market', { orderType: 'market' }, { type: 'MARKET', quantity: '0.5' }],
    ['market in quote', { orderType: 'market', quoteAmount: d('100.5') }, { type: 'MARKET', quoteOrderQty: '100.5' }],
    ['stop-loss', { orderType: 'stop-loss', stopPrice: d('59000') }, { type: 'STOP_LOSS', quantity: '0.5', stopPrice: '59000' }],
    [
      'trailing take-profit',
      { orderType: 'take-profit', stopPrice: d('61000'), trailingDelta: 50 },
      { type: 'TAKE_PROFIT', quantity: '0.5', stopPrice: '61000', trailingDelta: 50 },
    ],
    [
      'stop-loss-limit',
      { orderType: 'stop-loss-limit', stopPrice: d('59000'), price: d('58999'), timeInForce: 'IOC' },
      { type: 'STOP_LOSS_LIMIT', quantity: '0.5', stopPrice: '59000', price: '58999', timeInForce: 'IOC' },
    ],
    [
      'take-profit-limit',
      { orderType: 'take-profit-limit', stopPrice: d('61000'), price: d('61001') },
      { type: 'TAKE_PROFIT_LIMIT', quantity: '0.5', stopPrice: '61000', price: '61001', timeInForce: 'GTC' },
    ],
    [
      'iceberg with self-trade prevention',
      { price: d('60000'), icebergAmount: d('0.0000001'), selfTradePrevention: 'expire-maker' },
      {
        type: 'LIMIT',
        timeInForce: 'GTC',
        quantity: '0.5',
        price: '60000',
        icebergQty: '0.0000001',
        selfTradePreventionMode: 'EXPIRE_MAKER',
      },
    ],
  ])('of type %s', (_name, order, expected) => {
    expect(parameters(order)).toEqual({ ...COMMON, ...expected });
  });

  it.each(['limit', 'limit-maker', 'stop-loss-limit', 'take-profit-limit'] as const)(
    'of type %s are denied without a price',
    (orderType) => {
      expect(() => parameters({ orderType })).toThrow(OrderDeniedError);
    },
  );
});
