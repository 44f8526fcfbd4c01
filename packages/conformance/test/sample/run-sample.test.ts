import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectorDefinition } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { readSamples } from '../../src/sample/read-samples.ts';
import { runSample } from '../../src/sample/run-sample.ts';
import { readSample, type SampleKind } from '../../src/sample/sample.ts';
import { DEFAULT_CREDENTIALS } from '../../src/subject/conformance-subject.ts';
import { tinySubject } from '../reference/tiny-subject.ts';

const definition = tinySubject.define({
  httpUrl: () => 'https://rest.venue.test',
  wsUrl: () => 'wss://stream.venue.test',
  credentials: DEFAULT_CREDENTIALS,
  tradingPairs: ['BTC-USDT'],
});

const ORDER = {
  orderId: '77',
  clientOrderId: 'tiny-1',
  market: 'btc_usdt',
  side: 'buy',
  type: 'limit',
  timeInForce: 'GTC',
  price: '60000.10',
  amount: '0.5',
  executedAmount: '0.2',
  executedQuote: '12000.02',
  status: 'partially-filled',
  created: 1_790_000_000_000,
  updated: 1_790_000_000_500,
};
const FILL = {
  tradeId: '9',
  market: 'btc_usdt',
  orderId: '77',
  clientOrderId: 'tiny-1',
  side: 'buy',
  price: '60000.10',
  amount: '0.2',
  isMaker: true,
  feeAsset: 'BTC',
  fee: '0.0002',
  time: 1_790_000_000_500,
};
const MARKET = {
  market: 'btc_usdt',
  base: 'BTC',
  quote: 'USDT',
  priceStep: '0.01',
  amountStep: '0.00001',
  minAmount: '0.00001',
  maxAmount: '9',
  minNotional: '5',
  status: 'trading',
};

function sampleText(kind: SampleKind, payload: unknown, expected: unknown, rest: object = {}): string {
  return JSON.stringify({ source: 'the API document', kind, symbols: { 'BTC-USDT': 'btc_usdt' }, payload, expected, ...rest });
}

async function findings(
  kind: SampleKind,
  payload: unknown,
  expected: unknown,
  rest?: object,
  subject: ConnectorDefinition = definition,
): Promise<readonly string[]> {
  return runSample(readSample(sampleText(kind, payload, expected, rest), `${kind}.json`), subject);
}

