import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { ManualClock, InProcessNetwork, type RecordedAccess, type RecordedFrame } from '@venuekit/core/testing';
import { describe, expect, it } from 'vitest';
import { groupCalls, groupFrames } from '../../src/recording/payload-groups.ts';
import type { RecordedCall, RecordedStream } from '../../src/recording/recording.ts';
import { ReplayedCalls } from '../../src/recording/replayed-calls.ts';
import { ReplayedSocket } from '../../src/recording/replayed-socket.ts';
import { ReplayedStreams } from '../../src/recording/replayed-streams.ts';

let order = 0;

function call(url: string, body: string, access: RecordedAccess = 'public', sent = ''): RecordedCall {
  order += 1;
  const moment = { order, atMs: order, connection: `request-${order}` };
  return {
    request: { type: 'request', ...moment, access, method: 'GET', url: `https://api.exchange.com${url}`, headers: {}, body: sent },
    reply: { type: 'reply', ...moment, status: 200, headers: {}, body },
  };
}

type Said = readonly ['we' | 'venue', string | Uint8Array, number];

function stream(path: string, said: readonly Said[], rest: Partial<RecordedStream> = {}): RecordedStream {
  const moment = { order: 1, connection: 'socket-1', access: 'public' } as const;
  const frames = said.map(([who, content, atMs]): RecordedFrame => {
    const frame = { type: 'frame', ...moment, atMs, direction: who === 'we' ? 'to-venue' : 'from-venue' } as const;
    return typeof content === 'string' ? { ...frame, text: content } : { ...frame, base64: Buffer.from(content).toString('base64') };
  });
  return {
    socket: { type: 'socket', ...moment, atMs: 0, url: `wss://api.exchange.com${path}`, headers: {} },
    frames,
    openedMs: 0,
    close: undefined,
    isClosedMidway: false,
    access: 'public',
    ...rest,
  };
}

function asking(calls: ReplayedCalls): (path: string, body?: string) => string | undefined {
  return (path, body = '') => calls.find({ method: 'GET', url: `https://other.test${path}`, body })?.reply?.body;
}

/** What a client hears that says these frames at these times, as `time text`. */
async function heardFrom(recorded: RecordedStream, says: readonly (readonly [number, string | Uint8Array])[]): Promise<readonly string[]> {
  const clock = new ManualClock();
  const network = new InProcessNetwork({ clock, latency: 0 });
  network.serve('https://api.test', {
    onSocket: (socket) => new ReplayedSocket(socket, { clock, find: () => recorded, onUnknown: () => undefined }).handlers,
  });
  const heard: string[] = [];
  const note = (text: string): void => void heard.push(`${clock.monotonicMs()} ${text}`);
  const socket = network.openSocket(
    { url: 'wss://api.test/ws' },
    {
      onOpen: () => undefined,
      onMessage: (data) => note(data.toString('utf8')),
      onPing: () => undefined,
      onPong: () => undefined,
      onClose: ({ code }) => note(`closed ${code}`),
    },
  );
  await clock.settle();
  for (const [atMs, text] of says) {
    await clock.advanceTo(atMs);
    socket.send(text);
    await clock.settle();
  }
  await clock.advance(60_000);
  return heard;
}

describe('replayed requests', () => {
  it('are answered in the order of the recording, each reply once, and the last one again and again', () => {
    const calls = new ReplayedCalls([call('/time', '1'), call('/time', '2'), call('/other', '3')]);
    const ask = asking(calls);
    expect([ask('/time'), ask('/time'), ask('/time'), ask('/time')]).toEqual(['1', '2', '2', '2']);
    expect(calls.unused.map(({ request }) => request.url)).toEqual(['https://api.exchange.com/other']);
    expect(calls.unanswered).toEqual([]);
  });

  it('get the reply of the same parameters, whatever their order, time and signature', () => {
    const calls = new ReplayedCalls([call('/book?symbol=A&limit=5&timestamp=1', 'A'), call('/book?symbol=B&limit=5&timestamp=2', 'B')]);
    const ask = asking(calls);
    expect([ask('/book?timestamp=9&limit=5&symbol=B'), ask('/book?limit=5&symbol=A')]).toEqual(['B', 'A']);
    expect([ask('/book?limit=5&symbol=C'), ask('/book?limit=5&symbol=C'), ask('/nothing')]).toEqual([undefined, undefined, undefined]);
    expect(calls.unanswered).toEqual(['GET /book', 'GET /nothing']);
  });

  it('of private traffic get the reply that agrees best, because a recording replaces what they ask for', () => {
    const calls = new ReplayedCalls([
      call('/orders?ref=zz&symbol=A', '1', 'private', 'b'),
      call('/orders?ref=yy&symbol=B', '2', 'private', 'a'),
      { ...call('/orders?ref=yy&symbol=B', '3', 'private'), reply: undefined },
    ]);
    const ask = asking(calls);
    expect([ask('/orders?ref=1&symbol=B'), ask('/orders?ref=2&symbol=C', 'b'), ask('/orders?ref=3&symbol=A')]).toEqual(['2', '1', '1']);
  });
});

