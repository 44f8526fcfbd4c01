import { Decimal } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { ToldNumbers } from '../../src/stage/told-numbers.ts';

describe('the numbers that a message tells', () => {
  const told = new ToldNumbers('{"p":"60000.10","q":0.001,"e":1.5E-7,"id":9007199254740993123,"rows":[["3","4.0"]],"a":"a\\"7"}');

  it.each(['60000.1', '60000.10', '0.00100', '0.00000015', '3', '4'])('have the value %s, however it is spelled', (value) => {
    expect(told.hasValue(new Decimal(value))).toBe(true);
  });

  it.each(['60000', '1', '7', '0.1'])('do not have the value %s, which is a part of one at most', (value) => {
    expect(told.hasValue(new Decimal(value))).toBe(false);
  });

  it('have ids as they are spelled, to the last digit', () => {
    expect(told.hasText('9007199254740993123')).toBe(true);
    expect(told.hasText('9007199254740993124')).toBe(false);
    expect(told.hasText('a"7')).toBe(true);
  });
});