describe('a sample', () => {
  it.each<[SampleKind, unknown, unknown]>([
    ['symbols', { markets: [MARKET] }, [{ exchangeSymbol: 'btc_usdt', tradingPair: 'BTC-USDT' }]],
    ['rules', { markets: [MARKET] }, [{ priceIncrement: '0.01', minimumNotional: '5', isTradable: true }]],
    ['book-snapshot', { updateId: 5, bids: [['1.10', '2']], asks: [] }, { lastUpdateId: 5, bids: [['1.1', '2']], asks: [] }],
    [
      'book-diff',
      { topic: 'book.btc_usdt.100', first: 1, last: 2, bids: [['60000.123456789012345678', '0']], asks: [], time: 3 },
      { diffs: [{ tradingPair: 'BTC-USDT', firstUpdateId: 1, lastUpdateId: 2, bids: [['60000.123456789012345678', '0']] }], trades: [] },
    ],
    ['book-diff', { id: 4, ok: true }, { diffs: [], acknowledged: [4], refused: [] }],
    ['book-diff', { id: 4, ok: false, error: 'bad-enum' }, { refused: [{ requestId: 4 }] }],
    [
      'user-stream',
      { topic: 'account', event: 'order', kind: 'trade', order: ORDER, fill: FILL, time: 1 },
      {
        updates: [
          {
            kind: 'trade',
            update: { tradeId: '9', price: '60000.1', fee: { flatFees: [{ asset: 'BTC', amount: '0.0002' }] }, isTaker: false },
          },
          { kind: 'order', update: { state: 'partially-filled', cumulativeBase: '0.2' } },
        ],
      },
    ],
    ['user-stream', { topic: 'account', event: 'terminated' }, { updates: [], terminated: ['the venue has ended the subscription'] }],
    ['placed-order', { order: ORDER, fills: [FILL] }, { exchangeOrderId: '77', trades: [{ baseAmount: '0.2' }] }],
    ['canceled-order', { order: { ...ORDER, status: 'canceled' } }, { state: 'canceled', exchangeOrderId: '77' }],
    ['order', { order: ORDER }, { state: 'partially-filled', reason: null }],
    ['order-trades', { fills: [FILL] }, [{ tradeId: '9' }]],
    ['open-orders', { orders: [ORDER] }, [{ clientOrderId: 'tiny-1', price: '60000.1', orderType: 'limit' }]],
    ['trades-since', { fills: [FILL, { ...FILL, tradeId: '10' }] }, [{ tradeId: '9' }, { tradeId: '10' }]],
    ['balances', { balances: [{ asset: 'BTC', free: '1', locked: '0.5' }] }, [{ asset: 'BTC', total: '1.5', available: '1' }]],
    ['fees', { maker: '0.001', taker: '0.002' }, { 'BTC-USDT': { maker: '0.001', taker: '0.002' } }],
    ['last-price', { prices: [{ market: 'btc_usdt', price: '60000.10' }] }, '60000.1'],
  ])('of kind %s is read by its member', async (kind, payload, expected) => {
    expect(await findings(kind, payload, expected)).toEqual([]);
  });

  it('keeps every digit of its payload, whether it stands there as JSON or as a text', async () => {
    const inline = '{"updateId":5,"bids":[[1.100,2]],"asks":[]}';
    for (const payload of [inline, JSON.stringify(inline)]) {
      const text = `{"source":"a","kind":"book-snapshot","symbols":{"BTC-USDT":"btc_usdt"},"payload": ${payload} ,"expected":null}`;
      expect(readSample(text, 'a.json').payload).toBe(inline);
    }
    await expect(
      findings('rate-limits', {}, [], {}, { ...definition, formatRateLimits: () => [{ limitId: 'all', limit: 5 }] }),
    ).resolves.toEqual(['rate-limits.json: rate-limits should have 0 items, but has 1']);
  });

  it('names file, member and values where the model is another', async () => {
    expect(
      await findings('order', { order: ORDER }, { state: 'open', cumulativeBase: ['0.2'], nothing: 1, tradingPair: { a: 1 } }),
    ).toEqual([
      'order.json: order.state should be "open", but is "partially-filled"',
      'order.json: order.cumulativeBase should be a list, but is "0.2"',
      'order.json: order.nothing should be 1, but is absent',
      'order.json: order.tradingPair should be an object, but is "BTC-USDT"',
    ]);
  });

  it('names a payload that its member cannot read, and a member that is not there', async () => {
    expect(await findings('order', { order: { ...ORDER, status: 'odd' } }, {})).toEqual([
      expect.stringMatching(/^order.json: order could not be read: .*status/),
    ]);
    expect(await findings('order', 'no JSON', {})).toEqual([expect.stringContaining('should be JSON')]);
    expect(await findings('rate-limits', {}, [])).toEqual([expect.stringContaining('formatRateLimits is not implemented')]);
  });

  it('may expect problems, and none that it does not', async () => {
    const rows = { balances: [{ asset: 'BTC' }, { asset: 'ETH', free: '1', locked: '0' }] };
    const expected = [{ asset: 'ETH' }];
    expect(await findings('balances', rows, expected, { problems: ['free'] })).toEqual([]);
    expect(await findings('balances', rows, expected)).toEqual([expect.stringMatching(/^balances.json: a problem was reported: .*free/)]);
    expect(await findings('balances', rows, expected, { problems: ['locked'] })).toEqual([
      'balances.json: a problem with "locked" should have been reported',
    ]);
    expect(await findings('book-diff', { topic: 'odd.btc_usdt' }, {}, { problems: ['a known topic'] })).toEqual([]);
    expect(await findings('user-stream', { topic: 'account', event: 'odd' }, {})).toEqual([expect.stringContaining('event')]);
    const stream = { topic: 'account', event: 'balances', balances: [{ asset: 'BTC' }], time: 1 };
    expect(await findings('user-stream', stream, { updates: [] }, { problems: ['free'] })).toEqual([]);
  });
});

describe('a sample file', () => {
  it.each([
    ['[]', '(whole)'],
    ['{"source":"a","kind":"order","payload":1,"symbols":{"BTC-USDT":"a"},"expected":1,"odd":1}', 'odd'],
    ['{"kind":"order"}', 'payload'],
    ['{"kind":"odd"}', 'kind'],
    ['{"kind":5}', 'kind'],
    ['{"kind":"order","payload":1}', 'expected'],
    ['{"kind":"order","payload":1,"expected":1}', 'symbols'],
    ['{"kind":"order","payload":1,"expected":1,"symbols":{}}', 'symbols'],
    ['{"kind":"order","payload":1,"expected":1,"symbols":[]}', 'symbols'],
    ['{"kind":"order","payload":1,"expected":1,"symbols":{"BTC":"a"}}', 'symbols.BTC'],
    ['{"kind":"order","payload":1,"expected":1,"symbols":{"BTC-USDT":1}}', 'symbols.BTC-USDT'],
    ['{"kind":"order","payload":1,"expected":1,"symbols":{"BTC-USDT":"a"}}', 'source'],
    ['{"kind":"order","payload":1,"expected":1,"symbols":{"BTC-USDT":"a"},"source":"a","problems":1}', 'problems'],
    ['{"kind":"order","payload":1,"expected":1,"symbols":{"BTC-USDT":"a"},"source":"a","problems":[1]}', 'problems'],
  ])('%s is refused for its member %s', (text, field) => {
    expect(() => readSample(text, 'one.json')).toThrow(expect.objectContaining({ code: 'SAMPLE_INVALID', origin: 'one.json', field }));
  });

  it('is found in its folder by name, and a folder that is not there has none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'venuekit-samples-'));
    try {
      for (const name of ['b.json', 'a.json', 'notes.md']) writeFileSync(join(folder, name), sampleText('order', {}, {}));
      expect(readSamples(folder).map(({ origin }) => origin)).toEqual(['a.json', 'b.json']);
      expect(readSamples(join(folder, 'none'))).toEqual([]);
      expect(() => readSamples(join(folder, 'a.json'))).toThrow(/ENOTDIR/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
