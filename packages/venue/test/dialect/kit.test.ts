import { describe, expect, it } from 'vitest';
import {
  type DialectSession,
  members,
  memoryOf,
  NumberText,
  ownWordOf,
  parseExactJson,
  pickFields,
  readForm,
  Refusal,
  TrackedParameters,
} from '../../src/index.ts';

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('JSON that is read exactly', () => {
  it('has each number as it was written', () => {
    const read = members(parseExactJson('{"id":9007199254740993,"price":1.0,"size":1e3,"name":"1.0","list":[0.10]}'), 'frame');
    expect([...read.values()].map(String)).toEqual(['9007199254740993', '1.0', '1e3', '1.0', '0.10']);
    expect([read.get('price') instanceof NumberText, read.get('name')]).toEqual([true, '1.0']);
  });

  it('is undefined for what is no JSON, and a number is no object', () => {
    expect([parseExactJson('{'), parseExactJson('')]).toEqual([undefined, undefined]);
    expect(refusal(() => members(parseExactJson('7'), 'params'))).toBe('malformed-parameter: params');
  });
});

describe('a form', () => {
  it('is read name by name', () => {
    expect(readForm('a=1&b=x%26y+z&&c=d=e&f')).toEqual(
      new Map([
        ['a', '1'],
        ['b', 'x&y z'],
        ['c', 'd=e'],
        ['f', ''],
      ]),
    );
  });

  it('is refused with a name that comes twice, and with a broken percent-encoding', () => {
    expect(refusal(() => readForm('a=1&%61=2'))).toBe('malformed-parameter: duplicate');
    expect(refusal(() => readForm('a=%E0%A4%A'))).toBe('malformed-parameter: percent-encoding');
  });
});

describe('parameters that know what was read', () => {
  it('tell what nobody asked for', () => {
    const parameters = new TrackedParameters([
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
    ]);
    expect([parameters.get('b'), parameters.get('d'), parameters.has('c')]).toEqual(['2', undefined, true]);
    expect(parameters.unread()).toEqual(['a', 'c']);
  });
});

describe('a table of words', () => {
  it('is read in the other direction', () => {
    const sides = { buy: 'BUY', sell: 'SELL' };
    expect([ownWordOf(sides, 'SELL'), ownWordOf(sides, 'sell')]).toEqual(['sell', undefined]);
  });
});

describe('a list of fields', () => {
  it('makes payloads in the order of their names, under names of their own', () => {
    const fields = { id: 7, price: '1.0', stop: undefined };
    expect(JSON.stringify(pickFields(fields, 'p:price id stop'))).toBe('{"p":"1.0","id":7}');
    expect(() => pickFields(fields, 'id toString')).toThrow(new TypeError('there is no field toString'));
  });
});

describe('the memory of a socket', () => {
  class Names {
    readonly path: string;
    constructor({ path }: DialectSession) {
      this.path = path;
    }
  }

  it('is made once for each socket and class', () => {
    const session: Pick<DialectSession, 'state' | 'path'> = { state: new Map(), path: '/ws' };
    const memory = memoryOf(session as DialectSession, Names);
    expect([memory.path, memoryOf(session as DialectSession, Names) === memory]).toEqual(['/ws', true]);
    const other = { state: new Map(), path: '/' } as unknown as DialectSession;
    expect(memoryOf(other, Names) === memory).toBe(false);
  });
});
