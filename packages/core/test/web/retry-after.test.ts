import { describe, expect, test } from 'vitest';
import { boundedWaitMs, retryAfterMs, statedRetryAfterMs } from '../../src/web/retry-after.ts';

const receivedWallMs = Date.UTC(2026, 0, 1, 12, 0, 0);

function waitMs(headers: Readonly<Record<string, string>>): number {
  return retryAfterMs({ headers: new Map(Object.entries(headers)), receivedWallMs });
}

describe('Retry-After', () => {
  test.each([
    ['seconds', { 'retry-after': '17' }, 17_000],
    ['zero', { 'retry-after': '0' }, 0],
    ['spaces around', { 'retry-after': ' 2 ' }, 2_000],
    ['a date, by our clock', { 'retry-after': 'Thu, 01 Jan 2026 12:01:30 GMT' }, 90_000],
    [
      "a date, by the venue's clock where it tells it",
      { 'retry-after': 'Thu, 01 Jan 2026 12:01:30 GMT', date: 'Thu, 01 Jan 2026 12:01:00 GMT' },
      30_000,
    ],
    ['a date that is over', { 'retry-after': 'Thu, 01 Jan 2026 11:00:00 GMT' }, 0],
    ['a wait beyond belief', { 'retry-after': '99999999' }, 3 * 86_400_000],
    ['a date beyond belief', { 'retry-after': 'Fri, 01 Jan 2100 00:00:00 GMT' }, 3 * 86_400_000],
    ['nothing', {}, 5_000],
    ['a negative number', { 'retry-after': '-5' }, 5_000],
    ['a fraction', { 'retry-after': '1.5' }, 5_000],
    ['words', { 'retry-after': 'soon' }, 5_000],
    ['an impossible date', { 'retry-after': 'Thu, 99 Jan 2026 12:00:00 GMT' }, 5_000],
  ])('with %s', (_name, headers, expectedMs) => {
    expect(waitMs(headers)).toBe(expectedMs);
  });

  test('is bounded by the options', () => {
    const response = { headers: new Map([['retry-after', '60']]), receivedWallMs };
    expect(retryAfterMs(response, { maximumMs: 1_000 })).toBe(1_000);
    expect(retryAfterMs({ ...response, headers: new Map() }, { defaultMs: 250 })).toBe(250);
  });
});

test('a wait is never negative, endless or no number', () => {
  expect([-1, Number.NaN, Number.POSITIVE_INFINITY, 10].map((ms) => boundedWaitMs(ms))).toEqual([0, 5_000, 3 * 86_400_000, 10]);
});

function statedMs(header: string): number | undefined {
  return statedRetryAfterMs({ headers: new Map([['retry-after', header]]), receivedWallMs });
}

test('what the venue says is told as such, and nothing where it says nothing that can be read', () => {
  expect(statedMs('99999999')).toBe(99_999_999_000);
  expect(statedMs('Thu, 01 Jan 2026 11:59:59 GMT')).toBe(-1_000);
  expect([statedMs('soon'), statedMs(''), statedMs('-5')]).toEqual([undefined, undefined, undefined]);
});
