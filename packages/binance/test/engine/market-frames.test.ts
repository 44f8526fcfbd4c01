import type { ConnectorEvent } from '@venuekit/core';
import type { TradingPair } from '@venuekit/core/connector';
import type { FrameCorruption } from '@venuekit/venue';
import { describe, expect, it } from 'vitest';
import { PAIR, TradingRig } from './trading-rig.ts';

const OTHER: TradingPair = 'ETH-USDT';

/** What is done to one frame, and the field that the report must name. */
type Corruption = readonly [name: string, how: FrameCorruption, field: string];

const ANY_FRAME: readonly Corruption[] = [
  ['no JSON', 'malformed', '(whole)'],
  ['no event name', { remove: 'e' }, 'e'],
  ['an unknown event', { replace: 'e', value: 'ofNextYear' }, 'e'],
  ['an event name of another type', { replace: 'e', value: { toString: 1 } }, 'e'],
  ['no symbol', { remove: 's' }, 's'],
  ['an unknown symbol', { replace: 's', value: 'NOBODYUSDT' }, 's'],
  ['a symbol that every object has', { replace: 's', value: 'constructor' }, 's'],
  ['data of another type', { replace: 'data', value: 'text' }, '(whole)'],
];

const BOOK_FRAME: readonly Corruption[] = [
  ...ANY_FRAME,
  ['no event time', { remove: 'E' }, 'E'],
  ['no first update id', { remove: 'U' }, 'U'],
  ['no last update id', { remove: 'u' }, 'u'],
  ['an update id that is no number', { replace: 'U', value: 'many' }, 'U'],
  ['a negative update id', { replace: 'U', value: -1 }, 'U'],
  ['update ids in the wrong order', { replace: 'u', value: 0 }, 'u'],
  ['an update id beyond 2^53', { replace: 'u', value: '9007199254740993' }, 'u'],
  ['no bids', { remove: 'b' }, 'b'],
  ['no asks', { replace: 'a', value: null }, 'a'],
  ['a level without a quantity', { replace: 'b', value: [['60000.00']] }, 'b[0]'],
  ['a level that is no list', { replace: 'a', value: [7] }, 'a[0]'],
  ['a price that is no number', { replace: 'b', value: [['x', '1']] }, 'price'],
  ['a negative quantity', { replace: 'a', value: [['60000.00', '-1']] }, 'quantity'],
  ['an infinite quantity', { replace: 'b', value: [['60000.00', 'Infinity']] }, 'quantity'],
];

const TRADE_FRAME: readonly Corruption[] = [
  ...ANY_FRAME,
  ['no trade id', { remove: 't' }, 't'],
  ['the id for "none"', { replace: 't', value: -1 }, 't'],
  ['no price', { remove: 'p' }, 'p'],
  ['a price of 0', { replace: 'p', value: '0.00000000' }, 'p'],
  ['a price that is no number', { replace: 'p', value: 'x' }, 'p'],
  ['no quantity', { remove: 'q' }, 'q'],
  ['a negative quantity', { replace: 'q', value: '-1' }, 'q'],
  ['no time', { remove: 'T' }, 'T'],
  ['no maker', { remove: 'm' }, 'm'],
  ['a maker of another type', { replace: 'm', value: 'true' }, 'm'],
];

/** What was told about market data since the fault was asked for. */
interface Told {
  readonly problems: readonly Extract<ConnectorEvent, { readonly type: 'stream-problem' }>[];
  readonly stalePairs: readonly TradingPair[];
  readonly tradesOf: (pair: TradingPair) => number;
}

function toldSince(rig: TradingRig, from: number): Told {
  const events = rig.events.slice(from);
  return {
    problems: events.filter((event) => event.type === 'stream-problem'),
    stalePairs: events.flatMap((event) => (event.type === 'book-stale' ? [event.tradingPair] : [])),
    tradesOf: (pair) => events.filter((event) => event.type === 'book-trade' && event.trade.tradingPair === pair).length,
  };
}

/** One frame of the first pair arrives corrupted in a living market; some seconds later the market rests. */
async function corruptOne(frame: 'book' | 'trade', how: FrameCorruption): Promise<{ readonly rig: TradingRig; readonly told: Told }> {
  const rig = new TradingRig({ pairs: [PAIR, OTHER] });
  await rig.start();
  const from = rig.events.length;
  rig.venue.control.faults.add({ on: 'frame', match: { frame, tradingPair: PAIR }, action: { kind: 'corrupt', how } });
  rig.makers.start();
  await rig.until(() => toldSince(rig, from).problems.length > 0);
  const atFault = rig.events.length;
  await rig.until(() => toldSince(rig, atFault).tradesOf(PAIR) > 0 && toldSince(rig, atFault).tradesOf(OTHER) > 0);
  await rig.clock.advance(5_000);
  rig.makers.stop();
  await rig.clock.advance(5_000);
  return { rig, told: toldSince(rig, from) };
}

/** One report, with the field, and with the pair where anything in the frame can still tell it. */
function expectReport({ problems }: Told, field: string): void {
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ stream: 'market', error: { code: 'INVALID_PAYLOAD', field } });
  expect(problems[0]?.message).toContain(`"${field}"`);
  expect(problems[0]?.message).toMatch(field === '(whole)' ? /market stream/ : /btc-?usdt/i);
}

describe('a frame of changed levels', () => {
  it.each(BOOK_FRAME)('with %s is reported and skipped, and its book resynchronises by itself', async (_name, how, field) => {
    const { rig, told } = await corruptOne('book', how);
    expectReport(told, field);
    expect(told.stalePairs).toEqual([PAIR]);
    rig.expectTruth();
    await rig.close();
  });

  it('whose update id lies far ahead does not hold the book for ever', async () => {
    const rig = new TradingRig({ pairs: [PAIR, OTHER] });
    await rig.start();
    const action = { kind: 'corrupt', how: { replace: 'u', value: 4_000_000_000 } } as const;
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'book', tradingPair: PAIR }, action });
    rig.makers.start();
    await rig.clock.advance(60_000);
    rig.makers.stop();
    await rig.clock.advance(5_000);
    rig.expectTruth();
    await rig.close();
  });

  it('that is unusable again and again leaves the other books alone', async () => {
    const rig = new TradingRig({ pairs: [PAIR, OTHER] });
    await rig.start();
    const from = rig.events.length;
    const action = { kind: 'corrupt', how: { remove: 'u' } } as const;
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'book', tradingPair: PAIR }, times: 30, action });
    rig.makers.start();
    await rig.clock.advance(120_000);
    rig.makers.stop();
    await rig.clock.advance(60_000);
    expect(new Set(toldSince(rig, from).stalePairs)).toEqual(new Set([PAIR]));
    rig.expectTruth();
    await rig.close();
  });
});

describe('a frame of a trade', () => {
  it.each(TRADE_FRAME)('with %s is reported and skipped, and says nothing against a book', async (_name, how, field) => {
    const { rig, told } = await corruptOne('trade', how);
    expectReport(told, field);
    expect(told.stalePairs).toEqual([]);
    rig.expectTruth();
    await rig.close();
  });
});
