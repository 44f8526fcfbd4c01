import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareShapes } from '../../src/recording/compare-shapes.ts';

function texts(
  recorded: string | readonly string[],
  ours: string | readonly string[],
  comparison?: Parameters<typeof compareShapes>[2],
): readonly string[] {
  return compareShapes(recorded, ours, comparison).map(({ text }) => text);
}

function filters(count: number): string {
  return JSON.stringify(
    Array.from({ length: count }).flatMap(() => [
      { filterType: 'PRICE', tick: '1' },
      { filterType: 'LOT', step: '1' },
    ]),
  );
}

describe('two payloads', () => {
  it('are alike when keys, types and formats are, whatever the values', () => {
    expect(texts('{"a":[{"p":"1.50","n":null,"ok":true}],"id":12}', '{"id":9,"a":[{"p":"7.25","n":null,"ok":false}]}')).toEqual([]);
  });

  it('of any kind are like themselves, and like each of them when several are recorded', () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { minLength: 1, maxLength: 4 }), (recorded) => {
        expect(compareShapes(recorded, recorded, { extraKeys: 'named' })).toEqual([]);
        for (const text of recorded) expect(compareShapes(text, text, { extraKeys: 'named' })).toEqual([]);
      }),
    );
  });

  it('differ when a member loses its key or changes its type, wherever it stands', () => {
    const member = fc.constantFrom<unknown>('word', 12, true, ['x'], { y: 1 });
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), member, { minKeys: 1, maxKeys: 5 }),
        fc.nat(),
        fc.nat(3),
        (value, pick, depth) => {
          const keys = Object.keys(value);
          const key = keys[pick % keys.length] ?? '';
          const wrap = (inner: object): string =>
            JSON.stringify(Array.from({ length: depth }).reduce<object>((each) => ({ in: [each] }), inner));
          const { [key]: lost, ...rest } = value;
          const path = `${'in[].'.repeat(depth)}${key}`;
          expect(compareShapes(wrap(value), wrap(rest)).map((difference) => [difference.problem, difference.path])).toEqual([
            ['missing-key', path],
          ]);
          const changed = { ...value, [key]: typeof lost === 'boolean' ? 'no' : true };
          expect(compareShapes(wrap(value), wrap(changed)).map((difference) => [difference.problem, difference.path])).toEqual([
            ['type', path],
          ]);
        },
      ),
    );
  });

  it('need no key that some recorded rows lack, and each that all have', () => {
    const recorded = '[{"a":1,"b":2},{"a":1}]';
    expect(texts(recorded, '[{"a":1}]')).toEqual([]);
    expect(texts(recorded, '[{"a":1},{"b":2}]')).toEqual(['[].a is missing in 1 of 2, in the recording it is always there']);
    expect(texts(recorded, '[{"b":"2","a":1}]')).toEqual(['[].b is a text, in the recording a number']);
  });

  it('need the keys that rows of one kind always have, when many of them were recorded', () => {
    const ours = '[{"filterType":"PRICE"},{"filterType":"LOT","step":"1"}]';
    expect(texts(filters(3), ours)).toEqual(['[].tick is missing where filterType=PRICE, in the recording it is always there']);
    expect(texts(filters(3), ours, { ignore: ['[].tick'] })).toEqual([]);
    expect(texts(filters(2), ours)).toEqual([]);
    expect(texts(filters(3), '[{"filterType":"LOT","step":"1"}]')).toEqual([]);
  });

  it('say nothing of what was empty, or always null', () => {
    expect(texts('{"rows":[],"n":null}', '{"rows":[{"a":1}],"n":5}')).toEqual([]);
    expect(texts('{"rows":[{"a":1}]}', '{"rows":[]}')).toEqual([]);
    expect(texts('{"n":5}', '{"n":null}')).toEqual(['n is null, in the recording a number']);
  });

  it('may have keys that were never recorded, or have them named', () => {
    expect(texts('{"a":1}', '{"a":1,"b":{"c":2}}')).toEqual([]);
    expect(texts('{"a":1}', '{"a":1,"b":2}', { extraKeys: 'named' })).toEqual(['b is never there in the recording']);
    expect(texts('{"a":1}', '{"a":1,"b":2}', { extraKeys: 'named', ignore: ['b'] })).toEqual([]);
  });

  it('leave out what is to be ignored, and take maps as lists', () => {
    expect(texts('{"a":1,"b":{"c":2}}', '{"a":"1"}', { ignore: ['a', 'b'] })).toEqual([]);
    expect(texts('{"a":1}', '"x"', { ignore: [''] })).toEqual([]);
    const [recorded, ours] = ['{"r":{"BTC":{"free":"1.00"},"ETH":{"free":"2.10"}}}', '{"r":{"XRP":{"free":1}}}'];
    expect(texts(recorded, ours, { maps: ['r'] })).toEqual(['r{}.free is a number, in the recording a text']);
  });

  it('have rows of the same length and types, place by place', () => {
    const recorded = '[[1790000000000,"1.50",3]]';
    expect(texts(recorded, '[[1790000000001,"2.25"]]')).toEqual(['[][2] is missing, in the recording it is always there']);
    expect(texts(recorded, '[[1790000000001,2,3]]')).toEqual(['[][1] is a number, in the recording a text']);
    expect(texts('{"b":[["1.50","2"]]}', '{"b":[["1.50",2]]}')).toEqual(['b[][1] is a number, in the recording a text']);
  });

  it('are both JSON, or both none', () => {
    expect(texts('pong', 'pong')).toEqual([]);
    expect(texts('{}', 'pong')).toEqual(['the whole is no JSON, in the recording it is']);
    expect(texts('pong', '{}')).toEqual(['the whole is JSON, in the recording it is not']);
    expect(texts('[]', '{}')).toEqual(['the whole is an object, in the recording a list']);
  });
});

