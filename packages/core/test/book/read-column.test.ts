import { describe, expect, it } from 'vitest';
import { readColumn } from '../../src/book/read-column.ts';

describe('reading a column', () => {
  it('gives the value, and NaN where there is none', () => {
    const column = Float64Array.of(1.5, 0);
    expect([readColumn(column, 0), readColumn(column, 1), readColumn(column, 2), readColumn(column, -1)]).toEqual([
      1.5,
      0,
      Number.NaN,
      Number.NaN,
    ]);
  });
});
