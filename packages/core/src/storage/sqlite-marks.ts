import { type SoundRow, rowChecksum } from './sqlite-rows.ts';

/** The store's own few values, each in a row of `marks` with a fixed number. */
const MARKS = { scope: 1, generation: 2, deliveredUpTo: 3, prunedUpTo: 4 } as const;

/** Gives the body of the mark that changes with each opening. */
export const SELECT_GENERATION: string = `SELECT body FROM marks WHERE id = ${MARKS.generation}`;

type MarkName = keyof typeof MARKS;

export interface Marks {
  /** Undefined in a new store, or when it is damaged; so are the others. */
  readonly scope: string | undefined;
  readonly generation: number | undefined;
  readonly deliveredUpTo: number | undefined;
  readonly prunedUpTo: number | undefined;
}

export function readMarks(rows: readonly SoundRow[]): Marks {
  const values = new Map<number, unknown>(rows.map(({ id, body }) => [id, JSON.parse(body)]));
  const numberOf = (name: MarkName): number | undefined => {
    const value = values.get(MARKS[name]);
    return typeof value === 'number' ? value : undefined;
  };
  const scope = values.get(MARKS.scope);
  return {
    scope: typeof scope === 'string' ? scope : undefined,
    generation: numberOf('generation'),
    deliveredUpTo: numberOf('deliveredUpTo'),
    prunedUpTo: numberOf('prunedUpTo'),
  };
}

/** The columns of a mark's row, in the order of the table. */
export function markRow(name: MarkName, value: string | number): [id: number, head: string, body: string, checksum: string] {
  const body = JSON.stringify(value);
  return [MARKS[name], '[]', body, rowChecksum('marks', MARKS[name], '[]', body)];
}
