import { isDeepStrictEqual } from 'node:util';
import { CardFailure } from '../card/card-failure.ts';
import { describeValue, plainValue } from './describe-value.ts';

/** @throws CardFailure when the two are not deeply equal; Decimals are equal when their values are. */
export function checkEqual(what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(plainValue(actual), plainValue(expected))) return;
  throw new CardFailure({ what, expected: describeValue(expected), actual: describeValue(actual) });
}

/** @throws CardFailure when the claim does not hold. */
export function checkHolds(what: string, claim: boolean, actual?: unknown): void {
  if (!claim)
    throw new CardFailure({ what, expected: 'that it holds', actual: actual === undefined ? 'that it does not' : describeValue(actual) });
}

/** @throws CardFailure for undefined. */
export function checkPresent<Value>(what: string, value: Value | undefined): Value {
  if (value === undefined) throw new CardFailure({ what, expected: 'something', actual: 'nothing' });
  return value;
}
