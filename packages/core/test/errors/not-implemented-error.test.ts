import { expect, test } from 'vitest';
import { NotImplementedError } from '../../src/errors/not-implemented-error.ts';

test('a member that is not written names itself, and the card that waits for it where there is one', () => {
  expect(new NotImplementedError('placeOrder')).toMatchObject({
    member: 'placeOrder',
    card: undefined,
    message: 'placeOrder is not implemented by this connector',
  });
  expect(new NotImplementedError('placeOrder', 'ORDER-01')).toMatchObject({
    member: 'placeOrder',
    card: 'ORDER-01',
    message: 'placeOrder is not implemented by this connector: ORDER-01 turns green with it',
  });
});
