import { Buffer } from 'node:buffer';
import { createDepthDiff } from '@venuekit/core/connector';
import type { DepthDiff, LevelBatch, MarketDataSink, OrderBookDataSource, PublicTrade } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { ORDER, PAIR, SYMBOLS, VenueSite, failureOf } from './venue-site.ts';

/** What a data source has told. */
class Told {
  readonly acknowledged: number[] = [];
  readonly refused: Error[] = [];
  readonly problems: string[] = [];
  readonly trades: PublicTrade[] = [];
  /** Prices and quantities of bids, of diffs and of whole books. */
  readonly changes: string[] = [];

  readonly sink: MarketDataSink = {
    diff: ({ bids }) => void this.changes.push(textOf(bids)),
    snapshot: ({ bids }) => void this.changes.push(textOf(bids)),
    trade: (trade) => void this.trades.push(trade),
    acknowledged: (requestId) => void this.acknowledged.push(requestId),
    refused: (_requestId, error) => void this.refused.push(error),
    problem: (error) => void this.problems.push(error.message),
    heartbeat: () => undefined,
    reply: () => undefined,
    desynchronised: () => undefined,
    closingSoon: () => undefined,
  };
}

function textOf({ prices, quantities, count }: LevelBatch): string {
  return Array.from({ length: count }, (_, index) => `${prices[index] ?? ''} ${quantities[index] ?? ''}`).join();
}

/** A message of one change. */
function message(id: number): DepthDiff {
  return Object.assign(createDepthDiff(PAIR), { firstUpdateId: id, lastUpdateId: id, previousUpdateId: id - 1 });
}

/** A data source that follows the pair on a socket of its own. */
async function follow(site: VenueSite): Promise<{
  readonly source: OrderBookDataSource;
  readonly told: Told;
  readonly send: (frame: string | Uint8Array) => Promise<void>;
}> {
  const source = site.definition.createOrderBookDataSource(site.environment);
  const told = new Told();
  const socket = await site.openSocket(source.stream.url, (frame) => source.onFrame(frame, told.sink, SYMBOLS));
  const send = async (frame: string | Uint8Array): Promise<void> => {
    socket.send(frame);
    await site.clock.advance(100);
  };
  await send(source.subscribeFrame(source.topicsOf(PAIR, SYMBOLS), 7));
  return { source, told, send };
}

describe('subscriptions', () => {
  it('are for the book and the trades of a pair, and are acknowledged', async () => {
    const site = new VenueSite();
    const { told } = await follow(site);
    expect(told.problems.join()).toBe('');
    expect(told.acknowledged).toEqual([7]);
    expect(site.venue.control.sockets()[0]?.topics).toHaveLength(2);
  });

  it('are ended, and that is acknowledged too', async () => {
    const site = new VenueSite();
    const { source, told, send } = await follow(site);
    await send(source.unsubscribeFrame(source.topicsOf(PAIR, SYMBOLS), 8));
    expect(told.problems.join()).toBe('');
    expect(told.acknowledged).toEqual([7, 8]);
    expect(site.venue.control.sockets()[0]?.topics).toEqual([]);
  });

  it('for a market that is not there are refused', async () => {
    const { source, told, send } = await follow(new VenueSite());
    await send(source.subscribeFrame(['book.no-such-market'], 9));
    expect(told.problems.join()).toBe('');
    expect(told.refused).toHaveLength(1);
  });
});

describe('books', () => {
  it('are fetched whole', async () => {
    const site = new VenueSite();
    site.placeAtVenue();
    const source = site.definition.createOrderBookDataSource(site.environment);
    const snapshot = await source.requestSnapshot(site.context, PAIR);
    expect([snapshot.tradingPair, textOf(snapshot.bids), textOf(snapshot.asks)]).toEqual([PAIR, '50000 0.5', '']);
    expect(snapshot.lastUpdateId).toBe(site.venue.world.book(PAIR).lastUpdateId);
  });

  it('are not made up when the venue does not answer well', async () => {
    const site = new VenueSite();
    site.answerOnce('GET', 503);
    const source = site.definition.createOrderBookDataSource(site.environment);
    expect(await failureOf(source.requestSnapshot(site.context, PAIR))).toMatch(/^VENUE_UNAVAILABLE /);
  });

  it('change by what the venue tells', async () => {
    const site = new VenueSite();
    const { told } = await follow(site);
    site.placeAtVenue();
    await site.clock.advance(1_000);
    expect(told.problems.join()).toBe('');
    expect(told.changes.at(-1)).toBe('50000 0.5');
  });

  it('lack something when a message is missing', () => {
    const { definition, environment } = new VenueSite();
    const { continuity } = definition.createOrderBookDataSource(environment);
    expect([10, 11, 12].map((id) => continuity.afterDiff(10, message(id)))).toEqual(['stale', 'apply', 'gap']);
    expect([10, 11, 12].map((id) => continuity.afterSnapshot(10, message(id)))).toEqual(['stale', 'apply', 'gap']);
  });
});

describe('trades', () => {
  it('are told with price, quantity and who was aggressive', async () => {
    const site = new VenueSite();
    const { told } = await follow(site);
    site.trade('60000');
    await site.clock.advance(1_000);
    expect(told.problems.join()).toBe('');
    const quantity = Number(ORDER.amount.toFixed());
    expect(told.trades).toMatchObject([{ tradingPair: PAIR, price: 60_000, quantity, takerSide: 'buy', eventTimeMs: expect.any(Number) }]);
  });
});

describe('frames', () => {
  it.each(['no JSON', '[]', '{"topic":"book.no-such-market"}', '{"topic":"weather.today"}'])(
    'that cannot be used are reported, nothing is thrown: %s',
    (text) => {
      const site = new VenueSite();
      const told = new Told();
      site.definition.createOrderBookDataSource(site.environment).onFrame(Buffer.from(text), told.sink, SYMBOLS);
      expect(told.problems).toHaveLength(1);
    },
  );
});
