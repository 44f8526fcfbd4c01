import { describe, expect, it } from 'vitest';
import { FillLedger } from '../../src/orders/fill-ledger.ts';
import { fill } from './order-fixtures.ts';

describe('the ledger of forgotten fills', () => {
  it('knows a fill by market, exchange order id and trade id together', () => {
    const ledger = new FillLedger(10);
    ledger.add(fill('t1', 1));
    expect(ledger.has(fill('t1', 2, { clientOrderId: 'other' }))).toBe(true);
    expect(ledger.has(fill('t2', 1))).toBe(false);
    expect(ledger.has(fill('t1', 1, { exchangeOrderId: 'e2' }))).toBe(false);
    expect(ledger.has(fill('t1', 1, { tradingPair: 'ETH-USDT' }))).toBe(false);
  });

  it('forgets the oldest first, and does not count a repetition', () => {
    const ledger = new FillLedger(2);
    ledger.add(fill('t1', 1));
    ledger.add(fill('t1', 1));
    ledger.add(fill('t2', 1));
    expect(ledger.has(fill('t1', 1))).toBe(true);
    ledger.add(fill('t3', 1));
    expect(['t1', 't2', 't3'].map((tradeId) => ledger.has(fill(tradeId, 1)))).toEqual([false, true, true]);
  });
});
