import { expect, test } from 'vitest';
import { asError } from '../../src/errors/as-error.ts';

test('an error stays itself; anything else that was thrown becomes one that tells where', () => {
  const error = new RangeError('too much');
  expect(asError(error, 'trades')).toBe(error);
  for (const thrown of ['a text', undefined, null, { message: 'x' }]) {
    expect(asError(thrown, 'trades BTC-USDT')).toMatchObject({ code: 'INVALID_PAYLOAD', origin: 'trades BTC-USDT' });
  }
});
