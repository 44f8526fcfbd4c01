import { describe, expect, it } from 'vitest';
import { withMalformedRow } from '../../src/cards/recovery/malformed-row.ts';

describe('a reply with one malformed row', () => {
  it.each([
    { name: 'a list', before: [{ id: 1 }], after: [{}, { id: 1 }] },
    { name: 'a list inside', before: { time: 1, orders: [{ id: 1 }, { id: 2 }] }, after: { time: 1, orders: [{}, { id: 1 }, { id: 2 }] } },
    { name: 'a list of lists', before: { rows: [['1', '2']] }, after: { rows: [[], ['1', '2']] } },
    {
      name: 'members by id, beside others',
      before: { error: [], result: { open: { a: { price: '1', size: '2' }, b: { price: '3', size: '4' } } } },
      after: { error: [], result: { open: { a: { price: '1', size: '2' }, b: { price: '3', size: '4' }, malformed: {} } } },
    },
  ])('has it in $name', ({ before, after }) => {
    expect(JSON.parse(withMalformedRow(JSON.stringify(before)))).toEqual(after);
  });

  it.each(['no json', '{"orders":[]}', '{"numbers":[1,2],"of":{"a":1}}', 'null'])('stays as it is without rows: %s', (text) => {
    expect(withMalformedRow(text)).toBe(text);
  });
});
