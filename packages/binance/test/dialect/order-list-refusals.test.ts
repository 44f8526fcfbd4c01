import { describe, expect, it } from 'vitest';
import { openSpotSite, type Params, refusal } from './spot-site.ts';

const HEAD = { symbol: 'BTCUSDT', quantity: '0.5' };
const MAKER_ABOVE = { aboveType: 'LIMIT_MAKER', abovePrice: '61000' };
const STOP_BELOW = { belowType: 'STOP_LOSS', belowStopPrice: '59000' };
const STOP_ABOVE = { aboveType: 'STOP_LOSS', aboveStopPrice: '61000' };
const MAKER_BELOW = { belowType: 'LIMIT_MAKER', belowPrice: '59000' };
const PROFIT_ABOVE = { aboveType: 'TAKE_PROFIT', aboveStopPrice: '61000' };
const PROFIT_BELOW = { belowType: 'TAKE_PROFIT', belowStopPrice: '59000' };
const SELL = { ...HEAD, side: 'SELL' };
const BUY = { ...HEAD, side: 'BUY' };
const OCO = { ...SELL, ...MAKER_ABOVE, ...STOP_BELOW };
const OTO = {
  symbol: 'BTCUSDT',
  workingType: 'LIMIT',
  workingSide: 'BUY',
  workingPrice: '59000',
  workingQuantity: '0.5',
  workingTimeInForce: 'GTC',
  pendingType: 'MARKET',
  pendingSide: 'SELL',
  pendingQuantity: '0.1',
};
const missing = (name: string): unknown => refusal(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);

const neither = (name: string): unknown => refusal(-1102, `Param '${name}' or 'orderListId' must be sent, but both were empty/null!`);

