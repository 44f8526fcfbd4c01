import { invalid, type Parameters } from '../parameters.ts';
import { WireRefusal } from '../wire-refusal.ts';

const DAY_MS = 86_400_000;

/** Bounds of a question for the past. */
interface TimeBounds {
  readonly startTimeMs?: number;
  readonly endTimeMs?: number;
}

/** @throws WireRefusal -1127 for more than a day between them. */
export function readTimes(parameters: Parameters): TimeBounds {
  const startTimeMs = parameters.timeMs('startTime');
  const endTimeMs = parameters.timeMs('endTime');
  if (startTimeMs !== undefined && endTimeMs !== undefined) {
    if (endTimeMs < startTimeMs) throw invalid('startTime');
    if (endTimeMs - startTimeMs > DAY_MS) throw new WireRefusal(-1127, 'More than 24 hours between startTime and endTime.');
  }
  return { ...(startTimeMs === undefined ? {} : { startTimeMs }), ...(endTimeMs === undefined ? {} : { endTimeMs }) };
}

/** @throws WireRefusal -1128 */
export function refuseCombination(isWrong: boolean): void {
  if (isWrong) throw new WireRefusal(-1128, 'Combination of optional parameters invalid.');
}

/**
 * Which of an account's things are shown: from the lower bound on when there is one, otherwise the newest.
 * @param options.isEitherOr whether the id excludes times.
 */
export function selectWithin(
  parameters: Parameters,
  idName: string,
  options: { readonly isEitherOr: boolean },
): <Thing extends { readonly creationTimeMs: number }>(things: readonly Thing[], idOf: (thing: Thing) => number) => readonly Thing[] {
  const fromId = parameters.integer(idName);
  const { startTimeMs, endTimeMs } = readTimes(parameters);
  refuseCombination(options.isEitherOr && fromId !== undefined && (startTimeMs !== undefined || endTimeMs !== undefined));
  const limit = parameters.limit(500, 1_000);
  return (things, idOf) => {
    const chosen = things.filter(
      (thing) =>
        (fromId === undefined || idOf(thing) >= fromId) &&
        (startTimeMs === undefined || thing.creationTimeMs >= startTimeMs) &&
        (endTimeMs === undefined || thing.creationTimeMs <= endTimeMs),
    );
    return fromId === undefined && startTimeMs === undefined ? chosen.slice(-limit) : chosen.slice(0, limit);
  };
}
