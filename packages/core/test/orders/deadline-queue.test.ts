import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeadlineQueue } from '../../src/orders/deadline-queue.ts';

describe('deadlines', () => {
  it('are taken in the order of their time, and only when they are due', () => {
    const queue = new DeadlineQueue();
    queue.set('b', 20);
    queue.set('a', 10);
    expect(queue.take(9)).toBeUndefined();
    expect(queue.take(20)).toBe('a');
    expect(queue.take()).toBe('b');
    expect(queue.take()).toBeUndefined();
    expect(queue.size).toBe(0);
  });

  it('behave as a map that is searched for its smallest value', () => {
    const command = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), key: fc.nat(20), dueMs: fc.nat(50) }),
      fc.record({ kind: fc.constant('delete' as const), key: fc.nat(20), dueMs: fc.constant(0) }),
      fc.record({ kind: fc.constant('take' as const), key: fc.constant(0), dueMs: fc.nat(50) }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 300, size: 'max' }), (commands) => {
        const queue = new DeadlineQueue();
        const model = new Map<string, number>();
        const sizes: number[] = [];
        const modelSizes: number[] = [];
        const taken: (number | undefined)[] = [];
        const earliest: (number | undefined)[] = [];
        const peeked: number[] = [];
        const leasts: number[] = [];
        for (const { kind, key, dueMs } of commands) {
          if (kind === 'set') {
            queue.set(`k${key}`, dueMs);
            model.set(`k${key}`, dueMs);
          } else if (kind === 'delete') {
            queue.delete(`k${key}`);
            model.delete(`k${key}`);
          } else {
            const least = Math.min(...model.values());
            peeked.push(queue.nextMs ?? Number.POSITIVE_INFINITY);
            leasts.push(least);
            earliest.push(least > dueMs ? undefined : least);
            const found = queue.take(dueMs);
            taken.push(model.get(found ?? ''));
            model.delete(found ?? '');
          }
          sizes.push(queue.size);
          modelSizes.push(model.size);
        }
        expect(peeked).toEqual(leasts);
        expect(taken).toEqual(earliest);
        expect(sizes).toEqual(modelSizes);
      }),
      { numRuns: 200 },
    );
  });

  it('do not pile up when one is moved again and again', () => {
    const queue = new DeadlineQueue();
    for (let dueMs = 0; dueMs < 10_000; dueMs += 1) queue.set('a', dueMs);
    expect(queue.has('a')).toBe(true);
    expect(queue.take()).toBe('a');
    expect(queue.take()).toBeUndefined();
  });
});
