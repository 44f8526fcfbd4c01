import { createDepthDiff } from '@venuekit/core/connector';
import { Buffer } from 'node:buffer';
import type { DepthDiff, MarketDataSink, PublicTrade, TradingPair } from '@venuekit/core/connector';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpotOrderBookDataSource, spotContinuity } from '../../src/spot/order-book-data-source.ts';
import { SYMBOLS, recordingContext } from './request-recorder.ts';

const source = new SpotOrderBookDataSource({ streamsUrl: 'wss://stream.binance.com:9443', snapshotDepth: 1000 });

interface Seen {
  readonly diffs: {
    readonly pair: TradingPair;
    readonly first: number;
    readonly last: number;
    readonly bids: number;
    readonly asks: number;
  }[];
  readonly trades: PublicTrade[];
  readonly acknowledged: number[];
  readonly refused: { readonly id: number; readonly error: Error }[];
  readonly closing: string[];
  readonly problems: { readonly error: Error; readonly pair: TradingPair | undefined }[];
}

function feed(...frames: readonly (string | object)[]): Seen {
  const seen: Seen = { diffs: [], trades: [], acknowledged: [], refused: [], closing: [], problems: [] };
  const sink: MarketDataSink = {
    diff: ({ tradingPair: pair, firstUpdateId: first, lastUpdateId: last, bids, asks }) =>
      void seen.diffs.push({ pair, first, last, bids: bids.count, asks: asks.count }),
    snapshot: () => expect.unreachable(),
    trade: (trade) => void seen.trades.push(trade),
    acknowledged: (id) => void seen.acknowledged.push(id),
    refused: (id, error) => void seen.refused.push({ id, error }),
    heartbeat: () => expect.unreachable(),
    reply: () => expect.unreachable(),
    desynchronised: () => expect.unreachable(),
    closingSoon: (reason) => void seen.closing.push(reason),
    problem: (error, pair) => void seen.problems.push({ error, pair }),
  };
  for (const frame of frames) source.onFrame(Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame)), sink, SYMBOLS);
  return seen;
}

const DEPTH = {
  stream: 'btcusdt@depth@100ms',
  data: { e: 'depthUpdate', E: 1_790_000_000_101, s: 'BTCUSDT', U: 1001, u: 1004, b: [['60000.00000000', '1.20000000']], a: [] },
};
const TRADE = {
  stream: 'btcusdt@trade',
  data: { e: 'trade', E: 1, s: 'BTCUSDT', t: 5, p: '1', q: '2', T: 3, m: false, M: true },
};

describe('the stream', () => {
  it('is the combined one, paced below the venue’s 5 messages a second', () => {
    expect(source.stream.url).toBe('wss://stream.binance.com:9443/stream');
    expect(source.stream.sendSpacingMs).toBeGreaterThanOrEqual(334);
  });

  it('has a depth and a trade topic for each pair, in lower case', () => {
    expect(source.topicsOf('BTC-USDT', SYMBOLS)).toEqual(['btcusdt@depth@100ms', 'btcusdt@trade']);
    expect(source.topicsOf('这是测试币-456', SYMBOLS)).toEqual(['这是测试币456@depth@100ms', '这是测试币456@trade']);
    expect(() => source.topicsOf('NO-PAIR', SYMBOLS)).toThrow('NO-PAIR');
  });

  it('subscribes and unsubscribes with numeric ids', () => {
    expect(JSON.parse(source.subscribeFrame(['a@trade', 'b@trade'], 7))).toEqual({
      method: 'SUBSCRIBE',
      params: ['a@trade', 'b@trade'],
      id: 7,
    });
    expect(JSON.parse(source.unsubscribeFrame(['a@trade'], 8))).toEqual({ method: 'UNSUBSCRIBE', params: ['a@trade'], id: 8 });
  });
});

