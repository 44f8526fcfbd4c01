import { Decimal, decorate } from '@venuekit/core/connector';
import { plainDialect, type BookView, type Dialect, type DialectSession, type Topic } from '@venuekit/venue';
import { describe, expect, it } from 'vitest';
import { DialectWatch } from '../../src/stage/dialect-watch.ts';
import { makeDialect } from '../../src/stage/make-dialect.ts';
import { NO_WITNESS } from '../../src/stage/stage-witness.ts';
import { tinySubject } from '../reference/tiny-subject.ts';

const level = (price: string, amount: string): { readonly price: Decimal; readonly amount: Decimal } => ({
  price: new Decimal(price),
  amount: new Decimal(amount),
});
const book: BookView = { tradingPair: 'BTC-USDT', lastUpdateId: 7, bids: [level('99.50', '2')], asks: [level('100', '0.3')] };
const topic: Topic = { name: 'best:BTC-USDT', kind: 'best-quote', tradingPair: 'BTC-USDT', intervalMs: 0 };
// The dialects of this file look at the book alone.
const session = {} as DialectSession;

function watchOf(members: Partial<Dialect>, traits: Dialect['traits'] = []): DialectWatch {
  return new DialectWatch(decorate<Dialect>(plainDialect(), { traits, ...members }), { witness: NO_WITNESS, spelling: undefined });
}

describe('the watch on a dialect', () => {
  it('has nothing to say of one that tells the truth', () => {
    const watch = watchOf({ encodeTop: () => '{"bid":["99.5","2.00"],"ask":[100,0.3]}' });
    expect(watch.dialect.encodeTop(book, topic, session)).toContain('99.5');
    expect(watch.findings).toEqual([]);
  });

  it.each([
    ['another price', '{"bid":["99.6","2"],"ask":["100","0.3"]}', 'does not tell the level at 99.5'],
    ['another amount', '{"bid":["99.5","2.5"],"ask":["100","0.3"]}', 'does not tell the amount of a level, 2'],
    ['no JSON', 'bid=99.5', 'gives what is no JSON: bid=99.5'],
  ])('notes %s', (_what, frame, problem) => {
    const watch = watchOf({ encodeTop: () => frame });
    watch.dialect.encodeTop(book, topic, session);
    expect(watch.findings).toMatchObject([{ where: 'encodeTop', problem: expect.stringContaining(problem) }]);
  });

  it('asks no amounts in base of a dialect that has them in other units', () => {
    const watch = watchOf({ encodeTop: () => '{"bid":["99.5","2000"],"ask":["100","300"]}' }, ['amounts-in-contracts']);
    watch.dialect.encodeTop(book, topic, session);
    expect(watch.findings).toEqual([]);
  });

  it.each([
    ['a frame', { encodeTop: () => undefined as unknown as string }, 'encodeTop must give a frame, not nothing'],
    ['a frame that is not empty', { encodeTop: () => '' }, 'encodeTop must give a frame, not '],
  ])('throws where the dialect does not give %s', (_what, members, message) => {
    expect(() => watchOf(members).dialect.encodeTop(book, topic, session)).toThrow(message);
  });

  it('tells which function runs, also when it throws', () => {
    const told: string[] = [];
    const witness = { ...NO_WITNESS, enter: (name: string) => void told.push(name), leave: () => void told.push('left') };
    const dialect = decorate<Dialect>(plainDialect(), {
      encodeTop: () => {
        throw new Error('no');
      },
    });
    const watch = new DialectWatch(dialect, { witness, spelling: undefined });
    expect(() => watch.dialect.encodeTop(book, topic, session)).toThrow('no');
    expect(told).toEqual(['dialect.encodeTop', 'left']);
  });
});

function made(dialect: unknown): () => Dialect {
  return () => makeDialect({ ...tinySubject, dialect: () => dialect as Dialect }, NO_WITNESS);
}

describe('a dialect that is made', () => {
  it('is taken as it is when it has what every dialect has', () => {
    expect(made(plainDialect())().name).toBe('plain');
  });

  it.each([
    [undefined, 'the dialect is undefined'],
    [{}, 'the dialect has no name'],
    [{ name: 'x' }, 'the dialect names no service'],
    [
      decorate<Dialect>(plainDialect(), { encodeTop: undefined as unknown as Dialect['encodeTop'] }),
      'the dialect has no function encodeTop',
    ],
  ])('is refused with what is wrong with it: %#', (dialect, message) => {
    expect(made(dialect)).toThrow(message);
  });
});