describe('replayed sockets', () => {
  it('are found by path, then by the kind of the first frame, and each is given out once', () => {
    const market = stream('/ws', [['we', '{"op":"subscribe","id":1}', 1]]);
    const login = stream('/ws', [['we', '{"op":"login","id":1}', 1]]);
    const other = stream('/other', [['venue', 'hello', 1]]);
    const streams = new ReplayedStreams([market, login, other, stream('/ws', [])]);
    expect(streams.find('wss://x.test/other', undefined)).toBe(other);
    expect(streams.find('wss://x.test/ws', undefined)).toBe('later');
    expect(streams.find('wss://x.test/ws', '{"op":"login","id":9}')).toBe(login);
    expect(streams.find('wss://x.test/ws', undefined)).toBe(market);
    expect(streams.find('wss://x.test/ws', undefined)).toBeUndefined();
    streams.noteUnknown('wss://x.test/ws');
    streams.noteUnknown('wss://y.test/ws');
    expect(streams.unanswered).toEqual(['/ws']);
    expect(streams.unused).toEqual([]);
  });

  it('that the venue began are given out in order, and so are those whose first frame is of no known kind', () => {
    const [first, second] = [stream('/ws', [['venue', 'hello', 1]]), stream('/ws', [['we', new Uint8Array([1]), 1]])];
    const streams = new ReplayedStreams([first, second]);
    expect(streams.find('wss://x.test/ws', undefined)).toBe(first);
    expect(streams.find('wss://x.test/ws', 'odd')).toBe(second);
  });

  it('tell their frames at their distances, after the frames that the connector had sent', async () => {
    const said: readonly Said[] = [
      ['venue', 'hello', 10],
      ['we', '{"id":7}', 20],
      ['venue', '{"id":7,"ok":true}', 25],
      ['venue', Buffer.from('bytes'), 125],
    ];
    expect(await heardFrom(stream('/ws', said), [[50, '{"id":1}']])).toEqual(['10 hello', '55 {"id":1,"ok":true}', '155 bytes']);
  });

  it('are not held up by frames that come sooner, more often, as bytes, or not at all', async () => {
    const said: readonly Said[] = [
      ['we', 'a', 0],
      ['venue', 'one', 100],
      ['we', new Uint8Array([1]), 100],
      ['we', 'never', 200],
      ['venue', 'two', 300],
    ];
    const says = [
      [1, 'a'],
      [2, new Uint8Array([1])],
    ] as const;
    expect(await heardFrom(stream('/ws', said), says)).toEqual(['101 one', '5301 two']);
  });

  it('end as they had ended, when that was before the end', async () => {
    const close = { type: 'close', order: 9, atMs: 300, connection: 'socket-1', code: 1_001, reason: 'bye' } as const;
    const said: readonly Said[] = [['venue', 'one', 100]];
    expect(await heardFrom(stream('/ws', said, { close, isClosedMidway: true }), [])).toEqual(['100 one', '300 closed 1001']);
    const cut = { ...close, code: 1_006 };
    expect(await heardFrom(stream('/ws', said, { close: cut, isClosedMidway: true }), [])).toEqual(['100 one', '300 closed 1006']);
    expect(await heardFrom(stream('/ws', said, { close }), [])).toEqual(['100 one']);
  });
});

describe('payloads of one kind', () => {
  it('are replies of one endpoint and status, whatever market or order they are about', () => {
    const calls = [call('/book/btc_usdt', '1'), call('/book/eth_usdt', '2'), call('/orders/vk-1234', '3')];
    const cut = call('/book/btc_usdt', '4');
    const broken: RecordedCall = { request: cut.request, reply: cut.reply && { ...cut.reply, cut: 'broken' } };
    expect(groupCalls([...calls, broken, { ...cut, reply: undefined }], ['BTC_USDT', 'ETH_USDT'])).toEqual([
      { name: 'GET /book/* 200', texts: ['1', '2'] },
      { name: 'GET /orders/* 200', texts: ['3'] },
    ]);
  });

  it('are frames of the venue that say the same of themselves, packed or not', () => {
    const said: readonly Said[] = [
      ['we', '{"op":"a"}', 1],
      ['venue', '{"op":"b"}', 2],
      ['venue', gzipSync('{"op":"b","c":1}'), 3],
      ['venue', new Uint8Array([0xff]), 4],
    ];
    expect(groupFrames([stream('/ws', said, { access: 'private' })], [])).toEqual([
      { name: 'private frame op=b', texts: ['{"op":"b"}', '{"op":"b","c":1}'] },
    ]);
  });
});