describe('requestSnapshot', () => {
  it('asks for the depth and charges its weight', async () => {
    const context = recordingContext([{ lastUpdateId: 5, bids: [], asks: [['1', '2']] }], { nowMs: 99 });
    const snapshot = await source.requestSnapshot(context, 'BTC-USDT');
    expect(context.calls).toMatchObject([
      { path: '/api/v3/depth', parameters: { symbol: 'BTCUSDT', limit: 1000 }, limitId: '/api/v3/depth 1000' },
    ]);
    expect(snapshot).toMatchObject({ tradingPair: 'BTC-USDT', lastUpdateId: 5, eventTimeMs: 99 });
  });

  it('asks for 5000 levels where that was configured', async () => {
    const deep = new SpotOrderBookDataSource({ streamsUrl: 'wss://s', snapshotDepth: 5000 });
    const context = recordingContext([{ lastUpdateId: 5, bids: [], asks: [] }]);
    await deep.requestSnapshot(context, 'BTC-USDT');
    expect(context.calls).toMatchObject([{ parameters: { limit: 5000 }, limitId: '/api/v3/depth 5000' }]);
  });

  it('throws what the venue refused, and names the pair of an answer that it cannot read', async () => {
    const refusal = new Error('refused');
    await expect(source.requestSnapshot(recordingContext([refusal]), 'BTC-USDT')).rejects.toBe(refusal);
    await expect(source.requestSnapshot(recordingContext([{}]), 'BTC-USDT')).rejects.toThrow('depth BTC-USDT');
  });
});

describe('a frame', () => {
  it('of changed levels becomes a diff, one of a trade a trade', () => {
    const seen = feed(DEPTH, TRADE);
    expect(seen.diffs).toEqual([{ pair: 'BTC-USDT', first: 1001, last: 1004, bids: 1, asks: 0 }]);
    expect(seen.trades).toEqual([{ tradingPair: 'BTC-USDT', tradeId: '5', price: 1, quantity: 2, takerSide: 'buy', eventTimeMs: 3 }]);
    expect(seen.problems).toEqual([]);
  });

  it('of the form without envelope is read too', () => {
    expect(feed(DEPTH.data).diffs).toHaveLength(1);
  });

  it('that acknowledges is matched by its id', () => {
    expect(feed({ result: null, id: 3 })).toMatchObject({ acknowledged: [3], problems: [] });
  });

  it.each([
    [{ code: 2, msg: 'Invalid request: unknown variant', id: 4 }],
    [{ error: { code: 2, msg: 'Invalid request: unknown variant' }, id: 4 }],
  ])('that refuses is matched by its id: %j', (frame) => {
    const { refused, problems } = feed(frame);
    expect(refused).toMatchObject([{ id: 4, error: { code: 'STREAM', problem: 'subscription-refused' } }]);
    expect(refused[0]?.error.message).toContain('unknown variant');
    expect(problems).toEqual([]);
  });

  it('that refuses without an id is a problem', () => {
    expect(feed({ code: 3, msg: 'Invalid JSON' }).problems).toMatchObject([{ error: { code: 'STREAM' }, pair: undefined }]);
  });

  it.each([[{ e: 'serverShutdown', E: 1 }], [{ stream: '!serverShutdown', data: { e: 'serverShutdown', E: 1 } }]])(
    'announces the venue’s shutdown: %j',
    (frame) => {
      expect(feed(frame)).toMatchObject({ closing: ['serverShutdown'], problems: [] });
    },
  );

  it('with a broken level names pair and field, delivers nothing, and the next one counts', () => {
    const broken = { ...DEPTH, data: { ...DEPTH.data, b: [['60000', 'x']] } };
    const { diffs, problems } = feed(broken, DEPTH);
    expect(diffs).toHaveLength(1);
    expect(problems).toMatchObject([{ pair: 'BTC-USDT', error: { code: 'INVALID_PAYLOAD', field: 'quantity' } }]);
  });

  it.each([
    ['no symbol', 's', { s: undefined }],
    ['an unknown symbol', 's', { s: 'NOBODYUSDT' }],
    ['an unknown event', 'e', { e: 'ofNextYear' }],
    ['another event', 't', { e: 'trade' }],
  ])('of changed levels with %s belongs to its stream’s book, which is made anew', (_case, field, change) => {
    const { diffs, problems } = feed({ ...DEPTH, data: { ...DEPTH.data, ...change } });
    expect(diffs).toEqual([]);
    expect(problems).toMatchObject([{ pair: 'BTC-USDT', error: { field } }]);
    expect(problems[0]?.error.message).toMatch(/btc-?usdt/i);
  });

  it('of changed levels without envelope belongs to the book of its symbol', () => {
    expect(feed({ ...DEPTH.data, u: null }).problems).toMatchObject([{ pair: 'BTC-USDT', error: { field: 'u' } }]);
  });

  it('shows no control character of its stream’s name', () => {
    const [problem] = feed({ stream: '\u001B[31m', data: { e: 'ofNextYear' } }).problems;
    expect(problem?.error.message).not.toContain('\u001B');
  });

  it('of a broken trade does not touch the book', () => {
    const { problems, trades } = feed({ ...TRADE, data: { ...TRADE.data, p: null } });
    expect(trades).toEqual([]);
    expect(problems).toMatchObject([{ pair: undefined, error: { field: 'p', origin: 'trade BTC-USDT' } }]);
  });

  it.each([
    ['not JSON', '{"e":'],
    ['empty', ''],
    ['a number', '5'],
    ['null', 'null'],
    ['an array', '[]'],
    ['an empty object', '{}'],
    ['an unknown event', { stream: 'btcusdt@x', data: { e: 'ofNextYear' } }],
    ['an event without its name', { stream: 'btcusdt@bookTicker', data: { u: 1, s: 'BTCUSDT' } }],
    ['an unknown symbol', { ...DEPTH, data: { ...DEPTH.data, s: 'NOBODYUSDT' } }],
    ['a trade of an unknown symbol', { ...TRADE, data: { ...TRADE.data, s: 5 } }],
    ['an envelope without data', { stream: 'btcusdt@trade', data: null }],
    ['an acknowledgement without a result', { id: 5 }],
    ['an acknowledgement of a text id', { result: null, id: 'x' }],
  ])('that is %s is reported, not thrown', (_case, frame) => {
    const seen = feed(frame);
    expect(seen.problems).toHaveLength(1);
    expect([...seen.diffs, ...seen.trades, ...seen.acknowledged, ...seen.refused, ...seen.closing]).toEqual([]);
  });

  it('reads hostile and non-ASCII symbols', () => {
    const seen = feed({ ...DEPTH, data: { ...DEPTH.data, s: '__proto__USDT' } }, { ...DEPTH, data: { ...DEPTH.data, s: '这是测试币456' } });
    expect(seen.diffs.map(({ pair }) => pair)).toEqual(['__proto__-USDT', '这是测试币-456']);
    expect(feed({ ...DEPTH, data: { ...DEPTH.data, s: 'constructor' } }).problems).toHaveLength(1);
  });

  it('of any JSON is never thrown at', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(feed(JSON.stringify(value)).diffs).toEqual([]);
      }),
    );
  });
});

