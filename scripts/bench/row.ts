import type { Standing } from './contest.ts';

/** One line of the result. */
export interface BenchRow {
  readonly section: string;
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** To the floor of the same run; null where there is none. */
  readonly ratio: number | null;
  /** The floor's value, in the same unit. */
  readonly floor: number | null;
  readonly floorName: string | null;
  /** Half the distance between the quartiles as a fraction of the value; null where it was measured once. */
  readonly spread: number | null;
  /** The most that is wanted, for the value or for the ratio. */
  readonly target: number | null;
  readonly targetOf: 'value' | 'ratio' | null;
  /** Whether the target is reached; null where there is none. */
  readonly ok: boolean | null;
}

/** The most that is wanted of one contestant. */
export interface Target {
  readonly of: 'value' | 'ratio';
  readonly most: number;
}

/** The rows of a contest. */
export function contestRows(
  section: string,
  unit: string,
  standings: readonly Standing[],
  floorName: string,
  targets: ReadonlyMap<string, Target> = new Map(),
): readonly BenchRow[] {
  const floor = standings.find(({ name }) => name === floorName)?.value ?? null;
  return standings.map(({ name, value, spread, ratio }) => {
    const target = targets.get(name);
    return {
      section,
      name,
      unit,
      value,
      ratio,
      floor,
      floorName,
      spread,
      target: target?.most ?? null,
      targetOf: target?.of ?? null,
      ok: target === undefined ? null : (target.of === 'ratio' ? ratio : value) <= target.most,
    };
  });
}

/** A row of something that has no floor. */
export function plainRow(section: string, name: string, unit: string, value: number, target?: number): BenchRow {
  return {
    section,
    name,
    unit,
    value,
    ratio: null,
    floor: null,
    floorName: null,
    spread: null,
    target: target ?? null,
    targetOf: target === undefined ? null : 'value',
    ok: target === undefined ? null : value <= target,
  };
}
