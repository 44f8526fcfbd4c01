/** One thing that can be chosen, with its choices. */
export interface Axis {
  readonly name: string;
  readonly values: readonly (string | boolean)[];
}

export type Choices = Readonly<Record<string, string | boolean>>;

const CANDIDATES = 30;

/** Few combinations in which every two choices of every two axes meet; the same axes give the same ones. */
export function pairwise(axes: readonly Axis[]): readonly Choices[] {
  const open = new Set<string>();
  for (const [index, left] of axes.entries()) {
    for (const right of axes.slice(index + 1)) {
      for (const one of left.values) for (const other of right.values) open.add(pairOf(left.name, one, right.name, other));
    }
  }
  const rows: Choices[] = [];
  const random = numbers();
  while (open.size > 0) {
    const candidates = Array.from({ length: CANDIDATES }, () => candidate(axes, open, random));
    const best = candidates.reduce((left, right) =>
      coveredBy(right, axes, open).length > coveredBy(left, axes, open).length ? right : left,
    );
    for (const pair of coveredBy(best, axes, open)) open.delete(pair);
    rows.push(best);
  }
  return rows;
}

/** Begins with a pair that has not met yet, and goes on with what meets most. */
function candidate(axes: readonly Axis[], open: ReadonlySet<string>, random: () => number): Choices {
  const pairs = [...open];
  const [left = '', one = '', right = '', other = ''] = (pairs[Math.floor(random() * pairs.length)] ?? '').split('\n');
  const valueOf = (name: string, text: string): string | boolean =>
    axes.find((axis) => axis.name === name)?.values.find((value) => String(value) === text) ?? text;
  const row: Record<string, string | boolean> = { [left]: valueOf(left, one), [right]: valueOf(right, other) };
  const rest = axes.filter(({ name }) => !(name in row)).map((axis) => ({ axis, rank: random() }));
  for (const { axis } of rest.toSorted((first, second) => first.rank - second.rank)) {
    const scored = axis.values.map((value) => ({
      value,
      score: Object.entries(row).filter(
        ([name, chosen]) => open.has(pairOf(axis.name, value, name, chosen)) || open.has(pairOf(name, chosen, axis.name, value)),
      ).length,
      rank: random(),
    }));
    const [best] = scored.toSorted((first, second) => second.score - first.score || first.rank - second.rank);
    if (best !== undefined) row[axis.name] = best.value;
  }
  return row;
}

function coveredBy(row: Choices, axes: readonly Axis[], open: ReadonlySet<string>): readonly string[] {
  return axes.flatMap((left, index) =>
    axes.slice(index + 1).flatMap((right) => {
      const pair = pairOf(left.name, row[left.name] ?? '', right.name, row[right.name] ?? '');
      return open.has(pair) ? [pair] : [];
    }),
  );
}

function pairOf(left: string, one: string | boolean, right: string, other: string | boolean): string {
  return [left, String(one), right, String(other)].join('\n');
}

/** The same numbers from 0 to 1 each time. */
function numbers(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
