import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** One of several ways to do the same work. */
export interface Contestant {
  readonly name: string;
  /** Does the work once. @returns its cost for one operation, in the contest's unit. */
  run(): number | Promise<number>;
}

/** What one contestant cost over all rounds. */
export interface Standing {
  readonly name: string;
  /** The median of the rounds. */
  readonly value: number;
  /** Half the distance between the quartiles, as a fraction of the median. */
  readonly spread: number;
  /** The median of the rounds' own ratios to the floor, so that what slows a whole round down cancels out. */
  readonly ratio: number;
}

/** How a contest is run. */
export interface ContestPlan {
  readonly rounds: number;
  /** The contestant that the others are compared with. */
  readonly floor: string;
  /** Rounds before the first that counts. Default 1. */
  readonly warmUpRounds?: number;
}

/**
 * Lets the contestants work in turn, round by round (A B A B), so that a busy machine slows all of them.
 * @throws RangeError when no contestant has the floor's name.
 */
export async function holdContest(contestants: readonly Contestant[], plan: ContestPlan): Promise<readonly Standing[]> {
  const costs = new Map(contestants.map(({ name }): [string, number[]] => [name, []]));
  const floorCosts = costs.get(plan.floor);
  if (floorCosts === undefined) throw new RangeError(`no contestant is named ${plan.floor}`);
  const warmUpRounds = plan.warmUpRounds ?? 1;
  for (let round = 0; round < warmUpRounds + plan.rounds; round += 1) {
    for (const contestant of contestants) {
      collectGarbage();
      const cost = await contestant.run();
      if (round >= warmUpRounds) costs.get(contestant.name)?.push(cost);
    }
  }
  return contestants.map(({ name }) => standing(name, costs.get(name) ?? [], floorCosts));
}

function standing(name: string, costs: readonly number[], floorCosts: readonly number[]): Standing {
  const value = quantile(costs, 0.5);
  const ratios = costs.map((cost, round) => cost / (floorCosts[round] ?? Number.NaN));
  return { name, value, spread: (quantile(costs, 0.75) - quantile(costs, 0.25)) / 2 / value, ratio: quantile(ratios, 0.5) };
}

/** The value below which this share of the values lies, between two of them in proportion; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/** CPU time of this process so far in µs, of all its threads: garbage collection counts, other programs do not. */
export function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** CPU time of `work` in µs for one of its operations. */
export function cpuPerOperation(operations: number, work: () => void): number {
  const startedMicroseconds = cpuMicroseconds();
  work();
  return (cpuMicroseconds() - startedMicroseconds) / operations;
}

let collector: (() => void) | undefined;

/** So that nobody pays for another one's garbage. */
function collectGarbage(): void {
  if (collector === undefined) {
    setFlagsFromString('--expose-gc');
    const found: unknown = runInNewContext('gc');
    collector = typeof found === 'function' ? () => void Reflect.apply(found, undefined, []) : () => undefined;
  }
  collector();
}
