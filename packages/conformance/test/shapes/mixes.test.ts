import { pickOne, SeededRandom } from '@venuekit/core/testing';
import type { PlainShape } from '@venuekit/venue';
import { describe, it } from 'vitest';
import { CHOICES } from './choices.ts';
import { expectLife } from './whole-life.ts';

const random = new SeededRandom(20_261_120);

/** So many choices at once, of different axes. */
function mix(size: number): PlainShape {
  const shape: PlainShape = {};
  for (let count = 0; count < size;) {
    const choice = pickOne(random, CHOICES);
    if (Object.keys(choice).some((axis) => axis in shape)) continue;
    Object.assign(shape, choice);
    count += 1;
  }
  return shape;
}

/** A member for each axis: all that is unusual at once, in three ways. */
const EXTREMES: readonly PlainShape[] = [
  {
    signing: 'nonce',
    body: 'form',
    success: 'code',
    login: 'token',
    heartbeat: 'channel',
    acks: 'echo',
    compression: 'gzip',
    book: 'checksum',
    clientIds: 'none',
    cancels: 'asynchronous',
    fills: 'cumulative',
    balances: 'rest',
    amounts: 'contracts',
    limits: 'decaying',
    symbols: 'several',
    batches: 'items',
  },
  {
    signing: 'jwt',
    success: 'code',
    login: 'subscribe',
    heartbeat: 'json',
    acks: 'list',
    compression: 'gzip',
    book: 'connection-counter',
    depth: 8,
    clientIds: 'uuid',
    cancels: 'asynchronous',
    balances: 'rest',
    amounts: 'quote',
    limits: 'headers',
    symbols: 'several',
  },
  {
    signing: 'query',
    body: 'form',
    login: 'listen-key',
    heartbeat: 'text',
    acks: 'first-data',
    book: 'sequence',
    clientIds: 'numeric',
    fills: 'cumulative',
    amounts: 'contracts',
    limits: 'rolling',
    batches: 'items',
  },
];

const PAIRS = Array.from({ length: 24 }, () => mix(2));
const CROWDS = Array.from({ length: 8 }, () => mix(6));

describe('core follows a venue with several peculiarities', () => {
  it.each([...PAIRS, ...CROWDS, ...EXTREMES].map((shape, index) => [index, JSON.stringify(shape), shape] as const))(
    '%i: %s',
    (index, _name, shape) => expectLife(shape, index + 1),
  );
});
