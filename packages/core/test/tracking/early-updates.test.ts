import { describe, expect, it } from 'vitest';
import type { OrderUpdate } from '../../src/model/order-update.ts';
import { EarlyUpdates } from '../../src/tracking/early-updates.ts';
import type { EarlyInput } from '../../src/tracking/early-updates.ts';

function told(exchangeOrderId: string | undefined, updateTimeMs: number, tradingPair: OrderUpdate['tradingPair'] = 'BTC-USDT'): EarlyInput {
  const update: OrderUpdate = { tradingPair, state: 'open', updateTimeMs, ...(exchangeOrderId === undefined ? {} : { exchangeOrderId }) };
  return { kind: 'order-update', update, nowMs: updateTimeMs };
}

describe('early updates', () => {
  it('are given once, in the order of their arrival, to their order alone', () => {
    const early = new EarlyUpdates(10);
    early.keep(told('1', 1));
    early.keep(told('2', 2));
    early.keep(told('1', 3));
    early.keep(told('1', 4, 'ETH-USDT'));
    early.keep(told(undefined, 5));
    expect(early.size).toBe(4);
    expect(early.take('BTC-USDT', '1').map(({ nowMs }) => nowMs)).toEqual([1, 3]);
    expect(early.take('BTC-USDT', '1')).toEqual([]);
    expect(early.take('BTC-USDT', '3')).toEqual([]);
    expect(early.size).toBe(2);
  });

  it('are none as long as nothing was kept', () => {
    const early = new EarlyUpdates(10);
    expect([early.take('BTC-USDT', '1'), early.size]).toEqual([[], 0]);
  });

  it('are forgotten beyond the capacity, those of the oldest order first', () => {
    const early = new EarlyUpdates(3);
    for (let id = 1; id <= 4; id += 1) early.keep(told(String(id), id));
    early.keep(told('4', 5));
    expect(early.size).toBe(3);
    expect(early.take('BTC-USDT', '1')).toEqual([]);
    expect(early.take('BTC-USDT', '2')).toEqual([]);
    expect(early.take('BTC-USDT', '4')).toHaveLength(2);
  });
});
