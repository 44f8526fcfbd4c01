import { Decimal, PayloadFields } from '@venuekit/core/connector';
import type { OpenOrder, OrderRequest, TradeUpdate } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import {
  parseAccountTrade,
  parseBalances,
  parseCanceledOrder,
  parseCommission,
  parseOpenOrder,
  parseOrderStatus,
  parsePlacedOrder,
} from '../../src/spot/private-wire.ts';
import { SYMBOLS } from './request-recorder.ts';

const REQUEST: OrderRequest = {
  clientOrderId: 'my-1',
  tradingPair: 'BTC-USDT',
  side: 'sell',
  orderType: 'market',
  amount: new Decimal('0.5'),
  positionAction: 'nil',
};

const ACK = { symbol: 'BTCUSDT', orderId: 9001, orderListId: -1, clientOrderId: 'my-1', transactTime: 1_790_000_000_123 };
const RESULT = {
  ...ACK,
  price: '0.00000000',
  origQty: '0.50000000',
  executedQty: '0.50000000',
  origQuoteOrderQty: '0.00000000',
  cummulativeQuoteQty: '31000.00000000',
  status: 'FILLED',
  timeInForce: 'GTC',
  type: 'MARKET',
  side: 'SELL',
  workingTime: 1_790_000_000_123,
  selfTradePreventionMode: 'EXPIRE_MAKER',
};
const FULL = {
  ...RESULT,
  fills: [{ price: '62000.00000000', qty: '0.50000000', commission: '31.00000000', commissionAsset: 'USDT', tradeId: 777 }],
};

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function place(reply: unknown): { readonly placed: unknown; readonly problems: readonly Error[] } {
  const problems: Error[] = [];
  return { placed: plain(parsePlacedOrder(reply, REQUEST, (error) => problems.push(error))), problems };
}

function openOrder(row: object): OpenOrder {
  return parseOpenOrder(new PayloadFields(row, 'openOrders'), SYMBOLS);
}

function accountTrade(row: object, clientOrderId?: string): TradeUpdate {
  return parseAccountTrade(new PayloadFields(row, 'myTrades BTC-USDT'), 'BTC-USDT', clientOrderId);
}

