import { describe, expect, it } from 'vitest';
import { openSpotSite, START_MS } from './spot-site.ts';

const unknownVariant = (name: string, column: number): string =>
  `Invalid request: unknown variant \`${name}\`, expected one of \`SUBSCRIBE\`, \`UNSUBSCRIBE\`, \`LIST_SUBSCRIPTIONS\`, \`SET_PROPERTY\`, \`GET_PROPERTY\` at line 1 column ${column}`;

const SELL = { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET' };

describe('market streams', () => {
  it('sends what changed in a book every 100 ms or every second, with ids that join', async () => {
    const site = openSpotSite();
    const fast = await site.open('stream', '/ws/btcusdt@depth@100ms');
    const slow = await site.open('stream', '/stream?streams=btcusdt@depth');
    site.quote('buy', '49999', '1');
    site.quote('buy', '49999', '2');
    await site.clock.advance(100);
    expect(fast.frames).toEqual([
      `{"e":"depthUpdate","E":${START_MS + 100},"s":"BTCUSDT","U":2,"u":3,"b":[["49999.00000000","3.00000000"]],"a":[]}`,
    ]);
    await site.signed('POST', 'order', { ...SELL, quantity: '3' });
    await site.clock.advance(900);
    expect(fast.frames.slice(1)).toEqual([
      `{"e":"depthUpdate","E":${START_MS + 200},"s":"BTCUSDT","U":4,"u":4,"b":[["49999.00000000","0.00000000"]],"a":[]}`,
    ]);
    expect(slow.frames).toEqual([
      `{"stream":"btcusdt@depth","data":{"e":"depthUpdate","E":${START_MS + 1000},"s":"BTCUSDT","U":2,"u":4,"b":[["49999.00000000","0.00000000"]],"a":[]}}`,
    ]);
  });

  it('sends trades, aggregates and best quotes at once', async () => {
    const site = openSpotSite();
    const socket = await site.open('stream', '/stream?streams=btcusdt@trade/btcusdt@aggTrade/btcusdt@bookTicker');
    site.quote('sell', '50000', '1');
    await site.clock.advance(0);
    expect(socket.frames.splice(0)).toEqual([
      '{"stream":"btcusdt@bookTicker","data":{"u":2,"s":"BTCUSDT","b":"0.00000000","B":"0.00000000","a":"50000.00000000","A":"1.00000000"}}',
    ]);
    await site.signed('POST', 'order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.25' });
    const head = `"E":${START_MS},"s":"BTCUSDT"`;
    expect(socket.frames).toEqual([
      `{"stream":"btcusdt@trade","data":{"e":"trade",${head},"t":1,"p":"50000.00000000","q":"0.25000000","T":${START_MS},"m":false,"M":true}}`,
      `{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade",${head},"a":1,"p":"50000.00000000","q":"0.25000000","f":1,"l":1,"T":${START_MS},"m":false,"M":true}}`,
      '{"stream":"btcusdt@bookTicker","data":{"u":3,"s":"BTCUSDT","b":"0.00000000","B":"0.00000000","a":"50000.00000000","A":"0.75000000"}}',
    ]);
  });

  it('marks a trade whose buyer was the maker', async () => {
    const site = openSpotSite();
    const socket = await site.open('stream', '/ws/btcusdt@trade');
    site.quote('buy', '50000', '1');
    await site.signed('POST', 'order', { ...SELL, quantity: '0.25' });
    expect(socket.taken()).toMatchObject([{ e: 'trade', m: true }]);
  });

  it('sends the best levels of a book', async () => {
    const site = openSpotSite();
    const socket = await site.open('stream', '/ws/btcusdt@depth5@100ms');
    for (let index = 0; index < 6; index += 1) site.quote('sell', String(50_000 + index), '1');
    await site.clock.advance(100);
    const [frame] = socket.taken();
    expect(Object.keys(frame ?? {})).toEqual(['lastUpdateId', 'bids', 'asks']);
    expect(frame).toMatchObject({
      lastUpdateId: 7,
      bids: [],
      asks: [50_000, 50_001, 50_002, 50_003, 50_004].map((price) => [`${price}.00000000`, '1.00000000']),
    });
  });

  it('keeps names that no market has and is silent about them, also about upper case', async () => {
    const site = openSpotSite();
    const socket = await site.open('stream', '/ws/BTCUSDT@trade');
    expect(await socket.exchange('{"method":"SUBSCRIBE","params":["nosuch@trade","btcusdt@depth7"],"id":1}')).toEqual([
      { result: null, id: 1 },
    ]);
    site.quote('buy', '50000', '1');
    await site.signed('POST', 'order', { ...SELL, quantity: '0.25' });
    expect((await site.get('trades', { symbol: 'BTCUSDT' })).body).toHaveLength(1);
    await site.clock.advance(2_000);
    expect(socket.frames).toEqual([]);
    expect(await socket.exchange('{"method":"LIST_SUBSCRIPTIONS","id":2}')).toEqual([
      { result: ['BTCUSDT@trade', 'nosuch@trade', 'btcusdt@depth7'], id: 2 },
    ]);
  });

  it('accepts names that are percent-encoded, and refuses other paths', async () => {
    const site = openSpotSite();
    await site.open('stream', '/ws/btcusdt%40trade');
    await site.open('stream', '/stream?streams=btcusdt%40depth%40100ms%2Fethusdt%40trade');
    expect(site.venue.control.sockets().map(({ topics }) => topics)).toEqual([['btcusdt@trade'], ['btcusdt@depth@100ms', 'ethusdt@trade']]);
    expect((await site.open('stream', '/ws-api/v3')).isOpen).toBe(false);
    expect((await site.open('stream', '/ws/%E0%A4%A')).isOpen).toBe(false);
  });
});

