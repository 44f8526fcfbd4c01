import { LevelBatch, type ConnectorDefinition, type OrderBookDataSource, type UserStreamDataSource } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { runSample } from '../../src/sample/run-sample.ts';
import { readSample } from '../../src/sample/sample.ts';
import { DEFAULT_CREDENTIALS } from '../../src/subject/conformance-subject.ts';
import { tinySubject } from '../reference/tiny-subject.ts';

const tiny = tinySubject.define({
  httpUrl: () => 'https://rest.venue.test',
  wsUrl: () => 'wss://stream.venue.test',
  credentials: DEFAULT_CREDENTIALS,
  tradingPairs: ['BTC-USDT'],
});

function findings(
  definition: ConnectorDefinition,
  kind: string,
  expected: unknown,
  problems: readonly string[] = [],
): Promise<readonly string[]> {
  const text = JSON.stringify({ source: 'by hand', kind, symbols: { 'BTC-USDT': 'btc' }, payload: 'a frame', expected, problems });
  return runSample(readSample(text, 'one.json'), definition);
}

function withBooks(onFrame: OrderBookDataSource['onFrame']): ConnectorDefinition {
  return { ...tiny, createOrderBookDataSource: (environment) => Object.assign(tiny.createOrderBookDataSource(environment), { onFrame }) };
}

function withUserStream(onFrame: UserStreamDataSource['onFrame']): ConnectorDefinition {
  return { ...tiny, createUserStreamDataSource: (environment) => Object.assign(tiny.createUserStreamDataSource(environment), { onFrame }) };
}

describe('everything that a frame may tell', () => {
  it('of the market is in what a sample expects', async () => {
    const definition = withBooks((frame, sink, symbols) => {
      const [bids, asks] = [new LevelBatch(), new LevelBatch()];
      bids.push(99.5, 2);
      sink.snapshot({ tradingPair: symbols.tradingPair('btc'), lastUpdateId: 5, eventTimeMs: 1, bids, asks });
      sink.trade({ tradingPair: 'BTC-USDT', tradeId: '1', price: 99.5, quantity: 2, takerSide: 'buy', eventTimeMs: 1 });
      sink.heartbeat();
      sink.reply('pong');
      sink.reply(new TextEncoder().encode('pong'));
      sink.closingSoon('soon');
      sink.desynchronised('lost');
      sink.problem(new Error(`odd ${frame.toString('utf8')}`), symbols.findTradingPair('eth'));
    });
    const expected = {
      diffs: [],
      snapshots: [{ lastUpdateId: 5, bids: [['99.5', '2']] }],
      trades: [{ price: '99.5', quantity: 2 }],
      heartbeats: [true],
      replies: ['pong', 'pong'],
      closingSoon: ['soon'],
      desynchronised: ['lost'],
    };
    expect(await findings(definition, 'book-diff', expected, ['odd a frame'])).toEqual([]);
  });

  it('of the account is in what a sample expects', async () => {
    const definition = withUserStream((_frame, sink) => {
      sink.acknowledged(1);
      sink.refused(2, new Error('no'));
      sink.heartbeat();
      sink.reply('pong');
      sink.terminated('revoked');
      sink.credentialExpired(undefined);
      sink.closingSoon('soon');
      sink.usage([]);
      sink.problem(new Error('odd'));
    });
    const expected = {
      updates: [],
      acknowledged: [1],
      refused: [{ requestId: 2, error: 'no' }],
      heartbeats: [true],
      replies: ['pong'],
      terminated: ['revoked', 'the credential has ended'],
      closingSoon: ['soon'],
    };
    expect(await findings(definition, 'user-stream', expected, ['odd'])).toEqual([]);
  });
});

describe('what a member is given while it reads a sample', () => {
  it('knows the markets of the sample alone, a time, and no rules', async () => {
    const definition: ConnectorDefinition = {
      ...tiny,
      getLastTradedPrice: (context, pair) => {
        expect(context.symbols.exchangeSymbol(pair)).toBe('btc');
        expect(context.tradingRule(pair)).toBeUndefined();
        expect(context.nowMs()).toBeGreaterThan(0);
        context.log.warn({}, 'a warning');
        return Promise.reject(new Error(context.symbols.exchangeSymbol('ETH-USDT')));
      },
    };
    expect(await findings(definition, 'last-price', '1')).toEqual([expect.stringContaining('"ETH-USDT" is not known to sample')]);
  });

  it('reports warnings of its log', async () => {
    const definition: ConnectorDefinition = {
      ...tiny,
      updateBalances: (context) => {
        context.log.warn({}, 'a row was skipped');
        return Promise.resolve([]);
      },
    };
    expect(await findings(definition, 'balances', [])).toEqual(['one.json: a problem was reported: a row was skipped']);
    expect(await findings(definition, 'balances', {}, ['skipped'])).toEqual(['one.json: balances should be an object, but is []']);
  });

  it('shows long values only in part', async () => {
    const definition: ConnectorDefinition = { ...tiny, updateBalances: () => Promise.reject(new Error('a'.repeat(10))) };
    expect(await findings(definition, 'balances', [])).toEqual(['one.json: balances could not be read: aaaaaaaaaa']);
    const rows = { ...tiny, formatRateLimits: () => [{ limitId: 'b'.repeat(500), limit: 1 }] };
    const [finding = ''] = await runSample(
      readSample('{"source":"a","kind":"rate-limits","symbols":{"BTC-USDT":"btc"},"payload":[],"expected":{}}', 'one.json'),
      rows,
    );
    expect(finding).toMatch(/…$/);
    expect(finding.length).toBeLessThan(250);
  });
});
