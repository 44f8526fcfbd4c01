import { expect, it } from 'vitest';
import { makeDepthFrames } from '../../bench/depth-frames.ts';
import { DepthPipeline, requireEqualEnds } from '../../bench/depth.ts';
import { differenceOf, MapBook } from '../../bench/reference-books.ts';
import type { TextRows } from '../../bench/reference-books.ts';

interface Frame {
  readonly data: { readonly U: number; readonly u: number; readonly b: TextRows; readonly a: TextRows };
}

const FRAMES = makeDepthFrames({ seed: 11, frames: 800, levels: 2_000 });
const SNAPSHOT: { readonly lastUpdateId: number; readonly bids: TextRows; readonly asks: TextRows } = JSON.parse(FRAMES.snapshot);
const PARSED = FRAMES.texts.map((text) => {
  const frame: Frame = JSON.parse(text);
  return frame;
});

it('gives the same frames for the same seed and others for another one', () => {
  const again = makeDepthFrames({ seed: 11, frames: 800, levels: 2_000 });
  expect(again.texts).toEqual(FRAMES.texts);
  expect(makeDepthFrames({ seed: 12, frames: 5, levels: 50 }).texts).not.toEqual(FRAMES.texts.slice(0, 5));
});

it('changes 20 to 60 levels a frame, each once, continues the update ids, and never crosses the book', () => {
  let last = SNAPSHOT.lastUpdateId;
  const book = new MapBook();
  book.apply(SNAPSHOT.bids, SNAPSHOT.asks);
  for (const { data } of PARSED) {
    const prices = [...data.b.map(([price]) => `b${price}`), ...data.a.map(([price]) => `a${price}`)];
    expect(prices.length).toBeGreaterThanOrEqual(20);
    expect(prices.length).toBeLessThanOrEqual(60);
    expect(new Set(prices).size).toBe(prices.length);
    expect(data.U).toBe(last + 1);
    last = data.u;
    book.apply(data.b, data.a);
    const { bids, asks } = book.levels();
    expect(bids[0]?.[0]).toBeLessThan(asks[0]?.[0] ?? 0);
  }
});

it('has about the asked levels a side, some deletions, some deep changes, and quantities with a heavy tail', () => {
  expect(Math.abs(SNAPSHOT.bids.length - 2_000)).toBeLessThan(100);
  expect(Math.abs(SNAPSHOT.asks.length - 2_000)).toBeLessThan(100);
  const rows = PARSED.flatMap(({ data }) => data.b);
  const share = (holds: (row: TextRows[number], index: number) => boolean): number => rows.filter(holds).length / rows.length;
  expect(share(([, quantity]) => Number(quantity) === 0)).toBeGreaterThan(0.05);
  expect(share(([, quantity]) => Number(quantity) === 0)).toBeLessThan(0.3);
  expect(share(([price]) => Number(price) < 59_995)).toBeGreaterThan(0.01);
  expect(share(([price]) => Number(price) < 59_995)).toBeLessThan(0.15);
  const quantities = rows.map(([, quantity]) => Number(quantity)).toSorted((left, right) => left - right);
  expect((quantities.at(-1) ?? 0) / (quantities[Math.floor(quantities.length / 2)] ?? 1)).toBeGreaterThan(100);
});

it('ends, through the connector, in the very book that the simplest way ends in', () => {
  const pipeline = new DepthPipeline(FRAMES.snapshot);
  for (const frame of FRAMES.buffers) pipeline.take(frame);
  expect(pipeline.published).toBe(800);
  expect(() => requireEqualEnds(FRAMES, new Map([['pipeline', pipeline.levels()]]))).not.toThrow();
});

it('finds a contestant that has left out a frame', () => {
  const pipeline = new DepthPipeline(FRAMES.snapshot);
  for (const frame of FRAMES.buffers.slice(0, -1)) pipeline.take(frame);
  expect(() => requireEqualEnds(FRAMES, new Map([['lazy', pipeline.levels()]]))).toThrow(/^lazy ends in another book/);
  expect(differenceOf({ bids: [[1, 2]], asks: [] }, { bids: [[1, 3]], asks: [] })).toBe('bids[0]: 1 2 and 1 3');
  expect(differenceOf({ bids: [], asks: [] }, { bids: [], asks: [[1, 1]] })).toBe('0 and 1 asks');
});