describe('control messages', () => {
  it('subscribes, unsubscribes, lists and sets properties', async () => {
    const site = openSpotSite();
    const socket = await site.open('stream', '/ws');
    const say = async (text: string): Promise<readonly string[]> => {
      await site.clock.advance(1_000);
      socket.sendText(text);
      await site.clock.advance(0);
      return socket.frames.splice(0);
    };
    expect(await say('{"method":"SUBSCRIBE","params":["btcusdt@trade","btcusdt@bookTicker"],"id":9007199254740993}')).toEqual([
      '{"result":null,"id":9007199254740993}',
    ]);
    expect(await say('{"method":"UNSUBSCRIBE","params":["btcusdt@trade"],"id":"a"}')).toEqual(['{"result":null,"id":"a"}']);
    expect(await say('{"method":"LIST_SUBSCRIPTIONS","id":null}')).toEqual(['{"result":["btcusdt@bookTicker"],"id":null}']);
    expect(await say('{"method":"GET_PROPERTY","params":["combined"],"id":-3}')).toEqual(['{"result":false,"id":-3}']);
    expect(await say('{"method":"SET_PROPERTY","params":["combined",true],"id":4}')).toEqual(['{"result":null,"id":4}']);
    expect(await say('{"method":"GET_PROPERTY","params":["combined"],"id":5}')).toEqual(['{"result":true,"id":5}']);
    site.quote('sell', '50000', '1');
    await site.clock.advance(0);
    expect(socket.taken()).toMatchObject([{ stream: 'btcusdt@bookTicker' }]);
    const combined = await site.open('stream', '/stream');
    expect(await combined.exchange('{"method":"GET_PROPERTY","params":["combined"],"id":1}')).toEqual([{ result: true, id: 1 }]);
  });

  it.each([
    ['{"method":"SUBSCRIBE",', { code: 3, msg: 'Invalid JSON: expected value at line 1 column 1' }],
    ['nonsense', { code: 3, msg: 'Invalid JSON: expected value at line 1 column 1' }],
    ['{"id":1}', { code: 2, msg: 'Invalid request: missing field `method` at line 1 column 8' }],
    ['[]', { code: 2, msg: 'Invalid request: missing field `method` at line 1 column 2' }],
    ['{"method":"JOIN","id":1}', { code: 2, msg: unknownVariant('JOIN', 24) }],
    ['{"method":"SUBSCRIBE","params":[],"id":1.5}', { code: 2, msg: 'Invalid request: request ID must be an unsigned integer' }],
    [
      `{"method":"SUBSCRIBE","params":[],"id":"${'x'.repeat(37)}"}`,
      { code: 2, msg: 'Invalid request: request ID must be an unsigned integer' },
    ],
    ['{"method":"SUBSCRIBE","params":[7],"id":1}', { code: 2, msg: 'Invalid request: invalid type: expected a string', id: 1 }],
    ['{"method":"SUBSCRIBE","params":"x","id":1}', { code: 2, msg: 'Invalid request: invalid type: expected a sequence', id: 1 }],
    ['{"method":"LIST_SUBSCRIPTIONS","params":["x"],"id":1}', { code: 2, msg: 'Invalid request: too many parameters', id: 1 }],
    ['{"method":"GET_PROPERTY","params":["combined",1],"id":1}', { code: 2, msg: 'Invalid request: too many parameters', id: 1 }],
    ['{"method":"GET_PROPERTY","params":[1],"id":1}', { code: 2, msg: 'Invalid request: property name must be a string', id: 1 }],
    ['{"method":"GET_PROPERTY","params":["other"],"id":1}', { code: 0, msg: 'Unknown property', id: 1 }],
    ['{"method":"SET_PROPERTY","params":["combined",1],"id":1}', { code: 1, msg: 'Invalid value type: expected Boolean', id: 1 }],
  ])('refuses %s', async (text, expected) => {
    const site = openSpotSite();
    const socket = await site.open('stream', '/ws');
    expect(await socket.exchange(text)).toEqual([expected]);
  });

  it('allows five messages within a second and closes at the sixth', async () => {
    const site = openSpotSite();
    const socket = await site.open('stream', '/ws');
    const message = '{"method":"LIST_SUBSCRIPTIONS","id":1}';
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 5; count += 1) socket.sendText(message);
      await site.clock.advance(1_000);
    }
    expect(socket.frames).toHaveLength(15);
    for (let count = 0; count < 6; count += 1) socket.sendText(message);
    await site.clock.advance(0);
    expect(socket.closed).toMatchObject({ code: 1008, reason: 'Too many requests' });
  });

  it('closes a socket that follows more than 1,024 streams', async () => {
    const site = openSpotSite();
    const socket = await site.open('stream', '/ws');
    const names = Array.from({ length: 1_025 }, (_, index) => `s${index}@trade`);
    await socket.exchange({ method: 'SUBSCRIBE', params: names.slice(1), id: 1 });
    expect(socket.closed).toBeUndefined();
    await socket.exchange({ method: 'SUBSCRIBE', params: names.slice(0, 1), id: 2 });
    expect(socket.closed).toMatchObject({ code: 1008 });
  });
});

describe('the life of a socket', () => {
  it('is pinged every 20 s and ends after a day', async () => {
    const site = openSpotSite();
    const sockets = [await site.open('stream', '/ws'), await site.open('ws-api', '/ws-api/v3')];
    await site.clock.advance(60_000);
    expect(sockets.map(({ pings }) => pings)).toEqual([3, 3]);
    await site.clock.advance(86_400_000 - 60_001);
    expect(sockets.map(({ isOpen }) => isOpen)).toEqual([true, true]);
    await site.clock.advance(1);
    expect(sockets.map(({ isOpen }) => isOpen)).toEqual([false, false]);
  });

  it('is told that the server will shut down, in the words of its service', async () => {
    const site = openSpotSite();
    const sockets = [await site.open('stream', '/ws'), await site.open('stream', '/stream'), await site.open('ws-api', '/ws-api/v3')];
    site.venue.control.announceClosing();
    await site.clock.advance(0);
    expect(sockets.map(({ frames }) => frames)).toEqual([
      [`{"e":"serverShutdown","E":${START_MS}}`],
      [`{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":${START_MS}}}`],
      [`{"event":{"e":"serverShutdown","E":${START_MS}}}`],
    ]);
  });
});
