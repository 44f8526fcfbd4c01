import { describe, expect, it } from 'vitest';
import { TimeoutError } from '../../src/errors/timeout-error.ts';
import { errorType } from '../../src/telemetry/error-type.ts';

describe('the type of an error', () => {
  it('is its code, or its class, and nothing that could quote somebody', () => {
    const talkative = new Error('no');
    talkative.name = 'the key abc was refused';
    expect(errorType(new TimeoutError('x', 1))).toBe('TIMEOUT');
    expect(errorType(new TypeError('the key abc'))).toBe('TypeError');
    expect(errorType(talkative)).toBe('other');
    expect(errorType('the key abc')).toBe('other');
    expect(errorType(undefined)).toBe('other');
  });
});
