import { Buffer } from 'node:buffer';
import { SeededRandom } from '@venuekit/core/testing';

/** A price in ticks and a quantity in lots; 0 lots remove the level. */
type Changes = Map<number, number>;

/** Seeded market data as the venue sends it. */
export interface DepthFrames {
  readonly symbol: string;
  /** The answer of `GET /api/v3/depth` that the first frame continues. */
  readonly snapshot: string;
  /** Combined-stream frames, as text and as they come from a socket. */
  readonly texts: readonly string[];
  readonly buffers: readonly Buffer[];
}

const SYMBOL = 'BTCUSDT';
const START_TICK = 6_000_000;
const START_UPDATE_ID = 50_000_000_000;
const START_MS = 1_790_000_000_000;
/** How far from the touch levels are kept; this share of them is there, which makes the levels of a side. */
const FILLED_SHARE = 0.85;
const MEAN_DISTANCE = 25;
const DEEP_SHARE = 0.06;
const DELETED_SHARE = 0.15;
const MOVE_SHARE = 0.2;
const FEWEST_CHANGES = 20;
const MOST_CHANGES = 60;

/**
 * Makes `depthUpdate` frames of one market with tick 0.01 and lot 0.00001: 20 to 60 changed levels each, at geometric distance
 * from the touch, some deep; heavy-tailed quantities; some deletions; a touch that walks, so that no frame crosses the book.
 */
export function makeDepthFrames(options: { readonly seed: number; readonly frames: number; readonly levels: number }): DepthFrames {
  const random = new SeededRandom(options.seed);
  const span = Math.round(options.levels / FILLED_SHARE);
  let bestBid = START_TICK;
  const bids = sideOfSnapshot(random, span, (distance) => bestBid - distance);
  const asks = sideOfSnapshot(random, span, (distance) => bestBid + 1 + distance);
  const snapshot = JSON.stringify({ lastUpdateId: START_UPDATE_ID, bids: rowsOf(bids, -1), asks: rowsOf(asks, 1) });
  const texts: string[] = [];
  let updateId = START_UPDATE_ID;
  for (let index = 0; index < options.frames; index += 1) {
    const bidChanges: Changes = new Map();
    const askChanges: Changes = new Map();
    const move = random.next();
    if (move < MOVE_SHARE) {
      bestBid += 1;
      askChanges.set(bestBid, 0);
      bidChanges.set(bestBid, drawLots(random));
    } else if (move < 2 * MOVE_SHARE) {
      bidChanges.set(bestBid, 0);
      askChanges.set(bestBid, drawLots(random));
      bestBid -= 1;
    }
    const changes = FEWEST_CHANGES + Math.floor(random.next() * (MOST_CHANGES - FEWEST_CHANGES + 1));
    while (bidChanges.size + askChanges.size < changes) {
      const distance = drawDistance(random, span);
      const lots = random.next() < DELETED_SHARE && distance > 0 ? 0 : drawLots(random);
      const isBid = random.next() < 0.5;
      const side = isBid ? bidChanges : askChanges;
      const tick = isBid ? bestBid - distance : bestBid + 1 + distance;
      if (!side.has(tick)) side.set(tick, lots);
    }
    const firstUpdateId = updateId + 1;
    updateId += changes;
    texts.push(
      JSON.stringify({
        stream: `${SYMBOL.toLowerCase()}@depth@100ms`,
        data: {
          e: 'depthUpdate',
          E: START_MS + index * 100,
          s: SYMBOL,
          U: firstUpdateId,
          u: updateId,
          b: rowsOf(bidChanges, -1),
          a: rowsOf(askChanges, 1),
        },
      }),
    );
  }
  return { symbol: SYMBOL, snapshot, texts, buffers: texts.map((text) => Buffer.from(text, 'utf8')) };
}

function sideOfSnapshot(random: SeededRandom, span: number, tickAt: (distance: number) => number): Changes {
  const side: Changes = new Map();
  for (let distance = 0; distance < span; distance += 1) {
    if (distance === 0 || random.next() < FILLED_SHARE) side.set(tickAt(distance), drawLots(random));
  }
  return side;
}

function drawDistance(random: SeededRandom, span: number): number {
  if (random.next() < DEEP_SHARE) return Math.floor(random.next() * span);
  return Math.floor(Math.log(1 - random.next()) / Math.log(1 - 1 / MEAN_DISTANCE));
}

/** A Pareto tail from 0.0005 on, cut at 900. */
function drawLots(random: SeededRandom): number {
  return Math.min(90_000_000, Math.ceil(50 * (1 - random.next()) ** -0.8));
}

/** Rows with the best level first, in the venue's eight decimals. */
function rowsOf(changes: Changes, direction: 1 | -1): readonly (readonly [string, string])[] {
  return [...changes]
    .toSorted(([left], [right]) => (left - right) * direction)
    .map(([tick, lots]): [string, string] => [`${scaled(tick, 2)}000000`, `${scaled(lots, 5)}000`]);
}

function scaled(value: number, decimals: number): string {
  const digits = String(value).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
