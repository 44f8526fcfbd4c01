import { describe, expect, it } from 'vitest';
import { type FollowedSite, openFollowedSite, report, resultBody } from './followed-site.ts';
import { type Json, START_MS } from './spot-site.ts';

const ORDER = { symbol: 'BTCUSDT', type: 'LIMIT', timeInForce: 'GTC', price: '60000' };
const MAKER = { ...ORDER, side: 'SELL', quantity: '0.2', newClientOrderId: 'mk' };
const TAKER = { ...ORDER, side: 'BUY', quantity: '0.5', newClientOrderId: 'tk', newOrderRespType: 'RESULT' };

/** The taker's answer, and the events that tell of prevention, of a buyer that meets its own sell order. */
async function meet(mode: string): Promise<FollowedSite & { readonly answer: unknown; readonly told: readonly Json[] }> {
  const followed = await openFollowedSite();
  await followed.site.signed('POST', 'order', MAKER);
  followed.events();
  const answer = (await followed.site.signed('POST', 'order', { ...TAKER, selfTradePreventionMode: mode })).body;
  const told = followed.eventsOf('executionReport').slice(1);
  return { ...followed, answer, told };
}

const taken = (quantity: string): Json => ({ x: 'TRADE_PREVENTION', v: 1, A: quantity, B: quantity, u: -1, Cs: 'BTCUSDT' });
const match = { pl: '0.20000000', pL: '60000.00000000', pY: '12000.00000000' };
const makerReport = (differences: Json): Json => report({ c: 'mk', o: 'LIMIT', q: '0.20000000', p: '60000.00000000', ...differences });
const takerReport = (differences: Json): Json => report({ c: 'tk', S: 'BUY', o: 'LIMIT', p: '60000.00000000', i: 2, ...differences });
const takerBody = (differences: Json): Json =>
  resultBody({ orderId: 2, clientOrderId: 'tk', price: '60000.00000000', type: 'LIMIT', side: 'BUY', ...differences });
const ended = { X: 'EXPIRED_IN_MATCH' };

describe('an order that would meet one of its own account', () => {
  it('ends where the mode is EXPIRE_TAKER', async () => {
    const { site, answer, told } = await meet('EXPIRE_TAKER');
    expect(answer).toEqual(takerBody({ status: 'EXPIRED_IN_MATCH', preventedMatchId: 1, preventedQuantity: '0.50000000' }));
    expect(told).toEqual([takerReport({ ...taken('0.50000000'), ...match, ...ended, U: 1 })]);
    expect((await site.signed('GET', 'myPreventedMatches', { symbol: 'BTCUSDT', orderId: 1 })).text).toBe(
      `[{"symbol":"BTCUSDT","preventedMatchId":1,"takerOrderId":2,"makerSymbol":"BTCUSDT","makerOrderId":1,"tradeGroupId":-1,"selfTradePreventionMode":"EXPIRE_TAKER","price":"60000.00000000","takerPreventedQuantity":"0.50000000","transactTime":${START_MS}}]`,
    );
    expect(await site.result('GET', 'myPreventedMatches', { symbol: 'BTCUSDT', preventedMatchId: 2 })).toEqual([200, []]);
    expect((await site.result('GET', 'myPreventedMatches', { symbol: 'BTCUSDT' }))[0]).toBe(400);
  });

  it('ends the resting one where the mode is EXPIRE_MAKER', async () => {
    const { site, answer, told } = await meet('EXPIRE_MAKER');
    expect(answer).toEqual(takerBody({ selfTradePreventionMode: 'EXPIRE_MAKER' }));
    expect(told).toEqual([makerReport({ ...taken('0.20000000'), ...match, ...ended, U: 2 })]);
    expect((await site.signed('GET', 'order', { symbol: 'BTCUSDT', orderId: 1 })).body).toMatchObject({
      status: 'EXPIRED_IN_MATCH',
      isWorking: false,
      preventedMatchId: 1,
      preventedQuantity: '0.20000000',
    });
  });

  it('ends with it where the mode is EXPIRE_BOTH', async () => {
    const { answer, told } = await meet('EXPIRE_BOTH');
    const mode = { selfTradePreventionMode: 'EXPIRE_BOTH' };
    expect(answer).toEqual(takerBody({ ...mode, status: 'EXPIRED_IN_MATCH', preventedMatchId: 1, preventedQuantity: '0.50000000' }));
    expect(told).toEqual([
      makerReport({ ...taken('0.20000000'), ...match, ...ended, U: 2 }),
      takerReport({ ...taken('0.50000000'), ...match, ...ended, U: 1, V: 'EXPIRE_BOTH' }),
    ]);
  });

  it('loses as much as the smaller one has where the mode is DECREMENT, and rests', async () => {
    const { site, answer, told } = await meet('DECREMENT');
    const mode = { selfTradePreventionMode: 'DECREMENT' };
    expect(answer).toEqual(takerBody({ ...mode, preventedMatchId: 1, preventedQuantity: '0.20000000' }));
    expect(told).toEqual([
      makerReport({ ...taken('0.20000000'), ...match, ...ended, U: 2 }),
      takerReport({ ...taken('0.20000000'), ...match, U: 1, V: 'DECREMENT', w: true, W: START_MS }),
    ]);
    expect((await site.get('depth', { symbol: 'BTCUSDT' })).body['bids']).toEqual([['60000.00000000', '0.30000000']]);
  });

  it('trades where the mode is NONE', async () => {
    const { answer, told } = await meet('NONE');
    expect(answer).toMatchObject({ status: 'PARTIALLY_FILLED', executedQty: '0.20000000', selfTradePreventionMode: 'NONE' });
    expect(told.map(({ x, X, c, m }) => [x, X, c, m])).toEqual([
      ['TRADE', 'FILLED', 'mk', true],
      ['TRADE', 'PARTIALLY_FILLED', 'tk', false],
    ]);
  });
});