function diff(firstUpdateId: number, lastUpdateId: number): DepthDiff {
  return { ...createDepthDiff('-'), firstUpdateId, lastUpdateId };
}

describe('continuity (as corrected on 2025-11-12)', () => {
  it.each([
    [1003, 1001, 1004, 'apply'],
    [1003, 1004, 1004, 'apply'],
    [1003, 1000, 1003, 'stale'],
    [1003, 1001, 1002, 'stale'],
    [1003, 1005, 1009, 'gap'],
  ] as const)('after the snapshot %i, the diff %i to %i is: %s', (snapshot, first, last, verdict) => {
    expect(spotContinuity.afterSnapshot(snapshot, diff(first, last))).toBe(verdict);
  });

  it.each([
    [1004, 1005, 1005, 'apply'],
    [1004, 1003, 1006, 'apply'],
    [1004, 1004, 1004, 'apply'],
    [1004, 1000, 1003, 'stale'],
    [1005, 1009, 1010, 'gap'],
    [1004, 1006, 1006, 'gap'],
  ] as const)('after the update %i, the diff %i to %i is: %s', (last, first, to, verdict) => {
    expect(spotContinuity.afterDiff(last, diff(first, to))).toBe(verdict);
  });

  it('asks for another snapshot while it is older than the first buffered diff', () => {
    expect(spotContinuity.isSnapshotTooOld(1000, diff(1001, 1004))).toBe(true);
    expect(spotContinuity.isSnapshotTooOld(1001, diff(1001, 1004))).toBe(false);
    expect(spotContinuity.isSnapshotTooOld(2000, diff(1001, 1004))).toBe(false);
  });

  it('applies no diff over a hole, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(50), (held, first, length) => {
        const next = diff(first, first + length);
        const isGap = first > held + 1;
        expect(spotContinuity.afterSnapshot(held, next) === 'gap').toBe(isGap);
        expect(spotContinuity.afterDiff(held, next) === 'gap').toBe(isGap);
        expect(spotContinuity.afterSnapshot(held, next) === 'apply').toBe(!isGap && first + length > held);
      }),
    );
  });
});
