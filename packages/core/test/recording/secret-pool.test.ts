import { expect, it } from 'vitest';
import { SecretPool } from '../../src/recording/secret-pool.ts';
import { plainFormsOf } from '../../src/recording/secret-forms.ts';

it('forgets the secret that was used longest ago when there are too many', () => {
  const pool = new SecretPool(plainFormsOf, { capacity: 2 });
  for (const secret of ['first-secret', 'second-secret', 'first-secret', 'third-secret']) pool.add(secret);
  expect(['first', 'second', 'third'].map((name) => pool.isIn(`a ${name}-secret b`))).toEqual([true, false, true]);
});

it('replaces the longer one of two that begin alike, wherever it stands', () => {
  const pool = new SecretPool(plainFormsOf);
  pool.add('abcd');
  pool.add('abcdefgh');
  expect(pool.replaceIn('-abcdefgh- ABCD')).toBe('-xxxxxxxx- xxxx');
  expect(pool.replaceIn('nothing')).toBe('nothing');
});

it('finds nothing in anything before it knows a secret that is long enough', () => {
  const pool = new SecretPool(plainFormsOf);
  expect(pool.isIn('')).toBe(false);
  pool.add('ab');
  expect([pool.isIn('abc'), pool.isIn('ab'), pool.isIn('%61b'), pool.replaceIn('ab')]).toEqual([false, true, false, 'xx']);
});

it('is not made slow by a text that nearly holds a secret again and again', () => {
  const pool = new SecretPool(plainFormsOf, { findsEscaped: true });
  pool.add('\\\\"a\\b"%25%2541');
  expect(pool.isIn('\\'.repeat(20_000) + '%25'.repeat(20_000))).toBe(false);
});

it('finds escaped characters only where it is told to', () => {
  const pools = [new SecretPool(plainFormsOf), new SecretPool(plainFormsOf, { findsEscaped: true })];
  for (const pool of pools) pool.add('se/cret');
  expect(pools.map((pool) => pool.replaceIn('a se%2fcret b'))).toEqual(['a xxxxxxxxx b', 'a xxxxxxxxx b']);
  expect(pools.map((pool) => pool.isIn('%73e\\/cret'))).toEqual([false, true]);
});
