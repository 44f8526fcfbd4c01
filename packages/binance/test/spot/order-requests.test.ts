import { Decimal, VenueRejection } from '@venuekit/core/connector';
import type { RequestContext, TradeUpdate } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { allTradeUpdatesForOrder, requestClientOrderId, tradeUpdatesSince } from '../../src/spot/order-requests.ts';
import { recordingContext } from './request-recorder.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 1_790_000_000_000;

function trade(id: number | string): object {
  return {
    id,
    orderId: 4001,
    price: '1',
    qty: '2',
    quoteQty: '2',
    commission: '0',
    commissionAsset: 'BNB',
    time: NOW_MS,
    isBuyer: true,
    isMaker: false,
  };
}

function page(firstId: number, length: number): readonly object[] {
  return Array.from({ length }, (_, index) => trade(firstId + index));
}

function tradesOfOrder(context: RequestContext, exchangeOrderId: string): Promise<readonly TradeUpdate[]> {
  return allTradeUpdatesForOrder(context, {
    tradingPair: 'BTC-USDT',
    clientOrderId: 'my-1',
    exchangeOrderId,
    side: 'buy',
    orderType: 'limit',
    price: new Decimal(1),
    amount: new Decimal(2),
    creationTimeMs: NOW_MS,
  });
}

describe('the fills of one order', () => {
  it('are asked for by the venue’s order id, at the lower weight, signed', async () => {
    const context = recordingContext([[trade(7)]]);
    const trades = await tradesOfOrder(context, '9007199254740993');
    expect(trades).toMatchObject([{ tradeId: '7', clientOrderId: 'my-1', tradingPair: 'BTC-USDT' }]);
    expect(context.calls).toMatchObject([
      {
        path: '/api/v3/myTrades',
        parameters: { symbol: 'BTCUSDT', orderId: '9007199254740993', fromId: '0', limit: 1000 },
        isAuthRequired: true,
        limitId: '/api/v3/myTrades of one order',
      },
    ]);
  });

  it('begin with the oldest, since the venue would give the newest by itself, and go on page by page, by trade id within the order', async () => {
    const context = recordingContext([page(1, 1000), page(1001, 1000), []]);
    await expect(tradesOfOrder(context, '5')).resolves.toHaveLength(2000);
    expect(context.calls.map(({ parameters }) => parameters)).toEqual([
      { symbol: 'BTCUSDT', orderId: '5', fromId: '0', limit: 1000 },
      { symbol: 'BTCUSDT', orderId: '5', fromId: '1001', limit: 1000 },
      { symbol: 'BTCUSDT', orderId: '5', fromId: '2001', limit: 1000 },
    ]);
  });

  it('skip and report a row that cannot be read', async () => {
    const context = recordingContext([[trade(1), null, trade(3)]]);
    await expect(tradesOfOrder(context, '5')).resolves.toMatchObject([{ tradeId: '1' }, { tradeId: '3' }]);
    expect(context.warnings).toMatchObject([{ tradingPair: 'BTC-USDT', error: { code: 'INVALID_PAYLOAD' } }]);
  });

  it('do not turn in a circle when the venue repeats a page', async () => {
    const context = recordingContext([page(1, 1000), page(1, 1000)]);
    await expect(tradesOfOrder(context, '5')).rejects.toThrow('"id"');
  });
});

describe('the fills since a time', () => {
  it('of less than a day ago need one query, open to the future', async () => {
    const context = recordingContext([[trade(7), trade(8)]], { nowMs: NOW_MS });
    await expect(tradeUpdatesSince(context, 'BTC-USDT', NOW_MS - 5000.5)).resolves.toHaveLength(2);
    expect(context.calls).toMatchObject([{ limitId: '/api/v3/myTrades by time' }]);
    expect(context.calls.map(({ parameters }) => parameters)).toEqual([{ symbol: 'BTCUSDT', startTime: NOW_MS - 5001, limit: 1000 }]);
  });

  it('of longer ago go day by day to the first fill, and by trade id from there', async () => {
    const since = NOW_MS - 3 * DAY_MS - 1;
    const context = recordingContext([[], [trade('9007199254740993')], [trade('9007199254740995')]], { nowMs: NOW_MS });
    const trades = await tradeUpdatesSince(context, 'BTC-USDT', since);
    expect(trades.map(({ tradeId }) => tradeId)).toEqual(['9007199254740993', '9007199254740995']);
    expect(context.calls.map(({ parameters }) => parameters)).toEqual([
      { symbol: 'BTCUSDT', startTime: since, endTime: since + DAY_MS - 1, limit: 1000 },
      { symbol: 'BTCUSDT', startTime: since + DAY_MS, endTime: since + 2 * DAY_MS - 1, limit: 1000 },
      { symbol: 'BTCUSDT', fromId: '9007199254740994', limit: 1000 },
    ]);
  });

  it('leave no millisecond between the windows and end with an open one', async () => {
    const context = recordingContext([[], [], [], []], { nowMs: NOW_MS });
    await expect(tradeUpdatesSince(context, 'BTC-USDT', NOW_MS - 3 * DAY_MS)).resolves.toEqual([]);
    const windows = context.calls.map(({ parameters }) => [parameters?.['startTime'], parameters?.['endTime']]);
    for (let index = 1; index < windows.length; index += 1) expect(windows[index]?.[0]).toBe(Number(windows[index - 1]?.[1]) + 1);
    expect(windows.at(-1)?.[1]).toBeUndefined();
    expect(windows).toHaveLength(4);
  });

  it('page through a full window', async () => {
    const context = recordingContext([page(1, 1000), page(1001, 3)], { nowMs: NOW_MS });
    await expect(tradeUpdatesSince(context, 'BTC-USDT', NOW_MS - 1000)).resolves.toHaveLength(1003);
    expect(context.calls[1]?.parameters).toEqual({ symbol: 'BTCUSDT', fromId: '1001', limit: 1000 });
  });

  it('are not known when the answer is no list', async () => {
    await expect(tradeUpdatesSince(recordingContext([{ code: 0 }]), 'BTC-USDT', NOW_MS)).rejects.toThrow('myTrades BTC-USDT');
  });
});

describe('whose an order is', () => {
  it('is asked for by the venue’s order id', async () => {
    const context = recordingContext([{ symbol: 'BTCUSDT', orderId: 4001, clientOrderId: 'of-somebody' }]);
    await expect(requestClientOrderId(context, 'BTC-USDT', '4001')).resolves.toBe('of-somebody');
    expect(context.calls).toMatchObject([
      { path: '/api/v3/order', parameters: { symbol: 'BTCUSDT', orderId: '4001' }, limitId: 'GET /api/v3/order', isAuthRequired: true },
    ]);
  });

  it.each(['-2013', '-2026'])('stays unknown when the venue has none of it any more (%s)', async (venueCode) => {
    const context = recordingContext([new VenueRejection({ status: 400, venueCode, venueMessage: 'gone', reason: 'other' })]);
    await expect(requestClientOrderId(context, 'BTC-USDT', '4001')).resolves.toBeUndefined();
  });

  it('is no guess when the question fails', async () => {
    const context = recordingContext([new Error('the line is dead')]);
    await expect(requestClientOrderId(context, 'BTC-USDT', '4001')).rejects.toThrow('the line is dead');
  });
});
