import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidPayloadError } from '../../src/errors/invalid-payload-error.ts';
import { PayloadFields, readRows } from '../../src/network/payload-fields.ts';

const SIDES: ReadonlyMap<string, 'buy' | 'sell'> = new Map([
  ['BUY', 'buy'],
  ['SELL', 'sell'],
]);

function fields(value: unknown): PayloadFields {
  return new PayloadFields(value, 'order BTC-USDT');
}

describe('the fields of an object', () => {
  test('are read in our types, exactly', () => {
    const order = fields({
      symbol: 'BTCUSDT',
      orderId: '9007199254740993',
      time: 1_790_000_000_000,
      price: '0.10000000000000000001',
      change: '-1.5',
      isMaker: false,
      side: 'SELL',
      list: [1],
      nested: { a: 'b' },
    });
    expect(order.text('symbol')).toBe('BTCUSDT');
    expect(order.id('orderId')).toBe('9007199254740993');
    expect(order.count('time')).toBe(1_790_000_000_000);
    expect(order.amount('price').toFixed()).toBe('0.10000000000000000001');
    expect(order.decimal('change').toFixed()).toBe('-1.5');
    expect(order.boolean('isMaker')).toBe(false);
    expect(order.word('side', SIDES)).toBe('sell');
    expect(order.array('list')).toEqual([1]);
    expect(order.object('nested').text('a')).toBe('b');
  });

  test.each<[string, (order: PayloadFields) => unknown]>([
    ['text', (order) => order.text('f')],
    ['id', (order) => order.id('f')],
    ['count', (order) => order.count('f')],
    ['amount', (order) => order.amount('f')],
    ['decimal', (order) => order.decimal('f')],
    ['boolean', (order) => order.boolean('f')],
    ['word', (order) => order.word('f', SIDES)],
    ['array', (order) => order.array('f')],
    ['object', (order) => order.object('f')],
  ])('that are missing or of another form name field and origin (%s)', (_reader, read) => {
    for (const value of [undefined, null, '', {}.constructor]) {
      expect(() => read(fields({ f: value }))).toThrow(
        expect.objectContaining({ field: 'f', origin: 'order BTC-USDT', code: 'INVALID_PAYLOAD' }),
      );
    }
  });

  test('that venues write for "none" are none', () => {
    expect(() => fields({ f: -1 }).id('f')).toThrow(InvalidPayloadError);
    expect(() => fields({ f: '-1' }).id('f')).toThrow(InvalidPayloadError);
    expect(fields({ f: '-a' }).id('f')).toBe('-a');
    expect(() => fields({ f: -1 }).count('f')).toThrow(InvalidPayloadError);
    expect(() => fields({ f: '-0.1' }).amount('f')).toThrow(InvalidPayloadError);
    expect(fields({ f: '-0' }).amount('f').isZero()).toBe(true);
  });

  test('that may be absent are undefined for everything of another form', () => {
    const order = fields({ n: null, number: 5, empty: '', side: 'HOLD', list: [] });
    expect(['n', 'number', 'empty', 'nowhere'].map((field) => order.optionalText(field))).toEqual(Array(4).fill(undefined));
    expect([order.optionalWord('side', SIDES), order.optionalWord('number', SIDES)]).toEqual([undefined, undefined]);
    expect([order.optionalObject('list'), order.optionalObject('n')]).toEqual([undefined, undefined]);
    expect([order.has('n'), order.has('nowhere')]).toEqual([true, false]);
  });

  test('are never those that every object inherits', () => {
    const order = fields(JSON.parse('{"__proto__":"mine"}'));
    expect(order.text('__proto__')).toBe('mine');
    expect(order.value('constructor')).toBeUndefined();
    expect(order.has('toString')).toBe(false);
    expect(fields({ side: 'constructor' }).optionalWord('side', SIDES)).toBeUndefined();
  });

  test('can be read under a better origin, and those of an object within it tell its name', () => {
    const order = fields({ fee: {}, symbol: 5 }).of('order BTCUSDT');
    expect(() => order.text('symbol')).toThrow('order BTCUSDT: field "symbol"');
    expect(() => order.object('fee').amount('paid')).toThrow('order BTCUSDT fee: field "paid"');
  });
});

test.each([[null], [[]], ['text'], [5], [undefined]])('%j has no fields', (value) => {
  expect(() => fields(value)).toThrow(expect.objectContaining({ field: '(whole)', origin: 'order BTC-USDT' }));
});

describe('the rows of a list', () => {
  test('that can be read stay in order; the others are reported with their place', () => {
    const problems: Error[] = [];
    const rows = fields({ fills: [{ id: 1 }, null, { id: -1 }, { id: 2 }] }).rows(
      'fills',
      (row) => row.id('id'),
      (error) => problems.push(error),
    );
    expect(rows).toEqual(['1', '2']);
    expect(problems).toMatchObject([
      { field: 'fills[1]', origin: 'order BTC-USDT' },
      { field: 'id', origin: 'order BTC-USDT fills[2]' },
    ]);
  });

  test('are not taken for none when there is no list', () => {
    for (const value of [undefined, null, {}, 'list']) {
      expect(() =>
        readRows(
          value,
          { origin: 'trades' },
          () => 1,
          () => undefined,
        ),
      ).toThrow('trades: field "(whole)"');
    }
  });

  test('lose no good one beside bad ones', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), fc.array(fc.anything()), (before, after) => {
        const list = [...before, { id: 'the good one' }, ...after];
        const problems: Error[] = [];
        const rows = readRows(
          list,
          { origin: 'trades' },
          (row) => row.id('id'),
          (error) => problems.push(error),
        );
        expect(rows).toContain('the good one');
        expect(rows.length + problems.length).toBe(list.length);
      }),
    );
  });
});