describe('numbers', () => {
  it.each([
    ['a fixed number of decimals', ['1.50', '2.25'], ['1.5'], 'should always have 2 decimals'],
    ['a fixed number of decimals', ['1.50', '2.25'], ['15'], 'should always have 2 decimals'],
    ['no zeros at the end', ['1.5', '2.25', '3'], ['1.50'], 'has zeros at the end'],
    ['no exponent', ['0.00000001'], ['1e-8'], 'with an exponent'],
    ['milliseconds', ['1790000000000'], ['1790000000'], 'is a time in seconds, in the recording in milliseconds'],
    ['no decimals', ['1', '2', '3'], ['1.5', '2.5', '3.25'], 'always has decimals, in the recording never'],
  ])('that were recorded with %s are written so, as texts and as numbers', (_format, recorded, ours, text) => {
    for (const write of [(lexeme: string) => lexeme, (lexeme: string) => `"${lexeme}"`]) {
      const list = (lexemes: readonly string[]): string => `{"n":[${lexemes.map(write).join()}]}`;
      expect(compareShapes(list(recorded), list(ours))).toEqual([
        { path: 'n[]', problem: 'number-format', text: expect.stringContaining(text) },
      ]);
      expect(compareShapes(list(recorded), list(recorded))).toEqual([]);
    }
  });

  it.each([
    ['one sample that may be either', ['1.25'], ['1.5', '2.50', '3']],
    ['whole numbers among few', ['5'], ['1.5']],
    ['ids of different lengths', ['17900000001'], ['7']],
    ['both with zeros and without', ['1.5', '2.50', '3.125'], ['7.10', '7']],
    ['an exponent that we never use', ['1e5', '3'], ['4']],
  ])('are not judged by %s', (_what, recorded, ours) => {
    expect(compareShapes(`[${recorded.join()}]`, `[${ours.join()}]`)).toEqual([]);
  });

  it('keep every digit while they are compared', () => {
    expect(compareShapes('{"n":1.0000000000000000000}', '{"n":2.1234567890123456789}')).toEqual([]);
    expect(texts('{"n":1.0000000000000000000}', '{"n":2.123456789012345678}')).toEqual([
      'n should always have 19 decimals, as in the recording',
    ]);
  });
});

describe('texts', () => {
  it.each([
    ['capitals', '["BUY","SELL"]', '["buy"]', 'in small letters, in the recording in capitals'],
    ['small letters', '["buy","sell"]', '["BUY"]', 'in capitals, in the recording in small letters'],
    ['numbers', '["1","2"]', '["1","two"]', 'is not always a number'],
    ['words', '["new","filled"]', '["1"]', 'is a number, in the recording a word'],
    ['times with a date', '["2026-01-01T00:00:00Z"]', '["soon"]', 'is not always a time with date'],
  ])('that were recorded as %s are written so', (_format, recorded, ours, text) => {
    expect(compareShapes(recorded, ours)).toEqual([{ path: '[]', problem: 'text-format', text: expect.stringContaining(text) }]);
  });

  it('that are empty, mixed or single say nothing', () => {
    expect(compareShapes('["","Buy","x1"]', '["BUY","sell","7"]')).toEqual([]);
    expect(compareShapes('["Buy"]', '["sell"]')).toEqual([]);
    expect(compareShapes('[""]', '["sell"]')).toEqual([]);
  });
});
