/** The value at a position that is known to exist; NaN where it does not. */
export function readColumn(column: Float64Array, position: number): number {
  return column[position] ?? Number.NaN;
}
