import { crc32 } from 'node:zlib';
import { LevelBatch, OrderBook, PayloadFields, Secret, VenueRejection } from '@venuekit/core/connector';
import type { RestCall, UserStreamSink } from '@venuekit/core/connector';
import { describe, expect, it, vi } from 'vitest';
import { UnusualBooks, checksumOf, listenKey, plan, unusualPrivateFrames } from '../../docs/examples/unusual-streams.ts';

/** A sink that notes what it is told. */
function sinkOf(): { readonly sink: UserStreamSink; readonly told: string[] } {
  const told: string[] = [];
  const note = (name: string, value?: unknown): void => void told.push(value === undefined ? name : `${name} ${JSON.stringify(value)}`);
  const sink: UserStreamSink = {
    event: (event) => note('event', event),
    acknowledged: (requestId) => note('acknowledged', requestId),
    refused: (requestId) => note('refused', requestId),
    heartbeat: () => note('heartbeat'),
    reply: (frame) => note('reply', frame),
    terminated: (reason) => note('terminated', reason),
    closingSoon: (reason) => note('closingSoon', reason),
    credentialExpired: (credential) => note('credentialExpired', credential),
    usage: (readings) => note('usage', readings),
    problem: () => note('problem'),
  };
  return { sink, told };
}

function refusal(venueCode: string): VenueRejection {
  return new VenueRejection({ reason: 'other', status: 400, venueCode, venueMessage: '' });
}

function envelope(value: object): PayloadFields {
  return new PayloadFields(value, 'stream');
}

describe('the unusual streams of the guide', () => {
  it('compute a checksum from what the exchange wrote, also of a short book', () => {
    const book = new OrderBook('BTC-USDT');
    const [bids, asks] = [new LevelBatch(), new LevelBatch()];
    bids.pushText('60000.5', '1', 'test');
    asks.pushText('60001', '0.10000001', 'test');
    book.applySnapshot({ tradingPair: 'BTC-USDT', lastUpdateId: 1, eventTimeMs: 1, bids, asks });
    expect(checksumOf(book)).toBe(crc32('60000.5:1|60001:0.10000001'));
  });

  it('confirm by topics, notice a message that is missing, and forget both with the connection', () => {
    const books = new UnusualBooks();
    const sink = { acknowledged: vi.fn<(id: number) => void>(), desynchronised: vi.fn<(reason: string) => void>() };
    const topics = books.topicsOf('BTC-USDT');
    expect(JSON.parse(books.subscribeFrame(topics, 7))).toEqual({ subscribe: ['book.BTC-USDT', 'trades.BTC-USDT'] });
    books.onEnvelope(envelope({ sequence: 1, subscribed: 'book.BTC-USDT' }), sink);
    expect(sink.acknowledged).not.toHaveBeenCalled();
    books.onEnvelope(envelope({ sequence: 2, subscribed: 'trades.BTC-USDT' }), sink);
    expect(sink.acknowledged).toHaveBeenCalledExactlyOnceWith(7);
    books.onEnvelope(envelope({ sequence: 4 }), sink);
    expect(sink.desynchronised).toHaveBeenCalledExactlyOnceWith('message 4 came after 2');
    books.onConnected();
    books.onEnvelope(envelope({ sequence: 1 }), sink);
    expect(sink.desynchronised).toHaveBeenCalledOnce();
    expect(JSON.parse(books.unsubscribeFrame(topics, 8))).toEqual({ unsubscribe: topics });
    expect(plan.pingFrame).toBe('ping');
  });

  it('make, keep and give back a key, and give it up only when it is gone', async () => {
    const calls: RestCall[] = [];
    const execute = (call: RestCall): Promise<unknown> => {
      calls.push(call);
      return Promise.resolve({ listenKey: 'abc' });
    };
    const credential = listenKey({ execute });
    const { signal } = new AbortController();
    const key = await credential.create(signal);
    expect(key.reveal()).toBe('abc');
    await credential.keepAlive(key, signal);
    await credential.close?.(key, signal);
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /listen-key',
      'PUT /listen-key/abc',
      'DELETE /listen-key/abc',
    ]);
    expect(credential.url(new Secret('abc'))).toMatch(/listenKey=abc$/u);
    expect([refusal('unknown-key'), refusal('busy'), new Error('reset')].map((error) => credential.classify(error))).toEqual([
      'gone',
      'temporary',
      'temporary',
    ]);
  });

  it('read private frames, and know an event again whenever it was sent', () => {
    const { sink, told } = sinkOf();
    const texts = [
      '{"event":"pong"}',
      '{"event":"ping"}',
      '{"event":"subscribed","id":3}',
      '{"event":"listen-key-expired","listenKey":"a"}',
    ];
    for (const text of [...texts, '{"event":"closing"}', '{"event":"order","sentAt":1}', 'no JSON'])
      unusualPrivateFrames.onFrame(Buffer.from(text), sink);
    expect(told).toEqual([
      'heartbeat',
      String.raw`reply "{\"event\":\"pong\"}"`,
      'acknowledged 3',
      'credentialExpired "a"',
      'closingSoon "maintenance"',
      'event {"event":"order","sentAt":1}',
      'problem',
    ]);
    const identities = [1, 2].map((sentAt) => unusualPrivateFrames.eventIdentity?.({ event: 'order', sentAt }));
    expect(identities[0]).toBe(identities[1]);
  });
});
