import { describe, expect, it } from 'vitest';
import { earlierOf, startOfGapMs } from '../../src/account/stream-moment.ts';

describe('the start of a gap', () => {
  it('is in whole ms, and never later than what is known to be whole', () => {
    const wholeUntil = { wallMs: 1_000, monotonicMs: 10.25 };
    expect(startOfGapMs(wholeUntil, { wallMs: 2_000, monotonicMs: 1_010.75 })).toBe(999);
    expect(startOfGapMs(wholeUntil, { wallMs: 2_000, monotonicMs: 1_010 })).toBe(1_000);
    expect(startOfGapMs(undefined, wholeUntil)).toBeUndefined();
  });

  it('goes by the monotonic clock', () => {
    const first = { wallMs: 5, monotonicMs: 1 };
    const second = { wallMs: 1, monotonicMs: 2 };
    expect([earlierOf(first, second), earlierOf(second, first)]).toEqual([first, first]);
  });
});