describe('a list of orders', () => {
  it.each<readonly [string, string, Params, unknown]>([
    ['two limits', 'oco', { ...SELL, ...MAKER_ABOVE, ...MAKER_BELOW }, refusal(-1168, 'At least one OCO order must be contingent.')],
    ['a plain limit', 'oco', { ...OCO, aboveType: 'LIMIT', aboveTimeInForce: 'GTC' }, refusal(-1158, 'Order type not supported in OCO.')],
    [
      'a limit above for a buyer',
      'oco',
      { ...BUY, ...MAKER_ABOVE, ...STOP_BELOW },
      refusal(-1165, 'A limit order in a buy OCO must be below.'),
    ],
    [
      'a limit below for a seller',
      'oco',
      { ...SELL, ...STOP_ABOVE, ...MAKER_BELOW },
      refusal(-1166, 'A limit order in a sell OCO must be above.'),
    ],
    [
      'a stop below for a buyer',
      'oco',
      { ...BUY, ...PROFIT_ABOVE, ...STOP_BELOW },
      refusal(-1196, 'A stop loss order in a buy OCO must be above.'),
    ],
    [
      'a stop above for a seller',
      'oco',
      { ...SELL, ...STOP_ABOVE, ...PROFIT_BELOW },
      refusal(-1197, 'A stop loss order in a sell OCO must be below.'),
    ],
    [
      'two profits of a buyer',
      'oco',
      { ...BUY, ...PROFIT_ABOVE, ...PROFIT_BELOW },
      refusal(-1198, 'A take profit order in a buy OCO must be below.'),
    ],
    [
      'two profits of a seller',
      'oco',
      { ...SELL, ...PROFIT_ABOVE, ...PROFIT_BELOW },
      refusal(-1199, 'A take profit order in a sell OCO must be above.'),
    ],
    [
      'a limit on the wrong side of the last price',
      'oco',
      { ...OCO, abovePrice: '59999' },
      refusal(-2010, 'The relationship of the prices for the orders is not correct.'),
    ],
    ['no type', 'oco', { ...SELL, ...MAKER_ABOVE, belowStopPrice: '59000' }, missing('belowType')],
    ['no quantity', 'oco', { symbol: 'BTCUSDT', side: 'SELL', ...MAKER_ABOVE, ...STOP_BELOW }, missing('quantity')],
    ['no price', 'oco', { ...SELL, aboveType: 'LIMIT_MAKER', ...STOP_BELOW }, missing('abovePrice')],
    [
      'no stop price',
      'oco',
      { ...SELL, ...MAKER_ABOVE, belowType: 'STOP_LOSS' },
      refusal(-1102, "Param 'belowStopPrice' or 'belowTrailingDelta' must be sent, but both were empty/null!"),
    ],
    [
      'an iceberg that is not GTC',
      'oco',
      { ...OCO, belowType: 'STOP_LOSS_LIMIT', belowPrice: '58000', belowTimeInForce: 'IOC', belowIcebergQty: '0.1' },
      refusal(-1160, "Parameter 'belowIcebergQty' is not supported if 'belowTimeInForce' is not GTC."),
    ],
    ['a price off the tick', 'oco', { ...OCO, abovePrice: '61000.001' }, refusal(-1013, 'Filter failure: PRICE_FILTER')],
    ['the same id twice', 'oco', { ...OCO, aboveClientOrderId: 'x', belowClientOrderId: 'x' }, refusal(-2010, 'Duplicate order sent.')],
    ['too little money', 'oco', { ...OCO, quantity: '11' }, refusal(-2010, 'Account has insufficient balance for requested action.')],
    ['a working order that is no limit', 'oto', { ...OTO, workingType: 'LIMIT_MAKE' }, refusal(-1116, 'Invalid orderType.')],
    [
      'a working order that waits itself',
      'oto',
      { ...OTO, workingType: 'STOP_LOSS_LIMIT', workingStopPrice: '61000' },
      refusal(-1014, 'Unsupported order combination.'),
    ],
    ['no pending quantity', 'otoco', { ...OTO, pendingAboveType: 'TAKE_PROFIT', pendingQuantity: '' }, missing('pendingQuantity')],
    [
      'an id with a dot',
      'oto',
      { ...OTO, listClientOrderId: 'a.b' },
      refusal(-1100, "Illegal characters found in parameter 'listClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'."),
    ],
  ])('is refused with %s', async (_name, kind, params, expected) => {
    const site = openSpotSite();
    site.venue.world.printTrade('BTC-USDT', '60000');
    expect(await site.result('POST', `orderList/${kind}`, params)).toEqual([400, expected]);
    expect(await site.result('GET', 'openOrderList')).toEqual([200, []]);
    expect(await site.result('GET', 'openOrders')).toEqual([200, []]);
  });

  it('is refused beyond the count of lists, and where a market has none', async () => {
    const site = openSpotSite({
      instruments: [
        { base: 'BTC', quote: 'USDT', maximumOrderLists: 1 },
        { base: 'ETH', quote: 'USDT', features: { oco: false, oto: false } },
      ],
    });
    expect((await site.signed('POST', 'orderList/oco', OCO)).status).toBe(200);
    expect(await site.result('POST', 'orderList/oco', OCO)).toEqual([400, refusal(-1013, 'Filter failure: MAX_NUM_ORDER_LISTS')]);
    expect(await site.result('POST', 'orderList/oco', { ...OCO, symbol: 'ETHUSDT' })).toEqual([
      400,
      refusal(-2010, 'OCO orders are not supported for this symbol.'),
    ]);
    expect(await site.result('POST', 'orderList/oto', { ...OTO, symbol: 'ETHUSDT' })).toEqual([
      400,
      refusal(-2010, 'OTO orders are not supported for this symbol.'),
    ]);
  });

  it('is refused when it would exceed the order count, which counts each of its orders', async () => {
    const site = openSpotSite();
    site.venue.control.setLimit('ORDERS_10S', { limit: 1 });
    expect(await site.result('POST', 'orderList/oco', OCO)).toEqual([
      429,
      refusal(-1015, 'Too many new orders; current limit is 1 orders per 10 SECOND.'),
    ]);
  });

  it('is not found where there is none', async () => {
    const site = openSpotSite();
    expect(await site.result('GET', 'orderList', { orderListId: 7 })).toEqual([400, refusal(-2018, 'Order list does not exist.')]);
    expect(await site.result('GET', 'orderList')).toEqual([400, neither('origClientOrderId')]);
    expect(await site.result('DELETE', 'orderList', { symbol: 'BTCUSDT', orderListId: 7 })).toEqual([
      400,
      refusal(-2011, 'Unknown order list sent.'),
    ]);
    expect(await site.result('DELETE', 'orderList', { symbol: 'BTCUSDT' })).toEqual([400, neither('listClientOrderId')]);
    expect(await site.result('GET', 'allOrderList', { fromId: 1, startTime: 1 })).toEqual([
      400,
      refusal(-1128, 'Combination of optional parameters invalid.'),
    ]);
  });
});
