import { describe, expect, it } from 'vitest';
import { damageRow } from '../../src/cards/rules/damaged-row.ts';

const LISTED = {
  time: 1,
  limits: [{ a: 1 }, { a: 2 }],
  markets: [
    { name: 'abc_def', step: '0.10', kinds: ['x', 'y'] },
    { name: 'abc_xyz', step: '0.20', n: 4 },
  ],
};

describe('a damaged row', () => {
  it('is one of another market, in the outermost list that has both', () => {
    expect(JSON.parse(damageRow(JSON.stringify(LISTED), ['ABC', 'DEF'], 'no-values'))).toEqual({
      ...LISTED,
      markets: [LISTED.markets[0], { name: null, step: null, n: null }],
    });
  });

  it('keeps its words where only numbers are damaged', () => {
    expect(JSON.parse(damageRow(JSON.stringify(LISTED), ['abc', 'def'], 'no-numbers'))).toEqual({
      ...LISTED,
      markets: [LISTED.markets[0], { name: 'abc_xyz', step: 'unreadable', n: 'unreadable' }],
    });
  });

  it('may be a member that is named by its market', () => {
    const byName = { result: { ABCDEF: { step: '1' }, ABCXYZ: { step: '2' } } };
    expect(JSON.parse(damageRow(JSON.stringify(byName), ['abc', 'def'], 'no-values'))).toEqual({
      result: { ABCDEF: { step: '1' }, ABCXYZ: { step: null } },
    });
  });

  it('is none where no list names the market', () => {
    const text = '{"markets":[{"name":"one"},{"name":"two"}]}';
    expect(damageRow(text, ['abc'], 'no-values')).toBe(text);
  });
});
