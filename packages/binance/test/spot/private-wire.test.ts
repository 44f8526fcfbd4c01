import { readFileSync } from 'node:fs';
import type { PayloadObject, UserStreamUpdate } from '@venuekit/core/connector';
import { ConnectorError, readObject } from '@venuekit/core/connector';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAccountPosition, parseBalanceUpdate, parseExecutionReport } from '../../src/spot/private-wire.ts';
import { SYMBOLS } from './request-recorder.ts';

/** The events of the documents' sample session: new, balances, partly filled, canceled. */
const [NEW, POSITION, FILLED_IN_PART, CANCELED] = readFileSync(new URL('../samples/user-stream.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => readObject(readObject(JSON.parse(line), 'line', 'sample')['event'], 'event', 'sample'));

function report(base: PayloadObject | undefined, change: object = {}): readonly UserStreamUpdate[] {
  return parseExecutionReport({ ...base, ...change }, SYMBOLS);
}

/** Updates with their decimals as text and their errors by code and field. */
function plain(updates: readonly UserStreamUpdate[]): unknown {
  return updates.map((update): unknown => {
    if (update.kind !== 'problem') return JSON.parse(JSON.stringify(update));
    const named = Object.entries(update.error).filter(([name]) => name === 'code' || name === 'field');
    return { problem: Object.fromEntries(named) };
  });
}

const ORDER = { tradingPair: 'BTC-USDT', clientOrderId: 'my-7', exchangeOrderId: '4001' };

describe('an execution report', () => {
  it('of a new order says open', () => {
    const update = { ...ORDER, state: 'open', updateTimeMs: 1_790_000_000_009, cumulativeBase: '0', cumulativeQuote: '0' };
    expect(plain(report(NEW))).toEqual([{ kind: 'order', update }]);
  });

  it('of a fill tells the fill before the state, with fee, maker and exact amounts', () => {
    expect(plain(report(FILLED_IN_PART))).toEqual([
      {
        kind: 'trade',
        update: {
          ...ORDER,
          tradeId: '880001',
          side: 'buy',
          fillTimeMs: 1_790_000_003_009,
          price: '60000',
          baseAmount: '0.2',
          quoteAmount: '12000',
          fee: { kind: 'deducted-from-returns', percent: '0', flatFees: [{ asset: 'BTC', amount: '0.0002' }] },
          isTaker: false,
        },
      },
      {
        kind: 'order',
        update: { ...ORDER, state: 'partially-filled', updateTimeMs: 1_790_000_003_009, cumulativeBase: '0.2', cumulativeQuote: '12000' },
      },
    ]);
  });

  it('of a cancel finds the order by its own id, not by the cancel request’s', () => {
    expect(plain(report(CANCELED))).toMatchObject([{ kind: 'order', update: { ...ORDER, state: 'canceled', cumulativeBase: '0.2' } }]);
  });

  it('of a cancel without the original id uses the one that it has', () => {
    for (const C of ['', undefined]) expect(plain(report(CANCELED, { C }))).toMatchObject([{ update: { clientOrderId: 'cancel-1' } }]);
  });

  it('of an amendment finds the order by the id that it had', () => {
    expect(plain(report(NEW, { x: 'REPLACED', c: 'new-id', C: 'my-7' }))).toMatchObject([{ update: { ...ORDER, state: 'open' } }]);
  });

  it('of other executions takes c, whatever C says', () => {
    expect(plain(report(NEW, { C: 'something' }))).toMatchObject([{ update: { clientOrderId: 'my-7' } }]);
  });

  it.each([
    [{ x: 'EXPIRED', X: 'EXPIRED', eR: 'UNFILLED_IOC_QUANTITY_EXPIRED' }, 'expired', 'UNFILLED_IOC_QUANTITY_EXPIRED'],
    [{ x: 'EXPIRED', X: 'EXPIRED' }, 'expired', 'EXPIRED'],
    [{ x: 'TRADE_PREVENTION', X: 'EXPIRED_IN_MATCH' }, 'expired', 'EXPIRED_IN_MATCH'],
    [{ x: 'REJECTED', X: 'REJECTED', r: 'INSUFFICIENT_BALANCES' }, 'failed', 'INSUFFICIENT_BALANCES'],
    [{ x: 'NEW', X: 'PENDING_NEW' }, 'open', undefined],
    [{ x: 'NEW', X: 'PENDING_CANCEL' }, 'open', undefined],
  ])('%j says %s for %s', (change, state, reason) => {
    const [first, ...rest] = report(NEW, { ...change, z: '0.1', Z: '6000' });
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ kind: 'order', update: { state } });
    expect(first?.kind === 'order' ? first.update.reason : 'not an order').toBe(reason);
    expect(plain([...report(NEW, { ...change, z: '0.1' })])).toMatchObject([{ update: { cumulativeBase: '0.1' } }]);
  });

  it('of an unknown status is a problem, and its fill counts all the same', () => {
    expect(plain(report(FILLED_IN_PART, { X: 'OF_NEXT_YEAR' }))).toMatchObject([
      { kind: 'trade', update: { tradeId: '880001' } },
      { problem: { code: 'INVALID_PAYLOAD', field: 'X' } },
    ]);
  });

  it('of an unknown execution is a problem, and its state counts all the same', () => {
    for (const x of ['OF_NEXT_YEAR', undefined, 7, 'constructor']) {
      expect(plain(report(NEW, { x }))).toMatchObject([{ problem: { field: 'x' } }, { kind: 'order', update: { state: 'open' } }]);
    }
  });

  it.each([
    ['t', { t: -1 }],
    ['t', { t: undefined }],
    ['l', { l: '0.00000000' }],
    ['l', { l: 'x' }],
    ['L', { L: null }],
    ['Y', { Y: '-1' }],
    ['m', { m: 'yes' }],
  ])('of a fill with a wrong field %s is a problem, and its state counts all the same', (field, change) => {
    expect(plain(report(FILLED_IN_PART, change))).toMatchObject([{ problem: { code: 'INVALID_PAYLOAD', field } }, { kind: 'order' }]);
  });

  it.each([
    ['n', { n: 'x' }],
    ['N', { N: null }],
    ['N', { N: '' }],
  ])('of a fill with a wrong fee (%s) is a fill all the same', (field, change) => {
    expect(plain(report(FILLED_IN_PART, change))).toMatchObject([
      { problem: { field } },
      { kind: 'trade', update: { tradeId: '880001', fee: { flatFees: [] } } },
      { kind: 'order' },
    ]);
  });

  it('of a fill without a fee needs no asset, and a rebate stays negative', () => {
    expect(plain(report(FILLED_IN_PART, { n: '0', N: null }))).toMatchObject([{ update: { fee: { flatFees: [] } } }, { kind: 'order' }]);
    const rebate = { flatFees: [{ asset: '__proto__', amount: '-0.0001' }] };
    expect(plain(report(FILLED_IN_PART, { n: '-0.0001', N: '__proto__' }))).toMatchObject([{ update: { fee: rebate } }, { kind: 'order' }]);
  });

  it('without a quote amount of the fill reckons it exactly', () => {
    const [trade] = report(FILLED_IN_PART, { Y: undefined, L: '0.1', l: '0.2' });
    expect(trade?.kind === 'trade' ? trade.update.quoteAmount.toFixed() : '').toBe('0.02');
  });

  it.each([
    ['i', { i: undefined }],
    ['T', { T: 'now' }],
    ['z', { z: '-1' }],
    ['Z', { Z: {} }],
  ])('with a wrong field %s is a problem', (field, change) => {
    expect(plain(report(NEW, change))).toMatchObject([{ problem: { code: 'INVALID_PAYLOAD', field } }]);
  });

  it('of an unknown symbol, or of none, is refused whole', () => {
    expect(() => report(NEW, { s: 'NOBODYUSDT' })).toThrow('NOBODYUSDT');
    expect(() => report(NEW, { s: 'constructor' })).toThrow('constructor');
    expect(() => report(NEW, { s: undefined })).toThrow('"s"');
  });

  it('keeps order and trade ids beyond 2^53, and hostile symbols', () => {
    const change = { s: '__proto__USDT', i: '9007199254740993', t: '9007199254740995' };
    expect(plain(report(FILLED_IN_PART, change))).toMatchObject([
      { update: { tradingPair: '__proto__-USDT', exchangeOrderId: '9007199254740993', tradeId: '9007199254740995' } },
      { update: { exchangeOrderId: '9007199254740993' } },
    ]);
  });

  it('is never dropped silently, whatever one field holds', () => {
    const fields = Object.keys(FILLED_IN_PART ?? {});
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.anything(), (field, value) => {
        expect(tellings(() => report(FILLED_IN_PART, { [field]: value }))).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

/** How much a report tells: its updates, or the one error of its own by which it is refused. */
function tellings(read: () => readonly UserStreamUpdate[]): number {
  try {
    return read().length;
  } catch (error) {
    if (ConnectorError.is(error)) return 1;
    throw error;
  }
}

describe('balances', () => {
  it('of a position are absolute: free is available, free and locked are the total', () => {
    expect(plain(parseAccountPosition(POSITION ?? {}))).toEqual([
      { kind: 'balance', asset: 'USDT', total: '100000', available: '70000', updateTimeMs: 1_790_000_000_009 },
    ]);
  });

  it('of a position survive a broken row between them', () => {
    const rows = [
      { a: 'BTC', f: '1', l: '0' },
      null,
      { a: 'ETH', f: '-1', l: '0' },
      { f: '1', l: '0' },
      { a: '__proto__', f: '2', l: '1' },
    ];
    expect(plain(parseAccountPosition({ ...POSITION, B: rows }))).toMatchObject([
      { asset: 'BTC', total: '1' },
      { problem: { field: 'B[1]' } },
      { problem: { field: 'f' } },
      { problem: { field: 'a' } },
      { asset: '__proto__', total: '3', available: '2' },
    ]);
  });

  it('of a position without rows or time are refused', () => {
    expect(() => parseAccountPosition({ u: 1 })).toThrow('"B"');
    expect(() => parseAccountPosition({ B: [] })).toThrow('"u"');
  });

  it('of a deposit or a withdrawal are a change', () => {
    const event = { e: 'balanceUpdate', E: 1, a: 'BTC', d: '-0.50000000', T: 2 };
    expect(plain([parseBalanceUpdate(event)])).toEqual([{ kind: 'balance-change', asset: 'BTC', change: '-0.5', updateTimeMs: 2 }]);
    expect(() => parseBalanceUpdate({ ...event, d: null })).toThrow('balanceUpdate BTC: field "d"');
  });
});
