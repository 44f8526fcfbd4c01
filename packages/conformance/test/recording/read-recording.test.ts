import { describe, expect, it } from 'vitest';
import { readRecording } from '../../src/recording/read-recording.ts';
import { callsOf, streamsOf } from '../../src/recording/recording.ts';

const HEADER = {
  type: 'recording',
  version: 1,
  source: { kind: 'venue', host: 'api.exchange.com' },
  startedMs: 1_790_000_000_000,
  connector: { name: 'probe', version: '1.0.0', tradingPairs: ['BTC-USDT'] },
};
const EVENTS: readonly object[] = [
  {
    type: 'request',
    order: 1,
    atMs: 1,
    connection: 'request-1',
    access: 'public',
    method: 'GET',
    url: 'https://api.exchange.com/a',
    headers: { a: 'b' },
    body: '',
  },
  { type: 'socket', order: 2, atMs: 2, connection: 'socket-2', access: 'public', url: 'wss://api.exchange.com/s', headers: {} },
  { type: 'open', order: 3, atMs: 3, connection: 'socket-2' },
  { type: 'reply', order: 4, atMs: 4, connection: 'request-1', status: 200, headers: {}, body: '{}', cut: 'too-long' },
  { type: 'frame', order: 5, atMs: 5, connection: 'socket-2', access: 'private', direction: 'to-venue', text: '' },
  { type: 'frame', order: 6, atMs: 6, connection: 'socket-2', access: 'public', direction: 'from-venue', base64: '/wE=' },
  { type: 'close', order: 7, atMs: 7, connection: 'socket-2', code: 1_006, reason: '' },
  {
    type: 'request',
    order: 8,
    atMs: 8,
    connection: 'request-3',
    access: 'public',
    method: 'GET',
    url: 'https://api.exchange.com/b',
    headers: {},
    body: '',
  },
  { type: 'failure', order: 9, atMs: 9, connection: 'request-3', problem: 'TypeError' },
];

function fileOf(...lines: readonly unknown[]): string {
  return lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
}

describe('a recording', () => {
  it('is read line by line', () => {
    const recording = readRecording(fileOf(HEADER, ...EVENTS), 'one.jsonl');
    expect(recording).toEqual({ origin: 'one.jsonl', header: HEADER, events: EVENTS, problems: [] });
    expect(callsOf(recording)).toMatchObject([
      { request: { order: 1 }, reply: { order: 4 } },
      { request: { order: 8 }, reply: undefined },
    ]);
    expect(streamsOf(recording)).toMatchObject([
      {
        socket: { order: 2 },
        openedMs: 3,
        access: 'private',
        frames: [{ order: 5 }, { order: 6 }],
        close: { code: 1_006 },
        isClosedMidway: true,
      },
    ]);
  });

  it('without version and markets is one too', () => {
    const header = { ...HEADER, connector: { name: 'probe' } };
    expect(readRecording(fileOf(header), 'one.jsonl')).toMatchObject({ header, events: [] });
  });

  it('names each line that cannot be read, with its field, and keeps the others', () => {
    const [request, socket, open] = EVENTS;
    const bad = [
      '{"type":"rep',
      { ...request, order: 2, access: 'odd' },
      { ...request, order: 2, url: 'nowhere' },
      { ...request, order: 2, body: 5 },
      { ...socket, headers: { a: 1 } },
      { ...socket, headers: [] },
      { ...open, type: 'odd' },
      { ...open, order: 0.5 },
      { ...open, order: 1 },
    ];
    const recording = readRecording(fileOf(HEADER, request, ...bad, '', open), 'one.jsonl');
    expect(recording.events).toEqual([request, open]);
    const named = recording.problems.map((problem) => /^one\.jsonl:(\d+): (?:.*?)"([\w()]+)"/.exec(problem)?.slice(1));
    expect(named).toEqual([
      ['3', '(whole)'],
      ['4', 'access'],
      ['5', 'url'],
      ['6', 'body'],
      ['7', 'headers'],
      ['8', 'headers'],
      ['9', 'type'],
      ['10', 'order'],
      ['11', 'order'],
    ]);
  });

  it.each([
    ['', '(whole)'],
    [{ ...HEADER, type: 'request' }, 'type'],
    [{ ...HEADER, version: 2 }, 'version'],
    [{ ...HEADER, source: { kind: 'odd', host: 'a' } }, 'kind'],
    [{ ...HEADER, startedMs: 'now' }, 'startedMs'],
    [{ ...HEADER, connector: { name: 'a', tradingPairs: [1] } }, 'tradingPairs'],
  ])('is refused for a first line that is no header: %j', (first, field) => {
    expect(() => readRecording(fileOf(first, ...EVENTS), 'one.jsonl')).toThrow(
      expect.objectContaining({ code: 'RECORDING_INVALID', origin: 'one.jsonl:1', message: expect.stringContaining(field) }),
    );
  });
});
