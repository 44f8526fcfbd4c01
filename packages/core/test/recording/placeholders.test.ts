import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pseudonyms, blankNumberOf, blankOf } from '../../src/recording/placeholders.ts';

function form(text: string): string {
  return text.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/\d/g, '0');
}

const pseudonyms = new Pseudonyms('a salt of this test');

describe('a blank', () => {
  it('has the length of a credential, and nothing else of it', () => {
    expect(blankOf('aB3-/')).toBe('xxxxx');
    expect(blankNumberOf('-12.50e3')).toBe('-11.11e3');
  });

  it('differs even from a credential that looks like one', () => {
    expect(blankOf('xXxx')).toBe('yyyy');
    expect(blankNumberOf('11.1')).toBe('22.2');
  });
});

describe('a stand-in', () => {
  it('is the same for the same value and another for another', () => {
    expect(pseudonyms.ofText('order-0001')).toBe(pseudonyms.ofText('order-0001'));
    expect(pseudonyms.ofText('order-0001')).not.toBe(pseudonyms.ofText('order-0002'));
    expect(new Pseudonyms('another salt').ofText('order-0001')).not.toBe(pseudonyms.ofText('order-0001'));
  });

  it('has the form of the text: kinds of characters, separators, length', () => {
    const text = 'Bob.Smith+7@mail-1.org';
    expect(form(pseudonyms.ofText(text))).toBe(form(text));
    expect(pseudonyms.ofText(text)).not.toContain('Bob');
    expect(pseudonyms.ofText('7f3a-00bc')).toMatch(/^[0-9a-f]{4}-[0-9a-f]{4}$/);
    expect(pseudonyms.ofText('名前')).toBe('xx');
    expect(pseudonyms.ofText('-')).toBe('-');
  });

  it('keeps the format of a number: sign, leading zeros, decimals, trailing zeros, exponent', () => {
    expect(pseudonyms.ofText('0.00120000')).toMatch(/^0\.00[1-9][1-9]0000$/);
    expect(pseudonyms.ofNumber('-60123.45')).toMatch(/^-[1-9]\d{4}\.\d[1-9]$/);
    expect(pseudonyms.ofNumber('7e-8')).toMatch(/^[1-9]e-8$/);
    expect(pseudonyms.ofNumber('0.000')).toBe('0.000');
    expect(pseudonyms.ofNumber('-1')).toBe('-1');
    expect(pseudonyms.ofText('12000')).toMatch(/^[1-9]\d{4}$/);
  });

  it('of a number is a number that JSON allows, and another one', () => {
    const lexeme = fc.tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.stringMatching(/^(\.\d{1,10})?([eE][+-]?\d{1,2})?$/));
    fc.assert(
      fc.property(lexeme, ([whole, rest]) => {
        const number = `${whole}${rest}`;
        const drawn = pseudonyms.ofNumber(number);
        expect(typeof JSON.parse(drawn)).toBe('number');
        expect(drawn).toHaveLength(number.length);
        expect(drawn === number).toBe(number === '-1' || !/[1-9]/.test(number.replace(/[eE].*/, '')));
      }),
    );
  });
});
