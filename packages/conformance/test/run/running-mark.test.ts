import { describe, expect, it } from 'vitest';
import { readRunning, RunningMark, runningMemory } from '../../src/run/running-mark.ts';

describe('the running mark', () => {
  it('names the innermost function, and its caller again when that has returned', () => {
    const memory = runningMemory();
    const mark = new RunningMark(memory);
    expect(readRunning(memory)).toEqual({ now: undefined, awaited: [] });
    mark.enter('placeOrder');
    mark.enter('dialect.encodeReply');
    expect(readRunning(memory).now).toBe('dialect.encodeReply');
    mark.leave();
    expect(readRunning(memory).now).toBe('placeOrder');
    mark.leave();
    expect(readRunning(memory).now).toBeUndefined();
  });

  it('names what is awaited until all promises of that name have come', () => {
    const memory = runningMemory();
    const mark = new RunningMark(memory);
    mark.await('placeOrder');
    mark.await('placeOrder');
    mark.await('updateBalances');
    mark.settle('placeOrder');
    expect(readRunning(memory).awaited).toEqual(['placeOrder', 'updateBalances']);
    mark.settle('placeOrder');
    expect(readRunning(memory).awaited).toEqual(['updateBalances']);
  });

  it('forgets everything when it is cleared, and keeps names of any number and length apart', () => {
    const memory = runningMemory();
    const mark = new RunningMark(memory);
    mark.enter('x'.repeat(500));
    expect(readRunning(memory).now).toBe('x'.repeat(80));
    mark.await('y');
    mark.clear();
    expect(readRunning(memory)).toEqual({ now: undefined, awaited: [] });
    for (let index = 0; index < 1_000; index += 1) mark.enter(`member${index}`);
    expect(readRunning(memory).now).toBe('member999');
  });
});
