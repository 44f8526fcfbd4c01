import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecording, replayToConnector, replayToDialect, witnessVerdict, type Recording } from '@venuekit/conformance';
import type { TradingPair } from '@venuekit/core/connector';
import { beforeAll, describe, expect, it } from 'vitest';
import { binanceSpotDialect } from '../../dialect/index.ts';
import { binanceSpot } from '../../src/spot/exchange.ts';

const FOLDER = join(process.env['VENUEKIT_TAPES'] ?? '', 'binance-spot-2021-10-12');
const isAtHand = process.env['VENUEKIT_TAPES'] !== undefined && existsSync(FOLDER);
if (!isAtHand) console.warn('The recorded tape is not replayed: VENUEKIT_TAPES names no folder that holds binance-spot-2021-10-12.');

const PAIRS: readonly TradingPair[] = ['NKN-USDT', 'BLZ-ETH', 'LRC-BTC', 'RUNE-EUR'];
const REST = 'https://api.binance.com';

const subject: Parameters<typeof replayToDialect>[1]['subject'] = {
  name: '@venuekit/binance',
  dialect: () => binanceSpotDialect(),
  define: ({ httpUrl, wsUrl, credentials, tradingPairs }) => {
    const hosts = { rest: httpUrl('rest'), streams: wsUrl('stream'), wsApi: `${wsUrl('ws-api')}/ws-api/v3` };
    return binanceSpot({ tradingPairs, hosts, apiKey: credentials?.apiKey, apiSecret: credentials?.apiSecret });
  },
};

function linesOf(name: string): readonly string[] {
  return readFileSync(join(FOLDER, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function repliesOf(name: string): readonly { readonly path: string; readonly atMs: number; readonly body: string }[] {
  return linesOf(name).flatMap((line) => {
    const match = /^(\S+\/api\/v3\/\S+) -> ([\d.]+): /.exec(line);
    if (match === null) return [];
    const { pathname, search } = new URL(match[1] ?? '');
    return [{ path: pathname + search, atMs: Math.round(Number(match[2]) * 1_000), body: line.slice(match[0].length) }];
  });
}

/** The tape as a recording: its exchange information, its snapshots, and the depth frames of its socket, which the recorder had subscribed by URL. */
function tapeAsRecording(): Recording {
  const moments: { readonly atMs: number; readonly lines: readonly object[] }[] = [];
  const startedMs = Math.min(...repliesOf('BINANCE.0').map(({ atMs }) => atMs)) - 1_000;
  for (const [index, { path, atMs, body }] of [...repliesOf('BINANCE.0'), ...repliesOf('BINANCE.http.0.0')].entries()) {
    const connection = `request-${index + 1}`;
    const request = { type: 'request', connection, access: 'public', method: 'GET', url: REST + path, headers: {}, body: '' };
    moments.push({ atMs, lines: [request, { type: 'reply', connection, status: 200, headers: {}, body }] });
  }
  const socket = { connection: 'socket-100', access: 'public' };
  const topics = PAIRS.flatMap((pair) => [`${pair.replace('-', '').toLowerCase()}@depth@100ms`]);
  moments.push({
    atMs: startedMs + 500,
    lines: [
      { type: 'socket', ...socket, url: 'wss://stream.binance.com:9443/stream', headers: {} },
      { type: 'open', connection: socket.connection },
      { type: 'frame', ...socket, direction: 'to-venue', text: JSON.stringify({ method: 'SUBSCRIBE', params: topics, id: 1 }) },
      { type: 'frame', ...socket, direction: 'from-venue', text: '{"result":null,"id":1}' },
    ],
  });
  for (const line of linesOf('BINANCE.ws.1.0')) {
    const match = /^([\d.]+): (?=.*@depth)/.exec(line);
    if (match === null) continue;
    const frame = { type: 'frame', ...socket, direction: 'from-venue', text: line.slice(match[0].length) };
    moments.push({ atMs: Math.round(Number(match[1]) * 1_000), lines: [frame] });
  }
  const header = {
    type: 'recording',
    version: 1,
    source: { kind: 'sample', host: 'api.binance.com' },
    startedMs,
    connector: { name: 'cryptofeed', tradingPairs: PAIRS },
  };
  const events = moments
    .toSorted((left, right) => left.atMs - right.atMs)
    .flatMap(({ atMs, lines }) => lines.map((line) => ({ ...line, atMs })));
  const text = [header, ...events.map((event, index) => ({ ...event, order: index + 1 }))].map((line) => JSON.stringify(line)).join('\n');
  return readRecording(text, 'the tape of 2021-10-12');
}

describe.runIf(isAtHand)('the recorded tape of 2021, replayed as a sample', () => {
  let recording: Recording;

  beforeAll(() => {
    recording = tapeAsRecording();
  });

  it('is readable, and no witness for tier 4', () => {
    expect(recording.problems).toEqual([]);
    expect(witnessVerdict(recording, { nowMs: recording.header.startedMs, maximumAgeDays: 30 })).toMatchObject({ counts: false });
  });

  it('is understood by the connector: every book ends as the tape says', async () => {
    const replay = await replayToConnector(recording, { subject });
    expect(replay.problems).toEqual([]);
    expect(replay.unanswered).toEqual(['GET /api/v3/ping']);
    expect(replay.books).toEqual([
      { tradingPair: 'NKN-USDT', state: 'live', updateId: 499_870_179, bids: 614, asks: 994 },
      { tradingPair: 'BLZ-ETH', state: 'live', updateId: 281_916_638, bids: 173, asks: 999 },
      { tradingPair: 'LRC-BTC', state: 'live', updateId: 259_345_563, bids: 176, asks: 1_000 },
      { tradingPair: 'RUNE-EUR', state: 'live', updateId: 15_602_513, bids: 222, asks: 468 },
    ]);
  });

  it('is answered alike by the dialect', async () => {
    const replay = await replayToDialect(recording, { subject });
    expect(replay).toEqual({
      compared: [
        'GET /api/v3/exchangeInfo 200',
        'GET /api/v3/depth 200',
        'public frame id,result',
        'public frame stream=*@depth@100ms e=depthUpdate',
      ],
      differences: [],
      uncovered: [],
      agrees: true,
    });
  });

  it('convicts a dialect that writes numbers of updates as texts', async () => {
    const dialect = binanceSpotDialect();
    const encodeBook: typeof dialect.encodeBook = (...given) => dialect.encodeBook(...given).replace(/"u":(\d+)/, '"u":"$1"');
    const replay = await replayToDialect(recording, { subject: { ...subject, dialect: () => ({ ...dialect, encodeBook }) } });
    expect(replay.differences).toContain('public frame stream=*@depth@100ms e=depthUpdate: data.u is a text, in the recording a number');
  });
});
