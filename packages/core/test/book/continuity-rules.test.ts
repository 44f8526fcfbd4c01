import { describe, expect, it } from 'vitest';
import { previousContinuity, rangeContinuity, sequenceContinuity, unnumberedContinuity } from '../../src/book/continuity-rules.ts';
import { createDepthDiff } from '../../src/book/depth-diff.ts';
import type { DepthDiff } from '../../src/book/depth-message.ts';

function diff(firstUpdateId: number, lastUpdateId: number, previousUpdateId?: number): DepthDiff {
  return Object.assign(createDepthDiff('BTC-USDT'), { firstUpdateId, lastUpdateId, previousUpdateId });
}

describe('messages that cover ranges of changes', () => {
  it.each([
    [9, 10, 'stale'],
    [9, 11, 'apply'],
    [11, 12, 'apply'],
    [12, 13, 'gap'],
  ] as const)('after a snapshot up to 10, %i to %i is %s', (first, last, verdict) => {
    expect(rangeContinuity.afterSnapshot(10, diff(first, last))).toBe(verdict);
  });

  it.each([
    [9, 10, 'stale'],
    [10, 11, 'gap'],
    [11, 12, 'apply'],
    [12, 13, 'gap'],
  ] as const)('after a message up to 10, %i to %i is %s', (first, last, verdict) => {
    expect(rangeContinuity.afterDiff(10, diff(first, last))).toBe(verdict);
  });

  it('need a snapshot that reaches up to the first of them', () => {
    expect([8, 9, 10].map((id) => rangeContinuity.isSnapshotTooOld(id, diff(10, 12)))).toEqual([true, false, false]);
  });
});

describe('messages that name the one before', () => {
  it.each([
    [10, 9, 'stale'],
    [12, 9, 'apply'],
    [12, 10, 'apply'],
    [12, 11, 'gap'],
  ] as const)('after a snapshot up to 10, %i after %i is %s', (last, previous, verdict) => {
    expect(previousContinuity.afterSnapshot(10, diff(last, last, previous))).toBe(verdict);
  });

  it.each([
    [10, 9, 'stale'],
    [12, 10, 'apply'],
    [12, 9, 'gap'],
    [12, undefined, 'gap'],
  ] as const)('after a message up to 10, %i after %s is %s', (last, previous, verdict) => {
    expect(previousContinuity.afterDiff(10, diff(last, last, previous))).toBe(verdict);
  });

  it('need a snapshot that reaches up to what the first of them follows', () => {
    expect([8, 9].map((id) => previousContinuity.isSnapshotTooOld(id, diff(12, 12, 9)))).toEqual([true, false]);
  });
});

describe('messages that are numbered with their snapshot', () => {
  it.each([
    [10, 'stale'],
    [11, 'apply'],
    [12, 'gap'],
  ] as const)('after number 10, %i is %s', (id, verdict) => {
    expect(sequenceContinuity.afterSnapshot(10, diff(id, id))).toBe(verdict);
    expect(sequenceContinuity.afterDiff(10, diff(id, id))).toBe(verdict);
    expect(sequenceContinuity.isSnapshotTooOld(10, diff(id, id))).toBe(false);
  });
});

describe('messages without numbers', () => {
  it('are all applied', () => {
    expect(unnumberedContinuity.afterSnapshot(10, diff(1, 1))).toBe('apply');
    expect(unnumberedContinuity.afterDiff(10, diff(1, 1))).toBe('apply');
    expect(unnumberedContinuity.isSnapshotTooOld(10, diff(99, 99))).toBe(false);
  });
});
