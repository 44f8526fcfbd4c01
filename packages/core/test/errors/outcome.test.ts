import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ConnectorError } from '../../src/errors/connector-error.ts';
import { orderOutcome } from '../../src/errors/outcome.ts';
import { EVERY_ERROR } from './every-error.ts';

describe('the outcome of an order command', () => {
  test.each(EVERY_ERROR.map(([error, outcome, retryable]) => ({ error, outcome, retryable, message: error.message })))(
    'that ended with "$message" is $outcome',
    ({ error, outcome, retryable }) => {
      expect(orderOutcome(error)).toBe(outcome);
      expect(error.retryable).toBe(retryable);
    },
  );

  test.each([new Error('x'), new TypeError('fetch failed'), 'text', 7, null, undefined, { outcome: 'rejected' }, new AggregateError([])])(
    'that ended with something else (%s) is unknown',
    (error) => {
      expect(orderOutcome(error)).toBe('unknown');
    },
  );
});

describe('an error of VenueKit', () => {
  test('is recognised, by its own class and from another copy of the package', () => {
    const foreign = Object.assign(new Error('no'), { outcome: 'rejected', [Symbol.for('venuekit.ConnectorError')]: true });
    expect(foreign instanceof ConnectorError).toBe(false);
    expect(ConnectorError.is(foreign)).toBe(true);
    expect(orderOutcome(foreign)).toBe('rejected');
    for (const [error] of EVERY_ERROR) expect(ConnectorError.is(error)).toBe(true);
  });

  test.each([undefined, null, 'text', 7, new Error('x'), {}])('is not %s', (value) => {
    expect(ConnectorError.is(value)).toBe(false);
  });

  test('is named after its class and keeps the error behind it', () => {
    for (const [error] of EVERY_ERROR) {
      expect(error).toBeInstanceOf(Error);
      expect(error.name).toBe(error.constructor.name);
      expect(String(error)).toBe(`${error.name}: ${error.message}`);
      expect(Object.hasOwn(error, 'cause')).toBe(false);
    }
    const cause = new Error('behind');
    class Bare extends ConnectorError {
      readonly code = 'BARE';
    }
    expect(new Bare('x', { cause }).cause).toBe(cause);
    expect(new Bare('x')).toMatchObject({ outcome: 'unknown', retryable: false });
  });

  test('does not show its marker', () => {
    for (const [error] of EVERY_ERROR) expect(inspect(error)).not.toContain('Symbol(');
  });
});