describe('the answer to a placement', () => {
  it('of full length tells state, sums and fills', () => {
    expect(place(FULL)).toEqual({
      placed: {
        exchangeOrderId: '9001',
        state: 'filled',
        updateTimeMs: 1_790_000_000_123,
        cumulativeBase: '0.5',
        cumulativeQuote: '31000',
        trades: [
          {
            tradingPair: 'BTC-USDT',
            tradeId: '777',
            clientOrderId: 'my-1',
            exchangeOrderId: '9001',
            side: 'sell',
            fillTimeMs: 1_790_000_000_123,
            price: '62000',
            baseAmount: '0.5',
            quoteAmount: '31000',
            fee: { kind: 'deducted-from-returns', percent: '0', flatFees: [{ asset: 'USDT', amount: '31' }] },
            isTaker: true,
          },
        ],
      },
      problems: [],
    });
  });

  it('of the shorter lengths is read too', () => {
    expect(place(RESULT).placed).toMatchObject({ state: 'filled', cumulativeBase: '0.5', trades: [] });
    expect(place(ACK)).toEqual({
      placed: { exchangeOrderId: '9001', state: 'open', updateTimeMs: 1_790_000_000_123, trades: [] },
      problems: [],
    });
  });

  it('of an order that expired in part tells the fills and the reason', () => {
    const reply = { ...FULL, status: 'EXPIRED', executedQty: '0.10000000', expiryReason: 'UNFILLED_IOC_QUANTITY_EXPIRED' };
    expect(place(reply).placed).toMatchObject({
      state: 'expired',
      cumulativeBase: '0.1',
      reason: 'UNFILLED_IOC_QUANTITY_EXPIRED',
      trades: [{ tradeId: '777' }],
    });
  });

  it('of an unknown status counts as open and is reported', () => {
    const { placed, problems } = place({ ...FULL, status: 'OF_NEXT_YEAR' });
    expect(placed).toMatchObject({ state: 'open', trades: [{ tradeId: '777' }] });
    expect(problems).toMatchObject([{ field: 'status' }]);
  });

  it('with a broken fill keeps the others', () => {
    const { placed, problems } = place({ ...FULL, fills: [null, { ...FULL.fills[0], qty: 'x' }, FULL.fills[0]] });
    expect(placed).toMatchObject({ trades: [{ tradeId: '777' }] });
    expect(problems).toMatchObject([{ field: 'fills[0]' }, { field: 'qty' }]);
  });

  it.each([[null], ['OK'], [{}], [{ ...ACK, orderId: undefined }], [{ ...ACK, transactTime: null }], [{ ...FULL, executedQty: 'x' }]])(
    'that cannot be read leaves the outcome unknown: %j',
    (reply) => {
      let thrown: unknown;
      try {
        place(reply);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({ code: 'INVALID_PAYLOAD', outcome: 'unknown' });
    },
  );
});

describe('the answer to a cancel', () => {
  const reply = {
    ...RESULT,
    origClientOrderId: 'my-1',
    clientOrderId: 'cancel-1',
    status: 'CANCELED',
    executedQty: '0.2',
    cummulativeQuoteQty: '-1',
  };

  it('says what the order has become, without a quote sum that the venue does not know', () => {
    const canceled = plain(parseCanceledOrder(reply, 'BTC-USDT', () => expect.unreachable()));
    expect(canceled).toEqual({ state: 'canceled', exchangeOrderId: '9001', updateTimeMs: 1_790_000_000_123, cumulativeBase: '0.2' });
  });

  it('of an unknown status is not taken for done', () => {
    const problems: Error[] = [];
    expect(parseCanceledOrder({ ...reply, status: 'OF_NEXT_YEAR' }, 'BTC-USDT', (error) => problems.push(error)).state).toBe(
      'pending-cancel',
    );
    expect(problems).toMatchObject([{ field: 'status', origin: 'cancel BTC-USDT' }]);
  });
});

const QUERIED = {
  ...RESULT,
  clientOrderId: 'my-1',
  status: 'PARTIALLY_FILLED',
  executedQty: '0.20000000',
  cummulativeQuoteQty: '12000.00000000',
  price: '60000.00000000',
  type: 'LIMIT',
  side: 'BUY',
  time: 1_790_000_000_009,
  updateTime: 1_790_000_003_009,
};

describe('the status of an order', () => {
  it('is told with sums and the venue’s time', () => {
    expect(plain(parseOrderStatus(QUERIED, 'BTC-USDT', 'my-1'))).toEqual({
      tradingPair: 'BTC-USDT',
      amount: '0.5',
      clientOrderId: 'my-1',
      exchangeOrderId: '9001',
      state: 'partially-filled',
      updateTimeMs: 1_790_000_003_009,
      cumulativeBase: '0.2',
      cumulativeQuote: '12000',
    });
  });

  it('that is unknown teaches nothing', () => {
    expect(() => parseOrderStatus({ ...QUERIED, status: 'OF_NEXT_YEAR' }, 'BTC-USDT', 'my-1')).toThrow('"status"');
  });

  it('of an expired order has the reason', () => {
    expect(parseOrderStatus({ ...QUERIED, status: 'EXPIRED', expiryReason: 'OCO_TRIGGER' }, 'BTC-USDT', 'my-1').reason).toBe('OCO_TRIGGER');
    expect(parseOrderStatus({ ...QUERIED, status: 'EXPIRED_IN_MATCH' }, 'BTC-USDT', 'my-1').reason).toBe('EXPIRED_IN_MATCH');
  });
});

describe('an open order', () => {
  it('is read with our names', () => {
    expect(plain(openOrder(QUERIED))).toEqual({
      tradingPair: 'BTC-USDT',
      clientOrderId: 'my-1',
      exchangeOrderId: '9001',
      side: 'buy',
      orderType: 'limit',
      price: '60000',
      amount: '0.5',
      executedAmount: '0.2',
      executedQuote: '12000',
      state: 'partially-filled',
      creationTimeMs: 1_790_000_000_009,
      updateTimeMs: 1_790_000_003_009,
    });
  });

  it('of an unknown type or status is listed all the same', () => {
    expect(openOrder({ ...QUERIED, type: 'PEGGED', status: 'OF_NEXT_YEAR' })).toMatchObject({
      orderType: 'other',
      state: 'open',
    });
  });

  it.each([
    ['NOBODYUSDT', { symbol: 'NOBODYUSDT' }],
    ['"side"', { side: 'HOLD' }],
    ['"clientOrderId"', { clientOrderId: '' }],
    ['"price"', { price: null }],
  ])('that cannot be read says why: %s', (text, change) => {
    expect(() => openOrder({ ...QUERIED, ...change })).toThrow(text);
  });
});

describe('a fill of the account', () => {
  const trade = {
    symbol: 'BTCUSDT',
    id: 880_001,
    orderId: 4001,
    orderListId: -1,
    price: '60000.00000000',
    qty: '0.20000000',
    quoteQty: '12000.00000000',
    commission: '0.00020000',
    commissionAsset: 'BTC',
    time: 1_790_000_003_009,
    isBuyer: true,
    isMaker: true,
    isBestMatch: true,
  };

  it('is the same fill as the stream’s', () => {
    expect(plain(accountTrade(trade))).toEqual({
      tradingPair: 'BTC-USDT',
      tradeId: '880001',
      exchangeOrderId: '4001',
      side: 'buy',
      fillTimeMs: 1_790_000_003_009,
      price: '60000',
      baseAmount: '0.2',
      quoteAmount: '12000',
      fee: { kind: 'deducted-from-returns', percent: '0', flatFees: [{ asset: 'BTC', amount: '0.0002' }] },
      isTaker: false,
    });
    expect(accountTrade({ ...trade, isBuyer: false, isMaker: false }, 'my-7')).toMatchObject({
      clientOrderId: 'my-7',
      side: 'sell',
      isTaker: true,
    });
  });

  it.each(['id', 'orderId', 'price', 'qty', 'quoteQty', 'commission', 'commissionAsset', 'time', 'isBuyer', 'isMaker'])(
    'needs its field %s',
    (field) => {
      expect(() => accountTrade({ ...trade, [field]: undefined })).toThrow(`myTrades BTC-USDT: field "${field}"`);
    },
  );
});

describe('balances', () => {
  it('are free and free with locked, and a broken row drops no other', () => {
    const problems: Error[] = [];
    const balances = [
      { asset: 'BTC', free: '1.00000000', locked: '0.50000000' },
      { asset: 'ETH', free: 'x', locked: '0' },
      7,
      { asset: '__proto__', free: '0', locked: '0' },
    ];
    expect(plain(parseBalances({ balances }, (error) => problems.push(error)))).toEqual([
      { asset: 'BTC', available: '1', total: '1.5' },
      { asset: '__proto__', available: '0', total: '0' },
    ]);
    expect(problems).toMatchObject([{ field: 'free', origin: 'account ETH' }, { field: 'balances[2]' }]);
  });

  it('are not read from an answer without any', () => {
    expect(() => parseBalances({}, () => undefined)).toThrow('"balances"');
  });
});

describe('commissions', () => {
  const rates = { maker: '0.00000010', taker: '0.00000020', buyer: '0.00000030', seller: '0.00000040' };
  const standardCommission = { maker: '0.001', taker: '0.0012', buyer: '0', seller: '0' };

  it('add up over their kinds, with the dearer side', () => {
    const reply = { symbol: 'BTCUSDT', standardCommission, specialCommission: rates, taxCommission: rates, discount: { discount: '0.75' } };
    expect(plain(parseCommission(reply, 'BTC-USDT'))).toEqual({ maker: '0.001001', taker: '0.0012012' });
  });

  it('need only the standard kind', () => {
    expect(plain(parseCommission({ standardCommission }, 'BTC-USDT'))).toEqual({ maker: '0.001', taker: '0.0012' });
    expect(() => parseCommission({ taxCommission: rates }, 'BTC-USDT')).toThrow('"standardCommission"');
  });
});
